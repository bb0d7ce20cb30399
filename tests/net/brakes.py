#!/usr/bin/env python3
# suite: timeout 1200
# Brakes, and what the operator sees of them: commands, articles and logins
# of somebody in a hurry; the audit log; metrics. The server's clock runs
# faster than ours where delays are waited for.
import math
import os
import re
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import certs  # noqa: E402
import stoatest as st  # noqa: E402

REMOTE = "127.0.2.%d"
SPEED = 20
# The delays alone: limits.py shows how many of an address are looked at.
ANY = "logins-per-minute 0\nlogins-per-hour 0\n"


def attempt(c, name, password):
    got = c.cmd("AUTHINFO USER " + name)
    return got if not got.startswith("381") else \
        c.cmd("AUTHINFO PASS " + password)


def joins(tap):
    """Three accounts of an address a day; those that came to nothing are
    not counted."""
    tls = certs.Authority().issue("DNS:localhost")
    server = st.Server(conf="trust-loopback off\ncommunity {\n\tjoin open\n"
                       "}\n", tls=tls).start()

    def join(source, name):
        with server.connect(source=REMOTE % source, tls=True) as c:
            c.need("390", "XACT join @%s -" % name)
            c.send("good-password")
            return c.cmd(".")[:4]

    server.user("anna", "correct-horse")
    tap.eq([join(1, "anna") for _ in range(4)], ["492 "] * 4,
           "a name that is taken is no account")
    tap.eq([join(1, "user%d" % i) for i in range(4)],
           ["290 "] * 3 + ["493 "], "an address makes three accounts")
    tap.eq(join(2, "user9"), "290 ", "another one has its own")
    server.stop()


def commands(tap):
    """100 a second, ten times as many at once; the rest is slowed down."""
    server = st.Server(conf="trust-loopback off\ncommands-per-second 100"
                       ).start()
    c = server.connect(source=REMOTE % 1)
    begin = time.monotonic()
    c.send_raw(b"DATE\r\n" * 1200)
    answers = [c.line() for _ in range(1000)]
    quick = time.monotonic() - begin
    tap.ok(all(a.startswith("111") for a in answers), "1,000 at once")
    rest = [c.line() for _ in range(200)]
    took = time.monotonic() - begin
    tap.ok(all(a.startswith("111") for a in rest), "none is refused")
    tap.ok(took >= 1, "200 more take their time", "%.2f s" % took)
    tap.note("1,000 took %.2f s, 1,200 %.2f s" % (quick, took))
    m = server.metrics()
    tap.ok(m["Brake-Command"] > 0 and m["Commands"] >= 1200,
           "rests and commands are counted", str(m))
    c.close()
    # The operator and this host, when it is trusted, are free.
    for who, other, n in (
            ("another address is not slowed",
             server.connect(source=REMOTE % 2), 900),
            ("the operator meets no brake", server.admin(), 5000)):
        other.send_raw(b"DATE\r\n" * n)
        for _ in range(n):
            other.line()
        other.close()
        tap.eq(server.metrics()["Brake-Command"], m["Brake-Command"], who)
    server.stop()


def articles(tap):
    server = st.Server(conf="trust-loopback off\nposts-per-hour 5").start()
    server.board("a.b")
    for name in ("anna", "berta"):
        server.user(name, "secret")
    c = server.connect(source=REMOTE % 1)
    attempt(c, "anna", "secret")
    begin = time.monotonic()
    said = [c.post(st.article("<%d@hurry>" % i, "a.b",
                              sender="anna <anna@example.org>"))
            for i in range(7)]
    tap.eq([s[:3] for s in said], ["240"] * 5 + ["441"] * 2,
           "7 articles where 5 are allowed")
    tap.ok(re.search(r"in \d+ seconds", said[-1]), "441 says when", said[-1])
    took = time.monotonic() - begin
    tap.ok(719 - took <= int(re.search(r"in (\d+)", said[-1])[1]) <= 721,
           "it is right", "%s, after %.1f s" % (said[-1], took))
    d = server.connect(source=REMOTE % 1)
    attempt(d, "berta", "secret")
    tap.ok(d.post(st.article("<b@hurry>", "a.b")).startswith("240"),
           "another account has its own")
    tap.eq(server.metrics()["Brake-Post"], 2, "they are counted")
    c.close()
    d.close()
    with server.admin() as a:
        said = [a.post(st.article("<a%d@hurry>" % i, "a.b"))[:3]
                for i in range(8)]
    tap.eq(said, ["240"] * 8, "the operator meets no brake")
    server.stop()


def guessing(tap):
    """Five failures are free, then 1, 2, 4 ... seconds, for that address
    and name alone; the answer is the same for a name that does not exist."""
    server = st.Server(conf=ANY, env={"STOA_SPEED": str(SPEED)}).start()
    server.user("anna", "secret")
    said, sent, came = {}, {}, {}
    for name in ("anna", "nobody"):
        c = server.connect(source=REMOTE % 1)
        said[name], sent[name], came[name] = [], [], []
        for _ in range(10):
            sent[name].append(time.monotonic() * SPEED)
            said[name].append(attempt(c, name, "wrong"))
            came[name].append(time.monotonic() * SPEED)
        c.close()
    tap.eq(said["anna"], said["nobody"],
           "a name that does not exist: the same answers")
    tap.eq(set(said["anna"]), {"481 Name or password is wrong"},
           "the answer stays 481")
    for name in said:
        # A delay begins when the failure before is answered: somewhere
        # between what was sent and what came then.
        took = [t - sent[name][4] for t in came[name]]
        tap.ok(all(took[i] >= 2 ** (i - 4) - 3 for i in range(5, 10)),
               "%s: the delay doubles" % name, str(took))
        tap.note("%s: %s s" % (name, " ".join("%.0f" % t for t in took[4:])))
    # It is no lock: others, and the same from elsewhere, come in at once.
    waiting = server.connect(source=REMOTE % 1)
    waiting.need("381", "AUTHINFO USER anna")
    waiting.send("AUTHINFO PASS wrong")
    with server.connect(source=REMOTE % 2) as c:
        got = attempt(c, "anna", "secret")
        tap.ok(got.startswith("281"), "meanwhile she logs in from elsewhere",
               got)
    elsewhere = r"\t%s\t\d+\t" + re.escape(REMOTE % 2)
    st.wait_until(lambda: re.search(elsewhere % "login", server.audit()),
                  "the audit log", seen=server.audit)
    tap.ok(not re.search(elsewhere % "login-delayed", server.audit()),
           "without a delay", server.audit())
    waiting.close()
    # With the right password it is only slow, and then forgotten.
    c = server.connect(source=REMOTE % 1)
    got = attempt(c, "anna", "secret")
    tap.ok(got.startswith("281"), "the right password works, in its time",
           got)
    c.close()
    c = server.connect(source=REMOTE % 1)
    held = server.metrics()["Brake-Login"]
    got = attempt(c, "anna", "wrong")
    tap.eq((got[:3], server.metrics()["Brake-Login"]), ("481", held),
           "after that failures are free again")
    c.close()
    # Many at once are not a way around it.
    crowd = [server.connect(source=REMOTE % 3) for _ in range(10)]
    for c in crowd:
        c.need("381", "AUTHINFO USER anna")
    begin = time.monotonic()
    for c in crowd:
        c.send("AUTHINFO PASS wrong")
    quick = []
    threads = [threading.Thread(target=lambda c=c: quick.append(
        (c.line(), (time.monotonic() - begin) * SPEED))) for c in crowd]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    late = [t for _, t in quick if t > 20]
    tap.ok(len(late) >= 1, "ten guesses at once: the last ones wait",
           str(sorted(t for _, t in quick)))
    for c in crowd:
        c.close()
    tap.ok(server.metrics()["Brake-Login"] >= 15, "delays are counted")
    server.stop()


def at_once(conns, password):
    """Their answers to the same password, sent by all of them first."""
    for c in conns:
        c.need("381", "AUTHINFO USER anna")
    for c in conns:
        c.send("AUTHINFO PASS " + password)


def parallel(tap):
    """Many connections of one reader log in at once: with the right
    password none waits, also behind failures; one success lets go those
    that wait; who waits is no reason not to stop."""
    server = st.Server(conf=ANY, env={"STOA_SPEED": "5"}).start()
    server.user("anna", "secret")
    crowd = [server.connect(source=REMOTE % 1) for _ in range(20)]
    for c in crowd[:4]:
        attempt(c, "anna", "wrong")
    begin = time.monotonic()
    at_once(crowd[4:], "secret")
    said = [c.line()[:3] for c in crowd[4:]]
    tap.eq(said, ["281"] * 16, "16 right ones at once behind 4 failures")
    tap.note("16 at once took %.2f s" % (time.monotonic() - begin))
    # The sixth and those behind it wait; then one is right.
    late = [server.connect(source=REMOTE % 2) for _ in range(14)]
    at_once(late[:7], "wrong")
    st.wait_until(lambda: server.metrics()["Logins-Failed"] >= 4 + 6,
                  "six of seven to fail")
    at_once(late[7:], "secret")
    said = [c.line()[:3] for c in late]
    tap.eq((said[:7], said[7:]), (["481"] * 7, ["281"] * 7),
           "a success lets go those that wait")
    # Nobody waits for the end of a delay at the end.
    last = [server.connect(source=REMOTE % 3) for _ in range(12)]
    at_once(last, "wrong")
    st.wait_until(lambda: server.metrics()["Logins-Failed"] >= 4 + 7 + 5,
                  "five to fail")
    begin = time.monotonic()
    server.stop()
    tap.ok(time.monotonic() - begin < st.DEADLINE / 2,
           "a delay does not hold up the end")
    for c in crowd + late + last:
        c.close()


def student(a, b):
    """Welch's t of two samples."""
    def part(x):
        m = sum(x) / len(x)
        return m, sum((v - m) ** 2 for v in x) / (len(x) - 1) / len(x)
    (ma, va), (mb, vb) = part(a), part(b)
    return (ma - mb) / math.sqrt(va + vb), ma - mb


def enumeration(tap):
    """P17: known and unknown names take the same time."""
    rounds = 1250 if st.FULL else 3
    server = st.Server(conf=ANY).start()
    server.user("anna", "secret")
    times = {"anna": [], "xavier": []}
    said = set()
    for i in range(rounds):
        # Four failures each are free for every address.
        with server.connect(source="127.3.%d.%d" % divmod(i, 250)) as c:
            for k in range(4):
                for name in sorted(times, reverse=k % 2):
                    c.need("381", "AUTHINFO USER " + name)
                    t = time.perf_counter()
                    said.add(c.cmd("AUTHINFO PASS wrong"))
                    times[name].append(time.perf_counter() - t)
    tap.eq(len(said), 1, "known and unknown names: the same bytes")
    if st.FULL:
        # Without what the machine did beside.
        cut = [sorted(x)[:len(x) * 9 // 10] for x in times.values()]
        t, diff = student(*cut)
        tap.note("difference %.3f ms, t = %.2f" % (1000 * diff, t))
        tap.ok(abs(diff) < 0.001 or abs(t) < 2.58,
               "known and unknown names: the same time")
    server.stop()


def audit_log(tap):
    server = st.Server(conf="trust-loopback off").start()
    server.board("a.b")
    server.user("anna", "secret")
    path = os.path.join(server.dir, "audit.log")
    with server.connect(source=REMOTE % 1) as c:
        attempt(c, "my-password-typed-here", "x")
        attempt(c, "anna", "wrong")
        attempt(c, "anna", "secret")
        c.cmd("XACT board c.d")
    with server.admin() as c:
        c.need("290", "XACT board c.d :A title")
        c.cmd("XACT grant @nobody role=admin")
        c.send_raw(b"XACT board e.f :\x1b[2J\xe2\x80\xae\r\n")
        c.line()
    st.wait_until(lambda: "grant" in server.audit(), "the audit log")
    text = server.audit()
    rows = [x.split("\t") for x in text.splitlines()]
    tap.ok(all(len(r) == 6 for r in rows), "six columns", text)
    tap.ok(all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", r[0])
               for r in rows), "the time as RFC 3339")
    tap.eq(oct(os.stat(path).st_mode & 0o777), "0o600", "mode 0600")

    def has(kind, *more):
        return any(r[1] == kind and all(m in "\t".join(r) for m in more)
                   for r in rows)
    tap.ok(has("start"), "start")
    tap.ok(has("login", REMOTE % 1, "anna"), "a login, with the address")
    tap.ok(has("login-failed", REMOTE % 1, "anna"), "one that failed")
    tap.ok(has("login-failed", "?") and "typed" not in text,
           "a name that does not exist is not told")
    tap.ok(has("act", "socket", "root", "board c.d"), "what an admin did")
    tap.ok(has("act-refused", "anna", "board c.d"), "what was refused")
    tap.ok(has("act-refused", "root", "grant @nobody"),
           "also to an admin")
    tap.ok("secret" not in text and "wrong\n" in text, "no password")
    tap.ok(all(ord(ch) >= 32 or ch in "\t\n" for ch in text) and
           "\u202e" not in text, "nothing that moves a cursor")
    # Rotation: what is moved away is followed no more after SIGHUP.
    os.rename(path, path + ".1")
    server.reload()
    st.wait_until(lambda: os.path.exists(path), "a new file")
    with server.admin() as c:
        c.need("290", "XACT board g.h")
    st.wait_until(lambda: "board g.h" in server.audit(), "its first lines")
    with open(path + ".1") as f:
        old = f.read()
    tap.ok("board g.h" not in old and "\treload\t" in old + server.audit(),
           "after a rotation it goes on in a new file")
    server.stop()
    tap.ok("\tstop\t" in server.audit(), "stop")


def flood(tap):
    """What strangers can cause is written 50 times a second, and counted."""
    server = st.Server(conf="trust-loopback off\nconnects-per-minute 1"
                       ).start()
    begin = time.monotonic()
    n = 0
    while n < 100000 and server.metrics()["Audit-Lost"] < 100:
        for _ in range(100):
            server.connect(greet=False, source=REMOTE % 1).close()
        n += 100
    st.wait_until(lambda: "more like these" in server.audit(),
                  "the sum of what is left out")
    lines = server.audit().count("\trefused\t")
    took = time.monotonic() - begin
    m = server.metrics()
    tap.ok(lines <= 50 * (took + 2), "a flood of refusals: few lines",
           "%d of %d in %.1f s" % (lines, n, took))
    tap.ok(m["Audit-Lost"] >= 100, "a flood of refusals: counted", str(m))
    server.stop()


def metrics(tap):
    base = st.temp_dir()
    path = os.path.join(base, "stoad.prom")
    server = st.Server(conf="metrics " + path).start()
    server.board("a.b")
    server.feed([st.article("<%d@example.org>" % i, "a.b")
                 for i in range(50)])
    server.settle()
    m = server.metrics()
    tap.eq((m["Articles"], m["Boards"]), (50, 1), "what there is")
    tap.ok(m["Commits"] >= 1 and m["Events"] >= 51, "what was written")
    with server.admin() as c:
        lines = dict(x.split(": ", 1) for x in
                     c.multi("291", "XINFO server"))
    total = sum(int(x.split(":")[1])
                for x in lines["Commit-Microseconds"].split())
    tap.eq(total, int(lines["Commits"]), "each commit is in the histogram")
    with server.connect() as c:
        public = [x.split(": ")[0] for x in c.multi("291", "XINFO server")]
    tap.ok("Connections" in public and "Memory" not in public and
           "Logins-Failed" not in public, "strangers see less", str(public))
    server.stop()
    with open(path) as f:
        text = f.read()
    good = re.compile(r"# (HELP|TYPE) stoa_\w+ .+|"
                      r"stoa_\w+(\{\w+=\"[^\"]*\"\})? [\d.e+-]+")
    bad = [x for x in text.splitlines() if not good.fullmatch(x)]
    tap.eq(bad, [], "the file for Prometheus: its format")
    tap.ok("stoa_articles 50\n" in text, "the file for Prometheus: a gauge")
    tap.ok('stoa_commit_seconds_bucket{le="+Inf"}' in text,
           "the file for Prometheus: a histogram")
    tap.ok('stoa_command_total{command="TAKETHIS"} 50' in text,
           "the file for Prometheus: commands by kind")
    tap.eq(os.listdir(base), ["stoad.prom"], "nothing is left beside it")


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    joins(tap)
    commands(tap)
    articles(tap)
    guessing(tap)
    parallel(tap)
    enumeration(tap)
    audit_log(tap)
    flood(tap)
    metrics(tap)
    tap.done()


main()
