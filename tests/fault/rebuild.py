#!/usr/bin/env python3
# suite: timeout 7200
# replay(journal) == tables: after random events in a random order, and
# after each data set, a rebuild from the journal finds no row that differs;
# and one that is killed, as it may be in an upgrade, leaves what was there.
import os
import random
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import faults  # noqa: E402,F401
import stoatest as st  # noqa: E402

SEED = int(os.environ.get("STOA_SEED", random.randrange(1 << 30)))
RUNS = int(os.environ.get("STOA_RUNS", 40 if st.FULL else 2))
EVENTS = int(os.environ.get("STOA_EVENTS", 5000 if st.FULL else 1200))
KILLS = int(os.environ.get("STOA_CYCLES", 50 if st.FULL else 6))
QUICK = ["lists-de-usbprog-pub.mbox.zst", "charset-zoo.mbox.zst",
         "torture.tar.zst"]


class Chaos:
    """Random changes that the server may take or refuse."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.ids = ["<%d@chaos.example.org>" % i for i in range(EVENTS)]
        self.boards = ["b%d.chaos" % i for i in range(8)]
        self.users = ["user%d" % i for i in range(10)]

    def article(self):
        r = self.r
        mid = r.choice(self.ids)
        near = int(mid[1:].split("@")[0])
        # Parents from the neighbourhood: before, behind, or itself.
        refs = ["<%d@chaos.example.org>" % max(0, near + r.randint(-6, 4))
                for _ in range(r.choice([0, 0, 1, 1, 2, 5, 40]))]
        more = r.choice(["", "", "In-Reply-To: " + r.choice(self.ids),
                         "In-Reply-To: message of <x> from somebody",
                         "Xref: elsewhere a.b:1 c.d:2", "Lines: 99999"])
        date = r.choice([
            "Sun, 22 Nov 2026 12:%02d:00 +0000" % r.randrange(60),
            "Mon, 5 Apr 93 10:00:00 GMT", "not a date at all",
            "Fri, 31 Dec 2099 23:59:59 +0000", ""])
        subject = r.choice(["Question %d" % near, "Re: Question %d" % near,
                            "=?utf-8?q?K=C3=BCche?=", "=?x?y?z?=", "Tab\t"])
        boards = ",".join(r.sample(self.boards + ["new%d.chaos" %
                                                  r.randrange(30)],
                                   r.choice([1, 1, 1, 2, 3])))
        return mid, st.article(mid, boards, subject, refs=" ".join(refs),
                               more=more, date=date,
                               body="Line.\n" * r.choice([1, 2, 30, 500]))

    def act(self):
        r = self.r
        user = r.choice(self.users)
        return r.choice([
            "board %s :Title %d" % (r.choice(self.boards), r.randrange(9)),
            "board %s status=%s" % (r.choice(self.boards), r.choice("ynm")),
            "board %s kind=%s" % (r.choice(self.boards),
                                  r.choice(["qa", "howto", "ideas"])),
            "join @%s" % user,
            "grant @%s role=%s" % (user, r.choice(
                ["member", "admin", "moderator:b1.*", "moderator:b2.*"])),
            "revoke @%s role=%s" % (user, r.choice(
                ["member", "admin", "moderator:b1.*"])),
            "set server name=n%d.example.org" % r.randrange(5)])

    def play(self, server):
        """Returns how many were taken."""
        taken = 0
        with server.admin() as c:
            for board in self.boards:
                c.need("290", "XACT board " + board)
            for _ in range(EVENTS):
                if self.r.random() < 0.3:
                    taken += c.cmd("XACT " + self.act()).startswith("290")
                    continue
                mid, art = self.article()
                c.send_raw(b"TAKETHIS " + mid.encode() + b"\r\n" +
                           st.stuff(st.canonical(art)) + b".\r\n")
                taken += c.line().startswith("239")
        return taken


def rebuilt(tap, server, name):
    """The server has ended: rebuild, check, rebuild again."""
    p = server.ctl("rebuild", offline=True, check=False)
    m = re.search(r"(\d+) events, (\d+) articles, 0 rows differed", p.stdout)
    tap.ok(p.returncode == 0 and m and int(m[1]) > 1,
           "%s: no row differs after a rebuild" % name, p.stdout + p.stderr)
    p = server.ctl("check", offline=True, check=False)
    tap.ok(p.returncode == 0, name + ": check finds nothing afterwards",
           p.stdout + p.stderr)
    return int(m[2]) if m else 0


def killed(tap, server, chance):
    """kill -9 at any moment of a rebuild: all is as before."""
    begin = time.monotonic()
    server.ctl("rebuild", offline=True)
    took = time.monotonic() - begin
    bad, hit = [], 0
    for cycle in range(KILLS):
        p = subprocess.Popen(
            [os.path.join(st.BUILD, "stoactl"), "-d", server.dir, "rebuild"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait = chance.uniform(0, took)
        time.sleep(wait)
        p.kill()
        if p.wait() < 0:
            hit += 1
        else:                   # it is quicker than the first one was
            took = wait
        p = server.ctl("check", offline=True, check=False)
        if p.returncode != 0:
            bad.append("kill %d: %s%s" % (cycle, p.stdout, p.stderr))
    tap.note("%d of %d rebuilds were killed" % (hit, KILLS))
    tap.ok(hit, "rebuilds were killed")
    tap.ok(not bad, "kill -9 in a rebuild: the store is as it was",
           "\n".join(bad[:5]))


def chaos(tap, seed):
    server = st.Server().start()
    taken = Chaos(seed).play(server)
    server.stop()
    tap.ok(taken > EVENTS // 4, "seed %d: %d of %d changes were taken" % (
        seed, taken, EVENTS))
    if seed == SEED:
        killed(tap, server, random.Random(seed))
    rebuilt(tap, server, "seed %d" % seed)
    with server.start().admin() as c:
        tap.ok(c.cmd("XACT board after.rebuild").startswith("290"),
               "seed %d: it goes on afterwards" % seed)
    server.stop()
    st.release(server)


def damaged(tap):
    """The proof that check can fail: one event's bytes are changed."""
    server = st.Server().start()
    server.feed([st.article("<%d@damage.example.org>" % i, "a.board",
                            body="%d\n" % i * 50) for i in range(200)])
    with server.admin() as c:
        rows = c.multi("292", "XLIST event limit:1000")
    server.stop()
    path = os.path.join(server.dir, "store", "data.mdb")
    with open(path, "rb") as f:
        good = f.read()
    digest = re.search(r"digest=(\w+)", rows[100])
    tap.ok(digest and digest[1].encode() in good,
           "an event's bytes are found in the store", rows[100])
    bad = good.replace(digest[1].encode(), b"0" * len(digest[1]))
    with open(path, "wb") as f:
        f.write(bad)
    p = server.ctl("check", offline=True, check=False)
    tap.ok(p.returncode == 1 and p.stderr, "check sees a damaged event",
           "status %d: %s%s" % (p.returncode, p.stdout, p.stderr))
    with open(path, "wb") as f:
        f.write(good)
    p = server.ctl("check", offline=True, check=False)
    tap.ok(p.returncode == 0, "and nothing in the one that is not",
           p.stdout + p.stderr)
    st.release(server)


def importing(server, name):
    """stoactl import of a data file, as its name says how."""
    path = os.path.join(st.DATA, name)
    kind = ("spool" if name.startswith("usenet") else "mbox"
            if ".mbox." in name else "spool" if ".tar." in name else "jsonl")
    args = [] if name.startswith("usenet") else [
        "--board", "data." + re.sub(r"[^a-z0-9-]", "", name.split(".")[0])]
    p = server.ctl("import", kind, *args, "-", input=st.unpacked(path),
                   check=False)
    return p.stdout + p.stderr


def data_set(tap, name):
    server = st.Server().start()
    said = importing(server, name)
    server.stop()
    articles = rebuilt(tap, server, name)
    tap.ok(articles > 0, name + ": it was loaded", said[-2000:])
    st.release(server)


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    tap.note("seed %d" % SEED)
    damaged(tap)
    for i in range(RUNS):
        chaos(tap, SEED + i)
    st.need_programs("zstd")
    names = QUICK if not st.FULL else sorted(
        n for n in (os.listdir(st.DATA) if os.path.isdir(st.DATA) else [])
        if re.search(r"\.(mbox|tar)\.zst$", n))
    for name in names:
        if os.path.exists(os.path.join(st.DATA, name)):
            data_set(tap, name)
        else:
            tap.skip(name, "not there; STOA_TEST_DATA names the folder")
    tap.done()


if __name__ == "__main__":
    main()
