#!/usr/bin/env python3
"""The client on a board of 100,000 articles: from a key to the last byte of
the screen it asks for, over the Unix socket, and the memory it holds then.
ARTICLES sets another size. Prints figures; judges nothing."""

import fcntl
import os
import pty
import random
import select
import signal
import struct
import sys
import termios
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st                                   # noqa: E402

COUNT = int(os.environ.get("ARTICLES", "100000"))
WORDS = ("printer router duplex update firmware driver blank page channel "
         "toner latency guest network steam filter belt nozzle").split()


def articles():
    """A thread for every sixth article, answers to one of the last 300."""
    rand = random.Random(7)
    roots = []
    start = time.mktime((2026, 1, 1, 0, 0, 0, 0, 0, 0))
    for i in range(COUNT):
        head = ""
        if i % 6 and roots:
            mid, subject = rand.choice(roots[-300:])
            subject, head = "Re: " + subject, "References: %s\r\n" % mid
        else:
            subject = " ".join(rand.choices(WORDS, k=4)) + " %d" % i
            roots.append(("<%d@bench.example>" % i, subject))
        date = time.strftime("%d %b %Y %H:%M:%S +0000",
                             time.gmtime(start + 240 * i))
        yield ("TAKETHIS <%d@bench.example>\r\nFrom: P %d <p@x.example>\r\n"
               "Newsgroups: bench.board\r\nSubject: %s\r\n"
               "Message-ID: <%d@bench.example>\r\nDate: %s\r\n%s\r\n"
               "Text of article %d.\r\n.\r\n" % (
                   i, i % 97, subject, i, date, head, i)).encode()


def fill(server):
    part = []
    with server.admin() as c:
        c.need("203", "MODE STREAM")
        for n, art in enumerate(articles(), 1):
            part.append(art)
            if len(part) == 100 or n == COUNT:
                c.send_raw(b"".join(part))
                for _ in part:
                    assert c.line().startswith("239")
                part = []


class Screen:
    def __init__(self, server):
        home = st.temp_dir()
        self.pipe, end = os.pipe()
        os.set_inheritable(end, True)
        self.pid, self.tty = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80,
                                                           0, 0))
            os.environ.update(
                STOA_SYNC_FD=str(end), TERM="xterm-256color",
                LC_ALL="C.UTF-8", XDG_DATA_HOME=home, XDG_CONFIG_HOME=home)
            path = os.path.join(st.BUILD, "stoa")
            os.execv(path, ["stoa", "-s", server.sock])
        os.close(end)
        st.at_end(os.kill, self.pid, signal.SIGKILL)
        self.inputs = self.bytes = 0
        self.text = b""

    def idle(self):
        while True:
            ready = select.select([self.tty, self.pipe], [], [],
                                  st.DEADLINE)[0]
            if not ready:
                raise TimeoutError("no idle line")
            if self.tty in ready:
                self.bytes += len(os.read(self.tty, 65536))
            if self.pipe in ready:
                self.text += os.read(self.pipe, 65536)
                lines = self.text.split(b"\n")[:-1]
                if lines and int(lines[-1].split()[2]) >= self.inputs:
                    break
        while select.select([self.tty], [], [], 0)[0]:
            self.bytes += len(os.read(self.tty, 65536))

    def press(self, key, what):
        while select.select([self.tty], [], [], 0.05)[0]:
            os.read(self.tty, 65536)
        self.bytes, self.text = 0, b""
        self.inputs += 1
        began = time.monotonic()
        os.write(self.tty, key)
        self.idle()
        print("%-34s %8.1f ms %7d bytes" % (
            what, (time.monotonic() - began) * 1e3, self.bytes), flush=True)

    def memory(self):
        with open("/proc/%d/status" % self.pid) as f:
            return next(x for x in f if x.startswith("VmRSS")).split()[1]


st.need_built("stoad", "stoa")
server = st.Server().start()
fill(server)
began = time.monotonic()
screen = Screen(server)
screen.idle()
print("%-34s %8.1f ms" % ("start to the list of boards",
                          (time.monotonic() - began) * 1e3))
for step in ((b"\r", "open the board of %d" % COUNT), (b"j", "line down"),
             (b"k", "line up"), (b" ", "page down"), (b"\r", "open article"),
             (b"q", "back"), (b"G", "to the last thread"),
             (b"g", "to the first thread")):
    screen.press(*step)
print("%-34s %8s kB" % ("memory held", screen.memory()))
