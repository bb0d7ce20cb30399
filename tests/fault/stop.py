#!/usr/bin/env python3
# suite: alone
# suite: timeout 1800
# SIGTERM while 50 posters are at full speed: it ends by itself, and what it
# had acknowledged is there at the next start.
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import faults  # noqa: E402
import stoatest as st  # noqa: E402

CYCLES = int(os.environ.get("STOA_CYCLES", 50 if st.FULL else 4))
SEED = int(os.environ.get("STOA_SEED", random.randrange(1 << 30)))


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    tap.note("seed %d" % SEED)
    chance = random.Random(SEED)
    server = st.Server().start()
    ledger, seen, bad = faults.Ledger(SEED), faults.Seen(), []
    for board in faults.BOARDS:
        server.board(board)
    for cycle in range(CYCLES):
        before = set(ledger.sent)
        crowd = faults.Crowd(server, ledger, 50, "t%d" % cycle,
                             removes=0.2)
        first = len(ledger.acked)
        crowd.run(until=lambda: len(ledger.acked) > first)
        crowd.run(chance.uniform(0.0, 0.4))
        server.proc.terminate()
        # They go on asking until they are hung up on.
        if not crowd.run(until=lambda: not crowd.sel.get_map()):
            bad.append("cycle %d: somebody was not hung up on" % cycle)
        try:
            server.stop(told=True)
        except st.ServerError as e:
            bad.append("cycle %d: %s" % (cycle, e))
        crowd.drain()
        server.start()
        bad += faults.compare(server, ledger, set(ledger.sent) - before,
                              seen)
    tap.note("%d posts, %d acknowledged, %d refused" % (
        len(ledger.sent), len(ledger.acked), len(ledger.refused)))
    tap.ok(len(ledger.acked) > CYCLES, "posts were acknowledged")
    tap.ok(all(a[0] == "4" for a in ledger.refused.values()),
           "who was refused was told to come again",
           str(list(ledger.refused.items())[:5]))
    tap.ok(not bad, "%d times SIGTERM at full speed: a clean end, none lost, "
           "none twice" % CYCLES, "\n".join(bad[:20]))
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
