#!/usr/bin/env python3
# suite: alone
# suite: timeout 3600
# Questions, me-toos and support while the clock leaps; kill -9 at a random
# moment, a new start; whatever a rule was due to do has been done exactly
# once. Again and again.
import os
import random
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402

CYCLES = int(os.environ.get("STOA_CYCLES", 200 if st.FULL else 5))
SEED = int(os.environ.get("STOA_SEED", random.randrange(1 << 30)))
NOON = 1795348800
HOUR = 3600
PEOPLE = ["user%d" % i for i in range(8)]
RULES = [
    ("clock", "when is:open kind:qa after 1h do escalate role=manager"),
    ("alarm", "when metoo:>=3 do alarm :three have it"),
    ("review", "when kind:ideas is:open support:>=4 do review :wanted"),
    ("writes", "when questions:>=5 do badge name=writes"),
]


class Life(threading.Thread):
    """One connection that does things until the server is gone."""

    def __init__(self, ledger, conn, seed):
        super().__init__(daemon=True)
        self.ledger, self.c = ledger, conn
        self.random = random.Random(seed)
        self.start()

    def run(self):
        try:
            while True:
                self.step()
        except (OSError, EOFError, ValueError):
            pass
        self.c.close()


class Asker(Life):
    def step(self):
        board = self.random.choice(["t.qa", "t.ideas"])
        mid = self.ledger.new_id()
        got = self.c.post(st.article(mid, board, sender="A <a@b.example>",
                                     date=None))
        if got.startswith("240"):
            self.ledger.asked(mid, board)


class Crowd(Life):
    def step(self):
        for board, act in (("t.qa", "metoo"), ("t.ideas", "support")):
            mid = self.ledger.choose(board, self.random)
            if mid:
                self.c.cmd("XACT %s %s as=@%s" % (
                    act, mid, self.random.choice(PEOPLE)))


class Ledger:
    def __init__(self):
        self.lock = threading.Lock()
        self.mids = {"t.qa": [], "t.ideas": []}
        self.n = 0

    def new_id(self):
        with self.lock:
            self.n += 1
            return "<%d@timers.example>" % self.n

    def asked(self, mid, board):
        with self.lock:
            self.mids[board].append(mid)

    def questions(self):
        with self.lock:
            return len(self.mids["t.qa"])

    def choose(self, board, r):
        """Mostly one of the last ones, so that thresholds are reached."""
        with self.lock:
            return r.choice(self.mids[board][-12:]) \
                if self.mids[board] else None


def events(c, act, *cols):
    """The events of an act, their columns as tuples."""
    return [tuple(row) for row in c.rows(
        "event act:%s limit:10000 cols:%s" % (act, ",".join(cols)))]


def by_rule(c, act, rule):
    """How often the rule did it, by target."""
    out = {}
    for target, args in events(c, act, "target", "args"):
        if "rule=%s" % rule in args.split(" "):
            out[target] = out.get(target, 0) + 1
    return out


def given(c, act):
    """How many did it to each target; nobody takes it back."""
    people = {}
    for actor, target in events(c, act, "actor", "target"):
        people.setdefault(target, set()).add(actor)
    return {mid: len(who) for mid, who in people.items()}


def once(done, want, what):
    bad = ["%s: %s %d times" % (t, what, n) for t, n in done.items()
           if n != 1]
    bad += ["%s: no %s" % (t, what) for t in want if t not in done]
    bad += ["%s: %s too early" % (t, what) for t in done if t not in want]
    return bad


def compare(server):
    """All that is due is done, once; nothing else is."""
    with server.admin() as c:
        state, old = {}, set()
        for board in ("t.qa", "t.ideas"):
            high = int(c.need("211", "GROUP " + board).split()[3])
            if not high:
                continue
            for row in c.multi("224", "OVER 1-%d" % high):
                part = row.split("\t")
                state[part[4]] = part[9]
        for when, target, args in events(c, "post", "time", "target",
                                         "args"):
            if "boards=t.qa" in args and when <= stamp(
                    server.clock.now - HOUR):
                old.add(target)
        bad = once(by_rule(c, "escalate", "clock"), old, "escalation")
        bad += once(by_rule(c, "alarm", "alarm"),
                    [m for m, n in given(c, "metoo").items() if n >= 3],
                    "alarm")
        bad += once(by_rule(c, "review", "review"),
                    [m for m, n in given(c, "support").items() if n >= 4],
                    "review")
        bad += ["%s: %s" % (m, state.get(m)) for m in old
                if state.get(m) != ":x-state escalated"]
        badges = by_rule(c, "badge", "writes")
        if any(n != 1 for n in badges.values()):
            bad.append("badges: %s" % badges)
        return bad, len(old)


def stamp(t):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(t))


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    tap.note("seed %d" % SEED)
    chance = random.Random(SEED)
    server = st.Server(conf="connections-per-address 1000\n"
                       "commands-per-second 0\nposts-per-hour 0\n",
                       clock=NOON).start()
    server.board("t.qa")
    server.board("t.ideas", kind="ideas")
    for name in PEOPLE:
        server.user(name, name + "-secret")
    with server.admin() as c:
        for name, text in RULES:
            c.need("290", "XACT rule rule:%s :%s" % (name, text))
        c.need("290", "XACT view view.late :is:escalated")
    ledger, bad, fired = Ledger(), [], 0
    for cycle in range(CYCLES):
        # Who asks is another one each time.
        who = PEOPLE[cycle % len(PEOPLE)]
        lives = [Asker(ledger, server.login(who, who + "-secret"),
                       chance.random()),
                 Crowd(ledger, server.admin(), chance.random()),
                 Crowd(ledger, server.admin(), chance.random())]
        goal = ledger.questions() + 2
        end = time.monotonic() + chance.uniform(0.05, 0.5)
        while time.monotonic() < end or (
                ledger.questions() < goal and
                time.monotonic() < end + st.DEADLINE):
            server.clock.add(chance.choice([0, 60, 900, HOUR]))
            time.sleep(0.03)
        server.kill()
        for life in lives:
            life.join()
        # What became due while nobody was there, too.
        last = cycle == CYCLES - 1
        server.clock.add(HOUR if last else chance.choice([0, 0, 600, HOUR]))
        server.start()
        server.settle()
        if cycle % 10 == 9 or last:
            found, fired = compare(server)
            bad += ["cycle %d: %s" % (cycle, f) for f in found]
            if bad:
                break
    tap.note("%d cycles, %d asked, %d escalated" % (
        CYCLES, ledger.questions(), fired))
    tap.ok(not bad, "%d cycles of kill -9: what was due was done once" %
           CYCLES, "\n".join(bad[:20]))
    tap.ok(fired > CYCLES, "questions were escalated")
    with server.admin() as c:
        high = c.need("211", "GROUP view.late").split()
    tap.ok(int(high[1]) == fired, "the view holds all of them",
           "%s, %d" % (high, fired))
    server.stop()
    p = server.ctl("check", offline=True, check=False)
    tap.ok(p.returncode == 0, "stoactl check finds nothing",
           p.stdout + p.stderr)
    p = server.ctl("rebuild", offline=True, check=False)
    tap.ok(p.returncode == 0 and " 0 rows differed" in p.stdout + p.stderr,
           "replay gives the same tables", p.stdout + p.stderr)
    tap.done()


if __name__ == "__main__":
    main()
