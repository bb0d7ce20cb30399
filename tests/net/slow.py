#!/usr/bin/env python3
# suite: timeout 1800
# Those who take their time: half lines, half articles, answers that nobody
# reads, silence. All are closed by their deadlines, which an octet now and
# then does not move, and nobody else waits for them. The clock of the server
# runs faster than ours; the full form has more of them.
import os
import select
import socket
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402

SPEED = 4 if st.FULL else 10 if st.SANITIZED else 20
LORIS = 5000 if st.FULL else 300
SILENT = 2000 if st.FULL else 100
# Of the server's clock, in its seconds; what a deadline may be late.
LATE = 30


def limits():
    """proto/limits.h"""
    found = {}
    with open(os.path.join(st.ROOT, "proto", "limits.h")) as f:
        for line in f:
            part = line.strip().split("(")
            if part[0] == "X" and "," in line:
                name, value = part[1].split(",")[:2]
                if value.strip().isdigit():
                    found[name] = int(value)
    return found


LIMIT = limits()


class Crowd:
    """Connections and when, in the server's seconds, each was closed: at
    least, and at most so long after it began. lag: what we were late."""

    def __init__(self, server, n, open_one):
        self.began = {}
        self.poll = select.epoll()
        self.open = {}
        self.ends = []
        self.other = server.connect()
        self.other.need("111", "DATE")
        self.worst = self.lag = 0.0
        for i in range(n):
            before = time.monotonic()
            s = open_one(i)
            self.open[s.fileno()] = s
            self.began[s.fileno()] = before, time.monotonic()
            self.poll.register(s.fileno(),
                               select.EPOLLRDHUP | select.EPOLLHUP)

    def wait(self, seconds, every=None, each=None):
        """Until all are closed, or so many seconds of the server passed;
        now and then each(socket) is called."""
        last = t = began = time.monotonic()
        while self.open and \
                time.monotonic() < began + seconds / SPEED + st.DEADLINE:
            for fd, _ in self.poll.poll(0.05):
                self.ends.append([(time.monotonic() - b) * SPEED
                                  for b in self.began[fd]])
                self.poll.unregister(fd)
                self.open.pop(fd).close()
            self.lag = max(self.lag, (time.monotonic() - t) * SPEED)
            t = time.monotonic()
            self.other.need("111", "DATE")
            self.worst = max(self.worst, time.monotonic() - t)
            if each and time.monotonic() - last > every / SPEED:
                last = time.monotonic()
                for s in list(self.open.values()):
                    try:
                        each(s)
                    except OSError:
                        pass

    def close(self):
        for s in self.open.values():
            s.close()
        self.other.close()


def plain(server):
    s = socket.create_connection(("127.0.0.1", server.port), st.DEADLINE)
    s.recv(4096)
    return s


def check(tap, crowd, name, early, late):
    tap.ok(not crowd.open, "%s: all are closed" % name,
           "%d are open" % len(crowd.open))
    ends = crowd.ends or [(0, 0)]
    first = min(most for most, _ in ends)
    last = max(least for _, least in ends)
    tap.ok(first >= early - 2, "%s: none before its time" % name,
           "%.1f s" % first)
    tap.ok(last <= late + LATE + 2 * crowd.lag, "%s: none long after" % name,
           "%.1f s, and the test was %.1f late" % (last, crowd.lag))
    tap.note("%s: %d closed after %.0f to %.0f s; others waited at most "
             "%.1f ms" % (name, len(crowd.ends), first, last,
                          1000 * crowd.worst))
    crowd.close()


def silence(tap, server):
    """Nothing is said at all."""
    crowd = Crowd(server, LORIS, lambda i: plain(server))
    crowd.wait(LIMIT["FIRST_S"] + LATE + 30)
    check(tap, crowd, "silence", LIMIT["FIRST_S"] - 1, LIMIT["FIRST_S"])


def half_lines(tap, server):
    """P12: half a line, then an octet every ten seconds."""
    def begin(i):
        s = plain(server)
        s.sendall(b"DATE\r\nGRO" if i % 2 else b"x" * 600)
        return s
    crowd = Crowd(server, LORIS, begin)
    crowd.wait(LIMIT["LINE_S"] + LATE + 30, 10, lambda s: s.send(b"x"))
    check(tap, crowd, "half lines", LIMIT["LINE_S"] - 1, LIMIT["LINE_S"])


def half_articles(tap, server):
    """Articles that come in slower than LIMIT_RATE."""
    def begin(i):
        s = plain(server)
        s.sendall((b"IHAVE <%d@s>\r\n", b"TAKETHIS <%d@s>\r\n")[i % 2] % i
                  + b"Subject: x\r\n\r\n")
        return s
    seq = server.metrics()["Seq"]
    crowd = Crowd(server, min(LORIS, 300), begin)
    crowd.wait(2 * LIMIT["UPLOAD_S"] + LATE + 60, 5,
               lambda s: s.send(b"x" * 100 + b"\r\n"))
    check(tap, crowd, "half articles", LIMIT["UPLOAD_S"] - 1,
          LIMIT["UPLOAD_S"] + 10)
    tap.eq(server.metrics()["Seq"], seq, "half articles: nothing is stored")


def upload(server, mid):
    """An article of 90 seconds at 4 KB a second: the answer, and by how many
    of the server's seconds we were late at most."""
    c = server.connect()
    c.need("335", "IHAVE " + mid)
    late, t = 0.0, time.monotonic()
    try:
        c.send_raw(b"Path: x\r\nFrom: a@b\r\nSubject: s\r\nNewsgroups: a.b"
                   b"\r\nDate: Sun, 22 Nov 2026 12:00:00 +0000\r\n"
                   b"Message-ID: %s\r\n\r\n" % mid.encode())
        for _ in range(45):
            c.send_raw((b"y" * 62 + b"\r\n") * 128)
            time.sleep(2 / SPEED)
            late = max(late, (time.monotonic() - t) * SPEED - 2)
            t = time.monotonic()
        c.send_raw(b".\r\n")
        got = c.line()
    except (OSError, st.ServerError) as e:
        got = repr(e)
    c.close()
    return got, late


def fair_article(tap, server):
    """One that comes in at 4 KB a second is not cut off; where this machine
    could not send as much it is sent again."""
    for n in range(5):
        got, late = upload(server, "<fair%d@example.org>" % n)
        if got.startswith("235") or late < 10:
            break
    tap.ok(got.startswith("235"), "an article of 90 seconds at 4 KB/s "
           "is taken", "%s; %.0f s late" % (got, late))


def readers(tap, server):
    """P11: they ask for much and do not read, or an octet at a time."""
    before = server.metrics()["Memory"]

    def begin(i):
        s = plain(server)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        s.sendall(b"GROUP a.b\r\n" + b"OVER 1-\r\nARTICLE 1\r\n" * 100)
        return s
    crowd = Crowd(server, SILENT, begin)
    held = server.metrics()["Memory"] - before
    tap.ok(held <= SILENT * 256 * 1024, "silent readers: memory",
           "%d bytes each" % (held / SILENT))
    tap.note("silent readers: %d KB each" % (held / SILENT / 1024))
    late = LIMIT["PROGRESS_S"] + 256
    crowd.wait(late + LATE + 60, 10, lambda s: s.recv(1))
    check(tap, crowd, "silent readers", 10, late)


def typed(tap, server):
    """By hand, over the socket: slower than any program."""
    c = server.admin()
    c.need("340", "POST")
    for line in st.article("<typed@example.org>", "a.b").split("\n"):
        c.send_raw(line.encode() + b"\r\n")
        time.sleep(20 / SPEED)
    got = c.cmd(".")
    tap.ok(got.startswith("240"), "an article that is typed is taken", got)
    c.close()


def logged_in(tap, server):
    """Whoever has said something may be silent for half an hour."""
    c = server.connect()
    c.need("111", "DATE")
    time.sleep((LIMIT["FIRST_S"] + LATE) * 2 / SPEED)
    tap.ok(c.cmd("DATE").startswith("111"),
           "after a command silence is no fault")
    c.close()


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    st.need_files(LORIS + 200)
    # A peer by its address, that meets all deadlines of strangers.
    server = st.Server(conf="memory 1G\ntrust-loopback off\n"
                       "connections-per-address 0\nconnects-per-minute 0\n"
                       "peer x {\naddress 127.0.0.0/8\naccept *\n}\n",
                       env={"STOA_SPEED": str(SPEED)}).start()
    server.board("a.b")
    server.feed([st.article("<%d@example.org>" % i, "a.b", "a" * 200,
                            body="text " * 4000) for i in range(100)])
    silence(tap, server)
    half_lines(tap, server)
    half_articles(tap, server)
    fair_article(tap, server)
    typed(tap, server)
    readers(tap, server)
    logged_in(tap, server)
    tap.ok(server.metrics()["Timeouts"] >= 2 * LORIS + SILENT,
           "the closed ones are counted")
    server.stop()
    tap.done()


main()
