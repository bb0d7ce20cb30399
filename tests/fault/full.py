#!/usr/bin/env python3
# suite: alone
# suite: timeout 3600
# A full disk and a full map, many times over: POST is refused with the
# reason, reading goes on, and posting does when there is space again.
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import faults  # noqa: E402
import stoatest as st  # noqa: E402

CYCLES = int(os.environ.get("STOA_CYCLES", 20 if st.FULL else 3))
BODY = "".join("%06d %s\n" % (i, os.urandom(24).hex()) for i in range(400))


class Run:
    """One server, its ledger of posts, and what went wrong."""

    def __init__(self, server):
        self.server = server
        self.acked = []
        self.serial = 0
        self.bad = []
        self.waits = []
        self.reasons = set()
        server.board("full.board", "To be filled")
        for _ in range(10):
            if not self.post().startswith("240"):
                raise st.ServerError("no post even before the disk is full")

    def post(self):
        self.serial += 1
        mid = "<full.%d@load.example.org>" % self.serial
        with self.server.admin() as c:
            got = c.post(st.article(mid, "full.board",
                                    body=BODY[self.serial % 100:]))
        if got.startswith("240"):
            self.acked.append(mid)
        return got

    def fill(self, most):
        """Posts until it is refused; the refusal must be a 4xx that says
        what is the matter."""
        for _ in range(most):
            got = self.post()
            if got.startswith("240"):
                continue
            self.reasons.add(got)
            if got[0] != "4" or "full" not in got:
                self.bad.append("refusal without its reason: " + got)
            return True
        self.bad.append("still taken after %d posts" % most)
        return False

    def offered(self):
        """What a peer offers now is wanted later: 436 and 400, never 437
        or 439, which would make it forget the article."""
        with self.server.admin() as c:
            art = st.canonical(st.article("<full@peer.example.org>",
                                          "full.board", body=BODY))
            got = c.cmd("IHAVE <full@peer.example.org>")
            if got.startswith("335 "):
                c.send_raw(st.stuff(art) + b".\r\n")
                got = c.line()
            if not got.startswith("436 "):
                self.bad.append("IHAVE: " + got)
            c.send_raw(b"TAKETHIS <full@peer.example.org>\r\n" +
                       st.stuff(art) + b".\r\n")
            got = c.line()
            if not got.startswith("400 ") or not c.closed():
                self.bad.append("TAKETHIS: " + got)

    def read(self):
        """Everything that was acknowledged can be read."""
        with self.server.connect() as c:
            got = c.cmd("GROUP full.board").split()
            if got[0] != "211" or int(got[1]) != len(self.acked):
                self.bad.append("%d acknowledged, GROUP says %s" % (
                    len(self.acked), got))
            rows = c.multi("224", "OVER %s-%s" % (got[2], got[3]))
            if len(rows) != len(self.acked):
                self.bad.append("OVER has %d rows" % len(rows))
            for mid in self.acked[:5] + self.acked[-5:]:
                if not c.cmd("BODY " + mid).startswith("222"):
                    self.bad.append("cannot read " + mid)
                    continue
                c.block()

    def resume(self):
        """Posts again, as soon as it is taken."""
        begin = time.monotonic()
        try:
            st.wait_until(lambda: self.post().startswith("240"),
                          "a post to be taken again")
        except TimeoutError as e:
            self.bad.append(str(e))
        self.waits.append(time.monotonic() - begin)

    def finish(self, tap, name):
        for reason in sorted(self.reasons):
            tap.note("refused: " + reason)
        tap.note("%s: %d posts, posting again after at most %.2f s" % (
            name, len(self.acked), max(self.waits or [0])))
        tap.ok(not self.bad, "%d times a full %s: refused with the reason, "
               "readable, taken again" % (CYCLES, name),
               "\n".join(self.bad[:10]))
        self.server.stop()
        p = self.server.ctl("check", offline=True, check=False)
        tap.ok(p.returncode == 0, "full %s: stoactl check finds nothing"
               % name, p.stdout + p.stderr)


def umount(path):
    subprocess.run(["umount", "-l", path], stderr=subprocess.DEVNULL)


def real_disk(tap):
    """A small file system of our own; root only."""
    mount = st.temp_dir()
    if os.getuid() != 0 or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=24m", "stoatest", mount],
            stderr=subprocess.DEVNULL).returncode != 0:
        tap.skip("a full file system", "mounting one takes root")
        return
    st.at_end(umount, mount)
    run = Run(st.Server(base=mount).start())
    filler = os.path.join(mount, "filler")
    for _ in range(CYCLES):
        free = os.statvfs(mount)
        left = free.f_bavail * free.f_frsize
        with open(filler, "wb") as f:
            f.write(b"x" * max(0, left - 300000))
        if not run.fill(1000):
            break
        run.read()
        os.unlink(filler)
        run.resume()
    run.finish(tap, "disk")


def shimmed_disk(tap):
    """Writes past a limit fail or are cut short."""
    server = st.Server()
    control = faults.Control(server.base)
    server.env.update(control.env())
    run = Run(server.start())
    for cycle in range(CYCLES):
        control["space"] = 100000 + 7777 * cycle
        if not run.fill(1000):
            break
        run.read()
        control["space"] = -1
        run.resume()
    run.finish(tap, "disk with short writes")


class Crowded:
    """Many post at once while commits fail."""

    def __init__(self, server):
        self.server = server
        self.ledger = faults.Ledger()
        self.sent = {}          # message-id -> bytes
        self.bad = []
        self.refused = 0
        self.unvoted = 0        # votes that were refused
        self.make = self.ledger.make
        self.ledger.make = self.keep
        for board in faults.BOARDS:
            server.board(board)
        self.ledger.votes.join(server)

    def keep(self, *args):
        mid, art = self.make(*args)
        self.sent[mid] = art
        return mid, art

    def post(self, control, name):
        """Commits work, then none does, then they work again."""
        ledger = self.ledger
        crowd = faults.Crowd(self.server, ledger, 20, name, votes=0.2)
        for p in crowd.all:
            p.feed = False
        for space, which in ((-1, ledger.acked), (0, ledger.refused),
                             (-1, ledger.acked)):
            control["space"] = space
            goal = len(which) + 300
            if not crowd.run(until=lambda: len(which) >= goal):
                self.bad.append("no %d answers with space %d" % (goal, space))
            if space == 0:
                self.read()
        crowd.finish()

    def read(self):
        """What was taken is there, while others are refused."""
        for mid, art in faults.fetch_all(self.server,
                                         list(self.ledger.acked)).items():
            if art is None:
                self.bad.append("not there meanwhile: " + mid)

    def again(self):
        """What was taken is refused now; what was refused is not there,
        and is taken."""
        taken = list(self.ledger.acked)
        refused, self.ledger.refused = self.ledger.refused, {}
        self.refused += len(refused)
        with self.server.admin() as c:
            for mid in taken[-500:] + list(refused):
                c.send_raw(b"TAKETHIS " + mid.encode() + b"\r\n" +
                           st.stuff(self.sent[mid]) + b".\r\n")
                got = c.line()
                if got[:3] != ("239" if mid in refused else "439"):
                    self.bad.append("%s, then %s" % (
                        refused.get(mid, "taken"), got))
                self.ledger.acked.add(mid)
        self.unvoted += len(self.ledger.votes.refused)
        self.bad += self.ledger.votes.compare(self.server, ())


def crowded(tap):
    server = st.Server()
    control = faults.Control(server.base)
    server.env.update(control.env())
    run = Crowded(server.start())
    for cycle in range(CYCLES):
        run.post(control, "crowd%d" % cycle)
        run.again()
    run.bad += faults.compare(server, run.ledger)
    tap.note("crowd: %d posts taken, %d of them refused before; %d of %d "
             "votes" % (len(run.ledger.acked), run.refused, run.unvoted,
                        len(run.ledger.votes.sent)))
    tap.ok(run.unvoted, "votes were refused, too")
    tap.ok(not run.bad, "commits that fail under load leave no message-id "
           "and no vote behind, and lose none", "\n".join(run.bad[:10]))
    server.stop()
    p = server.ctl("check", offline=True, check=False)
    tap.ok(p.returncode == 0, "crowd: stoactl check finds nothing",
           p.stdout + p.stderr)


def full_quota(tap):
    """The quota is reached; the operator raises it."""
    size = 4
    run = Run(st.Server(conf="quota %dM" % size).start())
    for _ in range(CYCLES):
        if not run.fill(5000):
            break
        run.offered()
        run.read()
        if not run.fill(1):
            break
        # A board is small; the reserve is there for such things.
        run.server.board("reserve.%d" % size)
        size += 2
        run.server.write_conf("quota %dM" % size)
        run.server.reload()
        run.resume()
    run.finish(tap, "quota")


def main():
    st.need_built("stoad", "stoactl")
    faults.shim("fault")
    tap = st.Tap()
    real_disk(tap)
    shimmed_disk(tap)
    crowded(tap)
    full_quota(tap)
    tap.done()


if __name__ == "__main__":
    main()
