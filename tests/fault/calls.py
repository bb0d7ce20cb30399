#!/usr/bin/env python3
# suite: alone
# suite: timeout 7200
# The N-th write, sync, open, mmap or allocation fails, for every N of a
# short life from the first start on. The server may refuse or end with a
# word why; it must not crash, hang, lie, or leave a damaged store.
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import faults  # noqa: E402
import stoatest as st  # noqa: E402

FILES = faults.WRITE | faults.SYNC | faults.OPEN | faults.MMAP
SAMPLES = int(os.environ.get("STOA_SAMPLES", 1000 if st.FULL else 16))
POSTS = 12


class Life:
    """First start, a board, posts, votes and reads, the end; under one
    fault."""

    def __init__(self, kinds, at, length=1, error=5):
        self.server = st.Server()
        self.control = faults.Control(self.server.base)
        self.control.arm(kinds, at, length, error)
        self.ledger = faults.Ledger(at)
        self.bad = []

    def play(self):
        try:
            self.server.spawn(self.control.env())
            self.server.wait_ready()
            self.talk()
        except st.ServerError:
            pass                # it did not start: how, is seen below
        except TimeoutError as e:
            self.bad.append("hangs: %s" % e)
        except (EOFError, OSError) as e:
            if self.server.alive():
                self.settle(e)
        self.end()
        return self

    def settle(self, e):
        """A connection broke: fine when the server goes, or serves on."""
        try:
            with self.server.connect() as c:
                c.need("111", "DATE")
        except (st.ServerError, EOFError, OSError):
            try:
                st.wait_until(lambda: not self.server.alive(), "its end")
            except TimeoutError:
                self.bad.append("neither serves nor ends: %s" % e)

    def talk(self):
        with self.server.admin() as c:
            for board in faults.BOARDS[:2]:
                c.cmd("XACT board %s :A board" % board)
            for n in range(2):
                c.cmd("XACT join @v%d" % n)
            for i in range(POSTS):
                mid, art = self.ledger.make("n", faults.BOARDS[i % 2:][:1])
                got = c.post(art)
                self.ledger.answered(mid, got)
                if got[:3] not in ("240", "400", "403", "440", "441"):
                    self.bad.append("POST: " + got)
                self.vote(c)
            self.reads(c)

    def vote(self, c):
        votes = self.ledger.votes
        number = votes.choose(self.ledger) if self.ledger.live else None
        if number is not None:
            c.send_raw(votes.line(number))
            votes.answered(number, c.line())

    def reads(self, c):
        for mid in list(self.ledger.acked)[:3]:
            got = c.cmd("ARTICLE " + mid)
            if got[:3] == "220":
                c.block()
            elif got[:3] not in ("400", "403"):
                self.bad.append("ARTICLE: " + got)
        if c.cmd("LIST ACTIVE")[:3] == "215":
            c.block()
        c.cmd("GROUP " + faults.BOARDS[0])
        if c.cmd("OVER 1-")[:3] == "224":
            c.block()

    def end(self):
        """It ends by itself or on SIGTERM, never by another signal."""
        p = self.server.proc
        if p.poll() is None:
            p.terminate()
        try:
            status = p.wait(st.DEADLINE)
        except Exception:
            self.bad.append("does not end on SIGTERM")
            status = 0
        self.server.kill()
        err = self.server.stderr()
        if status < 0:
            self.bad.append("died of signal %d: %s" % (-status, err[-500:]))
        elif status > 0 and not re.search(r"\w", err):
            self.bad.append("status %d without a word" % status)

    def after(self):
        """Without the fault: it starts, and nothing promised is missing."""
        try:
            self.server.start()
            self.bad += faults.compare(self.server, self.ledger)
            self.ledger.votes.join(self.server)
            self.bad += self.ledger.votes.compare(self.server, ())
            self.server.stop()
            p = self.server.ctl("check", offline=True, check=False)
            if p.returncode != 0:
                self.bad.append("check: " + p.stdout + p.stderr)
        except (st.ServerError, EOFError, OSError, TimeoutError) as e:
            self.bad.append("afterwards: %s" % e)
        return self


def count(kinds):
    """How many calls there are when none fails."""
    life = Life(kinds, 0).play()
    if life.bad or len(life.ledger.acked) != POSTS:
        raise st.ServerError("without a fault: %s %s" % (
            life.bad, life.ledger.refused))
    return life.control["count"]


def every(tap, kinds, name, length, error):
    total = count(kinds)
    step = max(1, total // SAMPLES)
    at = list(range(1 + (step > 1) * (total % step), total + 1, step))
    hits, bad = 0, []
    for n in at:
        life = Life(kinds, n, length, error).play()
        hits += life.control["hits"] > 0
        life.after()
        bad += ["call %d: %s" % (n, b) for b in life.bad]
        st.release(life.server)
    tap.note("%s: %d of %d calls failed" % (name, hits, total))
    tap.ok(hits > 0, name + ": calls did fail")
    tap.ok(not bad, "%s: never a crash, a hang, a lie or damage (%d of %d)"
           % (name, len(at), total), "\n".join(bad[:20]))


def main():
    st.need_built("stoad", "stoactl")
    faults.shim("fault")
    tap = st.Tap()
    every(tap, FILES, "one call on a file fails with EIO", 1, 5)
    every(tap, FILES, "from one on all calls on files fail with EIO",
          1 << 40, 5)
    every(tap, faults.ALLOC, "one allocation fails", 1, 12)
    tap.done()


if __name__ == "__main__":
    main()
