#!/usr/bin/env python3
# suite: timeout 600
# What strangers may send, and worse: each kind is refused within its bound,
# the connection stays in step or is closed, and others notice nothing.
import contextlib
import os
import select
import socket
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402

MB = 1 << 20
COMMANDS = 50000
HOLD = 256 * 1024       # what one connection may hold of memory
BODY = "Subject: s\r\nFrom: a@example.org\r\nNewsgroups: a.b\r\n"


def in_step(c):
    """The connection still answers one command with one answer."""
    return c.cmd("DATE").startswith("111 ") and c.buf == b""


class Watcher:
    """Somebody else, who is served all the time."""

    def __init__(self, server):
        self.c = server.connect()
        self.worst = 0.0

    def served(self):
        begin = time.monotonic()
        good = self.c.cmd("DATE").startswith("111 ")
        self.worst = max(self.worst, time.monotonic() - begin)
        return good


def endless_line(tap, server, other):
    before = server.metrics()["Memory"]
    c = server.connect()
    for _ in range(16):
        c.send_raw(b"x" * (MB // 16))
        other.served()
    held = server.metrics()["Memory"] - before
    tap.ok(held < 16384, "1 MB line without an end: memory",
           "%d bytes" % held)
    tap.ok(other.served(), "1 MB line without an end: others are served")
    c.send_raw(b"\r\n")
    tap.ok(c.line().startswith("501 "), "1 MB line: 501 when it ends")
    tap.ok(in_step(c), "1 MB line: in step")
    c.close()


def pipelined(tap, server, other):
    before = server.metrics()["Memory"]
    c = server.connect()
    c.s.settimeout(0.2)
    data = b"CAPABILITIES\r\n" * COMMANDS
    sent, worst, stuck = 0, 0, 0
    while sent < len(data) and stuck < 5:
        try:
            n = c.s.send(data[sent:sent + 65536])
            sent, stuck = sent + n, 0
        except socket.timeout:
            stuck += 1
        other.served()
        worst = max(worst, server.metrics()["Memory"] - before)
    tap.ok(worst <= HOLD, "%d commands, replies unread: memory" % COMMANDS,
           "%d bytes" % worst)
    tap.ok(other.served(), "%d commands: others are served" % COMMANDS)
    tap.note("others waited at most %.1f ms" % (1000 * other.worst))
    # Whoever reads after all gets every answer.
    c.s.settimeout(st.DEADLINE)
    c.s.setblocking(False)
    ends, tail, got = 0, b"", b"."
    end = time.monotonic() + 4 * st.DEADLINE
    while ends < COMMANDS and got and time.monotonic() < end:
        select.select([c.s], [c.s] if sent < len(data) else [], [], 1)
        with contextlib.suppress(BlockingIOError):
            sent += c.s.send(data[sent:sent + 65536])
        with contextlib.suppress(BlockingIOError):
            got = c.s.recv(MB)
            ends += (tail + got).count(b"\r\n.\r\n")
            tail = (tail + got)[-4:]
    tap.eq(ends, COMMANDS, "%d commands: all answered in the end" % COMMANDS)
    c.close()


def post(c, data):
    """POST and its block, as they are; the final answer."""
    c.need("340", "POST")
    c.send_raw(data)
    return c.line()


def large_posts(tap, server, other, anna):
    before = server.metrics()["Memory"]
    c = anna
    c.need("340", "POST")
    c.send_raw((BODY + "\r\n").encode())
    line, worst = b"y" * 998 + b"\r\n", 0
    for i in range(100):
        c.send_raw(line * 1049)
        if i % 10 == 0:
            worst = max(worst, server.metrics()["Memory"] - before)
            other.served()
    c.send_raw(b".\r\n")
    tap.ok(c.line().startswith("441 "), "100 MB POST: 441")
    tap.ok(worst <= 2 * MB + HOLD, "100 MB POST: memory", "%d" % worst)
    tap.ok(in_step(c), "100 MB POST: in step")
    many = "".join("X-%d: v\r\n" % i for i in range(10000))
    got = post(c, (BODY + many + "\r\ntext\r\n.\r\n").encode())
    tap.ok(got.startswith("441 "), "10,000 header lines: 441", got)
    refs = "".join("\r\n <%d@example.org>" % i for i in range(MB // 24))
    got = post(c, (BODY + "References:" + refs + "\r\n\r\nt\r\n.\r\n")
               .encode())
    tap.ok(got.startswith("441 "), "1 MB References: 441", got)
    refs = " ".join("<%d@example.org>" % i for i in range(MB // 24))
    got = post(c, (BODY + "References: " + refs + "\r\n\r\nt\r\n.\r\n")
               .encode())
    tap.ok(got.startswith("441 "), "1 MB References in one line: 441", got)
    tap.ok(in_step(c), "large headers: in step")


def wildmats(tap, server, other):
    c = server.connect()
    bombs = ["*a" * 120 + "b", "a*" * 120 + "b", "?*" * 120,
             ",".join(["*a*b*c*d*e*f*"] * 18), "!*," * 60 + "*",
             "[" * 200, "\\" * 200, "*" * 240]
    begin = time.monotonic()
    for i in range(50):
        for bomb in bombs:
            for verb in ("LIST ACTIVE %s", "LIST NEWSGROUPS %s",
                         "NEWNEWS %s 20200101 000000",
                         "XPAT Subject 1- %s"):
                c.send(verb % bomb)
                got = c.line()
                if got[:3] in ("215", "230", "221"):
                    c.block()
    took = (time.monotonic() - begin) / (50 * len(bombs) * 4)
    tap.note("a wildmat bomb takes %.3f ms" % (1000 * took))
    # An exponential one would not come back within the age of the earth.
    tap.ok(in_step(c), "wildmat bombs: linear")
    tap.ok(other.served(), "wildmat bombs: others are served")
    c.close()


def numbers(tap, server):
    c = server.connect()
    c.need("211", "GROUP a.b")
    bad = []
    for n in ("99999999999999999999999999", "18446744073709551615",
              "18446744073709551616", "9223372036854775808", "4294967296",
              "2147483648", "-1", "+1", "0x10", "1e9", "00000000000000001",
              "1" * 400):
        for form in ("%s", "%s-", "1-%s", "%s-%s", "-%s"):
            arg = form.replace("%s", n)
            for verb in ("ARTICLE", "OVER", "HDR Subject", "LISTGROUP a.b",
                         "STAT", "XLIST article board:a.b limit:"):
                got = c.cmd(verb + ("" if verb.endswith(":") else " ") + arg)
                if got[:3] in ("220", "224", "225", "211", "292"):
                    c.block()
                elif got[0] not in "245":
                    bad.append((verb, arg, got))
    tap.eq(bad, [], "numbers beyond 64 bits: refused or empty")
    tap.ok(in_step(c), "numbers beyond 64 bits: in step")
    c.close()


def tree(path):
    return sorted(os.path.join(d, f) for d, dirs, files in os.walk(path)
                  for f in dirs + files)


def board_names(tap, server):
    names = ["../../etc/passwd", "/etc/passwd", "..", ".", "a..b", ".a",
             "a.", "a/b", "a\\b", "~root", "$HOME", "a b", "-rf", "a%2fb",
             "a%00b", "*", "a\tb", "x" * 200, "a;id", "`id`", "a'b", 'a"b']
    before = tree(server.base)
    with server.admin() as c:
        made = [n for n in names
                if c.cmd("XACT board %s" % n).startswith("29")]
        fine = [n for n in made if "/" in n or ".." in n or n[0] in ".~*$"]
        tap.eq(fine, [], "path-like board names: none is made")
        for n in names:
            got = c.cmd("GROUP " + n)
            if got.startswith("211") and n not in made:
                tap.ok(False, "GROUP " + n, got)
        tap.ok(in_step(c), "path-like board names: in step")
    tap.eq([p for p in tree(server.base) if p not in before], [],
           "path-like board names: no file appeared")


def smuggling(tap, server, anna):
    c = anna
    bad = []
    verbs = ["GROUP a.b%s", "ARTICLE <x@y>%s", "HDR Subject%s 1",
             "LIST ACTIVE a%s", "OVER 1-%s", "NEWNEWS *%s 20200101 000000",
             "XINFO a.b%s", "XLIST article subject:%s",
             "XACT join @x%s", "AUTHINFO USER a%s", "IHAVE <a@b>%s",
             "XACT vote <0@example.org>%s +1", "XACT tag <0@example.org> "
             "tags=a%s", "XACT flag <0@example.org> spam :a%s",
             "XACT vote <0@example.org> +1 id=a%s", "XWATCH by:%s",
             "XLIST thread board:a.b%s", "XLIST event act:%s"]
    for verb in verbs:
        for junk in ("\rQUIT", "\0", "\0QUIT", "\r", "\nQUIT", "\x0b\r",
                     "\udc85", "\udcc0\udc8a", "\r\r"):
            c.send(verb % junk)
            got = c.line()
            if got[:3] not in ("501", "500", "504", "480", "502"):
                bad.append((verb, junk, got))
            # A bare LF told at once; what followed it is no command.
            if not in_step(c):
                bad.append((verb, junk, "out of step"))
    tap.eq(bad, [], "CR, LF, NUL in arguments: refused, in step")
    bad = []
    for name in ("Subject", "From", "X-Any", "Organization", "Message-ID",
                 "X-Act", "X-Override"):
        for junk in ("a\rX-Smuggled: 1", "a\nX-Smuggled: 1", "a\0b",
                     "a\n.\r\nQUIT", "\x1b[2J", "a\r.\r"):
            head = "".join(x + "\r\n" for x in BODY.split("\r\n")
                           if x and not x.startswith(name + ":"))
            c.need("340", "POST")
            c.send_raw((head + "%s: %s\r\n\r\ntext\r\n.\r\n" % (name, junk))
                       .encode())
            got = c.line()
            if not got.startswith("441 "):
                bad.append((name, junk, got))
            if not in_step(c):
                bad.append((name, junk, "out of step"))
    tap.eq(bad, [], "CR, LF, NUL, controls in headers: refused, in step")


TARGETS = ["<0@example.org>", "<", "<>", "<0@example.org", "<a@b>", "@anna",
           "@", "@@", "@" + "x" * 300, "@deleted-1", "a.b", "..", "view.x",
           "server", "terms:-1", "terms:99999999999999999999", "code:",
           "code:" + "x" * 300, "rule:", "rule:x", "word:", "word:*", "%",
           "%none", "poll:3", "-", ":", "=", "\\", "\udcff"]
ARGUMENTS = ["", "value=", "value=+99999999999999999999", "value=1 value=1",
             "=", "= =", "x=y", "id=", "id=" + "x" * 300, "id=a id=a", ":",
             ":\udcff", ":\u202e\u2066", ":\\", "-", "- -", "token=1",
             "rule=clock", "seq=1", "at=1", "as=@anna", "by=@root", "was=x",
             "until=0h", "until=99999999999999999999d", "until=-1h",
             "of=<", "into=<0@example.org>", "board=..", "board=view.x",
             "role=admin", "role=" + ",".join(["moderator:*"] * 20),
             "tags=" + "," * 200, "amount=1e9 currency=EUR :x",
             "numbers=1-4294967295", "numbers=5-1,,", "score=1", "low=0 "
             "before=99999", "from=x", "held=1", "edit=1", "points=999"]


def acts(tap, server, other, anna):
    """Every act, with whatever somebody may put behind it. What the server
    alone may do stays undone."""
    names = [line.split(":")[0] for line in anna.multi("291", "XINFO acts")]
    bad, asked, done = [], 0, {}
    for name in names:
        lines = ["XACT %s %s %s" % (name, target, args)
                 for target in TARGETS for args in ("", "value=1 :x")]
        lines += ["XACT %s <0@example.org> %s" % (name, args)
                  for args in ARGUMENTS]
        lines += ["XACT " + name, "XACT %s " % name, "XACT %s  " % name]
        if name == "leave":
            continue
        for line in lines:
            got = anna.cmd(line)
            asked += 1
            if got.startswith("390"):
                got = post_block(anna)
            if got[:2] == "29":
                done[name] = done.get(name, 0) + 1
            elif got[:3] not in ("401", "501") and got[:2] != "49":
                bad.append((line, got))
            if len(got) > 510:
                bad.append((line, len(got)))
        if not in_step(anna):
            bad.append((name, "out of step"))
    tap.note("%d acts, done: %s" % (asked, sorted(done)))
    tap.ok(len(names) > 50, "the table of acts is asked for", names)
    tap.eq(bad[:10], [], "acts of a hostile member: refused with a reason")
    tap.ok(not set(done) & {"post", "expire", "submit", "supersede", "faq",
                            "forget", "lapse", "board", "rule", "view",
                            "grant", "trust", "terms", "set", "backup"},
           "what is not for members is not done", sorted(done))
    tap.ok(other.served(), "acts of a hostile member: others are served")


def post_block(c):
    c.send_raw(b"x\r\n.\r\n")
    return c.line()


BOMBS = ["a " * 230, "-" * 450, '"' * 449, '"a" ' * 110, "is:open " * 55,
         "-is:open " * 50, "votes:>=" + "9" * 400, "tag:" + "a," * 220,
         "board:" + "*a" * 200, "board:" + "?*" * 200, "board:!*," * 50,
         "by:@" + "x" * 400, "older:" + "9" * 300 + "d", "sort:" + "-" * 400,
         "limit:" + "9" * 400, "cols:" + "mid," * 100, "after:" + "f" * 400,
         "after:n" + "0" * 16, "since:" + "9" * 400, ":", "::", "a:b:c",
         "\udcff", "\u00e4" * 200, "e " * 100 + "limit:10000"]


def queries(tap, server, other, anna):
    kinds = anna.cmd("XLIST none").split("knows ")[1].split(", ")
    bad, asked, begin = [], 0, time.monotonic()
    for kind in kinds:
        for bomb in BOMBS:
            got = anna.cmd(("XLIST %s %s" % (kind, bomb))[:510])
            asked += 1
            if got.startswith("292"):
                anna.block()
            elif got[:3] not in ("490", "491", "494", "501"):
                bad.append((kind, bomb, got))
    for bomb in BOMBS:
        got = anna.cmd(("XWATCH " + bomb)[:510])
        if got.startswith("293"):
            anna.send("DATE")
            anna.block()
            got = anna.line()
            if not got.startswith("111"):
                bad.append(("XWATCH", bomb, got))
        elif got[:3] not in ("490", "491", "492", "493", "494", "501"):
            bad.append(("XWATCH", bomb, got))
    tap.note("a query bomb takes %.3f ms" % (
        1000 * (time.monotonic() - begin) / asked))
    tap.eq(bad[:10], [], "query bombs: rows, or refused with a reason")
    tap.ok(in_step(anna), "query bombs: in step")
    tap.ok(other.served(), "query bombs: others are served")


def rules(tap, server, other):
    """Rules that want to go on for ever."""
    bad = []
    with server.admin() as c:
        for bomb in BOMBS:
            for line in ("XACT rule rule:bomb :when %s do alarm",
                         "XACT rule rule:bomb :when is:open after %s do pin",
                         "XACT rule rule:bomb :when is:open do %s",
                         "XACT view view.bomb :%s"):
                got = c.cmd((line % bomb)[:510])
                if got[:2] not in ("29", "49") and got[:3] != "501":
                    bad.append((line % bomb, got))
                if got.startswith("290"):
                    c.cmd("XACT " + line.split()[1] + " " + line.split()[2])
        tap.eq(bad[:10], [], "rules and views of bombs: refused or taken")
        c.need("290", "XACT rule rule:ping :when tag:pong do tag tags=ping")
        c.need("290", "XACT rule rule:pong :when tag:ping do tag tags=pong")
        before = server.metrics()["Seq"]
        c.need("290", "XACT tag <1@example.org> tags=ping")
        st.wait_until(lambda: any("rule=pong" in row[5] for row in c.rows(
            "event act:tag limit:10000")), "the rule to answer")
        tap.ok(other.served(), "rules that chase each other: others are "
               "served")
        grew = server.metrics()["Seq"] - before
        tap.ok(grew < 20, "rules that chase each other wait in between",
               grew)
        for name in ("ping", "pong"):
            c.need("290", "XACT rule rule:" + name)


def sasl(tap, server):
    bad = []
    for junk in ("=", "*", "AAAA", "A", "====", "!!!!", "AA==AA==",
                 "AGFubmEA", "YW5uYQBhbm5hAGFubmE", "\udcff\udcfe", "A" * 400,
                 "AHgAAHgA", "//////8="):
        for cont in (False, True):
            c = server.connect()
            if cont:
                c.send("AUTHINFO SASL PLAIN")
                c.line()
                c.send(junk)
            else:
                c.send("AUTHINFO SASL PLAIN " + junk)
            got = c.line()
            if got[:3] not in ("481", "482", "501", "504", "383"):
                bad.append((junk, got))
            if got.startswith("383"):
                c.cmd("*")
            if not in_step(c):
                bad.append((junk, "out of step"))
            c.close()
    tap.eq(bad, [], "SASL garbage: refused, in step")


def half_closed(tap, server, other):
    c = server.connect()
    c.send_raw(b"DATE\r\nHELP\r\nGROUP a.b\r\nQUIT\r\n")
    c.s.shutdown(socket.SHUT_WR)
    got = b""
    while True:
        part = c.line_raw()
        if not part:
            break
        got += part
    tap.ok(got.startswith(b"111 ") and got.endswith(b"205 Bye\r\n"),
           "half closed: everything is answered, then closed", got[-80:])
    c.close()
    for data in (b"", b"DA", b"POST\r\n", b"TAKETHIS <a@b>\r\nx"):
        c = server.connect()
        c.send_raw(data)
        c.s.shutdown(socket.SHUT_WR)
        while c.line_raw():
            pass
        c.close()
    tap.ok(other.served(), "half closed in the middle: closed")


def stuffing(tap, server, anna):
    c = anna
    head = BODY.encode() + b"Message-ID: <%s@dots>\r\n\r\n"
    bad = []
    for n, body in enumerate((b"..\r\n...\r\n..a\r\n", b".a\r\n.b.\r\n",
                              b"\r\n..\r\n")):
        got = post(c, head % b"%d" % n + body + b".\r\n")
        if not got.startswith("240 "):
            bad.append((body, got))
            continue
        c.need("222", "BODY <%d@dots>" % n)
        back = c.block_raw()
        want = b"".join(x[1:] + b"\r\n" if x.startswith(b".") else
                        x + b"\r\n" for x in body.split(b"\r\n")[:-1])
        if back != want:
            bad.append((body, back))
    tap.eq(bad, [], "a dot too few: the rest of the line is kept")
    bad = []
    for end in (b"\n.\r\n", b"\r.\r\n", b"\n.\n", b"\r\n.\n", b"\r\n.\r"):
        c.need("340", "POST")
        c.send_raw(head % b"smuggled" + b"one" + end)
        c.send_raw(b"QUIT\r\n.\r\n")
        got = c.line()
        if not got.startswith("441 ") or not in_step(c):
            bad.append((end, got))
    tap.eq(bad, [], "an end that is none: one block, refused, in step")
    tap.ok(c.cmd("STAT <smuggled@dots>").startswith("430"),
           "an end that is none: nothing is stored")


def broken_off(tap, server):
    """At every byte of a small article the connection breaks."""
    before = server.metrics()["Seq"]
    art = (b"Path: x\r\nFrom: a@b\r\nNewsgroups: a.b\r\nSubject: s\r\n"
           b"Date: Sun, 22 Nov 2026 12:00:00 +0000\r\n"
           b"Message-ID: <off@example.org>\r\n\r\nx\r\n.\r\n")
    starts = {"POST": b"POST\r\n", "IHAVE": b"IHAVE <off@example.org>\r\n",
              "TAKETHIS": b"TAKETHIS <off@example.org>\r\n"}
    for name, start in starts.items():
        for n in range(len(art)):
            c = server.connect(unix=True)
            c.send_raw(start + art[:n])
            if n % 2:
                c.s.shutdown(socket.SHUT_WR)
            c.close()
        tap.note("%s: %d places" % (name, len(art)))
    st.wait_until(lambda: server.metrics()["Connections"] <= 3,
                  "the broken connections to be gone")
    tap.eq(server.metrics()["Seq"], before,
           "POST, IHAVE, TAKETHIS broken off at every byte: nothing stored")


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    server = st.Server(conf="posts-per-hour 0\nacts-per-second 0\n"
                       "searches-per-second 0").start()
    server.board("a.b")
    server.user("anna", "secret")
    server.feed([st.article("<%d@example.org>" % i, "a.b", "a" * 200)
                 for i in range(200)])
    anna = server.login("anna", "secret")
    other = Watcher(server)
    endless_line(tap, server, other)
    pipelined(tap, server, other)
    large_posts(tap, server, other, anna)
    wildmats(tap, server, other)
    numbers(tap, server)
    board_names(tap, server)
    smuggling(tap, server, anna)
    queries(tap, server, other, anna)
    acts(tap, server, other, anna)
    rules(tap, server, other)
    sasl(tap, server)
    half_closed(tap, server, other)
    stuffing(tap, server, anna)
    anna.close()
    broken_off(tap, server)
    tap.ok(other.served(), "somebody else was served all the time")
    held = server.metrics()["Memory"]
    tap.ok(held < 65536, "in the end nothing is held", "%d bytes" % held)
    server.stop()
    tap.done()


main()
