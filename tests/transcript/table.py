#!/usr/bin/env python3
# The same hard questions to every row of proto/command.def: too few words,
# too many, too long, NUL, bare CR, bare LF, 8-bit, lower case, no right.
# No row can be forgotten: each must also have its place in some *.t.
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import stoatest as st  # noqa: E402

ROW = re.compile(
    r'X\((\w+),\s*"([^"]+)",\s*(?:"([^"]+)"|NULL),\s*(\d+),\s*(-?\d+),'
    r'\s*(\w+),\s*([\w| ]+),\s*"([^"]*)",\s*"([^"]*)",\s*"([^"]*)"\)')
# Behind these the client sends an article without waiting; what is wrong
# with their line is said when it has been read.
BLOCK = {"TAKETHIS": b".\r\n"}
DATE = re.compile(r"111 \d{14}")


class Row:
    def __init__(self, m):
        self.id, verb, sub = m[1], m[2], m[3]
        self.line = verb if sub is None else verb + " " + sub
        self.verb = verb
        self.min, self.max = int(m[4]), int(m[5])
        self.right = m[6]
        self.alias = "ALIAS" in m[7]
        self.block = BLOCK.get(self.id, b"")


def table():
    path = os.path.join(st.ROOT, "proto", "command.def")
    with open(path) as f:
        text = re.sub(r"/\*.*?\*/", "", f.read(), flags=re.S)
    rows = [Row(m) for m in ROW.finditer(text)]
    starts = len(re.findall(r"^X\(", text, re.M))
    return rows, starts


def tail(row):
    """What follows the line at once: TAKETHIS brings its article along."""
    return b".\r\n" if row.id == "TAKETHIS" else b""


def in_step(c):
    """The connection still answers one command with one answer."""
    return bool(DATE.fullmatch(c.cmd("DATE")))


class Asker:
    def __init__(self, tap, server, admin):
        self.tap, self.server, self.admin = tap, server, admin

    def refused(self, row, what, raw):
        """raw is answered by 501, once, and nothing else breaks."""
        with self.server.connect(unix=self.admin) as c:
            in_step(c)
            c.send_raw(raw)
            try:
                got = c.line()
                good = got.startswith("501 ") and in_step(c)
            except (EOFError, ValueError, OSError) as e:
                got, good = str(e), False
            self.tap.ok(good, "%s: %s" % (row.line, what),
                        "sent %r\ngot  %r" % (raw[:120], got))

    def arity(self, row):
        if row.min > 0:
            few = " x" * (row.min - 1)
            self.refused(row, "too few words",
                         (row.line + few + "\r\n").encode() + tail(row))
        if row.max >= 0:
            many = " x" * (row.max + 1)
            self.refused(row, "too many words",
                         (row.line + many + "\r\n").encode() + tail(row))
            lots = " x" * 200
            self.refused(row, "two hundred words",
                         (row.line + lots + "\r\n").encode() + tail(row))

    def lost(self, row):
        """Lines that are dropped whole. What follows a lost TAKETHIS is an
        article, so there the connection must end."""
        line = row.line.encode()
        self.refused(row, "too long a line",
                     line + b" " + b"x" * (511 - len(line)) + b"\r\n")
        self.refused(row, "a line of a megabyte",
                     line + b" " + b"x" * 1000000 + b"\r\n")
        self.refused(row, "NUL", line + b" \0x\r\n")
        self.refused(row, "NUL in the verb",
                     line[:1] + b"\0" + line[1:] + b"\r\n")
        self.refused(row, "bare CR", line + b" x\rDATE\r\n")
        self.refused(row, "bare LF", line + b" x\nDATE\r\n")

    def bytes(self, row):
        line = row.line.encode()
        self.refused(row, "not UTF-8", line + b" \xff\xfe\r\n" + tail(row))
        self.refused(row, "half a UTF-8 sign", line + b" x\xc3\r\n" + tail(row))


def same_answer(tap, server, row):
    """Lower case, LF and blanks at the end change nothing."""
    if row.id == "QUIT":
        variants = []
    else:
        variants = [(row.line.lower(), b"\r\n"), (row.line, b"\n"),
                    (row.line + "  ", b"\r\n"),
                    (row.line.replace(" ", "   "), b"\r\n")]
    args = " x" * row.min
    codes = []
    for line, eol in [(row.line, b"\r\n")] + variants:
        with server.connect(unix=True, eol=eol) as c:
            c.send(line.rstrip() + args + line[len(line.rstrip()):])
            if row.block:
                c.send(".")
            if row.id == "TAKETHIS":
                c.send(".")
            codes.append(c.line()[:3])
    tap.ok(len(set(codes)) == 1, row.line + ": case, line end, blanks",
           "codes %s" % codes)


def right(tap, server, row):
    """Without a login: served, or asked to log in."""
    with server.connect() as c:
        c.send(row.line + " x" * row.min)
        c.send_raw(tail(row))
        got = c.line()
    if row.right in ("ANY", "READ"):
        tap.ok(not got.startswith(("480", "502 Log")) or row.id == "XACT",
               row.line + ": open to readers", got)
    else:
        tap.ok(got[:3] in ("480", "502") or
               (row.id == "TAKETHIS" and got[:3] == "439"),
               row.line + ": not without a login", got)


def documented(tap, rows):
    said = ""
    for name in sorted(os.listdir(HERE)):
        if name.endswith(".t"):
            with open(os.path.join(HERE, name), encoding="utf-8") as f:
                said += f.read()
    for row in rows:
        words = r"\s+".join(re.escape(w) for w in row.line.split())
        tap.ok(re.search(r"^\s*[CR]\d?: (?:[^\n]*\\n)?%s\b" % words, said,
                         re.M | re.I),
               row.line + ": stands in a conversation",
               "add it to tests/transcript/*.t")


def acts(tap):
    """The same for the acts of act.def."""
    with open(os.path.join(HERE, "xact.t"), encoding="utf-8") as f:
        said = f.read()
    with open(os.path.join(st.ROOT, "proto", "act.def")) as f:
        names = re.findall(r'^X\(\w+, "([a-z]+)"', f.read(), re.M)
    tap.ok(len(names) > 5, "act.def is read", names)
    for name in names:
        tap.ok(re.search(r"^C\d?: XACT %s " % name, said, re.M),
               "XACT %s: stands in a conversation" % name,
               "add it to tests/transcript/xact.t")


def helped(tap, server, rows):
    with server.connect() as c:
        text = "\n".join(c.multi("100", "HELP"))
        for row in rows:
            if not row.alias:
                words = r"\s+".join(re.escape(w) for w in row.line.split())
                tap.ok(re.search(words, text), row.line + ": is in HELP",
                       text)


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    rows, starts = table()
    tap.ok(len(rows) == starts and rows, "every row of command.def is read",
           "%d of %d" % (len(rows), starts))
    documented(tap, rows)
    acts(tap)
    server = st.Server().start()
    helped(tap, server, rows)
    admin = Asker(tap, server, True)
    for row in rows:
        admin.arity(row)
        admin.bytes(row)
        if not row.block:       # feed.t has its case
            admin.lost(row)
        right(tap, server, row)
        same_answer(tap, server, row)
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
