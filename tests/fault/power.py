#!/usr/bin/env python3
# suite: alone
# suite: timeout 3600
# Power loss. A run of stoad from its first start is recorded, then the
# power is cut at many moments of it: each disk that could be left must open
# and hold all that was acknowledged. And no answer may have come too early.
import os
import random
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import faults  # noqa: E402
import stoatest as st  # noqa: E402

IMAGES = int(os.environ.get("STOA_IMAGES", 3000 if st.FULL else 100))
ANSWERS = int(os.environ.get("STOA_ANSWERS", 1000 if st.FULL else 50))
POSTS = int(os.environ.get("STOA_POSTS", 1200 if st.FULL else 150))
SEED = int(os.environ.get("STOA_SEED", random.randrange(1 << 30)))


def record(tap):
    """A recorded life: first start, posts and votes, clean restart, more of
    both."""
    lib = faults.shim("record")
    server = st.Server()
    trace = os.path.join(st.temp_dir(), "trace")
    server.env.update(LD_PRELOAD=lib, STOA_TRACE=trace,
                      STOA_TRACE_DIR=server.base)
    ledger = faults.Ledger(SEED)
    for part in (1, 2):
        server.start()
        if part == 1:
            for board in faults.BOARDS:
                server.board(board)
            ledger.votes.join(server)
        # Few at first, so that many small commits are in the trace.
        for crowd_size, share in ((2, 1), (20, 2)):
            goal = len(ledger.acked) + POSTS * share // 6
            crowd = faults.Crowd(server, ledger, crowd_size, "p%d.%d" % (
                part, crowd_size), votes=0.2)
            crowd.run(until=lambda: len(ledger.acked) >= goal)
            crowd.finish()
        server.stop()
    acks = len(ledger.acked), len(ledger.votes.seq)
    tap.ok(acks[0] >= POSTS * 9 // 10 and acks[1] > POSTS // 20,
           "a run with %d posts and %d votes is recorded" % acks,
           "wanted %d posts" % POSTS)
    return server, trace, sum(acks)


def crashimg(server, trace, *args):
    # In a container it may be small.
    shm = "/dev/shm"
    large = os.access(shm, os.W_OK) and shutil.disk_usage(shm).free > 1 << 29
    work = st.temp_dir(shm if large else None)
    p = subprocess.run(
        [os.path.join(st.BUILD, "tests", "fault", "crashimg"),
         "-s", str(SEED)] + list(args) +
        [trace, server.base, server.dir, work],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = p.stdout.decode("utf-8", "replace")
    m = re.search(r"^images (\d+) bad (\d+) operations (\d+) "
                  r"acknowledged (\d+)", text, re.M)
    if m is None:
        return p.returncode, text, (0, -1, 0, 0)
    return p.returncode, text, tuple(int(x) for x in m.groups())


def main():
    st.need_built("stoad", "stoactl", "tests/fault/crashimg")
    tap = st.Tap()
    tap.note("seed %d" % SEED)
    server, trace, promised = record(tap)
    rc, text, (images, bad, ops, acks) = crashimg(
        server, trace, "-n", str(IMAGES))
    tap.note("%d operations, %d acknowledged" % (ops, acks))
    tap.ok(acks >= promised, "the answers are in the trace", text)
    tap.ok(rc == 0 and images == IMAGES and bad == 0,
           "%d disks after a power cut: each opens, every acknowledged "
           "article and act is there" % images, text[-3000:])
    rc, text, (images, bad, ops, acks) = crashimg(
        server, trace, "-p", "-c", "0", "-n", str(ANSWERS))
    tap.ok(rc == 0 and images > 0 and bad == 0,
           "at %d answers what they promise was durable" % images,
           text[-3000:])
    # The proof that these tests can fail: a disk on which no sync counts.
    for more, name in (([], "lost articles"), (["-p"], "early answers")):
        rc, text, (images, bad, ops, acks) = crashimg(
            server, trace, "-x", "-c", "0", "-n", "40", *more)
        tap.ok(rc == 1 and bad > 0, "a disk that ignores syncs shows "
               + name, text[-3000:])
    tap.done()


if __name__ == "__main__":
    main()
