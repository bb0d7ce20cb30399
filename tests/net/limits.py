#!/usr/bin/env python3
# Limits of COMMUNITY 3.7 that are counted by the second or the connection,
# with the numbers of stoad.conf as they are by default: acts, searches,
# connections and wrong passwords. Nothing that is only too quick is lost.
import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402

REMOTE = "127.0.2.%d"
SLOW = r"403 Too many wrong passwords from your address; try again in " \
       r"(\d+) seconds"


def login(server, source, name, password="secret"):
    c = server.connect(source=REMOTE % source)
    c.need("381", "AUTHINFO USER " + name)
    c.need("281", "AUTHINFO PASS " + password)
    return c


def timed(c, lines, read):
    """Sends all of it at once; how long each answer took."""
    begin = time.monotonic()
    c.send_raw("".join(x + "\r\n" for x in lines).encode())
    return [(read(c), time.monotonic() - begin) for _ in lines]


def acts(tap):
    server = st.Server(conf="trust-loopback off").start()
    server.board("tv.general")
    for name in ("anna", "berta"):
        server.user(name, "secret")
    # Most change nothing, so that no disk is slower than the brake.
    follow = ["XACT follow tv.general"] * 80
    want = ["290"] + ["294"] * 79
    c = login(server, 1, "anna")
    said = timed(c, follow, lambda c: c.line()[:3])
    tap.eq([code for code, _ in said], want,
           "80 acts in one piece: none is refused")
    # A tenth of a second each; the first rest begins behind the 51st.
    tap.ok(said[-1][1] >= 2, "behind 50 of them there are 10 a second",
           str(said[-1]))
    tap.note("the 50th after %.2f s, the 80th after %.2f s" % (
        said[49][1], said[-1][1]))
    rests = server.metrics()["Brake-Command"]
    tap.ok(rests > 0, "rests are counted")
    with login(server, 1, "berta") as d:
        got = timed(d, follow[:50], lambda c: c.line()[:3])
        tap.eq([code for code, _ in got], want[:50], "another account acts")
        tap.eq(server.metrics()["Brake-Command"], rests,
               "and has its own 50")
    st.wait_until(lambda: re.search(r"\tbrake\t.*\tanna\tacts, for \d+ ms",
                                    server.audit()), "the audit log",
                  seen=server.audit)
    c.close()
    with server.admin() as a:
        server.user("carla", "secret")
        got = timed(a, ["XACT trust @carla level=2"] * 300,
                    lambda c: c.line()[:3])
        tap.eq([code for code, _ in got], ["290"] + ["294"] * 299,
               "300 of the operator")
    tap.eq(server.metrics()["Brake-Command"], rests,
           "the operator meets no brake")
    server.stop()


def crowd(tap):
    """What others of the account have asked for already is not waited for
    longer than LIMIT_REST_S."""
    server = st.Server(conf="trust-loopback off\nacts-per-second 1\n"
                       "connections-per-address 0").start()
    server.board("tv.general")
    server.user("anna", "secret")
    conns = [login(server, 1, "anna") for _ in range(24)]
    said = []
    for c in conns:
        said.append(c.cmd("XACT follow tv.general"))
    slow = [x for x in said if x.startswith("493 ")]
    tap.ok(all(x.startswith("29") for x in said[:15]) and slow,
           "what would wait for long is refused", str(said))
    wait = [int(x.split()[1]) for x in slow]
    tap.ok(all(10 <= n <= 13 for n in wait), "493 begins with the seconds",
           str(slow))
    # A posting does as many as it has lines. Where we were slow there is
    # room for some again.
    for c in conns[:14:-1]:
        got = c.post("From: anna@example.org\r\nNewsgroups: tv.general\r\n"
                     "Subject: x\r\nX-Act: follow tv.general\r\n\r\n"
                     "text\r\n")
        if not got.startswith("240"):
            break
    tap.ok(re.match(r"441 Not posted: .* in \d+ seconds", got),
           "the acts of a posting are acts", got)
    for c in conns:
        c.close()
    server.stop()


def searches(tap):
    server = st.Server(conf="trust-loopback off").start()
    server.board("tv.general")
    server.feed([st.article("<1@example.org>", "tv.general")])
    c = server.connect(source=REMOTE % 1)

    def rows(c):
        head = c.line()
        while c.line() != ".":
            pass
        return head[:3]
    said = timed(c, ["XLIST thread word"] * 40, rows)
    tap.eq({code for code, _ in said}, {"292"}, "40 searches: all answered")
    tap.ok(said[-1][1] >= 2, "behind 25 of them there are 5 a second",
           str(said[-1]))
    with server.connect(source=REMOTE % 1) as d:
        rests = server.metrics()["Brake-Command"]
        timed(d, ["XLIST thread"] * 100, rows)
        tap.eq(server.metrics()["Brake-Command"], rests,
               "a list without words is no search")
    with server.connect(source=REMOTE % 2) as d:
        got = timed(d, ["XLIST article word"] * 25, rows)
        tap.eq(server.metrics()["Brake-Command"], rests,
               "another address has its own %d" % len(got))
    c.close()
    server.stop()


def connections(tap):
    server = st.Server(conf="trust-loopback off\npeer p.example {\n"
                       "\taccount peter\n\taccept *\n}\n").start()
    server.user("peter", "secret")
    conns = [server.connect(source=REMOTE % 1) for _ in range(8)]
    with server.connect(source=REMOTE % 1, greet=False) as c:
        tap.eq(c.line(), "400 Too many connections from your address: 8 are "
               "the most; close one", "the ninth of an address")
        tap.ok(c.closed(), "it is closed")
    with server.connect(source=REMOTE % 2) as c:
        tap.ok(c.cmd("DATE").startswith("111"), "another address")
    conns.pop().close()
    st.wait_until(lambda: server.metrics()["Connections"] <= 8, "the end")
    conns.append(login(server, 1, "peter"))
    conns.append(server.connect(source=REMOTE % 1))
    tap.ok(conns[-1].cmd("DATE").startswith("111"),
           "a peer that has logged in is not counted")
    conns += [server.admin() for _ in range(12)]
    tap.ok(all(c.cmd("DATE").startswith("111") for c in conns[-12:]),
           "nor is the socket")
    for c in conns:
        c.close()
    # This host is free as long as it is trusted.
    server.write_conf("")
    server.reload()
    conns = [server.connect(source=REMOTE % 1) for _ in range(12)]
    tap.eq(len(conns), 12, "this host is free when it is trusted")
    for c in conns:
        c.close()
    server.stop()


def guess(c, name, password):
    c.need("381", "AUTHINFO USER " + name)
    return c.cmd("AUTHINFO PASS " + password)


def passwords(tap):
    """Six wrong ones of an address a minute, also of this host."""
    server = st.Server().start()
    server.user("anna", "secret")
    for _ in range(12):
        # Newsreaders log in on every connection.
        login(server, 1, "anna").close()
    c = server.connect(source=REMOTE % 1)
    begin = time.monotonic()
    said = [guess(c, "nobody%d" % i, "wrong")[:3] for i in range(6)]
    tap.eq(said, ["481"] * 6, "12 right ones, then 6 wrong ones, of any name")
    got = guess(c, "anna", "secret")
    # Every ten seconds one comes back.
    late = time.monotonic() - begin > 9
    m = re.fullmatch(SLOW, got)
    tap.ok(late or (m and 1 <= int(m[1]) <= 10),
           "the next is not looked at", got)
    with server.connect(source=REMOTE % 2) as d:
        tap.ok(guess(d, "anna", "secret").startswith("281"),
               "another address logs in")
    if not late:
        st.wait_until(lambda: re.search(
            r"\tlogin-delayed\t.*\tanna\tfor \d+", server.audit()),
            "the audit log")
        tap.eq(server.metrics()["Brake-Login"], 1, "it is counted")
    c.close()
    server.stop()


def hour(tap):
    """And thirty an hour."""
    server = st.Server(conf="logins-per-minute 0").start()
    server.user("anna", "secret")
    c = server.connect(source=REMOTE % 1)
    begin = time.monotonic()
    said = [guess(c, "nobody%d" % i, "wrong")[:3] for i in range(30)]
    tap.eq(said, ["481"] * 30, "30 wrong ones of an address")
    got = [guess(c, "late%d" % i, "wrong") for i in range(2)]
    late = int(time.monotonic() - begin) // 120
    m = re.fullmatch(SLOW, got[-1])
    tap.ok(late or (m and 1 <= int(m[1]) <= 120),
           "what is more is not looked at for two minutes", str(got))
    c.close()
    server.stop()


def one_name(tap):
    """Who guesses for one name locks out nobody else who sits behind the
    address; many names are too many for it."""
    server = st.Server(conf="logins-per-minute 0\nlogins-per-hour 3").start()
    for name in ("anna", "berta"):
        server.user(name, "secret")
    with server.connect(source=REMOTE % 1) as c:
        said = [guess(c, "mallory", "wrong")[:3] for _ in range(6)]
        tap.eq(said, ["481"] * 5 + ["403"], "wrong ones of one name")
        tap.ok(guess(c, "anna", "secret").startswith("281"),
               "another name of that address logs in")
    with server.connect(source=REMOTE % 1) as c:
        # What is told is the same for a name that there is.
        said = [guess(c, name, "wrong")
                for name in ("nobody", "berta", "niemand")]
        tap.eq([x[:3] for x in said], ["481", "403", "403"],
               "of many names few are looked at")
        tap.ok(all(re.fullmatch(SLOW, x) for x in said[1:]),
               "whether they are there or not", str(said))
        tap.eq(guess(c, "berta", "secret")[:3], "403",
               "nor are right ones then")
    with server.connect(source=REMOTE % 2) as c:
        tap.ok(guess(c, "berta", "secret").startswith("281"),
               "another address logs in")
    server.stop()


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    acts(tap)
    crowd(tap)
    searches(tap)
    connections(tap)
    passwords(tap)
    hour(tap)
    one_name(tap)
    tap.done()


main()
