#!/usr/bin/env python3
"""A peer that sends nonsense: long lines, articles too large or cut off,
bare line ends, half a connection. What is refused is not stored, and the
stream stays in step or ends."""

import os
import socket
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st                                       # noqa: E402
from peers import count, peer_rows                          # noqa: E402

t = st.Tap()
BOARD = "tv.general"
CONF = """name us.example.org
peer p.example.org {
    address 127.0.0.1
    accept *
}
"""


def block(mid, body=b"Text.\r\n", head=b""):
    return (b"Path: p.example.org!x\r\nFrom: a@example.org\r\n"
            b"Newsgroups: tv.general\r\nSubject: Fed\r\nMessage-ID: " + mid
            + b"\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\n" + head
            + b"\r\n" + body)


def takethis(mid, *args, **more):
    return b"TAKETHIS " + mid + b"\r\n" + block(mid, *args, **more) + b".\r\n"


def in_step(c, what):
    t.ok(c.cmd("DATE").startswith("111"), what + ": in step")


def lines(c, n):
    return [c.line() for _ in range(n)]


def too_much(s):
    long = b"x" * (1 << 20)
    with s.connect() as c:
        for mid, what, kind in (
                (b"<h1@x>", "a header line of 1 MB",
                 dict(head=b"X-Long: " + long + b"\r\n")),
                (b"<h2@x>", "a body line of 1 MB",
                 dict(body=long + b"\r\n")),
                (b"<h3@x>", "3 MB",
                 dict(body=(b"y" * 70 + b"\r\n") * 45000)),
                (b"<h4@x>", "10,000 header lines",
                 dict(head=b"X-Many: y\r\n" * 10000)),
                (b"<h5@x>", "References of 1 MB",
                 dict(head=b"References:"
                      + b"\r\n <r%d@x>" * 60000 % tuple(range(60000))
                      + b"\r\n")),
                (b"<h6@x>", "no header at all", None)):
            data = (b"TAKETHIS " + mid + b"\r\nText\r\n.\r\n" if kind is None
                    else takethis(mid, **kind))
            c.send_raw(data)
            got = c.line()
            t.ok(got.startswith("439 %s " % mid.decode()),
                 "%s: %s" % (what, got), got)
            in_step(c, what)


def faults(s):
    with s.connect() as c:
        for mid, what, bad in (
                (b"<f1@x>", "a NUL", b"a\0b\r\n"),
                (b"<f2@x>", "a lone CR", b"a\rb\r\n"),
                (b"<f3@x>", "a lone LF", b"a\nb\r\n"),
                (b"<f4@x>", "a dot line between lone LFs", b"a\n.\nb\r\n")):
            c.send_raw(takethis(mid, bad))
            got = c.line()
            t.ok(got.startswith("439 "), "%s: %s" % (what, got), got)
            in_step(c, what)
        c.send_raw(b"TAKETHIS nonsense\r\n" + block(b"<f5@x>") + b".\r\n")
        t.ok(c.line().startswith("439 nonsense"), "no message-id")
        in_step(c, "no message-id")
    with s.connect() as c:
        c.need("203", "MODE STREAM")
        c.send_raw(b"CHECK <" + b"z" * (1 << 20) + b"@x>\r\n")
        got = c.line()
        t.ok(got.startswith("501"), "a command line of 1 MB: " + got, got)
        t.ok(c.closed(), "and the end: an article might have been behind it")
    with s.connect() as c:
        c.need("435", "IHAVE nonsense")
        c.need("335", "IHAVE <i1@x>")
        c.send_raw(block(b"<i2@x>") + b".\r\n")
        t.ok(c.line().startswith("437"), "IHAVE with another article")
        in_step(c, "it")


def cut_off(s):
    whole = takethis(b"<cut@x>", b"One.\r\nTwo.\r\n")
    before = count(s, BOARD)
    for at in (12, 60, len(whole) - 20, len(whole) - 3, len(whole) - 1):
        with s.connect() as c:
            c.send_raw(whole[:at])
    with s.connect() as c:
        t.ok(c.cmd("STAT <cut@x>").startswith("430"),
             "cut off anywhere: nothing is stored")
        c.send_raw(whole)
        t.eq(c.line(), "239 <cut@x>", "and it is welcome when it is whole")
    t.eq(count(s, BOARD), before + 1, "once")


def half_closed(s):
    mids = [b"<half%d@x>" % i for i in range(50)]
    with s.connect() as c:
        c.send_raw(b"".join(takethis(m) for m in mids))
        c.s.shutdown(socket.SHUT_WR)
        t.eq(lines(c, 50), ["239 " + m.decode() for m in mids],
             "who says no more still gets its answers")
        t.ok(c.closed(), "and then the end")
    with s.connect() as c:
        c.need("335", "IHAVE <never@x>")
        c.send_raw(block(b"<never@x>"))
        c.s.shutdown(socket.SHUT_WR)
        t.ok(c.closed(), "half an article and no more to come: the end")
    with s.connect() as c:
        t.ok(c.cmd("STAT <never@x>").startswith("430"), "it is not stored")
        t.ok(c.cmd("IHAVE <never@x>").startswith("335"),
             "and who has it too may send it at once")


def main():
    st.need_built("stoad", "stoactl")
    s = st.Server(conf=CONF).start()
    s.board(BOARD)
    for test in (too_much, faults, cut_off, half_closed):
        test(s)
    row = peer_rows(s)["p.example.org"]
    t.eq(int(row["received"]), count(s, BOARD), "all that is here is counted")
    s.stop()
    t.done()


main()
