#!/usr/bin/env python3
"""Random keys and sizes: the client never ends, and what it sends to the
terminal holds no control byte of the articles. STOA_SEED picks the keys."""

import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import sys
import termios

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import NOW, st                              # noqa: E402
import content                                          # noqa: E402

st.need_built("stoad", "stoa")
tap = st.Tap()
server = st.Server(env={"STOA_NOW": NOW}).start()
content.load(server)
SEED = int(os.environ.get("STOA_SEED", "1"))
KEYS = 20000 if st.FULL else 3000

# Everything but what leaves (q, Q) or stops it (^Z).
KEYS_OF = [c.encode() for c in "jkgGbnNPJKuTHzZ/lrFpwcCMsR\\?: \t\r\x06\x02"
           "\x04\x15\x07\x03\x0cyeDdE"] + \
    [b"\x1b", b"\x1bOA", b"\x1bOB", b"\x1b[5~", b"\x1b[6~", b"\xc3\xa4",
     b"\xe6\x97\xa5", b"x", b"set split off\r", b"board printers\r",
     b"/driver\r", b"l\r", b"h", b"j", b"j", b"\r", b"\r"]
SIZES = [(24, 80), (5, 20), (40, 140), (3, 10), (1, 1), (60, 200), (24, 80)]
# Sequences that curses for this TERM sends; all else is the article's.
# What is copied to the clipboard (y) is base64, whatever it is.
OURS = re.compile(rb"\x1b\[[?0-9;]*[A-Za-z@]|\x1b[()][B0]|\x1b[=>78M]|\x1bP|"
                  rb"\x1b\]52;c;[A-Za-z0-9+/=]*\x07|\x0f")


def size(fd, rows, columns):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns,
                                                    0, 0))


def spawn():
    home = st.temp_dir()
    pid, fd = pty.fork()
    if pid == 0:
        size(0, 24, 80)
        os.chdir(home)
        os.environ.update(
            TERM="screen-256color", LC_ALL="C.UTF-8", STOA_NOW=NOW,
            XDG_DATA_HOME=home, XDG_CONFIG_HOME=home, EDITOR="true", TZ="UTC")
        os.execv(os.path.join(st.BUILD, "stoa"), ["stoa", "-s", server.sock])
    return pid, fd


def drain(fd, wait):
    out = b""
    while select.select([fd], [], [], wait)[0]:
        try:
            got = os.read(fd, 65536)
        except OSError:
            break
        if not got:
            break
        out += got
        wait = 0
    return out


def press(fd, key):
    """Neither waits for the other with its hands full."""
    out = b""
    while True:
        readable, writable, _ = select.select([fd], [fd], [], st.DEADLINE)
        if writable or not readable:
            os.write(fd, key)
            return out
        out += drain(fd, 0)


status = None


def alive(pid):
    global status
    if status is None:
        got, ended = os.waitpid(pid, os.WNOHANG)
        status = ended if got == pid else None
    return status is None


rand = random.Random(SEED)
pid, fd = spawn()
st.at_end(os.kill, pid, signal.SIGKILL)
# Before its first word the terminal still knows ^C.
out = drain(fd, st.DEADLINE)
pressed = []
living = True
for i in range(KEYS):
    key = rand.choice(KEYS_OF)
    pressed.append(key)
    if rand.random() < 0.01:
        size(fd, *rand.choice(SIZES))
    out += press(fd, key) + drain(fd, 0.003)
    if i % 50 == 0 and not alive(pid):
        living = False
        break
tap.ok(living and alive(pid), "alive after %d random keys" % len(pressed),
       "seed %d, wait status %s, last keys %r\n%r" % (
           SEED, status, pressed[-60:], out[-9000:]))
rest = OURS.sub(b"", out)
bad = re.findall(rb"[^\n]{0,30}[\x00-\x06\x0b\x0c\x0e-\x1f\x7f][^\n]{0,30}|"
                 rb"\xe2\x80\xae|\xc2[\x80-\x9f]", rest)
tap.eq(bad[:5], [], "no control byte of an article reached the terminal")
if living:
    os.kill(pid, signal.SIGTERM)
    st.wait_until(lambda: drain(fd, 0) is not None and not alive(pid),
                  "the end")
    tap.ok(True, "ends on SIGTERM")
tap.done()
