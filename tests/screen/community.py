#!/usr/bin/env python3
"""What a community made of its questions, on the screen and by subcommand:
states, clocks, votes and roles, acts by key and by name, refusals."""

import itertools
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import Client, NOW, golden, seer, st        # noqa: E402

st.need_programs("tmux")
st.need_built("stoad", "stoactl", "stoa")
tap = st.Tap()
see = seer(tap, Client.sync)
server = st.Server(clock=int(NOW), builtin=True).start()
HOUR = 3600
TCP = ["-h", "127.0.0.1:%d" % server.port]
LOGIN = "set user %s\nset password secret-%s\n"
PEOPLE = {"mara": "moderator", "ines": "staff/Acme", "lena": "superuser",
          "omar": "expert/print", "joao": "member", "kwame": "member",
          "pia": "member"}


def at(hours):
    t = int(NOW) - int(hours * HOUR)
    return subprocess.run(["date", "-u", "-d", "@%d" % t,
                           "+%Y-%m-%dT%H:%M:%SZ"], stdout=subprocess.PIPE,
                          text=True).stdout.strip()


def question(n, title, author, hours, answers=(), **more):
    q = {"id": n, "board": "printers", "title": title, "author": author,
         "created": at(hours), "body": "About: %s.\n" % title,
         "answers": [{"id": "%s-%d" % (n, i + 1), "author": a,
                      "created": at(h), "body": b, "score": s}
                     for i, (a, h, b, s) in enumerate(answers)]}
    return json.dumps(dict(q, **more)) + "\n"


def load():
    with server.admin() as c:
        for name, role in PEOPLE.items():
            c.need("290", "XACT join @%s role=%s :%s" % (
                name, role, name.capitalize()))
            c.need("390", "XACT join @%s -" % name)
            c.need("290", "secret-%s\r\n." % name)
        c.need("290", "XACT board printers :Printers and scanners")
    server.ctl("import", "jsonl", "-", input="".join((
        question("q1", "Driver 4.2 fails after update", "joao", 76,
                 [("lena", 70, "Remove the old filter first.\n", 21),
                  ("kwame", 60, "Worked here, thanks.\n", 0)],
                 score=9, accepted_answer_id="q1-1"),
        question("q2", "Which toner?", "pia", 50, score=-1),
        question("q3", "Driver fails with E-31", "kwame", 40,
                 duplicate_of=["q1"]),
        question("q4", "Duplex prints blank pages", "kwame", 19,
                 [("omar", 4, "Which firmware is it?\n", 2)], score=2),
        question("q6", "Paper jam in tray two", "lena", 14),
        question("q5", "Scanner not found on the LAN", "pia", 3),
    )))
    with server.admin() as c:
        for act in ("escalate <q2@jsonl.invalid> as=@lena :nobody knows",
                    "metoo <q5@jsonl.invalid> as=@joao",
                    "needinfo <q4@jsonl.invalid> as=@omar :Which firmware?",
                    "claim <q2@jsonl.invalid> as=@ines"):
            c.need("290", "XACT " + act)
    # What is due by now is done.
    server.set_clock(int(NOW))


def open_as(name, width=80, height=24, **more):
    c = Client(server, width, height, rc=LOGIN % (name, name), args=TCP, **more)
    if width >= 60:
        c.wait("(you|du): " + name)
    c.sync()
    return c


def tour(width, height):
    c = open_as("kwame", width, height)
    golden(tap, c, "community-boards")
    c.keys("Enter")
    golden(tap, c, "community-threads")
    c.text("/Driver 4.2")
    c.keys("Enter", "z")
    golden(tap, c, "community-open")
    c.keys("o")
    golden(tap, c, "community-solution")
    c.close()


def test_keys():
    c = open_as("kwame")
    c.keys("Enter", "Enter")        # the newest: q5, of pia
    c.keys("+")
    see(c, "^vote: done", "+ says that it is helpful")
    see(c, "\u25b4 1  me-too 1", "and the article shows it")
    c.keys("+")
    see(c, "^vote: .*already", "once is enough")
    c.keys("m")
    see(c, "me-too 2", "m has the problem, too")
    c.keys("A")
    see(c, "^solve: ", "who did not ask is told who may say what solves it")
    c.keys("x")
    see(c, "^Why\\? s:spam", "x asks for a reason")
    c.keys("s")
    see(c, "^flag: ", "and flags, or is told why not")
    c.text(":vote value=0")
    c.keys("Enter")
    see(c, "^vote: done", "an act by its name, the target left out")
    c.text(":act grant @kwame role=admin")
    c.keys("Enter")
    see(c, "^grant: .*admin", "a refusal is the server's sentence")
    c.text(":retitle")
    c.keys("Enter")
    see(c, "^retitle: *$", "a text that is wanted is asked for")
    c.keys("Enter")
    see(c, "^retitle wants a text", "without it nothing is done")
    c.text(":act fly")
    c.keys("Enter")
    see(c, "^no act \"fly\"", "an act that is none")
    for line, why in (("act", "act takes a name"),
                      ("board", "board takes a name"),
                      ("board nosuch", "no such board: nosuch"),
                      ("set foo", '"set foo" is not understood'),
                      ("limit is:open", "no such command here: limit")):
        c.text(":" + line)
        c.keys("Enter")
        see(c, "^" + why, ":" + line + " says what is wrong")
    c.text(":act nee")
    c.keys("Tab")
    golden(tap, c, "community-complete")
    c.keys("C-g")
    c.text(":retitle ")
    c.keys("Tab")
    tap.ok(":retitle <q5@jsonl.invalid>" in c.screen(),
           "the target is completed", c.screen())
    c.keys("C-g")
    c.text(":retitle ")
    c.keys("Tab", "Tab")
    tap.eq(c.screen().count("<q5@jsonl.invalid>"), 1,
           "and only in its place")
    c.keys("C-g")
    c.text(":vote <q5@jsonl.invalid> va")
    c.keys("Tab")
    c.text("0")
    see(c, "invalid> value=0$", "no blank behind the = of a key")
    c.keys("C-g")
    c.text(":act flag <q5@jsonl.invalid> reason=o")
    c.keys("Tab")
    see(c, "^off-?topic other", "what a key may say")
    c.keys("C-g")
    c.text(":act move <q5@jsonl.invalid> board=pri")
    c.keys("Tab")
    see(c, "board=printers", "and names of boards")
    c.keys("C-g")
    c.text(":act ")
    c.keys("Tab")
    tap.ok(re.search("^cancel publish(.|\n)* backup$", c.screen(), re.M),
           "many names stand above the line, all of them", c.screen())
    c.keys("C-g")
    c.text(":act score up=1 down=1")
    c.keys("Enter")
    see(c, "^score: ", "a refusal")
    c.text(":act join @nobody.in.particular code=that.is.not.one role=expert")
    c.keys("Enter")
    see(c, "^join: role: accounts", "a long one")
    see(c, "^in$", "stands there to its end")
    c.keys("q")
    tap.ok(re.search("^N?u?.*\\?.* 2 .*Scanner not found", c.screen(), re.M),
           "the list knows", c.screen())
    c.close()


def test_asker():
    c = open_as("kwame")
    c.keys("Enter", "l")
    c.text("is:escalated")
    c.keys("Enter")
    tap.ok("Which toner" in c.screen() and "Duplex" not in c.screen(),
           "the list is limited by a query", c.screen())
    c.text(":limit is:foo")
    c.keys("Enter")
    see(c, "^no is:foo", "a query that is none is told in words")
    c.keys("Escape")
    c.text("/Duplex")
    c.keys("Enter", "z", "j", "A")
    see(c, "^solve: done", "the asker says what solves it")
    row = [r for r in c.screen().split("\n") if "Duplex" in r]
    tap.ok(all("\u2713" in r for r in row), "question and answer show it",
           c.screen())
    c.keys("A")
    see(c, "^unsolve: done", "and takes it back")
    c.close()


def test_staff():
    c = open_as("mara")
    c.keys("Enter")
    c.text("/Scanner")
    c.keys("Enter", "e")
    see(c, "^escalate: $|^escalate:$", "e asks why")
    c.text("two days now")
    c.keys("Enter")
    see(c, "^escalate: done", "and escalates")
    tap.ok(re.search("!.*Scanner", c.screen()), "that is to be seen",
           c.screen())
    c.keys("t")
    see(c, "^claim: done", "t takes it")
    c.keys("Enter")
    see(c, "taken by @mara", "which the article says")
    c.keys("q", "q", "R")
    c.text("/escalated")
    c.keys("Enter", "Enter")
    see(c, "Scanner not found", "it is in the queue, which is a board")
    golden(tap, c, "community-queue")
    with server.admin() as n:
        row = n.multi("292", "XLIST thread board:printers is:escalated "
                      "cols:mid,subject")[1]
        n.need("290", "XACT pin " + row.split("\t")[0])
    c.keys("q", "g", "Enter", "R")
    see(c, "^..! .*Scanner", "pinned it is escalated all the same")
    c.close()


def test_limit():
    c = open_as("lena")
    c.keys("Enter", "l")
    words = "is:root -is:solved metoo:>=0"
    c.text(words)
    c.keys("Enter")
    see(c, "only: " + words + " ", "the limit matters more than the name")
    c.keys("c")
    see(c, "^Mark all [0-9]+ articles of printers read, not only these",
        "c says that the limit is none for it")
    c.resize(20, 5)
    see(c, r"\(y/n\)$", "the keys are seen on any screen")
    c.resize(80, 24)
    c.keys("n")
    tap.ok(re.search("^N", c.screen(), re.M), "n: it is not done", c.screen())
    c.keys("Escape")
    see(c, "you: lena", "who one is comes back with the rest")
    c.keys("q")
    c.text("/escalated")
    c.keys("Enter", "Enter")
    see(c, "Which toner", "a queue, all of it")
    c.keys("l")
    c.text("scanner")
    c.keys("Enter")
    see(c, "only: \"scanner\"", "a queue is limited as well")
    rows = c.screen().split("\n")[2:-3]
    tap.eq([re.sub(" +", " ", r[20:]).strip() for r in rows if r.strip()],
           ["Scanner not found on the LAN pia"], "to what matches")
    c.keys("Enter")
    see(c, "^Subject: +Scanner not found", "which opens")
    c.keys("q", "q", "g")
    c.close()


def test_terms():
    with server.admin() as c:
        c.need("290", "XACT terms terms:1 :Be kind.\\nBe brief.")
    c = open_as("pia")
    c.keys("Enter", "+")
    see(c, "^Accept these terms", "an act shows the terms that come first")
    golden(tap, c, "community-terms")
    c.keys("n")
    see(c, "^the terms are not accepted", "n is no")
    c.keys("+")
    c.wait("^Accept these terms")
    c.keys("y")
    see(c, "^the terms are accepted", "y accepts them")
    c.keys("+")
    see(c, "^vote: ", "then it goes on")
    c.close()


def test_clock():
    later = int(NOW) + 12 * HOUR
    server.set_clock(later)
    c = open_as("kwame", env={"STOA_NOW": str(later)})
    c.keys("Enter")
    row = next(r for r in c.screen().split("\n") if "Paper jam" in r)
    tap.ok(re.match(r"N.! \u2717  26h ", row),
           "a day without an answer: escalated, and late", row)
    c.text("/Paper")
    c.keys("Enter", "Enter")
    see(c, "^staff is asked +\u2717 late by 2h", "the article says how much")
    c.close()


def test_title():
    title = "Leere Seiten \u2013 both sides"
    c = open_as("kwame")
    c.keys("Enter")
    c.text("/Duplex")
    c.keys("Enter")
    with server.admin() as admin:
        admin.need("290", "XACT retitle <q4-1@jsonl.invalid> :" + title)
    c.keys("Enter")
    see(c, "^stoa  printers > " + title, "the bar has the title of a thread")
    see(c, "^Subject: +Duplex prints blank pages$", "its Subject stays")
    c.keys("q")
    see(c, " %s +kwame$" % title, "the list that was open has it as well")
    tap.ok("Duplex" not in c.screen(), "in place of the Subject", c.screen())
    c.close()
    c = open_as("kwame", 54, 20)
    c.keys("Enter")
    c.text("/Leere")
    c.keys("Enter", "z")
    see(c, ">.* \u25be " + title, "so has one that is opened now")
    see(c, "Re: Duplex prints", "a reply says what it said")
    golden(tap, c, "community-title")
    c.keys("j", "Enter")
    see(c, "^stoa  printers > Re: Duplex prints", "in its bar, too")
    c.close()
    rows = [r.split("\t") for r in
            stoa("kwame", "threads", "printers")[1].splitlines()]
    tap.eq([r[-1] for r in rows if r[0] == "<q4@jsonl.invalid>"], [title],
           "stoa threads says it last")
    got = stoa("kwame", "info", "<q4@jsonl.invalid>")[1]
    tap.ok("Title: " + title in got, "stoa info", got)


def test_offline():
    c = open_as("kwame")
    c.keys("Enter")
    server.stop()
    c.wait(r"\[offline")
    c.keys("+")
    see(c, "^offline; vote is not done", "nothing happens later by itself")
    c.keys("e")
    see(c, "^offline; escalate is not done", "nor is anybody asked why")
    c.keys("R", "C-g")
    tap.ok("stopped" not in c.screen(), "^G tries again instead of waiting",
           c.screen())
    server.start()
    c.wait(r"\[online\]")
    c.close()


def stoa(name, *args):
    home = st.temp_dir()
    os.makedirs(os.path.join(home, "stoa"))
    with open(os.path.join(home, "stoa", "stoarc"), "w") as f:
        f.write(LOGIN % (name, name))
    os.chmod(f.name, 0o600)
    p = subprocess.run(
        [os.path.join(st.BUILD, "stoa")] + TCP + list(args),
        env=dict(os.environ, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home,
                 LC_ALL="C.UTF-8", TZ="UTC"), timeout=st.DEADLINE,
        stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return p.returncode, p.stdout, p.stderr


def test_subcommands():
    got = stoa("joao", "vote", "q5@jsonl.invalid")
    tap.ok(got[0] == 0 and got[1].strip().isdigit(),
           "stoa vote prints the event", got)
    got = stoa("joao", "vote", "q5@jsonl.invalid", "--json")
    tap.eq(got[0], 0, "so already is fine")
    tap.eq(stoa("joao", "vote", "q5@jsonl.invalid", "7")[0], 2,
           "a vote that is none")
    tap.eq(stoa("joao", "vote", "none@jsonl.invalid")[0], 1, "no article")
    tap.eq(stoa("joao", "vote", "q1@jsonl.invalid")[0], 3, "one's own")
    tap.eq(stoa("joao", "metoo", "<q4@jsonl.invalid>")[0], 0, "stoa metoo")
    got = stoa("joao", "solve", "q1-2@jsonl.invalid")
    tap.eq(got[0], 0, "stoa solve, a second one")
    tap.eq(stoa("joao", "solve", "q1-2@jsonl.invalid", "0")[0], 0,
           "and back")
    got = stoa("lena", "flag", "q1-2@jsonl.invalid", "offtopic", "no", "use")
    tap.eq(got[0], 0, "stoa flag")
    got = stoa("mara", "mod", "--json")
    rows = [json.loads(r) for r in got[1].splitlines()]
    tap.ok(any(r["mid"] == "<q1-2@jsonl.invalid>" and r["why"] == "flagged"
               for r in rows), "stoa mod lists what waits", got)
    tap.eq(stoa("mara", "mod", "reject", "q1-2@jsonl.invalid", "is fine")[0],
           0, "and decides")
    tap.eq(stoa("mara", "mod", "grant", "@joao")[0], 2, "about articles")
    tap.eq(stoa("kwame", "mod", "remove", "q1-2@jsonl.invalid", "x")[0], 3,
           "who may")
    got = stoa("ines", "esc", "--header")
    tap.ok(got[0] == 0 and got[1].startswith("#mid\t")
           and "<q2@jsonl.invalid>" in got[1], "stoa esc lists", got)
    got = stoa("lena", "esc", "q3@jsonl.invalid", "still", "waits")
    tap.ok(got[0] in (0, 5), "stoa esc asks, or is told why not", got)
    got = stoa("lena", "flag", "q3@jsonl.invalid", "other", "\\" * 250)
    tap.eq(got[0], 0, "a text that makes its line too long goes as a block")
    got = stoa("ines", "flag", "q3@jsonl.invalid", "other",
               "one\n.two\n" + "\\" * 240)
    tap.eq((got[0], got[2]), (0, ""), "so does one of several lines")
    got = stoa("joao", "stats", "solved_rate", "--json")
    row = json.loads(got[1])
    tap.ok(got[0] == 0 and row["name"] == "solved_rate", "stoa stats", got)
    tap.eq(type(row["value"]), float, "a part is a number in JSON")
    me = json.loads(stoa("joao", "info", "@me", "--json")[1])
    tap.ok(type(me["Points"]) is int and len(me["Trust-Needs"]) == 5,
           "so are points, several lines are an array", me)
    tap.eq(stoa("lena", "vote", "q1-2@jsonl.invalid", "-1")[0], 0,
           "a vote against")
    rows = stoa("lena", "list", "article", "thread:<q1@jsonl.invalid>",
                "--json")[1].splitlines()
    tap.ok(-1 in [json.loads(row)["votes"] for row in rows],
           "what is below zero is a number", rows)
    stoa("lena", "vote", "q1-2@jsonl.invalid", "0")
    got = stoa("joao", "watch", "--for", "0s")
    tap.eq((got[0], got[1]), (1, ""), "stoa watch: nothing happened")
    home = st.temp_dir()
    watch = subprocess.Popen(
        [os.path.join(st.BUILD, "stoa")] + TCP
        + ["watch", "--max", "1", "act:vote"],
        env=dict(os.environ, XDG_CONFIG_HOME=home, LC_ALL="C.UTF-8"),
        stdout=subprocess.PIPE, text=True)
    votes = itertools.cycle(("1", "0"))

    def seen():
        """Something happens until it was seen."""
        stoa("pia", "vote", "q4@jsonl.invalid", next(votes))
        return watch.poll() is not None

    st.wait_until(seen, "the watcher")
    out, _ = watch.communicate(timeout=st.DEADLINE)
    tap.ok("\t@pia\tvote\t<q4@jsonl.invalid>\t" in out,
           "stoa watch shows it as it happens", out)


load()
for size in ((80, 24), (40, 20), (20, 5), (140, 40)):
    tour(*size)
c = open_as("kwame", env={"LANGUAGE": "de", "STOA_LOCALEDIR": os.path.join(
    st.BUILD, "locale")})
c.keys("Enter", "Enter")
golden(tap, c, "community-de")
c.close()
c = open_as("kwame", locale="C")
c.keys("Enter")
golden(tap, c, "community-ascii")
c.close()
tap.run(test_keys, test_asker, test_staff, test_limit, test_subcommands,
        test_title, test_clock, test_terms, test_offline)
tap.done()
