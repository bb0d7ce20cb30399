"""Posters at full speed with a ledger of what was promised to them, the
comparison of ledger and store, and the control of shim/fault.c."""

import mmap
import os
import random
import selectors
import socket
import struct
import time
import zlib

import stoatest as st

BOARDS = ["load.a", "load.b", "load.c"]


def shim(name):
    """The path of a preloaded library; skips where it cannot work."""
    if st.SANITIZED:
        st.skip_all("a preloaded library does not go with sanitizers")
    path = os.path.join(st.BUILD, "tests", "fault", name + ".so")
    if not os.path.exists(path):
        print("Bail out! %s is not built" % path)
        raise SystemExit(1)
    return path


# --- the ledger -------------------------------------------------------------

class Ledger:
    """What was sent, and what the server said it has."""

    def __init__(self, seed=1):
        self.sent = {}          # message-id -> (crc, boards)
        self.acked = set()
        self.refused = {}       # message-id -> answer
        self.live = []          # acknowledged, and nobody takes it out
        self.removed = {}       # message-id -> whether that is acknowledged
        self.heirs = set()      # took the place of another
        self.votes = Votes()
        self.random = random.Random(seed)
        self.bodies = [self._body(n) for n in range(64)]
        self.serial = 0
        self.roots = []

    def _body(self, n):
        words = ["stoa", "board", "thread", "reply", "question", "answer",
                 ".", "..", "x" * 60]
        r = random.Random(n)
        lines = []
        for _ in range(1 + n * n % 97):
            lines.append(" ".join(r.choice(words) for _ in range(7)))
        text = ("\r\n".join(lines) + "\r\n").encode()
        return text, zlib.crc32(text)

    def make(self, who, boards=None):
        """A new article; returns its id and its bytes."""
        self.serial += 1
        mid = "<%s.%d@load.example.org>" % (who, self.serial)
        r = self.random
        if boards is None:
            boards = [r.choice(BOARDS)]
            if r.random() < 0.1:
                boards = BOARDS[:2]
        body, crc = self.bodies[r.randrange(len(self.bodies))]
        head = ["From: Poster <p@example.org>",
                "Newsgroups: " + ",".join(boards),
                "Subject: Number %d" % self.serial, "Message-ID: " + mid,
                "Date: Sun, 22 Nov 2026 12:00:00 +0000", "Path: load",
                "X-Test-Crc: %08x" % crc]
        if self.roots and r.random() < 0.6:
            head.append("References: " + r.choice(self.roots))
        if len(self.roots) < 200:
            self.roots.append(mid)
        self.sent[mid] = (crc, boards)
        return mid, "\r\n".join(head).encode() + b"\r\n\r\n" + body

    def answered(self, mid, line):
        if line[:3] in ("240", "239"):
            self.acked.add(mid)
            self.live.append(mid)
        else:
            self.refused[mid] = line

    def choose(self):
        """One that is to be taken out, by nobody else."""
        at = self.random.randrange(len(self.live))
        self.live[at], self.live[-1] = self.live[-1], self.live[at]
        mid = self.live.pop()
        self.removed[mid] = False
        return mid

    def answered_removal(self, mid, line):
        if line[:3] in ("240", "290"):
            self.removed[mid] = True
        else:
            self.refused["removal of " + mid] = line


class Votes:
    """Votes that were asked for, each by somebody who has not voted on it,
    under an id= of its own."""

    VOTERS = 20

    def __init__(self):
        self.sent = []          # (message-id, voter); its place is the id=
        self.seq = {}           # id= -> event, as acknowledged
        self.refused = {}       # id= -> answer
        self.given = {}         # message-id -> votes sent

    def join(self, server):
        """Makes those who vote."""
        with server.admin() as c:
            for n in range(self.VOTERS):
                c.need("29", "XACT join @v%d" % n)

    def choose(self, ledger):
        """One more; None when all have voted on what chance chose, or it
        has the votes of what it took the place of."""
        mid = ledger.random.choice(ledger.live)
        voter = self.given.get(mid, 0)
        if voter == self.VOTERS or mid in ledger.heirs:
            return None
        self.given[mid] = voter + 1
        self.sent.append((mid, "v%d" % voter))
        return len(self.sent)

    def line(self, number):
        return b"XACT vote %s +1 as=@%s id=vote.%d\r\n" % (
            *(x.encode() for x in self.sent[number - 1]), number)

    def answered(self, number, line):
        if line[:3] in ("290", "294"):
            self.seq[number] = int(line.split()[1])
        else:
            self.refused[number] = line

    def again(self, server, numbers):
        """Asks once more for all of them, as one does whose connection was
        lost; returns what is wrong with the answers."""
        faults = []
        with server.admin() as c:
            for at in range(0, len(numbers), 200):
                part = numbers[at:at + 200]
                c.send_raw(b"".join(self.line(n) for n in part))
                for n in part:
                    line, was = c.line(), self.seq.get(n)
                    if was and line.split()[:2] != ["294", str(was)]:
                        faults.append("vote %d was event %d: %s" % (
                            n, was, line))
                    elif not was:
                        self.refused.pop(n, None)
                        self.answered(n, line)
        return faults

    def wrong(self, removed):
        """Refusals of votes on what nobody took out."""
        return ["vote %d: %s" % (n, line)
                for n, line in self.refused.items()
                if self.sent[n - 1][0] not in removed]

    def compare(self, server, removed, numbers=None):
        """Asks again, for all or some, then counts: everything is there
        once."""
        if numbers is None:
            numbers = list(range(1, len(self.sent) + 1))
        faults = self.again(server, numbers) + self.wrong(removed)
        mids = sorted({self.sent[n - 1][0] for n in numbers} - set(removed))
        with server.admin() as c:
            for mid in mids:
                got = c.multi("225", "HDR :x-votes " + mid)
                if got != ["0 %d" % self.given[mid]]:
                    faults.append("%s: %s, %d voted" % (
                        mid, got, self.given[mid]))
        return faults

    def compare_journal(self, server):
        """The journal has each acknowledged vote under its number, and no
        vote but those."""
        with server.admin() as c:
            rows = {int(row[0]): tuple(row[1:]) for row in c.rows(
                "event act:vote limit:10000 cols:seq,target,actor")}
        want = {seq: (self.sent[n - 1][0], "@" + self.sent[n - 1][1])
                for n, seq in self.seq.items()}
        return ["event %d: %s, wanted %s" % (
            seq, rows.get(seq), want.get(seq))
            for seq in sorted(set(rows) | set(want))
            if rows.get(seq) != want.get(seq)]


class Poster:
    """One connection that posts for ever (or takes things along). Of what
    it does, a part takes other articles out, and a part votes."""

    def __init__(self, server, ledger, name, feed, removes, votes):
        self.ledger, self.name, self.feed = ledger, name, feed
        self.removes, self.votes = removes, votes
        self.target = None      # of the next posting
        self.s = socket.socket(socket.AF_UNIX)
        self.s.connect(server.sock)
        self.s.setblocking(False)
        self.buf = b""
        self.waiting = []       # who hear the answers to what was sent
        self.greeted = False
        self.stopping = False
        self.dead = False

    def send(self, data):
        try:
            while data:
                data = data[self.s.send(data):]
        except BlockingIOError:
            self.s.setblocking(True)
            self.s.settimeout(st.DEADLINE)
            self.s.sendall(data)
            self.s.setblocking(False)

    def go_on(self):
        if self.stopping:
            return
        try:
            if not self.feed:
                self.post_or_act()
                return
            while len(self.waiting) < 5:
                mid, art = self.ledger.make(self.name)
                self.expect(self.ledger.answered, mid)
                self.send(b"TAKETHIS " + mid.encode() + b"\r\n"
                          + st.stuff(art) + b".\r\n")
        except OSError:
            pass                # what was said before is still to be read

    def expect(self, hear, what):
        self.waiting.append(lambda line: hear(what, line))

    def post_or_act(self):
        chance = self.ledger.random.random()
        self.target = None
        vote = None
        if self.ledger.live and chance < self.removes:
            self.target = self.ledger.choose()
        elif self.ledger.live and chance < self.removes + self.votes:
            vote = self.ledger.votes.choose(self.ledger)
        if vote:
            self.expect(self.ledger.votes.answered, vote)
            self.send(self.ledger.votes.line(vote))
        elif self.target and chance < self.removes / 2:
            self.expect(self.ledger.answered_removal, self.target)
            self.send(b"XACT cancel %s\r\n" % self.target.encode())
        else:
            self.send(b"POST\r\n")

    def post(self):
        mid, art = self.ledger.make(self.name)
        target = self.target
        if target:
            self.ledger.heirs.add(mid)
            art = b"Supersedes: %s\r\n" % target.encode() + art

        def hear(line):
            self.ledger.answered(mid, line)
            if target:
                self.ledger.answered_removal(target, line)
        self.waiting.append(hear)
        try:
            self.send(st.stuff(art) + b".\r\n")
        except OSError:
            pass

    def line(self, line):
        if not self.greeted:
            self.greeted = True
        elif line.startswith("340"):
            self.post()
            return
        elif self.waiting:
            self.waiting.pop(0)(line)
        self.go_on()

    def readable(self, reply=True):
        """Reads what there is; False at the end."""
        try:
            got = self.s.recv(65536)
        except BlockingIOError:
            return True
        except OSError:
            got = b""
        if not got:
            self.dead = True
            return False
        self.buf += got
        while b"\r\n" in self.buf:
            line, self.buf = self.buf.split(b"\r\n", 1)
            line = line.decode("utf-8", "replace")
            if reply:
                self.line(line)
            elif self.greeted and self.waiting and line[:3] != "340":
                self.waiting.pop(0)(line)
        return True


class Crowd:
    """Many posters at once, every fifth a feed."""

    def __init__(self, server, ledger, n, tag, removes=0, votes=0):
        self.all = [Poster(server, ledger, "%s.%d" % (tag, i), i % 5 == 4,
                           removes, votes) for i in range(n)]
        self.sel = selectors.DefaultSelector()
        for p in self.all:
            self.sel.register(p.s, selectors.EVENT_READ, p)

    def run(self, seconds=None, until=None):
        """For so long, or until a condition holds."""
        end = time.monotonic() + (st.DEADLINE if seconds is None
                                  else seconds)
        while time.monotonic() < end and self.sel.get_map():
            for key, _ in self.sel.select(0.01):
                if not key.data.readable():
                    self.sel.unregister(key.data.s)
            if until is not None and until():
                return True
        return until is None

    def finish(self):
        """Lets everybody hear the answer to what was sent."""
        for p in self.all:
            p.stopping = True
        self.run(until=lambda: not any(
            p.waiting or not p.greeted for p in self.all))
        for p in self.all:
            p.s.close()
        self.sel.close()

    def drain(self):
        """After the server's end: every answer that had left it counts."""
        for p in self.all:
            while not p.dead:
                p.s.setblocking(True)
                p.s.settimeout(st.DEADLINE)
                p.readable(reply=False)
            p.s.close()
        self.sel.close()


# --- ledger against store ----------------------------------------------------

def fetch_all(server, mids):
    """{id: article bytes or None} as a reader sees it, pipelined."""
    found = {}
    mids = list(mids)
    with server.connect() as c:
        for at in range(0, len(mids), 200):
            part = mids[at:at + 200]
            c.send_raw(b"".join(b"ARTICLE " + m.encode() + b"\r\n"
                                for m in part))
            for m in part:
                line = c.line()
                found[m] = c.block_raw() if line[:3] == "220" else None
                if line[:3] not in ("220", "430"):
                    raise st.ServerError("ARTICLE %s: %s" % (m, line))
    return found


class Seen:
    """What OVER has shown so far, as far as it is still there."""

    def __init__(self):
        self.places = {}        # (board, id) -> number
        self.numbers = {}       # board -> {number: id}
        self.high = {}

    def look(self, server, board, ledger):
        """Reads the rows that are new; returns what is wrong with them."""
        faults = []
        last = self.high.get(board, 0)
        known = self.numbers.setdefault(board, {})
        with server.admin() as c:
            line = c.cmd("GROUP " + board)
            if line.startswith("411"):
                return []
            count, low, high = [int(x) for x in line.split()[1:4]]
            rows = []
            if high > last:
                line = c.cmd("OVER %d-" % (last + 1))
                if line.startswith("224"):
                    rows = [r.split("\t") for r in c.block()]
            listed = {int(n) for n in c.multi("211", "LISTGROUP " + board)}
        for r in rows:
            number, mid = int(r[0]), r[4]
            if not max(last + 1, low) <= number <= high:
                faults.append("%s: number %d behind %d in %d-%d" % (
                    board, number, last, low, high))
            if mid not in ledger.sent:
                faults.append("%s: %s was never sent" % (board, mid))
            if (board, mid) in self.places:
                faults.append("%s: %s stands there twice" % (board, mid))
            self.places[board, mid] = last = number
            known[number] = mid
        if high < last:
            faults.append("%s: numbers up to %d, GROUP says %d" % (
                board, last, high))
        self.high[board] = high
        for number in known.keys() - listed:
            mid = known.pop(number)
            del self.places[board, mid]
            if mid not in ledger.removed:
                faults.append("%s: %s is gone" % (board, mid))
        if len(known) != count or listed != known.keys():
            faults.append("%s: GROUP counts %d, LISTGROUP %d, OVER %d" % (
                board, count, len(listed), len(known)))
        return faults


def sound(ledger, mid, art):
    """Whether these are the bytes that were sent."""
    body = art.split(b"\r\n\r\n", 1)[-1]
    return zlib.crc32(body) == ledger.sent[mid][0]


def compare(server, ledger, mids=None, seen=None):
    """Faults as text; mids limits what is fetched, seen what of OVER is
    read again. Everything that is there must be wholly there, everything
    promised must be there, once, and what was taken out must not."""
    faults = []
    seen = Seen() if seen is None else seen
    ask = list(ledger.sent if mids is None else mids)
    found = fetch_all(server, ask)
    there = {m for m, art in found.items() if art is not None}
    for m in ask:
        if m in ledger.acked and m not in there and m not in ledger.removed:
            faults.append("lost: %s was acknowledged" % m)
        elif m in there and ledger.removed.get(m):
            faults.append("still there: %s was taken out" % m)
        elif m in there and not sound(ledger, m, found[m]):
            faults.append("damaged: %s" % m)
    for board in BOARDS:
        faults += seen.look(server, board, ledger)
    for m in ask:
        for board in ledger.sent[m][1]:
            shown = (board, m) in seen.places
            if (m in there) != shown:
                faults.append("half visible: %s in %s: ARTICLE %s, OVER %s"
                              % (m, board, m in there, shown))
    return faults


# --- the saboteur ---------------------------------------------------------

WRITE, SYNC, OPEN, MMAP, ALLOC = 1, 2, 4, 8, 16


class Control:
    """The control file of shim/fault.c."""

    FIELDS = ["kinds", "count", "fail_at", "fail_len", "error", "space",
              "hits"]

    def __init__(self, folder):
        self.path = os.path.join(st.temp_dir(), "control")
        self.dir = folder
        with open(self.path, "wb") as f:
            f.write(struct.pack("=7q", 0, 0, 0, 0, 5, -1, 0))
        with open(self.path, "r+b") as f:
            self.map = mmap.mmap(f.fileno(), 56)

    def __setitem__(self, name, value):
        struct.pack_into("=q", self.map, 8 * self.FIELDS.index(name), value)

    def __getitem__(self, name):
        return struct.unpack_from("=q", self.map,
                                  8 * self.FIELDS.index(name))[0]

    def arm(self, kinds=0, fail_at=0, fail_len=1, error=5, space=-1):
        for name, value in (("count", 0), ("hits", 0), ("space", space),
                            ("error", error), ("fail_len", fail_len),
                            ("fail_at", fail_at), ("kinds", kinds)):
            self[name] = value

    def env(self):
        return {"LD_PRELOAD": shim("fault"), "STOA_FAULT": self.path,
                "STOA_FAULT_DIR": self.dir}
