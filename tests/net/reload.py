#!/usr/bin/env python3
# SIGHUP: what it changes while everybody goes on, and that a file with a
# fault changes nothing; stoad -t; SIGTERM under load is fault/stop.
# suite: timeout 300
import os
import shutil
import signal
import socket
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import certs  # noqa: E402
import faults  # noqa: E402
import stoatest as st  # noqa: E402

RELOADS = 60 if st.FULL else 12


class Listening(st.Server):
    """One whose ports stand in its configuration."""

    def command(self):
        return [os.path.join(st.BUILD, "stoad"), "-n", "-f", self.conf,
                "-d", self.dir, "-s", self.sock]


def hup(server, word):
    """SIGHUP; returns what the log says until the word is in it."""
    seen = len(server.stderr())
    server.proc.send_signal(signal.SIGHUP)
    st.wait_until(lambda: word in server.stderr()[seen:],
                  "%r in the log" % word)
    return server.stderr()[seen:]


def refused(port):
    try:
        socket.create_connection(("127.0.0.1", port), st.DEADLINE).close()
        return False
    except ConnectionRefusedError:
        return True


def lines(*ports, more=""):
    return "".join("%s 127.0.0.1:%d\n" % p for p in ports) + more


def check_listeners(tap, ca):
    first, second = st.free_port(), st.free_port()
    cert = ca.issue("DNS:localhost,IP:127.0.0.1")
    pem = "tls-certificate %s\ntls-key %s\n" % cert
    server = Listening(conf=lines(("listen", first)))
    server.port = first
    server.start()
    old = server.connect()
    server.write_conf(lines(("listen", first), ("listen", second)))
    said = hup(server, "read again")
    tap.ok("changed listen" in said, "the log says what changed", said)
    server.port = second
    with server.connect() as c:
        tap.ok(c.cmd("DATE").startswith("111"), "an added port answers")
    server.write_conf(lines(("listen", second)))
    hup(server, "read again")
    tap.ok(refused(first), "a removed port accepts nobody")
    tap.ok(old.cmd("DATE").startswith("111"), "who came by it stays")
    server.write_conf(lines(("listen-tls", second), more=pem))
    hup(server, "read again")
    server.tls_port = second
    with server.connect(tls=True) as c:
        tap.ok(c.cmd("DATE").startswith("111"), "a port becomes a TLS port")
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    port = taken.getsockname()[1]
    server.write_conf(lines(("listen-tls", second), ("listen", port),
                            more=pem))
    said = hup(server, "configuration stays")
    tap.ok("127.0.0.1:%d" % port in said, "a port that is taken is named",
           said)
    taken.close()
    with server.connect(tls=True) as c:
        tap.ok(c.cmd("DATE").startswith("111"), "and the others go on")
    tap.ok(old.cmd("DATE").startswith("111"), "also who came first")
    old.close()
    server.stop()


def check_certificate(tap, ca):
    one = ca.issue("DNS:localhost,IP:127.0.0.1")
    two = ca.issue("DNS:localhost,IP:127.0.0.1")
    server = st.Server(tls=one).start()
    good = open(server.conf).read()
    old = server.connect(tls=True)

    def shown():
        with server.connect(tls=True) as c:
            return c.s.getpeercert(True)
    before = shown()
    server.write_conf(good.replace(one[1], two[1]))
    said = hup(server, "configuration stays")
    tap.ok(two[1] in said, "a key of another certificate is named", said)
    tap.ok(shown() == before, "the old certificate stays")
    server.write_conf(good.replace(one[0], two[0]).replace(one[1], two[1]))
    hup(server, "read again")
    tap.ok(shown() != before, "a new one is shown to who comes next")
    tap.ok(old.cmd("DATE").startswith("111"), "a connection keeps its own")
    old.close()
    server.stop()


def check_faults(tap):
    server = st.Server(conf="quota 1G\n", limits=True).start()
    with server.connect() as c:
        server.write_conf("quota 2G\nworkers many\npeer x {\nhots y\n")
        said = hup(server, "configuration stays")
        for n, what in ((2, "workers"), (4, "no such key: hots"),
                        (3, "the block is not closed")):
            tap.ok("%s:%d: %s" % (server.conf, n, what) in said,
                   "a fault in line %d is told" % n, said)
        tap.ok(c.cmd("DATE").startswith("111"), "nobody is disturbed")
    with server.admin() as c:
        tap.ok("Quota: %d" % (1 << 30) in c.multi("291", "XINFO server"),
               "nothing of a bad file counts")
    server.write_conf("quota 2G\nworkers 7\nsandbox off\n")
    said = hup(server, "read again")
    tap.ok("changed quota; for a restart: sandbox, workers" in said,
           "what needs a restart is said", said)
    with server.admin() as c:
        tap.ok("Quota: %d" % (2 << 30) in c.multi("291", "XINFO server"),
               "a good one counts")
    audit = os.path.join(server.dir, "audit.log")
    os.rename(audit, audit + ".1")
    hup(server, "nothing changed")
    st.wait_until(lambda: os.path.exists(audit), "a new audit log")
    server.write_conf("workers many\n")
    os.rename(audit, audit + ".2")
    hup(server, "configuration stays")
    tap.ok(st.wait_until(lambda: os.path.exists(audit), "another"),
           "a log that was moved away is begun anew, with a bad file too")
    server.stop()


def check_pipes(tap):
    """Where a file is expected a pipe is not waited for."""
    server = st.Server(conf="").start()
    pipe = os.path.join(server.base, "pipe")
    os.mkfifo(pipe)
    server.write_conf("tls-certificate %s\ntls-key %s\n" % (pipe, pipe))
    said = hup(server, "configuration stays")
    tap.ok("%s is no file" % pipe in said, "no certificate is a pipe", said)
    audit = os.path.join(server.dir, "audit.log")
    metrics = os.path.join(server.dir, "metrics")
    os.rename(audit, audit + ".1")
    os.mkfifo(audit)
    os.mkfifo(metrics + ".new")
    server.write_conf("metrics %s\n" % metrics)
    hup(server, "read again")
    st.wait_until(lambda: "%s is no file" % audit in server.stderr(),
                  "the audit log to be refused")
    with server.admin() as c:
        c.need("290", "XACT board a.b")
    server.stop()
    with open(audit + ".1") as f:
        tap.ok("board a.b" in f.read(), "the audit log is none")
    tap.ok(os.path.isfile(metrics), "a pipe is no way to the metrics")


def check_texts(tap):
    server = st.Server(conf="").start()
    motd = os.path.join(server.base, "motd")
    terms = os.path.join(server.base, "terms")
    with server.admin() as c:
        tap.ok(c.cmd("LIST MOTD").startswith("503"), "no MOTD, no text")
        tap.ok(c.cmd("XINFO terms").startswith("491"), "no terms, no text")
        with open(os.path.join(server.dir, "motd"), "w") as f:
            f.write("of the data directory\n")
        tap.eq(c.multi("215", "LIST MOTD"), ["of the data directory"],
               "the file in the data directory is the default")
        with open(motd, "w") as f:
            f.write("Hello\n.dot\n")
        with open(terms, "w") as f:
            f.write("Version: 3\nBe kind.\n\nBe\tbrief.\n")
        server.write_conf("motd %s\nterms %s\n" % (motd, terms))
        hup(server, "read again")
        tap.eq(c.multi("215", "LIST MOTD"), ["Hello", ".dot"],
               "motd FILE is what LIST MOTD says")
        got = c.multi("291", "XINFO terms")
        tap.eq([x for x in got if not x.startswith("Since:")],
               ["Version: 3", "Text: Be kind.", "Text: ",
                "Text: Be\\tbrief."], "terms FILE is XINFO terms")
        tap.eq(c.multi("292", "XLIST article board:local.terms "
                       "cols:subject")[1:], ["Terms of use, version 3"],
               "and an article of local.terms")
        with open(terms, "w") as f:
            f.write("Version: 3\nBe kind.\n")
        said = hup(server, "read again")
        tap.ok("changed terms" in said, "a file that changed is noticed",
               said)
        tap.ok("terms:3 now" in said, "the same version is put right", said)
        with open(terms, "w") as f:
            f.write("Be brief.\n")
        hup(server, "read again")
        tap.eq(c.multi("291", "XINFO terms")[0], "Version: 4",
               "without a version it is the next one")
        before = c.multi("291", "XINFO terms")
        hup(server, "read again")
        tap.eq(c.multi("291", "XINFO terms"), before,
               "the same text is no new version")
        with open(terms, "w") as f:
            f.write("Version: 2\nBe nice.\n")
        said = hup(server, "read again")
        tap.ok("version 2, but 4 is in force" in said,
               "a lower version is not taken", said)
        os.unlink(motd)
        said = hup(server, "configuration stays")
        tap.ok("%s:1: motd: %s" % (server.conf, motd) in said,
               "a text that is gone is told by its line", said)
        tap.eq(c.multi("215", "LIST MOTD"), ["Hello", ".dot"],
               "and was kept")
    server.stop()


def check_load(tap):
    """Posters at full speed, and the configuration read over and over."""
    server = st.Server(conf="quota 1G\n").start()
    ledger, seen = faults.Ledger(7), faults.Seen()
    for board in faults.BOARDS:
        server.board(board)
    idle = [server.connect() for _ in range(20)]
    for c in idle:
        c.need("111", "DATE")   # who says nothing has a minute only
    crowd = faults.Crowd(server, ledger, 20, "r")
    for i in range(RELOADS):
        before = len(ledger.acked)
        server.write_conf("quota %dG\n" % (2 + i % 2) if i % 3 else "x\n")
        seen_log = len(server.stderr())
        server.proc.send_signal(signal.SIGHUP)
        crowd.run(until=lambda: len(ledger.acked) > before and (
            "again" in server.stderr()[seen_log:] or
            "stays" in server.stderr()[seen_log:]))
    tap.ok(not any(p.dead for p in crowd.all) and len(crowd.all) == 20,
           "%d times SIGHUP at full speed: no poster is dropped" % RELOADS)
    tap.ok(all(c.cmd("DATE").startswith("111") for c in idle),
           "nor who only waits")
    crowd.finish()
    tap.ok(not ledger.refused, "no post was refused",
           str(list(ledger.refused.items())[:3]))
    tap.eq(faults.compare(server, ledger, None, seen)[:5], [],
           "all that was acknowledged is there")
    for c in idle:
        c.close()
    server.stop()


def run_test(*args):
    p = subprocess.run([os.path.join(st.BUILD, "stoad"), *args],
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                       text=True, stdin=subprocess.DEVNULL)
    return p.returncode, p.stdout, p.stderr


def check_dry(tap, ca):
    base = st.temp_dir()
    path = os.path.join(base, "stoad.conf")
    one = ca.issue("DNS:localhost")
    two = ca.issue("DNS:localhost")

    def write(text):
        with open(path, "w") as f:
            f.write(text)
        os.chmod(path, 0o600)
    write("data %s/data\ntls-certificate %s\ntls-key %s\n" % (base, *one))
    tap.eq(run_test("-t", "-f", path), (0, path + " is good\n", ""),
           "stoad -t: a good file")
    tap.eq(run_test("-n", "-t", "-f", path)[0], 0, "stoad -n -t likewise")
    tap.ok(not os.path.exists(base + "/data"), "and nothing was made")
    write("data %s/data\ntls-certificate %s\ntls-key %s\nmotd /none\n"
          "lisen :119\n" % (base, one[0], two[1]))
    code, out, err = run_test("-t", "-f", path)
    tap.eq((code, out), (2, ""), "a bad one: status 2, nothing on stdout")
    for n, what in ((2, "tls-certificate: "), (4, "motd: /none: "),
                    (5, "no such key: lisen; did you mean \"listen\"?")):
        tap.ok("stoad: %s:%d: %s" % (path, n, what) in err,
               "its fault in line %d" % n, err)
    write("data %s/data\npeer x {\nhost no.such.host.invalid:119\n}\n" % base)
    code, out, err = run_test("-t", "-f", path)
    tap.ok(code == 0 and "is good" in out and
           "warning: %s:2: " % path in err, "a host that nobody knows is a "
           "warning", err)
    write("data %s/data\nuser no.such.user\nlisten 127.0.0.1:1119\n"
          "listen [::1:119\nsocket %s\naudit %s/none/audit\nmemory 256\n"
          "tls-key /nokey\ntls-certificate /none\nexpire 7d\n" %
          (base, base, base))
    code, out, err = run_test("-t", "-f", path)
    for n, what in ((2, "user: no such user"), (4, "listen: [::1:119: "),
                    (5, "socket: %s is a directory" % base),
                    (8, "tls-key: /nokey: No such file"),
                    (9, "tls-certificate: /none: No such file"),
                    (10, "expire belongs in a block, like \"boards WILDMAT")):
        tap.ok("stoad: %s:%d: %s" % (path, n, what) in err,
               "its fault in line %d" % n, err)
    tap.eq(err.count("tls-certificate"), 1, "a missing file is told once")
    for n, what in ((6, "audit: %s/none: " % base), (7, "memory: 256 ")):
        tap.ok("stoad: warning: %s:%d: %s" % (path, n, what) in err,
               "a warning for line %d" % n, err)
    code, out, err = run_test("-t", "-d", "")
    tap.ok(code == 2 and "its value is missing" in err,
           "an empty value is none", err)
    code, out, err = run_test("-t")
    tap.ok(code == 2 and "no data directory" in err,
           "without a data directory it is told to name one", err)


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    check_faults(tap)
    check_pipes(tap)
    check_texts(tap)
    check_load(tap)
    if shutil.which("openssl") is None:
        tap.skip("ports and certificates", "openssl is not installed")
    else:
        ca = certs.Authority()
        check_listeners(tap, ca)
        check_certificate(tap, ca)
        check_dry(tap, ca)
    tap.done()


if __name__ == "__main__":
    main()
