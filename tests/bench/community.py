"""A community at work: questions, 152,000 accounts, and what is promised."""

import json
import os
import subprocess
import time

from server import Trouble
from stoad import Stoad

SETS = ("stackexchange", "urho3d", "slicer", "duplicate-pairs")
BOARD = "slicer"
ACCOUNTS = 152000
METOOS = 10000
VOTERS = 2000           # each round others, with a dozen votes each at most
ESCALATED = 400
WATCHERS = 2000
EVENTS = 200            # a second
DAY = 86400
ADMIN = ("boss", "only for the bench")

# As in the table of "run": key, what is shown, unit, times INN, at most, at
# least.
ROWS = [
    ("com_join", "a community: XACT join, 16 connections", "/s", None, None,
     None),
    ("com_thread", "  XLIST thread, first page: p50", "ms", None, 2, None),
    ("com_thread_p99", "    p99", "ms", None, None, None),
    ("com_open", "  XLIST thread is:open sort:-metoo: p50", "ms", None,
     None, None),
    ("com_queue", "  XLIST queue is:escalated sort:sla: p50", "ms", None, 2,
     None),
    ("com_kpi", "  XLIST kpi, all of them, 30 days: p50", "ms", None, 50,
     None),
    ("com_metoo", "  10,000 me-toos by 10,000 accounts", "s", None, 10,
     None),
    ("com_acts", "  votes, 16 connections, durable", "/s", None, None, 4000),
    ("com_acts_p99", "    p99", "ms", None, None, None),
    ("com_watch", "  200 events/s to 2,000 watchers: p50", "ms", None, None,
     None),
    ("com_watch_p99", "    p99", "ms", None, 100, None),
]


class Community:
    """A stoad of its own with questions in it, and commands for it."""

    def __init__(self, base, build, data):
        self.base = base + "/community"
        os.makedirs(self.base, exist_ok=True)
        self.build = build
        self.data = data
        self.server = Stoad(self.base, build)
        self.mids = []          # of questions in BOARD
        self.open = []          # of those that nobody answered
        self.last = 0           # newest question's time

    def file(self, name, lines):
        path = f"{self.base}/{name}.txt"
        with open(path, "w", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")
        return path

    def ask(self, lines, *more):
        """{name: value} of load ask."""
        path = self.file("ask", lines)
        s = self.server
        done = subprocess.run(
            [self.build + "/tests/bench/load", "ask", "-f", path,
             "-p", str(s.port), "-u", ADMIN[0], "-w", ADMIN[1], *more],
            text=True, stdout=subprocess.PIPE, check=False)
        if done.returncode != 0:
            raise Trouble("load ask failed")
        return values(done.stdout)

    def load(self):
        """Questions and accounts; False without the data."""
        self.server.setup([])
        self.server.start()
        self.server.ctl("user", "add", "--role", "admin", ADMIN[0],
                        input=ADMIN[1] + "\n")
        for name in SETS:
            self.bring(name)
        with open(f"{self.base}/{BOARD}.jsonl", encoding="utf-8") as lines:
            for line in lines:
                q = json.loads(line)
                mid = f"<{q['id']}@jsonl.invalid>"
                self.mids.append(mid)
                self.last = max(self.last, seconds(q["created"]))
                if not q["answers"]:
                    self.open.append(mid)
        got = self.ask([f"XACT join @u{i:06d} role=member"
                        for i in range(ACCOUNTS)], "-n", "0")
        self.ask([f"XACT escalate {mid}" for mid in self.open[:ESCALATED]],
                 "-n", "0")
        return got["ask"]

    def bring(self, name):
        path = f"{self.base}/{name}.jsonl"
        with open(path, "wb") as out:
            subprocess.run(["zstd", "-dcq",
                            f"{self.data}/qa-{name}.jsonl.zst"],
                           stdout=out, check=True)
        self.server.ctl("import", "jsonl", path)

    def lists(self, note, secs):
        since, until = (time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(t))
                        for t in (self.last - 30 * DAY, self.last))
        for key, query in (
                ("thread", f"thread board:{BOARD}"),
                ("open", "thread is:open sort:-metoo"),
                ("queue", "queue is:escalated sort:sla"),
                ("kpi", f"kpi since:{since} until:{until}")):
            got = self.ask([f"XLIST {query}"], "-c", "1", "-t", str(secs))
            note("com_" + key, got["ask_p50"] / 1000)
            note(f"com_{key}_p99", got["ask_p99"] / 1000)

    def acts(self, note, secs, turn):
        # A question is chosen by all, each time another one.
        mid = self.open[ESCALATED - 1 - turn]
        got = self.ask([f"XACT metoo {mid} as=@u{i:06d}"
                        for i in range(METOOS)], "-n", "0")
        note("com_metoo", got["ask_took"])
        got = self.ask(
            [self.vote(turn, i) for i in range(int(secs * 12000))],
            "-n", "1", "-t", str(secs))
        note("com_acts", got["ask"])
        note("com_acts_p99", got["ask_p99"] / 1000)

    def vote(self, turn, i):
        """No account votes on a question twice."""
        who, nth = i % VOTERS, i // VOTERS
        mid = self.mids[(37 * who + nth) % len(self.mids)]
        account = METOOS + turn * VOTERS + who
        return f"XACT vote {mid} value=1 as=@u{account:06d}"

    def watch(self, note, secs, turn):
        count = int(EVENTS * secs)
        path = self.file("watch", [
            f"XACT metoo {self.mids[i]} "
            f"as=@u{ACCOUNTS - 1 - turn * count - i:06d}"
            for i in range(count)])
        s = self.server
        done = subprocess.run(
            [self.build + "/tests/bench/load", "watch", "-f", path,
             "-p", str(s.port), "-u", ADMIN[0], "-w", ADMIN[1],
             "-n", str(WATCHERS), "-r", str(EVENTS), "-t", str(secs)],
            text=True, stdout=subprocess.PIPE, check=False)
        if done.returncode != 0:
            raise Trouble("load watch failed")
        got = values(done.stdout)
        note("com_watch", got["watch_p50"])
        note("com_watch_p99", got["watch_p99"])


def values(text):
    return {name: float(value) for name, value, _ in
            (line.split("\t") for line in text.splitlines())}


def seconds(when):
    return time.mktime(time.strptime(when[:19], "%Y-%m-%dT%H:%M:%S")) \
        if when else 0
