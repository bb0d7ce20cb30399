#!/usr/bin/env python3
# The same hard questions to every row of proto/command.def: right use in each
# of its forms, in each state, too few words, too many, too long, NUL, bare
# CR, bare LF, 8-bit, a smuggled dot, lower case, no login, no right. The
# questions come from the row itself, so that no row can be forgotten; where
# the table does not say enough, a test fails and names what to add here.
import itertools
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import stoatest as st  # noqa: E402

ROW = re.compile(
    r'X\((\w+),\s*"([^"]+)",\s*(?:"([^"]+)"|NULL),\s*(\d+),\s*(-?\d+),'
    r'\s*(\w+),\s*([\w| ]+),\s*"([^"]*)",\s*"([^"]*)",\s*"([^"]*)"\)')
DATE = re.compile(r"111 \d{14}")
NAME, PASSWORD = "anna", "a-long-password"

# A good value for each word of the table's column of arguments.
GOOD = {
    "keyword": "AUTOUPDATE", "name": NAME, "password": PASSWORD,
    "mechanism": "PLAIN", "algorithm": "DEFLATE",
    "initial-response": "AGFubmEAYS1sb25nLXBhc3N3b3Jk",
    "board": "tv.general", "range": "1-2", "number": "2",
    "message-id": "<1@example.org>", "field": "Subject", "pattern": "A*",
    "wildmat": "tv.*", "date": "20260101", "time": "000000", "GMT": "GMT",
    "MSGID": "MSGID", "RANGE": "RANGE", "target": "server",
    "kind": "board", "query": "limit:5",
}
# Rows that want another one, or whose arguments are a language of their own.
FORMS = {
    "IHAVE": ["<new@{n}>"], "CHECK": ["<new@{n}>"],
    "TAKETHIS": ["<new@{n}>"],
    "XACT": ["board tv.made kind=qa :Made", "board tv.made -"],
    "XWATCH": ["for=0s", "since=0 max=1", "since=1 for=0s board:tv.*"],
}
# What must be said before.
BEFORE = {"AUTHINFO_PASS": ["AUTHINFO USER " + NAME]}
# Codes without a board, then in an empty one without a number and with one
# (or a range). What is not here does not look at the board.
STATE = {
    "ARTICLE": "412 420 423", "HEAD": "412 420 423", "BODY": "412 420 423",
    "STAT": "412 420 423", "OVER": "412 420 423", "HDR": "412 420 423",
    "XOVER": "412 420 420", "XHDR": "412 420 420", "XPAT": "412 420 420",
    "NEXT": "412 420 -", "LAST": "412 420 -",
    "LISTGROUP": "412 211 211", "XGTITLE": "412 282 282",
}
# Where the first article is the current one, these have nothing to go to.
AT_START = {"LAST": "422"}
ARTICLE = ("Path: x!not-for-mail\nFrom: Anna <anna@example.org>\n"
           "Newsgroups: tv.general\nSubject: New\n"
           "Message-ID: <new@{n}>\n"
           "Date: Sun, 22 Nov 2026 12:00:00 +0000\n\nText.\n")
# What follows an answer that asks for more, and how that must end.
MORE = {
    "335": (ARTICLE + ".\n", "235"), "340": (ARTICLE + ".\n", "240"),
    "383": ("*\n", "481"), "390": ("Made\n.\n", "29[04]"),
}
# What must be in the text of a refusal, so that it helps.
LONG, UTF8, CRLF, NUL = "512 octets", "UTF-8", "CRLF", "NUL"


class Row:
    def __init__(self, m):
        self.id, verb, sub = m[1], m[2], m[3]
        self.line = verb if sub is None else verb + " " + sub
        self.verb = verb
        self.min, self.max = int(m[4]), int(m[5])
        self.right = m[6]
        self.alias = "ALIAS" in m[7]
        self.variants = None
        self.args = m[9]
        # Its article comes without waiting, also when the line is wrong.
        self.stream = self.id == "TAKETHIS"
        self.tail = b".\r\n" if self.stream else b""

    def forms(self):
        """The lines that are right, shortest first."""
        if self.id in FORMS:
            return [self.line + " " + f for f in FORMS[self.id]]
        return [" ".join([self.line] + f)
                for f in sorted(expand(self.args), key=len)]

    def guest(self):
        """Whether it is asked by who is not logged in."""
        return self.verb == "AUTHINFO"


def expand(text):
    """All that "a [b|c [d]]" can stand for, as lists of values."""
    if not text:
        return [[]]
    if text.startswith("["):
        depth = 0
        for end, c in enumerate(text):
            depth += (c == "[") - (c == "]")
            if depth == 0:
                break
        first = [[]] + expand(text[1:end])
        rest = text[end + 1:].lstrip()
    else:
        word, _, rest = text.partition(" ")
        first = [[GOOD[w]] for w in word.split("|")]
    return [a + b for a, b in itertools.product(first, expand(rest))]


def table():
    path = os.path.join(st.ROOT, "proto", "command.def")
    with open(path) as f:
        text = re.sub(r"/\*.*?\*/", "", f.read(), flags=re.S)
    # A string may be written in parts.
    text = re.sub(r'"\n\s*"', "", text)
    rows = [Row(m) for m in ROW.finditer(text)]
    for row in rows:
        # A word behind such a verb is taken for the name of a variant.
        if any(r.verb == row.verb != r.line for r in rows) and \
                row.line == row.verb:
            row.variants = row.verb + " knows [A-Z]"
    starts = len(re.findall(r"^X\(", text, re.M))
    return rows, starts


def replies():
    """By code: whether a block follows, and what stands behind the code."""
    with open(os.path.join(st.ROOT, "proto", "reply.def")) as f:
        return {m[1]: (m[2] == "1", m[3].split()) for m in re.finditer(
            r'^X\((\d+), \w+, (\d), "(?:[^"\\]|\\.)*",\s*"([^"]*)"',
            f.read(), re.M)}


def in_step(c):
    """The connection still answers one command with one answer."""
    return bool(DATE.fullmatch(c.cmd("DATE")))


class Asker:
    def __init__(self, tap, server):
        self.tap, self.server = tap, server
        self.replies = replies()
        self.serial = 0

    def connect(self, row):
        return self.server.connect(unix=not row.guest())

    # --- right use --------------------------------------------------------

    def now(self, text):
        """What is offered is new each time."""
        return st.canonical(text.replace("{n}", "n%d" % self.serial))

    def answer(self, c, row, line):
        """Says a right line, and all that belongs to it; the first code,
        and what went wrong."""
        self.serial += 1
        c.send_raw(self.now(line))
        if row.stream:
            c.send_raw(self.now(ARTICLE + ".\n"))
        got = c.line()
        code = got[:3]
        if code == "205":
            return code, "" if c.closed() else "it is still open"
        if code == "206":       # what follows is no text any more
            return code, ""
        multi, words = self.replies[code]
        if len(got.split()) <= len(words) and not row.id.startswith("X"):
            return code, "%s lacks %s" % (got, words)
        if multi or (code == "211" and row.id == "LISTGROUP"):
            c.block()
        elif code in MORE:
            more, want = MORE[code]
            c.send_raw(self.now(more))
            got = c.line()
            if not re.match(want, got):
                return code, "then: " + got
        return code, "" if in_step(c) else "out of step"

    def use(self, row, line, before, want, what):
        with self.connect(row) as c:
            for b in before + BEFORE.get(row.id, []):
                c.cmd(b)
            code, why = self.answer(c, row, line)
        self.tap.ok(re.fullmatch(want, code) and not why,
                    "%s: %s" % (line, what), "%s %s" % (code, why))

    def states(self, row):
        none, empty, number = STATE.get(row.id, "- - -").split()
        good = "[123]\\d\\d"
        for line in row.forms():
            bare = line == row.line or (row.id in ("HDR", "XHDR") and
                                        line.count(" ") == 1)
            # By name or message-id the selected board plays no part.
            free = none == "-" or GOOD["message-id"] in line or \
                (row.id in ("LISTGROUP", "XGTITLE") and not bare)
            kind = empty if bare else number
            self.use(row, line, ["GROUP tv.general"],
                     AT_START.get(row.id, good), "in a board")
            self.use(row, line, [], good if free else none, "no board")
            self.use(row, line, ["GROUP tv.empty"],
                     good if free else kind, "in an empty board")

    # --- where a line is no command -----------------------------------------

    def in_blocks(self, row):
        """Inside an article a command is text; behind a challenge it is a
        response."""
        line = row.forms()[0]
        for opening, asked, end in [
                ("POST", "340", "441"),
                ("IHAVE <b@example.org>", "335", "437"),
                ("TAKETHIS <b@example.org>", None, "439")]:
            with self.server.connect(unix=True) as c:
                c.send(opening)
                if asked:
                    got = c.line()
                c.send_raw(line.encode() + b"\r\n.\r\n")
                got = c.line()
                self.tap.ok(got.startswith(end) and in_step(c),
                            "%s: text within %s" % (
                                row.line, opening.split()[0]), got)
        with self.server.connect() as c:
            c.need("383", "AUTHINFO SASL PLAIN")
            got = c.cmd(line)
            self.tap.ok(got[:3] in ("482", "504") and in_step(c),
                        row.line + ": a response behind 383", got)

    # --- refusals -----------------------------------------------------------

    def refused(self, row, what, raw, remedy, code="501", closes=False):
        """raw is answered once, by code and a text that helps, and nothing
        else breaks."""
        with self.connect(row) as c:
            in_step(c)
            c.send_raw(raw)
            try:
                got = c.line()
                good = got.startswith(code + " ") and \
                    re.search(remedy, got) and \
                    (c.closed() if closes else in_step(c))
            except (EOFError, ValueError, OSError) as e:
                got, good = "%s: %s" % (type(e).__name__, e), False
            self.tap.ok(good, "%s: %s" % (row.line, what),
                        "sent %r\ngot  %r" % (raw[:120], got))

    def arity(self, row):
        usage = "Usage: " + re.escape((row.line + " " + row.args).strip())
        if row.variants:
            usage = row.variants
        if row.min > 0:
            few = " x" * (row.min - 1)
            self.refused(row, "too few words",
                         (row.line + few + "\r\n").encode() + row.tail,
                         usage)
        if row.max >= 0:
            many = " x" * (row.max + 1)
            self.refused(row, "too many words",
                         (row.line + many + "\r\n").encode() + row.tail,
                         usage)
            lots = " x" * 200
            self.refused(row, "two hundred words",
                         (row.line + lots + "\r\n").encode() + row.tail,
                         usage)

    def long_words(self, row):
        for kind, value in [
                ("message-id", "<" + "x" * 239 + "@example.org>"),
                ("wildmat", "?" * 498)]:
            for line in row.forms():
                if len(line) + len(value) - len(GOOD[kind]) > 510 or \
                        GOOD[kind] not in line:
                    continue
                raw = line.replace(GOOD[kind], value).encode() + b"\r\n"
                self.refused(row, "too long a " + kind, raw + row.tail,
                             "%s.* \\d+" % kind)

    def lost(self, row):
        """Lines that are dropped whole. What follows a lost TAKETHIS is an
        article, so there the connection must end."""
        line = row.line.encode()
        for what, raw, remedy in [
                ("too long a line",
                 line + b" " + b"x" * (510 - len(line)) + b"\r\n", LONG),
                ("a line of a megabyte",
                 line + b" " + b"x" * 1000000 + b"\r\n", LONG),
                ("NUL", line + b" \0x\r\n", NUL),
                ("NUL in the verb",
                 line[:1] + b"\0" + line[1:] + b"\r\n", NUL),
                ("bare CR", line + b" x\rDATE\r\n", CRLF),
                ("bare LF", line + b" x\nDATE\r\n", CRLF),
                ("a dot behind a bare CR", line + b"\r.\r\n", CRLF),
                ("a dot behind a bare LF", line + b"\n.\r\n", CRLF),
                ("CR CR LF", line + b"\r\r\n", CRLF)]:
            # With a NUL inside it is not known that an article comes.
            closes = row.stream and what != "NUL in the verb"
            self.refused(row, what, raw, remedy, closes=closes)

    def bytes(self, row):
        line = row.line.encode()
        remedy = row.variants or UTF8
        self.refused(row, "not UTF-8", line + b" \xff\xfe\r\n" + row.tail,
                     remedy)
        self.refused(row, "half a UTF-8 sign", line + b" x\xc3\r\n" +
                     row.tail, remedy)

    def smuggled(self, row):
        """For those that take a block: no dot ends it but CR LF dot CR LF."""
        line = row.forms()[-1]
        with self.connect(row) as c:
            c.send(line)
            code = "335" if row.stream else c.line()[:3]
            if code not in ("335", "340", "390"):
                return
        for what, end in [("LF . LF", b"\n.\n"), ("CR . CR", b"\r.\r"),
                          ("CRLF . CR", b"\r\n.\r"), ("LF . CRLF",
                                                      b"\n.\r\n"),
                          ("CRLF . LF", b"\r\n.\n"), ("NUL", b"\0\r\n.\r"),
                          ("CR . CRLF", b"\r.\r\n")]:
            self.serial += 1
            with self.connect(row) as c:
                c.send_raw(self.now(line))
                if not row.stream:
                    c.line()
                c.send_raw(b"x: y\r\n\r\nx" + end + b"QUIT\r\n.\r\n")
                got = c.line()
                self.tap.ok(got[0] == "4" and
                            re.search("CRLF|NUL", got) and in_step(c),
                            "%s: %s does not end its block" % (
                                row.line, what), got)

    def fits(self, row):
        """A line of exactly 512 octets is taken as it is."""
        line = row.forms()[0]
        codes = []
        for size in (0, 510):
            # Another id each time: the one before may not be given up yet.
            self.serial += 1
            text = line.replace("{n}", "n%d" % self.serial).ljust(size)
            with self.connect(row) as c:
                for b in BEFORE.get(row.id, []):
                    c.cmd(b)
                c.send_raw(text.encode() + b"\r\n" + row.tail)
                codes.append(c.line()[:3])
        self.tap.ok(codes[0] == codes[1], row.line + ": 512 octets",
                    str(codes))

    # --- who asks -----------------------------------------------------------

    def guests(self, row):
        """Without a login: served, or asked to log in. A name alone changes
        nothing."""
        got = []
        for before in ([], ["AUTHINFO USER " + NAME]):
            with self.server.connect() as c:
                for b in before:
                    c.cmd(b)
                c.send_raw(row.forms()[0].encode() + b"\r\n" + row.tail)
                got.append(c.line())
        if row.right in ("ANY", "READ"):
            self.tap.ok(not got[0].startswith(("480", "502")) or
                        row.id == "XACT", row.line + ": open to readers",
                        got[0])
        else:
            self.tap.ok(re.match("480 .*AUTHINFO", got[0]),
                        row.line + ": 480 says how to log in", got[0])
        self.tap.ok(got[0][:3] == got[1][:3] or row.id == "AUTHINFO_PASS",
                    row.line + ": the same between name and password",
                    str(got))

    def rights(self, row):
        """A login that is not enough."""
        if row.right not in ("FEED", "ADMIN"):
            return
        with self.server.login(NAME, PASSWORD) as c:
            c.send_raw(row.forms()[0].encode() + b"\r\n" + row.tail)
            got = c.line()
            self.tap.ok(re.match("502 .*%s right" % row.right.lower(), got)
                        and in_step(c),
                        row.line + ": 502 names the right it takes", got)


def same_answer(tap, server, row):
    """Lower case, LF and blanks at the end change nothing."""
    if row.id == "QUIT":
        variants = []
    else:
        variants = [(row.line.lower(), b"\r\n"), (row.line, b"\n"),
                    (row.line + "  ", b"\r\n"),
                    (row.line.replace(" ", "\t \t"), b"\r\n")]
    args = " x" * row.min
    codes = []
    for line, eol in [(row.line, b"\r\n")] + variants:
        with server.connect(unix=True, eol=eol) as c:
            c.send(line.rstrip() + args + line[len(line.rstrip()):])
            if row.stream:
                c.send(".")
            codes.append(c.line()[:3])
    tap.ok(len(set(codes)) == 1, row.line + ": case, line end, blanks",
           "codes %s" % codes)


def all_said():
    said = ""
    for name in sorted(os.listdir(HERE)):
        if name.endswith(".t"):
            with open(os.path.join(HERE, name), encoding="utf-8") as f:
                said += f.read()
    return said


def documented(tap, rows):
    said = all_said()
    for row in rows:
        words = r"\s+".join(re.escape(w) for w in row.line.split())
        tap.ok(re.search(r"^\s*[CR]\d?: (?:[^\n]*\\n)?%s\b" % words, said,
                         re.M | re.I),
               row.line + ": stands in a conversation",
               "add it to tests/transcript/*.t")


def acts(tap):
    """The same for the acts of act.def."""
    said = all_said()
    with open(os.path.join(st.ROOT, "proto", "act.def")) as f:
        names = re.findall(r'^X\(\w+, "([a-z]+)"', f.read(), re.M)
    tap.ok(len(names) > 5, "act.def is read", names)
    for name in names:
        tap.ok(re.search(r"^C\d?: XACT %s " % name, said, re.M),
               "XACT %s: stands in a conversation" % name,
               "add it to tests/transcript/*.t")


def helped(tap, server, rows):
    with server.connect() as c:
        text = "\n".join(c.multi("100", "HELP"))
        for row in rows:
            if not row.alias:
                words = r"\s+".join(re.escape(w) for w in row.line.split())
                tap.ok(re.search(words, text), row.line + ": is in HELP",
                       text)


def start():
    server = st.Server().start()
    server.board("tv.general", "Television")
    server.board("tv.empty", "Nothing yet")
    server.user(NAME, PASSWORD)
    server.feed([st.article("<1@example.org>", "tv.general", "Aerial"),
                 st.article("<2@example.org>", "tv.general", "Antenna")])
    for name, text in [("motd", "Welcome.\n"), ("subscriptions", ""),
                       ("distributions", "local\tHere\n"),
                       ("distrib.pats", "5:*:local\n"),
                       ("moderators", "*:m@example.org\n")]:
        with open(os.path.join(server.dir, name), "w") as f:
            f.write(text)
    return server


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    rows, starts = table()
    tap.ok(len(rows) == starts and rows, "every row of command.def is read",
           "%d of %d" % (len(rows), starts))
    documented(tap, rows)
    acts(tap)
    server = start()
    helped(tap, server, rows)
    asker = Asker(tap, server)
    for row in rows:
        try:
            row.forms()
        except KeyError as e:
            tap.ok(False, row.line + ": its forms are known",
                   "add a good value for %s to GOOD" % e)
            continue
        asker.states(row)
        asker.in_blocks(row)
        asker.arity(row)
        asker.long_words(row)
        asker.bytes(row)
        asker.lost(row)
        asker.smuggled(row)
        asker.fits(row)
        asker.guests(row)
        asker.rights(row)
        same_answer(tap, server, row)
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
