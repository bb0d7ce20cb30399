#!/usr/bin/env python3
# suite: alone
# suite: timeout 3600
# 50 posters at full speed, who also cancel, supersede and vote, kill -9 at a
# random moment, a new start; then their ledger is compared with the store.
# Again and again.
import os
import random
import statistics
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import faults  # noqa: E402
import stoatest as st  # noqa: E402

POSTERS = 50
CYCLES = int(os.environ.get("STOA_CYCLES", 200 if st.FULL else 5))
PRELOAD = int(os.environ.get("STOA_PRELOAD", 100000 if st.FULL else 0))
SEED = int(os.environ.get("STOA_SEED", random.randrange(1 << 30)))


def preload(server, n):
    """A store of n articles before it begins, in a board of its own."""
    def articles():
        for i in range(n):
            yield st.article("<old.%d@load.example.org>" % i, "old.board",
                             "Old %d" % i, body="Line of text.\n" * 40,
                             refs="<old.%d@load.example.org>" % (i // 8)
                             if i % 8 else "")
    with server.admin() as c:
        window = []
        for art in articles():
            mid = st.header(art, "Message-ID")
            c.send_raw(b"TAKETHIS " + mid.encode() + b"\r\n"
                       + st.stuff(st.canonical(art)) + b".\r\n")
            window.append(mid)
            if len(window) == 100:
                for _ in window:
                    got = c.line()
                    if not got.startswith("239"):
                        raise st.ServerError(got)
                window = []
        for _ in window:
            c.line()


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    tap.note("seed %d" % SEED)
    chance = random.Random(SEED)
    server = st.Server(conf="connections-per-address 1000").start()
    for board in faults.BOARDS:
        server.board(board)
    ledger = faults.Ledger(SEED)
    votes = ledger.votes
    votes.join(server)
    preload(server, PRELOAD)
    starts, bad, seen = [], [], faults.Seen()
    for cycle in range(CYCLES):
        before = set(ledger.sent)
        crowd = faults.Crowd(server, ledger, POSTERS, "c%d" % cycle,
                             removes=0.2, votes=0.3)
        voted = len(votes.sent)
        first = len(ledger.acked)
        # In the first one each kind of change comes to its end.
        crowd.run(until=lambda: len(ledger.acked) > first and
                  (cycle or votes.seq and any(ledger.removed.values())))
        crowd.run(chance.uniform(0.0, 0.6))
        server.kill()
        crowd.drain()
        server.start()
        starts.append(server.started)
        new = set(ledger.sent) - before
        old = chance.sample(sorted(before), min(len(before), 200))
        found = faults.compare(server, ledger, list(new) + old, seen)
        earlier = chance.sample(range(1, voted + 1), min(voted, 100))
        found += votes.compare(server, ledger.removed, earlier + list(
            range(voted + 1, len(votes.sent) + 1)))
        bad += ["cycle %d: %s" % (cycle, f) for f in found]
        if len(bad) > 20:
            break
    everything = faults.compare(server, ledger)
    counted = votes.compare(server, ledger.removed) + \
        votes.compare_journal(server)
    tap.note("%d cycles, %d posts sent, %d acknowledged, %d refused" % (
        CYCLES, len(ledger.sent), len(ledger.acked), len(ledger.refused)))
    tap.note("%d were taken out, of %d others it was asked" % (
        sum(ledger.removed.values()),
        sum(not gone for gone in ledger.removed.values())))
    tap.note("%d votes, %d of them on what was taken out" % (
        len(votes.sent), len(votes.refused)))
    tap.note("restart: median %.3f s, longest %.3f s, on %d articles" % (
        statistics.median(starts), max(starts),
        PRELOAD + len(ledger.acked)))
    tap.ok(len(ledger.acked) > CYCLES, "posts were acknowledged")
    tap.ok(any(ledger.removed.values()), "articles were taken out")
    tap.ok(votes.seq, "votes were acknowledged")
    tap.ok(not ledger.refused, "no post was refused",
           str(list(ledger.refused.items())[:5]))
    tap.ok(not bad, "%d cycles of kill -9: none lost, none twice, none "
           "half visible, none back" % CYCLES, "\n".join(bad[:20]))
    tap.ok(not everything, "at the end the whole ledger is in the store",
           "\n".join(everything[:20]))
    tap.ok(not counted, "every vote counts once, under one number, asked "
           "for again or not", "\n".join(counted[:20]))
    server.stop()
    p = server.ctl("check", offline=True, check=False)
    tap.ok(p.returncode == 0, "stoactl check finds nothing",
           p.stdout + p.stderr)
    tap.done()


if __name__ == "__main__":
    main()
