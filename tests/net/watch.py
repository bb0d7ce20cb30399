#!/usr/bin/env python3
# XWATCH beside all else: the heartbeat, ends by max= and for=, those who do
# not read, those who hang up, many at once while much happens, a restart.
import os
import socket
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402

SPEED = 200
WATCHERS = 500 if st.FULL else 60
EVENTS = 2000 if st.FULL else 300
tap = st.Tap()


def seq_of(line):
    return int(line.split("\t", 1)[0])


def act(c, text):
    return int(c.need("290", "XACT board tv.general :" + text).split()[1])


def heartbeat(server):
    c, began = server.connect(), time.monotonic()
    seq = c.need("293", "XWATCH").split()[1]
    beats = [c.line() for _ in range(3)]
    took = (time.monotonic() - began) * SPEED
    tap.eq(beats, ["#hb " + seq] * 3, "a heartbeat tells the last event")
    tap.ok(took >= 175, "and comes every minute, not more often",
           "%.0f s" % took)
    c.send("DATE")
    tap.ok(c.line() == "." and c.line().startswith("111"),
           "until the next command")
    # Longer than a silent connection may live.
    c.need("293", "XWATCH for=%ds" % 2000)
    lines = c.block()
    # Where we are slow some come too late to be counted.
    tap.ok(3 <= len(lines) <= 33, "for= ends it, and silence does not",
           "%d heartbeats" % len(lines))
    tap.ok(c.cmd("DATE").startswith("111"), "behind it all goes on")
    c.close()


def half_closed(server, admin):
    c = server.connect()
    c.send("XWATCH max=1 for=1h")
    c.s.shutdown(socket.SHUT_WR)
    seq = int(c.line().split()[1])
    tap.eq(seq_of(wait_line(c, admin)), seq + 1,
           "a script that has said all gets its one event")
    tap.ok(c.line() == "." and c.closed(), "and the end of it")
    c = server.connect()
    c.need("293", "XWATCH")
    c.s.shutdown(socket.SHUT_WR)
    tap.ok(c.closed(), "who waits for ever and hangs up is let go")


def wait_line(c, admin):
    act(admin, "for the script")
    return c.line()


def many(server, admin):
    watchers = []
    for i in range(WATCHERS):
        c = server.connect()
        # Every other one asks for something of its own.
        c.need("293", "XWATCH act:board board:tv.*,none.%d" % (
            i if i % 2 == 0 else 0))
        watchers.append(c)
    want = [act(admin, "number %d" % i) for i in range(EVENTS)]
    good = sum([seq_of(c.line()) for _ in want] == want for c in watchers)
    tap.eq(good, WATCHERS, "each of many hears all of it once and in order")
    # Who comes in the middle of it has no gap either.
    late = []
    for i in range(EVENTS):
        want.append(act(admin, "more %d" % i))
        if i % 10 == 0:
            c = server.connect()
            c.send("XWATCH since=%d" % want[0])
            late.append(c)
    good = 0
    for c in late:
        c.line()
        good += [seq_of(c.line()) for _ in want[1:]] == want[1:]
    tap.eq(good, len(late), "who reads on in the journal misses nothing")
    for c in watchers + late:
        c.close()


def guests():
    """Guests of an address have as many watches as an account."""
    server = st.Server(conf="trust-loopback off").start()
    watchers = [server.connect() for _ in range(4)]
    for c in watchers:
        c.need("293", "XWATCH board:tv.*")
    with server.connect() as c:
        got = c.cmd("XWATCH board:tv.*")
        tap.ok(got.startswith("490 limit: 4 watches of an address without a "
                              "login"), "guests of an address are bound", got)
        watchers[0].send("DATE")
        watchers[0].line(), watchers[0].line()
        c.need("293", "XWATCH board:tv.*")
        tap.ok(True, "one that ends makes room")
    for c in watchers:
        c.close()
    server.stop()


def lazy(server, admin):
    """Its output is bounded; then it is closed, and nobody waits for it."""
    boards = ["tv.%s%d" % ("x" * 110, i) for i in range(16)]
    for b in boards:
        admin.need("290", "XACT board " + b)
    c = server.connect()
    c.s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    c.need("293", "XWATCH")
    other = server.connect()
    other.need("293", "XWATCH")
    heard = n = 0
    while n < 100 and server.metrics()["Connections-Plain"] > 1:
        server.feed([st.article("<lazy.%d.%d@example.org>" % (n, i),
                                ",".join(boards)) for i in range(50)])
        n += 1
        while heard < n * 50:
            heard += "\tpost\t<lazy." in other.line()
    tap.ok(n < 100, "who does not read is closed", "%d events" % (50 * n))
    tap.eq(heard, 50 * n, "and nobody waits for him")
    c.close()
    other.close()


def stopped(server):
    """The daemon ends: all are told, also those in the middle of it."""
    watchers = [server.connect() for _ in range(20)]
    for c in watchers:
        c.need("293", "XWATCH")
    server.stop()
    last = [c.line() + " " + c.line()[:4] for c in watchers]
    tap.eq(set(last), {". 400 "}, "an end of the daemon ends the block")


def restart(server, admin):
    before = act(admin, "before the crash")
    server.kill()
    server.start()
    admin = server.connect(unix=True)
    after = act(admin, "after it")
    c = server.connect()
    c.need("293", "XWATCH since=%d" % (before - 1))
    tap.eq([seq_of(c.line()), seq_of(c.line())], [before, after],
           "since= goes on behind a restart")
    c.close()


def main():
    st.need_files(WATCHERS + 200)
    server = st.Server(env={"STOA_SPEED": str(SPEED)}).start()
    heartbeat(server)
    server.stop()
    guests()
    server = st.Server().start()
    admin = server.connect(unix=True)
    admin.need("290", "XACT board tv.general kind=discussion")
    half_closed(server, admin)
    many(server, admin)
    lazy(server, admin)
    restart(server, admin)
    stopped(server)
    tap.done()


main()
