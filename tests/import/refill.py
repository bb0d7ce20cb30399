#!/usr/bin/env python3
"""An export put into an empty server gives the same community: every list,
every overview line, every article and account, told over the wire."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402

NOW = 1795348800
PASSWORD = "correct-horse"
CONF = "boards old.* {\n\texpire 7d\n}\n"
PEOPLE = {"anna": (), "bert": (), "cora": ("superuser:tv.*",), "dora": (),
          "mona": ("moderator",), "fred": ("expert/tv:tv.*",), "gina": ()}
# Lists that want a board, or tell of this server alone.
OTHER = ("article", "thread", "peer", "read")


def act(c, line):
    got = c.cmd("XACT " + line)
    if got[:3] not in ("290", "294"):
        raise st.ServerError("%s: %s" % (line, got))


def ask(server, who, mid, boards, refs="", more=""):
    with server.login(who, PASSWORD) as c:
        got = c.post(st.article(mid, boards, subject="About " + mid,
                                sender="%s@example.org" % who, refs=refs,
                                body="Text.\nFrom here on\n>From there\n.\n",
                                more=more))
        if got[:3] != "240":
            raise st.ServerError("%s: %s" % (mid, got))


def acts(server, who, *lines):
    with server.login(who, PASSWORD) as c:
        for line in lines:
            act(c, line)


def fill(server):
    for board, kind in (("tv.general", "qa"), ("tv.ideas", "ideas"),
                        ("old.c", "discussion"), ("m.d", "qa"),
                        ("l.x", "lounge")):
        server.board(board, kind=kind, title="All about " + board)
    for name, roles in PEOPLE.items():
        server.user(name, PASSWORD, *roles)
    with server.admin() as c:
        act(c, "board m.d status=m")
    server.feed([st.article("<old@t>", "old.c"),
                 st.article("<re-old@t>", "tv.general", refs="<old@t>")])
    for n in range(1, 7):
        ask(server, "anna" if n % 2 else "bert", "<q%d@t>" % n, "tv.general")
    ask(server, "bert", "<both@t>", "tv.general,tv.ideas")
    ask(server, "dora", "<idea@t>", "tv.ideas")
    ask(server, "gina", "<left@t>", "tv.general")
    for n in range(1, 5):
        ask(server, "fred", "<a%d@t>" % n, "tv.general", "<q%d@t>" % n)
    ask(server, "cora", "<b1@t>", "tv.general", "<q1@t>")
    for mid in ("<waits@t>", "<rejected@t>", "<published@t>"):
        ask(server, "dora", mid, "m.d")
    ask(server, "anna", "<cancelled@t>", "tv.general")
    ask(server, "anna", "<first@t>", "tv.general")
    ask(server, "anna", "<second@t>", "tv.general",
        more="Supersedes: <first@t>")


def live(server):
    """What becomes of it all."""
    acts(server, "anna", "vote <a1@t> +1", "vote <b1@t> +1",
         "solve <a1@t>", "solve <b1@t>", "rate <q1@t> 5 :Thanks",
         "thank <a1@t>", "metoo <q2@t>", "metoo <q4@t>",
         "support <idea@t>", "cancel <cancelled@t>",
         "own product:tm5 since=2020-05")
    acts(server, "gina", "vote <a1@t> +1", "own product:tm6 since=2019",
         "leave @gina")
    acts(server, "bert", "metoo <q1@t>", "vote <a1@t> +1", "vote <a3@t> -1",
         "follow <q1@t>", "flag <a3@t> spam :Buy this")
    acts(server, "dora", "metoo <q1@t>", "metoo <q1@t> 0", "vote <a2@t> +1",
         "flag <a3@t> spam", "flag <a4@t> abuse")
    acts(server, "cora", "dup <q4@t> <q2@t>", "tag <q2@t> picture,sound",
         "retitle <q2@t> :A better title", "claim <q3@t>",
         "needinfo <q5@t> :Which model?", "pin <q1@t>",
         "escalate <q6@t> :Urgent", "hide <a4@t> :Let us see")
    acts(server, "fred", "verify <b1@t>", "advise <a1@t> against")
    acts(server, "mona", "reject <rejected@t> :no", "publish <published@t>",
         "uphold <a3@t>", "redact <a2@t> :An address stood there",
         "warn @dora :Be kind", "silence @dora until=2027-01-01 :Again",
         "lock <q6@t>", "move <q6@t> tv.ideas", "word word:viagra")
    with server.admin() as c:
        for line in ("trust @anna 2", "badge @fred Guide",
                     "own product:tm5 of=@anna verified=1",
                     "badge @fred Late", "badge @fred Late value=0",
                     "credit @fred 5.00 EUR :For an answer",
                     "board tv.general sla=4h", "terms terms:1 :Be kind.",
                     "rule rule:loud :when metoo:>=2 do alarm",
                     "view view.tags :tag:picture",
                     "grant @bert invited:l.*", "revoke @bert invited:l.*"):
            act(c, line)
    acts(server, "mona", "accept terms:1")
    ask(server, "mona", "<lounge@t>", "l.x")


def kinds(c):
    """As the refusal of another one names them."""
    names = c.cmd("XLIST nothing").split("XLIST knows ")[1].split(", ")
    return [name for name in names if name not in OTHER]


def boards(c):
    return [line.split()[0] for line in c.multi("215", "LIST ACTIVE")]


def tell(server):
    """Everything an operator can be told, by what was asked."""
    told = {}
    with server.admin() as c:
        for line in ("LIST ACTIVE", "LIST NEWSGROUPS", "LIST COUNTS"):
            told[line] = c.multi("215", line)
        for kind in kinds(c):
            told["XLIST " + kind] = c.rows(kind)
        mids = set()
        for board in boards(c):
            if "#" + board in told or c.cmd("GROUP " + board)[:3] != "211":
                continue
            lines = over(c)
            told["OVER " + board] = lines
            mids |= {line.split("\t")[4] for line in lines}
        mids |= {row[4] for row in told["XLIST event"]
                 if row[3] in ("post", "submit")}
        for mid in sorted(mids):
            told["ARTICLE " + mid] = article(c, mid)
            told["XINFO " + mid] = info(c, mid)
        for name in PEOPLE:
            told["XINFO @" + name] = info(c, "@" + name)
    return told


def over(c):
    got = c.cmd("OVER 1-")
    return c.block() if got[:3] == "224" else []


def article(c, mid):
    got = c.cmd("ARTICLE " + mid)
    return c.block() if got[:3] == "220" else got[:3]


def info(c, target):
    got = c.cmd("XINFO " + target)
    lines = c.block() if got[:3] == "291" else [got[:3]]
    # How long it was is lost with an expired article.
    if "State: expired" in lines:
        lines = [line for line in lines if not line.startswith("Lines:")]
    return lines


def test_name(tap, server, out):
    """Who left is not named in the export, and nobody gets that name."""
    with open(os.path.join(out, "journal.tsv")) as f:
        tap.ok("gina" not in f.read(), "the export does not name who left")
    with server.admin() as c:
        tap.eq(c.cmd("XACT join @gina")[:3], "492",
               "nobody gets the name of who left")
        tap.eq(c.cmd("XACT join @gina2")[:3], "290", "but any other")
    with server.connect() as c:
        told = [row[5] for row in c.rows("event act:leave")]
        tap.eq(told, ["-"], "only an admin is told by what that is known")


def compare(tap, was, now):
    families = {}
    for key in sorted(set(was) | set(now)):
        family = key.split(" <")[0].split(" @")[0]
        if was.get(key) != now.get(key):
            families.setdefault(family, []).append(
                "%s\n  was: %s\n  is:  %s" % (key, was.get(key),
                                             now.get(key)))
        families.setdefault(family, [])
    for family, wrong in sorted(families.items()):
        tap.ok(not wrong, family + ": the same", "\n".join(wrong[:3]))


def refused(tap, server, out):
    """Nothing half restored stays."""
    other = st.Server()
    path = os.path.join(out, "journal.tsv")
    with open(path) as f:
        lines = f.readlines()
    for name, text in (("a gap", lines[:5] + lines[6:]),
                       ("no event", lines[:1]),
                       ("a broken line", lines[:3] + ["4\tx\n"])):
        with open(path, "w") as f:
            f.writelines(text)
        got = other.ctl("restore", out, offline=True, check=False)
        tap.ok(got.returncode != 0 and got.stderr.startswith("stoactl: ") and
               not os.path.exists(os.path.join(other.dir, "store")),
               name + " in the journal: refused, nothing is there",
               got.stderr)
    with open(path, "w") as f:
        f.writelines(lines)
    got = server.ctl("restore", out, offline=True, check=False)
    tap.ok(got.returncode != 0 and "holds a store already" in got.stderr,
           "not over another store", got.stderr)


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    server = st.Server(conf=CONF, clock=NOW).start()
    fill(server)
    live(server)
    server.clock.add(8 * 86400)
    server.restart()
    server.settle()
    was = tell(server)
    tap.ok(any(row[3] == "expire" for row in was["XLIST event"]),
           "articles expired", was["XLIST event"])
    tap.ok(len(was) > 60, "there is much to tell", len(was))
    out = os.path.join(server.base, "export")
    server.ctl("export", out)
    was["XLIST event"] = tell(server)["XLIST event"]
    server.stop()
    other = st.Server(conf=CONF, clock=server.clock.now)
    other.ctl("restore", out, offline=True)
    other.start()
    compare(tap, was, tell(other))
    test_name(tap, other, out)
    other.stop()
    said = other.ctl("rebuild", offline=True).stdout
    tap.ok(" 0 rows differed" in said, "rebuild: the same tables", said)
    refused(tap, server, out)
    tap.done()


if __name__ == "__main__":
    main()
