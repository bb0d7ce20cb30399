#!/usr/bin/env python3
# What is not for somebody's eyes is not there: articles of a lounge and of a
# case, hidden, removed, waiting, refused and taken back ones, asked for by
# every command that shows anything, with all that a curious mind could add.
# The same questions by a moderator find them, so that they are worth asking.
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402

WORD = "geheim"		# in every header and text that is nobody's business
BLOCKS = ("100 101 215 220 221 222 224 225 230 231 282 291 292").split()
# Where a moderator acts he does so in public, and with the message-id.
TOLD = ("hide", "remove", "restore", "redact", "uphold")
SECRET = ["lounge", "case", "hidden", "removed", "held", "refused", "gone",
          "answer"]
KINDS = ("article thread user board view queue flag rule event modlog badge "
         "ledger kpi peer").split()


def mid(name):
    return "<x-%s@example.org>" % name


def make(server):
    for name, kind in (("tv.general", "qa"), ("tv.open", "qa"),
                       ("inner.lounge", "lounge"), ("inner.case", "case")):
        server.board(name, kind=kind)
    server.board("tv.mod", kind="qa")
    server.user("lena", "correct-horse", "invited:inner.*")
    server.user("mona", "correct-horse", "moderator")
    for name, *roles in PEOPLE:
        server.user(name, "correct-horse", *roles)
    with server.admin() as c:
        c.need("290", "XACT board tv.mod status=m")


PEOPLE = (("anna",), ("expert", "expert/tv:tv.*"), ("netsuper",
          "superuser:net.*"), ("netmod", "moderator:net.*"),
          ("robot", "bot"), ("mob", "moderator"))


def write(c, name, board, refs="", word=WORD):
    got = c.post(st.article(
        mid(name), board, subject="%s %s" % (word, name),
        sender="%s <lena@%s>" % (word, "elsewhere.example"), refs=refs,
        body="Text %s" % word))
    if not got.startswith("240"):
        raise st.ServerError(got)


def fill(server):
    with server.login("lena", "correct-horse") as c:
        write(c, "public", "tv.general", word="open")
        write(c, "lounge", "inner.lounge")
        write(c, "case", "inner.case")
        write(c, "answer", "inner.lounge", refs=mid("lounge"))
        for name in ("hidden", "removed", "gone"):
            write(c, name, "tv.general", refs=mid("public"))
        for name in ("held", "refused"):
            write(c, name, "tv.mod")
        # Its References say openly what it answers.
        write(c, "near", "inner.lounge")
        write(c, "beside", "tv.general", refs=mid("near"), word="open")
        c.need("290", "XACT cancel %s" % mid("gone"))
    with server.login("mona", "correct-horse") as c:
        c.need("290", "XACT retitle %s :%s title" % (mid("lounge"), WORD))
        c.need("290", "XACT tag %s tags=%s" % (mid("case"), WORD))
        c.need("290", "XACT alarm %s :%s" % (mid("lounge"), WORD))
        c.need("290", "XACT pin %s" % mid("lounge"))
        c.need("290", "XACT hide %s :odd" % mid("hidden"))
        c.need("290", "XACT remove %s :rude" % mid("removed"))
        c.need("290", "XACT reject %s :%s" % (mid("refused"), WORD))
        c.need("290", "XACT flag %s reason=spam :%s" % (mid("public"), WORD))


def ask(c, line):
    """All that is answered, as one text."""
    first = c.cmd(line)
    block = first[:3] in BLOCKS or (
        first.startswith("211") and line.startswith("LISTGROUP"))
    return "\n".join([first] + (c.block() if block else []))


def watch(c, line):
    """What a watcher is told until he asks for something else."""
    first = c.cmd(line)
    if not first.startswith("293"):
        return first
    c.send("DATE")
    return "\n".join([first] + c.block() + [c.line()])


def boards(c):
    lines = c.multi("215", "LIST ACTIVE")
    return [line.split()[0] for line in lines]


def lists():
    for what in ("ACTIVE", "ACTIVE.TIMES", "NEWSGROUPS", "COUNTS"):
        yield "LIST " + what
        yield "LIST %s inner.*" % what
    yield "NEWGROUPS 20000101 000000 GMT"
    for pattern in ("*", "inner.*", "inner.lounge,tv.general"):
        yield "NEWNEWS %s 20000101 000000 GMT" % pattern
    yield "XGTITLE inner.*"


def of_board(name):
    yield "GROUP " + name
    yield "LISTGROUP %s 1-" % name
    for what in ("OVER 1-", "XOVER 1-", "HDR Subject 1-",
                 "HDR Message-ID 1-", "HDR :x-state 1-",
                 "HDR :x-solution 1-", "HDR :x-title 1-", "XHDR References 1-",
                 "XPAT Subject 1- *%s*" % WORD, "XPAT From 1- *%s*" % WORD):
        yield what
    for number in range(1, 8):
        for what in ("ARTICLE", "HEAD", "BODY", "STAT"):
            yield "%s %d" % (what, number)
    yield "XINFO " + name


def of_article(name):
    for what in ("ARTICLE", "HEAD", "BODY", "STAT", "OVER", "HDR Subject",
                 "HDR :x-state", "HDR :x-seq", "HDR :bytes", "XHDR Subject"):
        yield "%s %s" % (what, mid(name))
    yield "XPAT Subject %s *" % mid(name)
    for kind in ("article", "thread", "event", "flag", "queue", "modlog"):
        yield "XLIST %s thread:%s" % (kind, mid(name))
        yield "XLIST %s target:%s" % (kind, mid(name))


def queries():
    for kind in KINDS:
        for query in ("", "limit:1000", "board:inner.*", "board:inner.lounge",
                      "is:hidden", "is:removed", "is:pinned", "is:alarmed",
                      "is:flagged", "state:removed", "by:@lena",
                      "asker:@lena", "tag:" + WORD, "has:solution", WORD,
                      "sort:-time", "sort:-replies", "kind:lounge",
                      "kind:case", "name:inner.*", "all since:30d"):
            yield ("XLIST %s %s" % (kind, query)).strip()
    for what in ("@lena", "@mona", "server", "inner.case", "@me"):
        yield "XINFO " + what


def curious(c):
    """Every question, and what was answered."""
    for line in lists():
        yield line, ask(c, line)
    for name in sorted(set(boards(c)) | {"inner.lounge", "inner.case",
                                         "tv.mod"}):
        for line in of_board(name):
            yield line, ask(c, line)
    for name in SECRET:
        for line in of_article(name):
            yield line, ask(c, line)
    for line in queries():
        yield line, ask(c, line)
    for line in ("XWATCH since=0", "XWATCH since=0 board:inner.*",
                 "XWATCH since=0 by:@lena max=100"):
        yield line, watch(c, line)


def told(text):
    """Lines of the journal and of the public log that are for everybody."""
    out = []
    for line in text.split("\n"):
        fields = line.split("\t")
        if not any(act in fields for act in TOLD):
            out.append(line)
    return "\n".join(out)


def secrets_in(line, text):
    """What of it should not be there."""
    found = []
    if WORD in text and not text.startswith("494"):
        found.append(WORD)
    if any("inner." + name in text for name in ("lounge", "case")):
        found.append("inner.")
    asked = line.split()[-1].startswith("<") or "<" in line
    for name in SECRET:
        # That its author took it back is said by a control article, too.
        if not asked and name != "gone" and mid(name) in told(text):
            found.append(mid(name))
    return found


def one_asks(tap, c, who):
    n, leaks = 0, []
    for line, text in curious(c):
        n += 1
        found = secrets_in(line, text)
        if found:
            leaks.append("%s -> %s: %s" % (line, found, text[:600]))
    tap.ok(not leaks, "%s asks %d questions and learns nothing" % (who, n),
           "%d of them\n%s" % (len(leaks), "\n".join(leaks[:12])))


def by_id(tap, c, who):
    """An id that one must not know is answered as one that never was."""
    wrong = []
    for name in SECRET:
        for line in of_article(name):
            if line.startswith("XLIST"):
                continue
            other = line.replace(mid(name), mid("never"))
            got, want = ask(c, line), ask(c, other)
            if got != want.replace(mid("never"), mid(name)):
                wrong.append("%s: %s, not %s" % (line, got, want))
        got = ask(c, "XINFO " + mid(name))
        if name != "removed" and not got.startswith("491"):
            wrong.append("XINFO %s: %s" % (name, got))
        if WORD in got:
            wrong.append("XINFO %s: %s" % (name, got))
    tap.ok(not wrong, "%s asks by message-id" % who, "\n".join(wrong[:12]))


def moderator_finds(tap, server):
    """The questions are good ones: they find what may be found."""
    found = set()
    with server.login("mona", "correct-horse") as c:
        for line, text in curious(c):
            found |= set(secrets_in(line, text))
    missing = ({WORD, "inner."} | {mid(name) for name in SECRET}) - found
    missing.discard(mid("gone"))
    tap.ok(not missing, "a moderator finds all of it", missing)


def main():
    tap = st.Tap()
    server = st.Server(clock=1795348800).start()
    make(server)
    fill(server)
    moderator_finds(tap, server)
    c = server.connect()
    one_asks(tap, c, "a guest")
    by_id(tap, c, "a guest")
    for name, *_ in PEOPLE:
        with server.login(name, "correct-horse") as c:
            if name == "mob":
                with server.admin() as root:
                    root.need("290", "XACT suspend @mob until=7d :x")
                name = "a suspended moderator"
            one_asks(tap, c, name)
            by_id(tap, c, name)
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
