#!/usr/bin/env python3
# COMPRESS DEFLATE (RFC 8054) with zlib by itself: every way to cut and flush
# what is sent, articles both ways, bombs and noise, memory, also over TLS.
# suite: timeout 300
import contextlib
import os
import random
import re
import socket
import sys
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import certs  # noqa: E402
import stoatest as st  # noqa: E402

ARTICLES = 600
INFLATE = 65536         # proto/limits.h, as RATIO
RATIO = 100
COMMANDS = [b"DATE", b"GROUP tv.general", b"STAT 1", b"OVER 1-3", b"HELP",
            b"XINFO server", b"LIST", b"ARTICLE <5@t>", b"NEXT"]
SWITCH = b"COMPRESS DEFLATE\r\n"


def packer(level=6, window=15):
    return zlib.compressobj(level, wbits=-window)


def packed(data, flush=zlib.Z_SYNC_FLUSH, **how):
    z = packer(**how)
    return z.compress(data) + z.flush(flush)


class Suite:
    def __init__(self):
        self.tap = st.Tap()
        pair = certs.Authority().issue("DNS:localhost")
        self.server = st.Server(tls=pair, conf="workers 1").start()
        self.server.board("tv.general", "Television")
        self.server.user("anna", "correct-horse")
        rng = random.Random(3)
        words = [("%x" % rng.getrandbits(40)) for _ in range(500)]
        self.server.feed(st.article(
            "<%d@t>" % n, "tv.general", "Number %d" % n, body="\n".join(
                " ".join(rng.choices(words, k=9)) for _ in range(n % 25)))
            for n in range(1, ARTICLES + 1))
        with self.server.connect() as c:
            c.send_raw(b"".join(x + b"\r\n" for x in COMMANDS) + b"QUIT\r\n")
            self.want = self.steady(self.all_of(c))

    def open(self, tls=None):
        """A connection that has said the command and read its 206."""
        c = self.server.connect(tls=tls)
        c.need("206", "COMPRESS DEFLATE")
        return c

    def all_of(self, c):
        got = c.buf
        with contextlib.suppress(ConnectionResetError):
            while True:
                more = c.s.recv(65536)
                if not more:
                    return got
                got += more
        return got

    def steady(self, text):
        """Without what is another each time."""
        text = re.sub(rb"(?m)^111 \d{14}", b"111", text)
        return re.sub(rb"(?ms)^291.*?^\.\r\n", b"291", text)

    def alive(self, name):
        with self.server.connect() as c:
            self.tap.ok(c.cmd("DATE")[:4] == "111 ", name)

    # --- pieces -------------------------------------------------------------

    def orders(self):
        lines = [x + b"\r\n" for x in COMMANDS] + [b"QUIT\r\n"]
        text = b"".join(lines)
        rng = random.Random(5)

        def flushes(flush, **how):
            z = packer(**how)
            return [z.compress(x) + z.flush(flush) for x in lines]

        def flushed(flush, **how):
            return b"".join(flushes(flush, **how))

        ways = {
            "one flush": packed(text),
            "a flush each": flushed(zlib.Z_SYNC_FLUSH),
            "full flushes": flushed(zlib.Z_FULL_FLUSH),
            "partial flushes": flushed(zlib.Z_PARTIAL_FLUSH),
            "not compressed": packed(text, level=0),
            "a small window": packed(text, window=9),
            "empty blocks between": b"\0\0\0\xff\xff" * 1000 + packed(text),
            "a final block": packed(text, zlib.Z_FINISH),
        }
        for name, data in ways.items():
            with self.open() as c:
                c.deflate().s.s.sendall(data)
                self.tap.eq(self.steady(self.all_of(c)), self.want, name)
        # QUIT goes as one: behind its last octet the server hangs up, and the
        # flush that follows would meet nobody.
        *data, leave = flushes(zlib.Z_SYNC_FLUSH)
        data = b"".join(data)
        for name, cut in (("octet by octet", lambda: 1),
                          ("random pieces", lambda: rng.randrange(1, 60))):
            with self.open() as c:
                c.deflate()
                at = 0
                while at < len(data):
                    step = cut()
                    c.s.s.sendall(data[at:at + step])
                    at += step
                c.s.s.sendall(leave)
                self.tap.eq(self.steady(self.all_of(c)), self.want, name)

    def within_tls(self):
        """Octets that say nothing, and a command in TLS's own buffer."""
        empty = b"\0\0\0\xff\xff"
        with self.open(tls=True) as c:
            c.deflate()
            s = c.s.s
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
            s.sendall(empty * 3260)
            s.sendall(empty * 20 + packed(b"DATE\r\n"))
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)
            self.tap.ok(c.line()[:4] == "111 ", "what TLS holds is read, "
                        "also behind empty blocks")

    def same_segment(self):
        text = b"".join(x + b"\r\n" for x in COMMANDS) + b"QUIT\r\n"
        for tls in (None, True):
            with self.server.connect(tls=tls) as c:
                c.send_raw(b"DATE\r\n" + SWITCH + packed(text))
                first = c.line()[:4] + c.line()[:4]
                got = self.steady(self.all_of(c.deflate()))
            self.tap.eq((first, got), ("111 206 ", self.want),
                        "in one segment" + (" of TLS" if tls else ""))
        with self.server.connect() as c:
            c.send_raw(SWITCH + packed(b"DATE\r\n" * 5000))
            c.line()
            c.deflate()
            self.tap.ok(all(c.line()[:4] == "111 " for _ in range(5000)),
                        "5,000 commands in one segment")

    def plain_behind(self):
        with self.server.connect() as c:
            c.send_raw(SWITCH + b"XACT board tv.plain kind=qa :No\r\nDATE\r\n")
            c.line()
            got = self.all_of(c.deflate())
        self.tap.ok(got.startswith(b"400 ") and got.count(b"\n") == 1,
                    "text behind the command is no command", got[:200])

    # --- articles -----------------------------------------------------------

    def articles(self):
        with self.server.connect() as c, self.server.connect() as z, \
                self.server.connect(tls=True) as t:
            z.compress()
            t.compress()
            for x in c, z, t:
                x.need("211", "GROUP tv.general")
            plain = c.multi("224", "OVER 1-")
            begun = z.s.received
            self.tap.ok(z.multi("224", "OVER 1-") == plain ==
                        t.multi("224", "OVER 1-"), "OVER is the same")
            took, size = z.s.received - begun, len("\r\n".join(plain))
            self.tap.ok(took * 3 < size, "and a third in size at most",
                        "%d of %d" % (took, size))
            many = b"".join(b"ARTICLE %d\r\n" % n
                            for n in range(1, ARTICLES + 1))
            for x in c, z, t:
                x.send_raw(many)
            same = 0
            for _ in range(ARTICLES):
                same += len({x.line() for x in (c, z, t)}) == 1 and \
                    len({x.block_raw() for x in (c, z, t)}) == 1
            self.tap.eq(same, ARTICLES, "ARTICLE, pipelined")

    def post(self):
        for tls in (None, True):
            name = " over TLS" if tls else ""
            mid = "<z%d@t>" % bool(tls)
            text = st.article(mid, "tv.general", body="\n".join(
                "%d .dots ..\n." % n for n in range(20000)),
                sender="anna@example.org")
            with self.server.connect(tls=tls) as c:
                c.need("381", "AUTHINFO USER anna")
                c.need("281", "AUTHINFO PASS correct-horse")
                c.compress()
                got = c.post(text)
                c.need("222", "BODY " + mid)
                body = c.block_raw()
            want = st.canonical(text).split(b"\r\n\r\n", 1)[1]
            self.tap.ok(got[:4] == "240 " and body == want,
                        "POST of %d octets%s" % (len(text), name), got)

    def feed(self):
        ids = ["<feed%d@t>" % n for n in range(300)]
        sent = b""
        for mid in ids:
            sent += b"CHECK " + mid.encode() + b"\r\nTAKETHIS " + \
                mid.encode() + b"\r\n" + st.stuff(st.canonical(
                    st.article(mid, "tv.general"))) + b".\r\n"
        with self.server.connect(unix=True) as c:
            c.compress()
            c.send_raw(sent)
            got = [c.line() for _ in range(2 * len(ids))]
        self.tap.ok([x[:3] for x in got] == ["238", "239"] * len(ids) and
                    all(m in x for m, x in zip(ids, got[1::2])),
                    "CHECK and TAKETHIS, pipelined", got[:4])

    # --- harm ---------------------------------------------------------------

    def rss(self):
        with open("/proc/%d/statm" % self.server.worker_pid) as f:
            return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def bombs(self):
        size = 64 << 20
        z = packer()
        line = z.compress(b"x" * size) + z.flush(zlib.Z_SYNC_FLUSH)
        z = packer()
        date = b"".join(z.compress(b"DATE\r\n" * (1 << 16))
                        for _ in range(100)) + z.flush(zlib.Z_SYNC_FLUSH)
        before = self.rss()
        for name, bomb in (("one line", line), ("commands", date)):
            with self.open() as c:
                c.deflate()
                with contextlib.suppress(ConnectionError):
                    c.s.s.sendall(bomb)
                got = self.all_of(c)
            self.tap.ok(got.endswith(b"\r\n") and
                        got.splitlines()[-1].startswith(b"400 ") and
                        b"%d times" % RATIO in got,
                        "a bomb is told so and put out: " + name, got[-200:])
        self.alive("and others are served")
        if not st.SANITIZED:
            self.tap.ok(self.rss() - before < 16 << 20, "within bounds",
                        "%d KB more" % ((self.rss() - before) >> 10))

    def noise(self):
        rng = random.Random(11)
        good = packed(b"DATE\r\n" * 50 + b"STAT <1@t>\r\n" * 50)
        closed = 0
        for n in range(60):
            with self.open() as c:
                bad = bytearray(rng.randbytes(200) if n % 2 else good)
                for _ in range(4):
                    bad[rng.randrange(len(bad))] ^= 1 << rng.randrange(8)
                with contextlib.suppress(OSError):
                    c.s.sendall(bytes(bad))
                    c.s.shutdown(socket.SHUT_WR)
                with contextlib.suppress(zlib.error):
                    self.all_of(c.deflate())
                    closed += 1
        self.tap.eq(closed, 60, "noise ends the connection, nothing else")
        with self.open() as c:
            c.s.sendall(b"\xff" * 100)
            got = self.all_of(c.deflate())
        self.tap.ok(got.startswith(b"400 not DEFLATE"), "and is told", got)
        self.alive("and others are served then, too")

    def unread(self):
        with self.open() as c:
            z = packer()
            c.s.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                for _ in range(20000):
                    c.s.send(z.compress(b"HELP\r\n" * 20) +
                             z.flush(zlib.Z_SYNC_FLUSH))
            self.alive("one that never reads holds up nobody")

    def memory(self):
        if st.SANITIZED:
            self.tap.skip("memory of a connection", "a sanitizer's")
            return

        def cost(n, begin):
            conns = [self.server.connect() for _ in range(n)]
            before = self.rss()
            for c in conns:
                begin(c)
            grown = (self.rss() - before) / n
            for c in conns:
                c.close()
            return grown

        def begin(c):
            c.compress()
            # More than a window holds, and little of it the same.
            c.send_raw(b"".join(b"STAT <%s@t>\r\n" % os.urandom(100).hex()
                                .encode() for _ in range(400)))
            for _ in range(400):
                if not c.line().startswith("430 "):
                    raise st.ServerError("STAT was not understood")

        got = cost(200, begin)
        self.tap.ok(0 < got < INFLATE, "memory of a connection stays below %d KB"
                    % (INFLATE >> 10), "%.0f bytes" % got)
        self.tap.note("%.0f bytes" % got)


def main():
    st.need_programs("openssl")
    st.need_built("stoad", "stoactl")
    st.need_files(500)
    s = Suite()
    s.orders()
    s.within_tls()
    s.same_segment()
    s.plain_behind()
    s.articles()
    s.post()
    s.feed()
    s.noise()
    s.bombs()
    s.unread()
    s.memory()
    s.server.stop()
    s.tap.done()


main()
