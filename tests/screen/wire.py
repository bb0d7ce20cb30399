#!/usr/bin/env python3
"""What a key costs on the line to the terminal: bytes, not time."""

import base64
import fcntl
import os
import pty
import select
import struct
import sys
import termios

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import NOW, st                              # noqa: E402
import content                                          # noqa: E402

MOST = 80                       # bytes for one line up or down

st.need_built("stoad", "stoa")
tap = st.Tap()
server = st.Server(env={"STOA_NOW": NOW}).start()
content.load(server)
server.feed([content.article(
    100 + i, "printers", "Author %d <a@x.example>" % i,
    "Subject number %d of many, of a usual length" % i,
    "Sat, 21 Nov 2026 05:%02d:00 +0000" % i, "Text.\n") for i in range(60)])


class Line:
    """stoa on a pty; send() returns the bytes a key brought."""

    def __init__(self, term, rc=""):
        home = st.temp_dir()
        os.mkdir(os.path.join(home, "stoa"))
        with open(os.path.join(home, "stoa", "stoarc"), "w") as f:
            f.write(rc)
        self.pipe, theirs = os.pipe()
        os.set_inheritable(theirs, True)
        env = dict(os.environ, STOA_NOW=NOW, TERM=term, LC_ALL="C.UTF-8",
                   TZ="UTC", STOA_SYNC_FD=str(theirs), XDG_CONFIG_HOME=home,
                   XDG_DATA_HOME=home)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ,
                        struct.pack("HHHH", 24, 80, 0, 0))
            os.execve(os.path.join(st.BUILD, "stoa"),
                      ["stoa", "-s", server.sock], env)
        os.close(theirs)
        self.inputs = 0
        self.idle = ""
        self.wait()

    def wait(self):
        """All the bytes until it is idle with every key dealt with."""
        out = b""

        def idle():
            nonlocal out
            ready = select.select([self.fd, self.pipe], [], [], 0.1)[0]
            if self.fd in ready:
                out += os.read(self.fd, 65536)
                return False
            if self.pipe in ready:
                self.idle = os.read(self.pipe, 65536).decode()
                return int(self.idle.split()[-1]) >= self.inputs and \
                    not select.select([self.fd], [], [], 0)[0]
            return False
        st.wait_until(idle, "idle", pause=0)
        return out

    def send(self, key):
        self.inputs += len(key)
        os.write(self.fd, key.encode())
        return self.wait()

    def end(self):
        os.write(self.fd, b"Q")
        try:
            while os.read(self.fd, 65536):
                pass
        except OSError:
            pass
        os.waitpid(self.pid, 0)


for term in ("xterm-256color", "screen-256color", "vt220"):
    line = Line(term)
    cost = [len(line.send(k)) for k in "jjkkj"]
    tap.ok(0 < max(cost) <= MOST, "boards, %s" % term, cost)
    line.send("\r")
    cost = [len(line.send(k)) for k in "jjjjjkkk"]
    tap.ok(0 < max(cost) <= MOST, "threads, %s" % term, cost)
    out = line.send("y")
    tap.ok(b"\x1b]52;c;" + base64.b64encode(b"<159@test.example>") in out,
           "y copies the message-id, %s" % term, out)
    tap.note("%s: %d bytes a move" % (term, max(cost)))
    line.end()

line = Line("xterm-256color", "set highlight line\n")
line.send("j\r")
out = line.send("j")
tap.ok(len(out) > MOST and b"Mallory" in out,
       "highlight line reverses all of it", out)
line.end()
tap.done()
