#!/usr/bin/env python3
# suite: alone
# suite: timeout 1200
"""stoad and a real INN: stoad feeds innd; innfeed and innxmit feed stoad.
Nothing is lost when either side is killed in the middle, nothing is there
twice, nothing goes back. STOA_FULL=1: 10,000 articles each way."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import innlib                                               # noqa: E402
import stoatest as st                                       # noqa: E402
from peers import Way, count, peer_rows, wait_count         # noqa: E402

N = 10000 if st.FULL else 500
OUT, IN, BATCH = "tv.out", "tv.in", "batch.in"
BOARDS = [OUT, IN, BATCH]
ROOT = os.path.join(st.ROOT, "build", "inn", "root")
WAIT = 10 * st.DEADLINE

NEWSFEEDS = """ME:!*::
stoad.example.org:tv.*:Tm:innfeed!
innfeed!:!*:Tc,Wnm*:{lib}/bin/innfeed
batch/stoad.example.org:batch.*:Tf,Wnm:stoad
"""

INNFEED = """gen-html: false
initial-connections: 1
max-connections: 2
initial-reconnect-time: 1
max-reconnect-time: 2
max-queue-size: 200
backlog-rotate-period: 1
backlog-ckpt-period: 1
backlog-newfile-period: 1
peer stoad.example.org {{
    ip-name: 127.0.0.1
    port-number: {port}
    streaming: true
}}
"""

STOAD = """name stoad.example.org
connections-per-address 0
peer bench.example {{
    address 127.0.0.1
    accept  *
    host    {place}
}}
"""

t = st.Tap()


def articles(tag, board, n):
    return [st.article("<%s.%d@x.example.org>" % (tag, i), board,
                       more="Path: x.example.org!not-for-mail",
                       body="Text %d.\n.\n..dots\n" % i + "x" * (i % 700))
            for i in range(n)]


def ids(tag, n):
    return ["<%s.%d@x.example.org>" % (tag, i) for i in range(n)]


def talk(port):
    c = st.Nntp(("127.0.0.1", port), deadline=WAIT)
    c.line()
    return c


def inn_feed(inn, arts):
    """TAKETHIS, a hundred at a time."""
    with talk(inn.feed_port) as c:
        c.need("203", "MODE STREAM")
        for i in range(0, len(arts), 100):
            part = [st.canonical(a) for a in arts[i:i + 100]]
            c.send_raw(b"".join(
                b"TAKETHIS " + st.header(a, "Message-ID").encode() + b"\r\n"
                + st.stuff(a) + b".\r\n" for a in part))
            for _ in part:
                got = c.line()
                if not got.startswith("239"):
                    raise st.ServerError("innd: " + got)


def has(port, mids):
    """How many of them a reader finds, -1 when nobody answers."""
    try:
        with talk(port) as c:
            c.cmd("MODE READER")
            found = 0
            for i in range(0, len(mids), 100):
                part = mids[i:i + 100]
                c.send_raw(b"".join(b"STAT %s\r\n" % m.encode()
                                    for m in part))
                found += sum(c.line().startswith("223") for _ in part)
            return found
    except (OSError, EOFError):
        return -1


def inn_count(inn, board):
    with talk(inn.port) as c:
        return int(c.need("211", "GROUP " + board).split()[1])


def wait_inn(inn, tag, n, what):
    mids = ids(tag, n)
    try:
        st.wait_until(lambda: has(inn.port, mids) == n, what, WAIT, 0.1)
    except TimeoutError:
        pass
    return t.eq(has(inn.port, mids), n, what)


def wait_stoad(stoad, board, n, tag, what):
    try:
        wait_count(stoad, board, n, WAIT)
    except TimeoutError:
        pass
    t.eq(count(stoad, board), n, what)
    t.eq(has(stoad.port, ids(tag, N)), N, "  every one of them")


class Both:
    def __init__(self):
        self.inn = innlib.Inn(ROOT, st.temp_dir() + "/inn")
        os.chmod(os.path.dirname(self.inn.prefix), 0o755)
        self.stoad = st.Server(conf="")
        self.stoad.port = st.free_port()
        self.out = Way(self.inn.feed_port)
        self.into = Way(self.stoad.port)
        self.stoad.write_conf(STOAD.format(place=self.out.place))
        self.inn.setup(BOARDS, conf="icdsynccount: 1\n", more={
            "newsfeeds": NEWSFEEDS.format(lib=self.inn.lib),
            "innfeed.conf": INNFEED.format(port=self.into.port)})
        st.at_end(self.inn.kill)
        self.inn.start()
        self.stoad.start()
        for board in BOARDS:
            self.stoad.board(board)

    def innxmit(self):
        return subprocess.Popen(
            [self.inn.lib + "/bin/innxmit", "-P", str(self.into.port),
             "127.0.0.1", self.inn.prefix + "/spool/outgoing/work"],
            env=self.inn.env, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, preexec_fn=st.die_with_parent,
            **self.inn.identity())


def received(stoad):
    return int(peer_rows(stoad)["bench.example"]["received"])


def straight(b):
    b.stoad.feed(articles("a", OUT, N))
    wait_inn(b.inn, "a", N, "stoad feeds innd: %d articles" % N)
    t.eq(inn_count(b.inn, OUT), N, "none of them twice")
    row = peer_rows(b.stoad)["bench.example"]
    t.eq([row[k] for k in ("sent", "refused", "rejected", "dropped")],
         [str(N), "0", "0", "0"], "as stoad counts it")
    with talk(b.inn.port) as c:
        path = c.multi("221", "HEAD <a.1@x.example.org>")[0]
    t.ok(path.startswith("Path: bench.example!stoad.example.org!")
         or "!stoad.example.org!" in path, "Path tells the way", path)

    inn_feed(b.inn, articles("b", IN, N))
    wait_stoad(b.stoad, IN, N, "b", "innfeed feeds stoad: %d" % N)
    with b.stoad.connect() as c:
        path = c.multi("221", "HEAD <b.1@x.example.org>")[0]
    t.ok(path.startswith("Path: stoad.example.org!!bench.example!"),
         "Path tells the way, and that it was sure", path)
    t.eq(received(b.stoad), N, "nothing came back")
    t.eq(inn_count(b.inn, IN), N, "nor went back")


def stoad_killed(b):
    b.out.hold(N * 150)
    b.stoad.feed(articles("c", OUT, N))
    t.ok(b.out.held.wait(WAIT), "on the way to innd")
    b.stoad.kill()
    b.out.go()
    some = st.wait_until(lambda: has(b.inn.port, ids("c", N)),
                         "innd to take what has come", WAIT)
    t.ok(0 < some < N, "  in the middle: %d are there" % some)
    b.stoad.start()
    wait_inn(b.inn, "c", N, "the feeding stoad was killed: nothing is lost")
    t.eq(inn_count(b.inn, OUT), 2 * N, "  none is there twice")


def innd_killed(b):
    b.out.hold(N * 150)
    b.stoad.feed(articles("d", OUT, N))
    t.ok(b.out.held.wait(WAIT), "on the way to innd")
    b.inn.kill()
    b.out.go()
    b.inn.start()
    b.stoad.ctl("feed", "retry", "bench.example")
    wait_inn(b.inn, "d", N, "the fed innd was killed: nothing is lost")
    t.eq(inn_count(b.inn, OUT), 3 * N, "  none is there twice")


def fed_stoad_killed(b):
    b.into.hold(N * 150)
    inn_feed(b.inn, articles("e", IN, N))
    t.ok(b.into.held.wait(WAIT), "on the way to stoad")
    b.stoad.kill()
    b.into.go()
    b.stoad.start()
    wait_stoad(b.stoad, IN, 2 * N, "e",
               "the stoad that innfeed feeds was killed: nothing is lost")


def feeding_inn_killed(b):
    inn_feed(b.inn, articles("f", BATCH, N))
    os.rename(b.inn.prefix + "/spool/outgoing/stoad",
              b.inn.prefix + "/spool/outgoing/work")
    b.inn.ctl("flush", "batch")
    b.into.hold(N * 150)
    xmit = b.innxmit()
    t.ok(b.into.held.wait(WAIT), "innxmit is on the way to stoad")
    b.inn.kill()
    xmit.kill()
    xmit.communicate()
    b.into.go()
    some = st.wait_until(lambda: count(b.stoad, BATCH),
                         "stoad to take what has come", WAIT)
    t.ok(0 < some < N, "  in the middle: %d are there" % some)
    b.inn.start()
    xmit = b.innxmit()
    said, _ = xmit.communicate(timeout=WAIT)
    t.eq(xmit.returncode, 0, "innxmit again, to its end")
    t.note(said.decode(errors="replace"))
    wait_stoad(b.stoad, BATCH, N, "f",
               "innd and innxmit were killed: nothing is lost")


def main():
    st.need_built("stoad", "stoactl")
    os.makedirs(os.path.dirname(ROOT), exist_ok=True)
    if not innlib.fetch_packages(ROOT):
        st.skip_all("INN's packages cannot be downloaded")
    missing = innlib.lacks(ROOT)
    if missing:
        st.skip_all("INN lacks %s; make deps" % ", ".join(missing))
    b = Both()
    for test in (straight, stoad_killed, innd_killed, fed_stoad_killed,
                 feeding_inn_killed):
        test(b)
    b.stoad.stop()
    b.inn.stop()
    t.done()


main()
