#!/usr/bin/env python3
# TLS as clients and others use it: versions, logins, a certificate that is
# renewed, text where a handshake is due, connections that are half closed,
# cut off, slow or never read.
# suite: timeout 300
import contextlib
import os
import random
import re
import socket
import ssl
import sys
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import certs  # noqa: E402
import stoatest as st  # noqa: E402

HANDSHAKE_S = 15        # proto/limits.h
ARTICLES = 1500


warnings.simplefilter("ignore", DeprecationWarning)


def context(version=None, ca=None):
    ctx = st.any_certificate()
    if version is not None:
        ctx.minimum_version = ctx.maximum_version = version
        ctx.set_ciphers("DEFAULT:@SECLEVEL=0")
    if ca is not None:
        ctx.load_verify_locations(ca)
        ctx.verify_mode = ssl.CERT_REQUIRED
        ctx.check_hostname = True
    return ctx


def raw(port):
    s = socket.create_connection(("127.0.0.1", port), st.DEADLINE)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return s


def drain(s):
    """All that comes until the end."""
    got = b""
    with contextlib.suppress(ConnectionResetError, ssl.SSLError):
        while True:
            more = s.recv(65536)
            if not more:
                break
            got += more
    return got


def hello():
    """What a client says first, and the object that said it."""
    into, out = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context().wrap_bio(into, out, server_hostname="localhost")
    with contextlib.suppress(ssl.SSLWantReadError):
        tls.do_handshake()
    return out.read(), tls, into, out


def finish(s, tls, into):
    """The rest of the handshake that hello() began."""
    while True:
        with contextlib.suppress(ssl.SSLWantReadError):
            tls.do_handshake()
            return
        into.write(s.recv(65536))


def read_all(tls):
    """All that has come, up to the goodbye."""
    got = b""
    with contextlib.suppress(ssl.SSLZeroReturnError, ssl.SSLWantReadError):
        while True:
            more = tls.read(65536)
            if not more:
                break
            got += more
    return got


def outside():
    """An address of this host that is not loopback, or None."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        try:
            s.connect(("192.0.2.77", 9))
        except OSError:
            return None
        found = s.getsockname()[0]
    return None if found.startswith("127.") else found


class Suite:
    def __init__(self):
        self.tap = st.Tap()
        self.ca = certs.Authority()
        self.pair = self.ca.issue("DNS:localhost")
        self.files = [os.path.join(st.temp_dir(), n) for n in ("c", "k")]
        self.install(*self.pair)
        self.away, self.ports, args = outside(), [], []
        if self.away:
            self.ports = [st.free_port(), st.free_port()]
            for option, port in zip(("-l", "-L"), self.ports):
                args += [option, "%s:%d" % (self.away, port)]
        self.server = st.Server(tls=self.files, args=args).start()
        self.server.board("tv.general", "Television")
        self.server.user("anna", "correct-horse")

    def install(self, cert, key):
        for path, to in zip((cert, key), self.files):
            with open(path, "rb") as f, open(to + ".new", "wb") as g:
                g.write(f.read())
            os.chmod(to + ".new", 0o600)
            os.rename(to + ".new", to)

    def tls(self, **how):
        return self.server.connect(tls=context(**how))

    def answers(self):
        with self.tls() as c:
            return c.cmd("DATE").startswith("111 ")

    # --- the handshake ------------------------------------------------------

    def stall(self):
        """Two that never get through it; stalled() looks at them later."""
        self.silent = raw(self.server.tls_port)
        self.half = raw(self.server.tls_port)
        self.half.sendall(hello()[0][:40])

    def stalled(self):
        for name, s in ("silent", self.silent), ("half", self.half):
            s.settimeout(HANDSHAKE_S + st.DEADLINE)
            try:
                got = drain(s)
            except TimeoutError:
                got = None
            self.tap.eq(got, b"", "a handshake that stalls is closed: "
                        + name)
            s.close()

    def versions(self):
        v = ssl.TLSVersion
        for version, name in (v.TLSv1_2, "TLSv1.2"), (v.TLSv1_3, "TLSv1.3"):
            with self.tls(version=version) as c:
                self.tap.eq((c.s.version(), c.greeting[:3]), (name, "201"),
                            name + " is spoken")
                self.tap.ok(c.s.compression() is None and
                            not c.s.session_reused, name + ": nothing kept")
        try:
            self.tls(version=v.TLSv1_1).close()
            got = "it is"
        except (ssl.SSLError, ConnectionResetError) as e:
            got = str(e)
        self.tap.ok("alert" in got.lower(), "TLSv1.1 is not", got)
        with self.tls(ca=self.ca.cert) as c:
            self.tap.ok(c.s.getpeercert(), "the certificate is verified")

    def wrong_port(self):
        with raw(self.server.tls_port) as s:
            s.sendall(b"XACT board tv.plain kind=qa :No\r\nDATE\r\n")
            got = drain(s)
        self.tap.ok(got.startswith(b"400 ") and got.count(b"\n") == 1 and
                    b"TLS" in got, "text on a port of TLS is told so", got)
        with raw(self.server.port) as s:
            s.recv(1000)
            s.sendall(hello()[0])
            got = drain(s)
        self.tap.ok(got.startswith(b"400 ") and got.count(b"\n") == 1,
                    "TLS on a port without is told so", got)

    def glued(self):
        """Text behind the first flight is no command (P19)."""
        for what, text in (("text", b"XACT board tv.glued kind=qa :No\r\n"),
                           ("a record", b"\x17\x03\x03\x00\x06DATE\r\n")):
            first, tls, into, out = hello()
            with raw(self.server.tls_port) as s:
                s.sendall(first + text)
                got = drain(s)
            self.tap.ok(b"111" not in got and b"290" not in got and
                        b"201 " not in got,
                        "glued to the handshake is no command: " + what,
                        got[:200])
        with self.server.admin() as c:
            self.tap.eq(c.cmd("GROUP tv.glued")[:3], "411",
                        "and did nothing")

    def cuts(self):
        """Cut off anywhere, and noise."""
        first = hello()[0]
        rng = random.Random(8)
        for at in list(range(1, 8)) + rng.sample(range(8, len(first)), 20):
            with raw(self.server.tls_port) as s:
                s.sendall(first[:at])
        for _ in range(40):
            bad = bytearray(first)
            for _ in range(rng.randrange(1, 6)):
                bad[rng.randrange(1, len(bad))] = rng.randrange(256)
            with raw(self.server.tls_port) as s:
                s.sendall(bad)
                with contextlib.suppress(OSError):
                    s.shutdown(socket.SHUT_WR)
                drain(s)
        self.tap.ok(self.answers(), "handshakes cut off or damaged")

    def many(self):
        """More at once than have their turn in a wake-up."""
        began = []
        for _ in range(60):
            first, tls, into, out = hello()
            s = raw(self.server.tls_port)
            s.sendall(first)
            began.append((s, tls, into, out))
        good = 0
        for s, tls, into, out in began:
            finish(s, tls, into)
            tls.write(b"QUIT\r\n")
            s.sendall(out.read())
            into.write(drain(s))
            good += b"205 " in read_all(tls)
            s.close()
        self.tap.eq(good, 60, "60 handshakes at once")

    # --- sessions -----------------------------------------------------------

    def login(self):
        with self.tls() as c:
            c.need("381", "AUTHINFO USER anna")
            c.need("281", "AUTHINFO PASS correct-horse")
            self.tap.ok(c.cmd("POST").startswith("340"), "login, then POST")
        if not self.away:
            self.tap.skip("login from another host", "only loopback here")
            return
        with st.Nntp((self.away, self.ports[0])) as c:
            c.line()
            caps = c.multi("101", "CAPABILITIES")
            self.tap.ok("AUTHINFO USER SASL" not in caps and
                        c.cmd("AUTHINFO USER anna")[:4] == "483 " and
                        c.cmd("AUTHINFO SASL PLAIN AGEAYg==")[:4] == "483 ",
                        "another host cannot log in without TLS", caps)
        with st.Nntp((self.away, self.ports[1]), tls=True) as c:
            c.line()
            caps = c.multi("101", "CAPABILITIES")
            c.need("381", "AUTHINFO USER anna")
            self.tap.ok("AUTHINFO USER SASL" in caps and
                        c.cmd("AUTHINFO PASS correct-horse")[:4] == "281 ",
                        "with TLS it can", caps)

    def pipeline(self):
        """Commands in one record, one in many, many records at once."""
        with self.tls() as c:
            c.send_raw(b"DATE\r\n" * 1000)
            self.tap.ok(all(c.line()[:4] == "111 " for _ in range(1000)),
                        "1,000 commands in one write")
            for one in b"DATE\r\n":
                c.send_raw(bytes([one]))
            self.tap.eq(c.line()[:4], "111 ", "a command of six records")
            for _ in range(300):
                c.send_raw(b"DATE\r\n")
            self.tap.ok(all(c.line()[:4] == "111 " for _ in range(300)),
                        "300 records")

    def half_closed(self):
        """All that was asked is answered behind a goodbye."""
        first, tls, into, out = hello()
        with raw(self.server.tls_port) as s:
            s.sendall(first)
            finish(s, tls, into)
            tls.write(b"DATE\r\n" * 300)
            with contextlib.suppress(ssl.SSLWantReadError):
                tls.unwrap()
            s.sendall(out.read())
            into.write(drain(s))
            got = read_all(tls)
        self.tap.eq(got.count(b"111 "), 300, "answers behind close_notify")
        with self.tls() as c:
            c.send_raw(b"DATE\r\n" * 300)
            socket.socket.shutdown(c.s, socket.SHUT_WR)
            lines = 0
            while c.line_raw().startswith(b"111 "):
                lines += 1
        self.tap.eq(lines, 300, "answers behind a closed direction")

    def load(self):
        text = "x" * 60 + "\n"
        self.server.feed(
            st.article("<%d@t>" % n, "tv.general", "Number %d %s" % (
                n, "s" * (n % 80)), body=text * (n % 30 + 1))
            for n in range(ARTICLES))

    def large(self):
        with self.server.connect() as c, self.tls() as t:
            for x in c, t:
                x.need("211", "GROUP tv.general")
            self.tap.ok(c.multi("224", "OVER 1-") == t.multi("224", "OVER 1-"),
                        "OVER of %d articles is the same" % ARTICLES)
            t.send_raw(b"".join(b"ARTICLE %d\r\n" % n
                                for n in range(1, ARTICLES + 1)))
            good = 0
            for n in range(1, ARTICLES + 1):
                good += t.line().startswith("220 %d " % n)
                t.block_raw()
            self.tap.eq(good, ARTICLES, "articles read late, all of them")

    def unread(self):
        """Who asks and never reads holds up nobody."""
        c = self.tls()
        c.need("211", "GROUP tv.general")
        c.s.setblocking(False)
        asked = 0
        with contextlib.suppress(ssl.SSLWantWriteError, BlockingIOError):
            while asked < 3000:
                c.s.send(b"OVER 1-\r\n")
                asked += 1
        self.tap.ok(self.answers(), "one that never reads holds up nobody")
        c.s.settimeout(st.DEADLINE)
        self.tap.ok(c.line()[:4] == "224 " and len(c.block()) == ARTICLES,
                    "when it reads, all is there")
        c.close()

    # --- the end ------------------------------------------------------------

    def renew(self):
        def seen(c):
            return c.s.getpeercert(True)

        old = self.tls()
        self.install(*self.ca.issue("DNS:localhost"))
        self.server.reload()
        with self.tls() as c:
            now = seen(c)
        self.tap.ok(now != seen(old), "SIGHUP: the new certificate is shown")
        self.tap.eq(old.cmd("DATE")[:4], "111 ",
                    "connections that are there go on")
        self.install(self.pair[0], self.ca.issue("DNS:localhost")[1])
        self.server.proc.send_signal(1)
        st.wait_until(lambda: "does not belong" in self.server.stderr(),
                      "the complaint about the key")
        with self.tls() as c:
            self.tap.eq(seen(c), now, "one that is wrong keeps the old one")
        old.close()

    def last_words(self):
        """What is said last arrives, however much was sent meanwhile."""
        good = 0
        for tls in (None, True):
            for _ in range(10):
                c = self.server.connect(tls=tls)
                c.send_raw(b"QUIT\r\n" + b"DATE\r\n" * 5000)
                good += c.line() == "205 Bye" and c.closed()
                c.close()
        self.tap.eq(good, 20, "205 arrives before what was not read")
        with self.tls() as c:
            c.cmd("DATE")
            self.server.proc.terminate()
            self.tap.ok(c.line()[:4] == "400 " and c.s.recv(1) == b"",
                        "400 and a goodbye when the server ends")
        self.server.stop(told=True)

    def memory(self):
        """What an idle connection is counted with is what it takes, and
        10,000 of them beside 500 that work fit into the default."""
        self.install(*self.pair)
        server = st.Server(tls=self.files).start()
        first = [server.connect(tls=True) for _ in range(50)]
        before = server.metrics()["Memory"], resident(server)
        more = [server.connect(tls=True) for _ in range(400)]
        m = server.metrics()
        each = (m["Memory"] - before[0]) / len(more)
        took = (resident(server) - before[1]) / len(more)
        self.tap.note("an idle connection: %d bytes, counted %d" %
                      (took, each))
        self.tap.ok(10500 * each < .7 * m["Memory-Max"],
                    "10,500 idle connections fit", str(each))
        if st.SANITIZED:
            self.tap.skip("an idle connection is counted", "a sanitizer's")
        else:
            self.tap.ok(.7 * each < took < 1.1 * each,
                        "an idle connection is counted with what it takes",
                        "%d, %d" % (took, each))
        for c in first + more:
            c.close()
        server.stop()


def resident(server):
    with open("/proc/%d/status" % server.worker_pid, encoding="ascii") as f:
        return 1024 * int(re.search(r"RssAnon:\s+(\d+)", f.read())[1])


def main():
    st.need_programs("openssl")
    st.need_built("stoad", "stoactl")
    st.need_files(1000)
    s = Suite()
    s.stall()
    s.versions()
    s.wrong_port()
    s.glued()
    s.cuts()
    s.many()
    s.login()
    s.pipeline()
    s.half_closed()
    s.load()
    s.large()
    s.unread()
    s.renew()
    s.stalled()
    s.last_words()
    s.memory()
    s.tap.done()


main()
