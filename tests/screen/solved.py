#!/usr/bin/env python3
"""What solves a question stands under it, wherever in the thread it is."""

import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import Client, NOW, golden, st              # noqa: E402

st.need_programs("tmux")
st.need_built("stoad", "stoactl", "stoa")
tap = st.Tap()
server = st.Server(clock=int(NOW)).start()
LOGIN = "set user kwame\nset password secret-kwame\n"


def at(hours):
    return subprocess.run(
        ["date", "-u", "-d", "@%d" % (int(NOW) - hours * 3600),
         "+%Y-%m-%dT%H:%M:%SZ"], stdout=subprocess.PIPE,
        text=True).stdout.strip()


def load():
    with server.admin() as c:
        for name in ("kwame", "lena", "joao", "pia"):
            c.need("290", "XACT join @%s" % name)
        c.need("390", "XACT join @kwame -")
        c.need("290", "secret-kwame\r\n.")
        c.need("290", "XACT board printers :Printers and scanners")
    texts = (("joao", "Have you tried another cable?"),
             ("lena", "Remove the old filter first."),
             ("pia", "The same here, a reboot helped."),
             ("lena", "Or install 4.3, which is out."))
    server.ctl("import", "jsonl", "-", input=json.dumps({
        "id": "q1", "board": "printers", "author": "kwame",
        "title": "Driver 4.2 fails after update", "created": at(30),
        "body": "Every job stops with E-31.\n",
        "answers": [{"id": "q1-%d" % n, "author": who, "created": at(28 - n),
                     "body": text + "\n", "score": n * n}
                    for n, (who, text) in enumerate(texts, 1)]}) + "\n")
    with server.admin() as c:
        c.need("290", "XACT solve <q1-2@jsonl.invalid> as=@kwame")
        c.need("290", "XACT view view.printers title=All :board:printers")


def open_as(width=80, height=24):
    c = Client(server, width, height, rc=LOGIN,
               args=["-h", "127.0.0.1:%d" % server.port])
    if width >= 60:
        c.wait("you: kwame")
    c.sync()
    return c


def authors(c):
    """Of the rows below the question, with a tick where they are copies."""
    return [("✓" if "✓ Re:" in row[6:] else "") + row.split()[-1]
            for row in c.screen().split("\n")[3:] if "Re: Driver" in row]


def selected(c):
    return [n for n, row in enumerate(c.screen().split("\n"))
            if row[1:2] == ">"]


def test_pinned():
    for size in ((80, 24), (40, 20)):
        c = open_as(*size)
        c.keys("Enter", "z")
        golden(tap, c, "solved")
        c.close()
    c = open_as()
    c.keys("Enter", "z", "j", "M")
    tap.eq([row[:1] for row in c.screen().split("\n")[2:8]],
           ["N", " ", "N", " ", "N", "N"], "read there, read in its place")
    c.keys("k", "Enter")
    tap.ok("Remove the old filter" in c.screen(), "Enter opens it",
           c.screen())
    c.keys("q")
    tap.eq(selected(c), [3], "the cursor stays on it")
    c.keys("o", "q")
    tap.eq(selected(c), [5], "o goes to its place")
    c.close()


def test_reading():
    c = open_as()
    c.keys("Enter", "Enter")
    seen = []
    for _ in range(5):
        seen += re.findall("^From: +(\\w+)", c.screen(), re.M)
        c.keys("J")
    tap.eq(seen, ["kwame", "joao", "lena", "pia", "lena"],
           "J sees every article once, in its place")
    seen = []
    for _ in range(4):
        c.keys("K")
        seen += re.findall("^From: +(\\w+)", c.screen(), re.M)
    tap.eq(seen, ["pia", "lena", "joao", "kwame"], "and K")
    c.close()


def test_several():
    c = open_as()
    c.keys("Enter", "z", "G", "k", "G")
    tap.eq(selected(c), [7], "on the last answer")
    c.keys("A")
    c.wait("^solve: done")
    c.sync()
    tap.eq(authors(c), ["✓lena", "✓lena", "joao", "lena", "pia", "lena"],
           "two answers solve it")
    tap.eq(re.findall("(\\d+) +✓ Re", c.screen()), ["16", "4"], "the one with more votes first")
    tap.eq(selected(c), [8], "the cursor stays on its article")
    c.keys("A")
    c.wait("^unsolve: done")
    c.sync()
    tap.eq(selected(c), [7], "and when it is taken back")
    c.keys("g", "j", "A")
    c.wait("^unsolve: done")
    c.sync()
    tap.eq(authors(c), ["joao", "lena", "pia", "lena"], "none is left")
    tap.eq(selected(c), [4], "a copy that is gone leaves one at its place")
    c.keys("A")
    c.wait("^solve: done")
    c.close()


def test_view():
    """A queue is threaded from the overview, and does the same."""
    c = open_as()
    c.keys("j", "Enter", "z")
    tap.eq(authors(c), ["✓lena", "joao", "lena", "pia", "lena"],
           "pinned in a queue")
    c.close()


def acts(*lines):
    with server.admin() as c:
        for line in lines:
            c.need("29", "XACT " + line)


def until(c, condition, name):
    try:
        st.wait_until(lambda: condition(c.screen()), name)
        tap.ok(True, name)
    except TimeoutError:
        tap.ok(False, name, c.screen())
    c.sync()


def test_elsewhere():
    """What others do is seen when one comes back to the list."""
    for board in ("printers", "view.printers"):
        acts("solve <q1-2@jsonl.invalid> as=@kwame",
             "unsolve <q1-4@jsonl.invalid> as=@kwame")
        c = open_as()
        c.text(":board " + board)
        c.keys("Enter", "z")
        tap.eq(authors(c)[0], "✓lena", "a solution in " + board)
        c.keys("Enter")
        acts("unsolve <q1-2@jsonl.invalid> as=@kwame",
             "metoo <q1@jsonl.invalid> as=@pia",
             "vote <q1-1@jsonl.invalid> value=1 as=@pia")
        c.keys("q")
        until(c, lambda s: authors(c) == ["joao", "lena", "pia", "lena"],
              "it was taken back elsewhere: the pin goes")
        tap.ok("✓" not in c.screen(), "and the tick of the question",
               c.screen())
        tap.ok(re.search(" 1 +4 ▾ Driver", c.screen()), "a me-too comes",
               c.screen())
        tap.ok(re.search(" 2 +↳ Re: .* joao$", c.screen(), re.M), "and a vote",
               c.screen())
        acts("metoo <q1@jsonl.invalid> value=0 as=@pia",
             "vote <q1-1@jsonl.invalid> value=0 as=@pia",
             "solve <q1-2@jsonl.invalid> as=@kwame")
        server.stop()
        c.wait("offline|connecting")
        server.start()
        until(c, lambda s: authors(c)[:1] == ["✓lena"],
              "a server that is back is asked, too")
        c.close()


load()
tap.run(test_pinned, test_reading, test_several, test_view, test_elsewhere)
tap.done()
