#!/usr/bin/env python3
# suite: timeout 600
"""stoactl import jsonl on a running stoad: questions, answers and their
authors of then, also those of the real sets; a second run changes nothing."""

import collections
import json
import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st

st.need_built("stoad", "stoactl")
tap = st.Tap()

# Questions and answers of each set.
SETS = {
    "qa-stackexchange": (2814, 5929),
    "qa-urho3d": (3776, 23647),
    "qa-slicer": (6371, 31285),
    "qa-duplicate-pairs": (2449, 0),
}
SUMMARY = re.compile(r"^(\d+) read, (\d+) new, (\d+) already there, "
                     r"(\d+) refused in [0-9.]+ s \([0-9,]+/s\)\n"
                     r"(\d+) accounts, (\d+) solutions, (\d+) scores, "
                     r"(\d+) tags, (\d+) duplicates new$", re.M)

SAMPLE = [
    {"id": "q1", "board": "tv.help", "title": "No picture",
     "body": "Since the update.\n.\nWhy?", "author": "Tom Medley",
     "created": "2014-01-21T20:26:05.383Z", "score": 17,
     "tags": ["sat", "update"], "accepted_answer_id": "a2",
     "answers": [
         {"id": "a1", "body": "Which receiver?", "author": "nhaarman",
          "created": "2014-01-21T20:31:18Z", "score": -1,
          "post_number": 2},
         {"id": "a2", "body": "Take the card out.", "author": "Jürgen",
          "created": "2014-01-22T09:41:33Z", "score": 12,
          "post_number": 3, "reply_to_post": 2}],
     "duplicate_of": [], "related": ["q2"]},
    {"id": "q2", "board": "tv.help", "title": "Kein Bild", "body": "Warum?",
     "author": "nhaarman", "created": "2014-02-01T08:00:00Z", "score": 0,
     "answers": [], "duplicate_of": ["q1", "elsewhere"]},
    {"id": "q3", "board": "tv.help", "title": "", "body": "A B\nC",
     "author": None, "created": None, "answers": []},
    {"id": "q4", "board": "tv.help", "title": "Old", "body": "Who knows?",
     "author": " ", "created": "2014-03-01T08:00:00Z", "score": 3,
     "accepted_answer_id": "a5", "answers": [
         {"id": "a4", "body": "Not me.", "created": "2014-03-02T08:00:00Z"},
         {"id": "a5", "body": "I do.", "author": "nhaarman",
          "created": "2014-03-03T08:00:00Z"}]},
]


def counts(p):
    """Those of the summary; what was said when there is none."""
    m = SUMMARY.search(p.stdout)
    return tuple(int(x) for x in m.groups()) if m else p.stdout + p.stderr


def lines(*objects):
    return "".join(json.dumps(o) + "\n" for o in objects)


def last_event(server):
    stats = dict(r.split("\t") for r in
                 server.ctl("stats").stdout.splitlines())
    return int(stats["Seq"])


def test_sample(server):
    got = server.ctl("import", "jsonl", "-", input=lines(*SAMPLE))
    tap.eq(counts(got)[:5], (8, 8, 0, 0, 3), "eight articles, three accounts")
    tap.eq(counts(got)[5:], (2, 4, 1, 1),
           "solutions, scores, tags, a duplicate")
    with server.connect() as c:
        tap.eq(c.cmd("GROUP tv.help"), "211 8 1 8 tv.help", "in their board")
        head = c.multi("221", "HEAD <q1@jsonl.invalid>")
        tap.ok("Subject: No picture" in head
               and "Date: Tue, 21 Jan 2014 20:26:05 +0000" in head
               and any(l.startswith("From: Tom Medley <tom.medley@")
                       for l in head), "with author and date", head)
        tap.eq(c.multi("222", "BODY <q1@jsonl.invalid>"),
               ["Since the update.", ".", "Why?"], "and text")
        head = c.multi("221", "HEAD <a2@jsonl.invalid>")
        at = head.index("References: <q1@jsonl.invalid>")
        tap.eq(head[at + 1], " <a1@jsonl.invalid>", "an answer's answer")
        tap.ok("Subject: A B" in c.multi("221", "HEAD <q3@jsonl.invalid>"),
               "a title is made of the text")
        state = {m: c.multi("225", "HDR :x-state <%s@jsonl.invalid>" % m)[0]
                 for m in ("q1", "q2", "a2", "q3", "q4", "a5")}
        tap.eq(state, {"q1": "0 solved", "q2": "0 duplicate",
                       "a2": "0 solution", "q3": "0 open",
                       "q4": "0 solved", "a5": "0 solution"}, "states")
        tap.eq(c.rows("thread board:tv.help votes:3 cols:mid,date,"
                      "author,votes,replies,sla,solution"),
               [["<q4@jsonl.invalid>", "2014-03-01T08:00:00Z",
                 "nobody <nobody@jsonl.invalid>", "3", "2", "-",
                 "<a5@jsonl.invalid>"]], "nobody's question")
        votes = {m: c.multi("225", "HDR :x-votes <%s@jsonl.invalid>" % m)[0]
                 for m in ("q1", "a1", "a2")}
        tap.eq(votes, {"q1": "0 17", "a1": "0 -1", "a2": "0 12"}, "votes")
    with server.admin() as c:
        events = c.multi("292", "XLIST event limit:100")
        post = [e for e in events if "\tpost\t<q1@" in e]
        tap.ok(len(post) == 1 and "\t@tom.medley\t" in post[0]
               and " at=1390335965 " in post[0],
               "the event of a question has its author and its time", post)
        post = [e for e in events if "\tpost\t<q4@" in e]
        tap.ok(len(post) == 1 and "\tguest\t" in post[0]
               and " at=1393660800 " in post[0], "and of nobody's", post)
        solve = [e for e in events if "\tsolve\t" in e]
        tap.ok(len(solve) == 2 and "\t@tom.medley\t" in solve[0]
               and "at=1390383693" in solve[0],
               "a solution is the asker's", solve)

    before = last_event(server)
    got = server.ctl("import", "jsonl", "-", input=lines(*SAMPLE))
    tap.eq(counts(got), (8, 0, 8, 0, 0, 0, 0, 0, 0), "a second run: nothing")
    tap.eq(last_event(server), before, "no event")
    with server.admin() as c:
        tap.ok(c.cmd("XACT unsolve <a2@jsonl.invalid>").startswith("290"),
               "a solution is undone")
    server.ctl("import", "jsonl", "-", input=lines(*SAMPLE))
    with server.connect() as c:
        tap.eq(c.multi("225", "HDR :x-state <a2@jsonl.invalid>"),
               ["0 reply"], "another run does not do it again")


def test_refusals(server):
    def run(*args, **more):
        return server.ctl("import", *args, check=False, **more)

    got = run("jsonl", "-", input="[]\n" + lines({"id": "q9"}))
    tap.eq(got.returncode, 1, "what is no question: exit code 1")
    tap.ok("stoactl: -:1: no JSON object" in got.stderr
           and "-:2: q9: " in got.stderr and "--board" in got.stderr,
           "with line, id, reason and remedy", got.stderr)
    for late in ({"created": "2099-01-01T00:00:00Z"}, {"answers": [
            {"id": "a8", "author": "z", "created": "2099-01-01T00:00:00Z"}]}):
        got = run("jsonl", "-", input=lines(
            {"id": "q8", "board": "tv.x", "author": "z", **late}))
        tap.eq((got.stderr, got.stdout.split(" in ")[0]),
               ('stoactl: -:1: q8: "created" is a time to come\n',
                "1 read, 0 new, 0 already there, 1 refused"),
               "what is of later is refused as such, once")
    got = run("jsonl", "--board", "tv.x", "-", input=lines({"id": "q9"}))
    tap.eq(counts(got)[:2], (1, 1), "--board")
    got = run("--dry-run", "jsonl", "-", input=lines(*SAMPLE))
    tap.ok("8 read, 8 good (nothing sent), 0 refused" in got.stdout,
           "a dry run", got.stdout)
    path = os.path.join(server.base, "x.zst")
    with open(path, "wb") as f:
        f.write(b"\x28\xb5\x2f\xfd1234")
    got = run("jsonl", path)
    tap.ok("zstd -dc %s | stoactl import jsonl -" % path in got.stderr,
           "a compressed file: the remedy is told", got.stderr)


def read_set(name):
    path = os.path.join(st.DATA, name + ".jsonl.zst")
    return [json.loads(line) for line in st.unpacked(path).splitlines()]


def mid(name):
    """As an id stands in a message-id."""
    return "<%s@jsonl.invalid>" % name


def when(text):
    """2014-01-21T20:26:05.383Z in seconds, as XLIST tells it."""
    return text[:19] + "Z"


def state_of(q, here):
    if any(d in here for d in q.get("duplicate_of") or []):
        return "duplicate"
    if q["accepted_answer_id"]:
        return "solved"
    asker = (q["author"] or "").strip().lower()
    others = [a for a in q["answers"]
              if not asker or (a["author"] or "").strip().lower() != asker]
    return "answered" if others else "open"


def count_dups(qs):
    """How many each question has. One that duplicates a duplicate belongs to
    what that one duplicates; of several it duplicates the first one."""
    here, of = {q["id"] for q in qs}, {}
    dups = collections.Counter()

    def end(name):
        while name in of:
            name = of[name]
        return name
    for q in qs:
        for d in q.get("duplicate_of") or []:
            if d in here and q["id"] not in of and end(d) != q["id"]:
                of[q["id"]] = end(d)
                dups[end(d)] += 1
    return dups


def expected(qs):
    """What the files say: of each question, of each answer."""
    here = {q["id"] for q in qs}
    dups = count_dups(qs)
    questions = {
        mid(q["id"]): (
            when(q["created"]) if q["created"] else None,
            state_of(q, here), str(q["score"] or 0), str(len(q["answers"])),
            mid(q["accepted_answer_id"]) if q["accepted_answer_id"] else "-",
            str(dups[q["id"]])) for q in qs}
    answers = {mid(a["id"]): (when(a["created"]), str(a["score"] or 0),
                              "solution" if a["id"] ==
                              q["accepted_answer_id"] else "reply")
               for q in qs for a in q["answers"]}
    return questions, answers


def differ(name, want, got):
    bad = sorted((k, want.get(k), got.get(k)) for k in set(want) | set(got)
                 if want.get(k) != got.get(k))
    tap.ok(not bad, "%s: all %d" % (name, len(want)),
           "%d differ: %s" % (len(bad), bad[:5]))


def told(c, boards):
    """The same, as the server tells it."""
    questions, answers = {}, {}
    for board in boards:
        for row in c.rows("thread board:%s limit:1000 cols:mid,date,state,"
                          "votes,replies,solution,dups" % board):
            questions[row[0]] = tuple(row[1:])
        for row in c.rows("article board:%s is:reply limit:1000 "
                          "cols:mid,date,votes,state" % board):
            answers[row[0]] = tuple(row[1:])
    return questions, answers


def compare_set(server, name, qs):
    want = expected(qs)
    with server.admin() as c:
        got = told(c, sorted({q["board"] for q in qs}))
        asked = {row[6]: int(row[2]) for row in c.rows(
            "kpi solved_rate since:2009-01-01T00:00:00Z by:day board:"
            + ",".join(sorted({q["board"] for q in qs}))) if row[2] != "0"}
    # What has no date was asked when it came.
    for key, row in want[0].items():
        if row[0] is None:
            want[0][key] = (got[0].get(key, row)[0],) + row[1:]
    differ(name + ", questions", want[0], got[0])
    differ(name + ", answers", want[1], got[1])
    tap.eq(asked, collections.Counter(row[0][:10] for row in
                                      want[0].values()),
           name + ", questions by the day they were asked on")


def import_set(server, name):
    path = os.path.join(st.DATA, name + ".jsonl.zst")
    return server.ctl("import", "jsonl", "-", input=st.unpacked(path),
                      check=False)


def test_sets(server):
    for name in SETS:
        if not os.path.exists(os.path.join(st.DATA, name + ".jsonl.zst")):
            tap.skip("the sets of questions",
                     "no %s; STOA_TEST_DATA names the folder" % name)
            return
    # The others say no more and take longer.
    sets = {n: c for n, c in SETS.items() if st.FULL or c[1] < 10000}
    for name, (questions, answers) in sets.items():
        began = time.monotonic()
        p = import_set(server, name)
        tap.note("%s: %s in %.1f s" % (name, p.stdout.splitlines(),
                                       time.monotonic() - began))
        tap.eq(counts(p)[:4], (questions + answers, questions + answers, 0,
                               0), "%s comes in" % name)
        if p.stderr:
            tap.note(p.stderr[-2000:])
        compare_set(server, name, read_set(name))
    # Badges and the like that follow.
    server.settle()
    before = last_event(server)
    server.clock.add(25 * 3600)
    server.settle()
    with server.admin() as c:
        tap.eq(c.rows("queue is:escalated"), [],
               "no clock of then calls anybody, today nor tomorrow")
        # Of many who wrote years ago some have their day.
        late = c.rows("event after:%d cols:act,args limit:1000" % before)
        tap.eq([e for e in late if "rule=anniversary " not in e[1]], [],
               "a year more is all that happens")
    before = last_event(server)
    for name, (questions, answers) in sets.items():
        tap.eq(counts(import_set(server, name))[:5],
               (questions + answers, 0, questions + answers, 0, 0),
               "%s, a second run: nothing" % name)
    tap.eq(last_event(server), before, "no event")


def test_whole(server):
    server.stop()
    tap.ok(", 0 faults" in server.ctl("check", offline=True).stdout,
           "the store is whole")
    tap.ok(", 0 rows differed" in
           server.ctl("rebuild", offline=True).stdout,
           "the journal alone gives the same tables")


def main():
    server = st.Server().start()
    test_refusals(server)
    test_sample(server)
    test_whole(server)
    server = st.Server(builtin=True, clock=1795348800).start()
    test_sets(server)
    test_whole(server)
    tap.done()


main()
