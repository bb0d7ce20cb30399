#!/usr/bin/env python3
"""The client with a news server that is no stoad: only RFC 3977. The peer
is a script; it can also stall and send nonsense."""

import os
import socket
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import Client, Gone, st                     # noqa: E402

st.need_programs("tmux")
st.need_built("stoa")
tap = st.Tap()
COUNT = 1200


def overview(n):
    root = n - n % 3
    refs = "" if n == root else "<%d@plain>" % root
    return "%d\t%sthread %d\tAuthor %d <a@x>\tSun, 22 Nov 2026 02:%02d:%02d " \
        "+0000\t<%d@plain>\t%s\t100\t2" % (
            n, "Re: " if refs else "", root, n % 7, n // 60 % 60, n % 60, n,
            refs)


class Peer(threading.Thread):
    """One connection at a time; stalled: reads and never answers."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.base = st.temp_dir()
        self.log = []
        self.stall_on = None
        self.stalled = threading.Event()
        self.flood_on = None
        self.greeting = "200 plain news ready"
        self.start()

    def run(self):
        while True:
            conn, _ = self.listener.accept()
            with conn, conn.makefile("rwb") as f:
                try:
                    self.serve(f)
                except (OSError, ValueError):
                    pass

    def say(self, f, *lines):
        f.write("".join(x + "\r\n" for x in lines).encode())
        f.flush()

    def serve(self, f):
        self.say(f, self.greeting)
        for raw in f:
            line = raw.decode().rstrip("\r\n")
            self.log.append(line)
            if self.stall_on and line.startswith(self.stall_on):
                self.stalled.set()
                continue
            if self.flood_on and line.startswith(self.flood_on):
                self.say(f, "220 0 <x@plain>")
                self.stalled.set()
                while True:
                    self.say(f, *["x" * 70] * 1000)
            word = line.split(" ")
            if word[0] == "CAPABILITIES":
                self.say(f, "101 these", "VERSION 2", "READER", "OVER", ".")
            elif word[0] == "LIST" and word[1] == "ACTIVE":
                self.say(f, "215 boards", "plain.board %d 1 y" % COUNT, ".")
            elif word[0] == "LIST":
                self.say(f, "215 titles", "plain.board\tA plain board", ".")
            elif word[0] == "GROUP":
                self.say(f, "211 %d 1 %d %s" % (COUNT, COUNT, word[1]))
            elif word[0] == "OVER":
                low, high = map(int, word[1].split("-"))
                self.say(f, "224 overview", *[overview(n) for n in range(
                    low, high + 1)], ".")
            elif word[0] == "ARTICLE":
                self.say(f, "220 0 " + word[1], "From: Author <a@x>",
                         "Subject: thread", "Newsgroups: plain.board",
                         "Message-ID: " + word[1], "", "Text of " + word[1],
                         "..dot", ".")
            elif word[0] == "POST":
                self.say(f, "340 send")
                self.posted = []
                for raw in f:
                    if raw == b".\r\n":
                        break
                    self.posted.append(raw.decode().rstrip("\r\n"))
                self.say(f, "240 posted")
            else:
                self.say(f, "500 what?")


def client(peer, **more):
    return Client(peer, args=["-h", "127.0.0.1:%d" % peer.port], **more)


def test_reading():
    peer = Peer()
    c = client(peer)
    tap.ok("plain.board" in c.screen() and "A plain board" in c.screen(),
           "boards come from LIST", c.screen())
    c.keys("Enter")
    rows = c.screen().split("\n")
    tap.ok("thread 1200" in rows[2], "newest thread first", "\n".join(rows))
    tap.ok("OVER 700-1200" in peer.log, "only the newest are asked for",
           peer.log)
    tap.ok(not any("OVER 1-" in x for x in peer.log), "and not all")
    c.keys("j", "z", "j")
    tap.ok("Re: thread 1197" in c.screen(), "threaded here", c.screen())
    c.keys("Enter")
    tap.ok("Text of <1198@plain>" in c.screen() and
           "\n.dot" in c.screen(), "an article", c.screen())
    tap.ok("+:vote" not in c.screen(), "no acts are offered", c.screen())
    c.keys("+")
    tap.ok("this news server has no acts" in c.screen()
           and not any("XACT" in x or "XLIST thread" in x for x in peer.log),
           "and none is asked for", c.screen())
    c.keys("q", "G")
    tap.ok("OVER 1-198" in peer.log or "OVER 1-199" in peer.log,
           "the end is reached page by page", peer.log)
    rows = [r for r in c.screen().split("\n") if "thread" in r]
    tap.ok("thread 0" in rows[-1],
           "the oldest is last", c.screen())
    c.keys("l")
    c.text("1198")
    c.keys("Enter")
    tap.ok("cannot limit a list" in c.screen() and "only:" not in c.screen(),
           "a limit that would be none is refused", c.screen())
    c.close()


def test_stall():
    peer = Peer()
    c = client(peer)
    peer.stall_on = "GROUP"
    c.term.keys("Enter")
    peer.stalled.wait(st.DEADLINE)
    for key, want in (("?", "keys, / searches"), ("q", "U +AGE")):
        c.term.keys(key)
        c.wait(want)
    tap.ok(True, "keys work while the server stalls")
    c.term.keys("C-g")
    c.wait("stopped")
    tap.ok(True, "^G gives up the request")
    c.term.keys("q")
    c.wait("plain.board +1200")
    tap.ok(True, "and one can go on")
    c.close()


def test_cancel():
    peer = Peer()
    c = client(peer, rc="set from Mara <mara@example.org>\n")
    c.keys("Enter", "d")
    c.wait("^Cancel for all")
    c.term.keys("y")
    c.wait("the article is cancelled")
    head = "\n".join(peer.posted)
    tap.ok("Control: cancel <1200@plain>\n" in head and
           "From: Author <a@x>\n" in head and
           "Newsgroups: plain.board\n" in head,
           "a control article cancels, by who wrote it", head)
    c.close()


def test_hangup():
    peer = Peer()
    c = client(peer)
    c.keys("Enter")
    peer.flood_on = "ARTICLE"
    c.term.keys("Enter")
    peer.stalled.wait(st.DEADLINE)
    c.term.close()
    tap.ok(True, "a terminal that goes away while much comes in ends it")


def test_nonsense():
    peer = Peer()
    peer.greeting = "HTTP/1.1 400 Bad Request"
    try:
        c = client(peer)
        c.wait("does not speak NNTP")
        tap.ok(True, "a server of another kind is named as such")
        c.close()
    except Gone as e:
        tap.ok(False, "a server of another kind", e)
    peer.greeting = "200 \x1b]0;owned\x07" + "\u202e"
    p = os.popen("%s -h 127.0.0.1:%d boards" % (
        os.path.join(st.BUILD, "stoa"), peer.port))
    tap.eq(p.read(), "plain.board\ty\t1\t1200\t1200\tA plain board\n",
           "the subcommand works there too")
    tap.eq(p.close(), None, "and is done")


tap.run(test_reading, test_stall, test_cancel, test_hangup, test_nonsense)
tap.done()
