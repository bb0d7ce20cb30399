#!/usr/bin/env python3
"""Read marks: what is read on one machine is read on another one, what is
marked unread is unread there, and offline nothing is lost."""

import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import Client, NOW, st                      # noqa: E402
import content                                          # noqa: E402

st.need_programs("tmux")
st.need_built("stoad", "stoactl", "stoa")
tap = st.Tap()
server = st.Server(env={"STOA_NOW": NOW}).start()
content.load(server)
RC = "set user %s\nset password secret-%s\n"


def person(name):
    with server.admin() as c:
        c.need("290", "XACT join @%s" % name)
        c.need("390", "XACT join @%s -" % name)
        c.need("290", "secret-%s\r\n." % name)


def open_as(name, home=None):
    c = Client(server, rc=RC % (name, name), home=home,
               args=["-h", "127.0.0.1:%d" % server.port])
    c.wait("you: " + name)
    c.sync()
    return c


def kept(name):
    """What the server has, by board."""
    with server.connect() as c:
        c.need("381", "AUTHINFO USER " + name)
        c.need("281", "AUTHINFO PASS secret-" + name)
        c.need("292", "XLIST read cols:board,read")
        return dict(row.split("\t") for row in c.block()[1:])


def quit(c):
    c.inputs += 1
    c.term.keys("Q")
    st.wait_until(c.term.ended, "the client ends")
    c.close()


def unread(c, board):
    row = [r for r in c.screen().split("\n") if r[2:].startswith(board)][0]
    m = re.match(r"..\S+ {1,14}(\d+) ", row)
    return int(m.group(1)) if m else 0


def until(c, board, n, name):
    """The number of unread ones, as soon as the screen has it."""
    try:
        st.wait_until(lambda: unread(c, board) == n, "%d unread" % n)
        tap.ok(True, name)
    except TimeoutError:
        tap.eq(unread(c, board), n, name)
    c.sync()


def test_follow():
    person("anna")
    a = open_as("anna")
    b = open_as("anna")
    before = unread(b, "printers")
    a.keys("j", "Enter", "Enter", "q", "q")
    a.sync()
    left = unread(a, "printers")
    tap.eq(left, before - 1, "an article is read")
    tap.ok("printers" in kept("anna"), "leaving the board tells the server")
    b.keys("R")
    until(b, "printers", left, "another machine has it read, too")
    b.keys("j", "c")
    b.sync()
    quit(b)
    tap.ok(re.search("^1-", kept("anna")["printers"]),
           "what is read is told at the end, at the latest")
    a.keys("R")
    until(a, "printers", 0, "and comes back")
    a.keys("Enter", "M", "q", "R")
    until(a, "printers", 1, "one is marked unread")
    b = open_as("anna", home=b.home)
    until(b, "printers", 1, "which counts elsewhere, too")
    b.keys("j", "c", "C", "R")
    until(b, "printers", 1, "a catch-up that is undone is undone")
    with server.connect() as c:
        c.need("381", "AUTHINFO USER anna")
        c.need("281", "AUTHINFO PASS secret-anna")
        c.need("292", "XLIST event act:read")
        tap.eq(len(c.block()), 1, "no mark is an event")
    quit(a)
    quit(b)


def test_offline():
    person("bert")
    c = open_as("bert")
    c.keys("j", "Enter", "Enter", "q", "q", "R")
    have = kept("bert")["printers"]
    c.keys("Enter")
    server.stop()
    c.wait("offline|connecting")
    c.inputs += 2
    c.term.keys("c")
    c.term.keys("q")
    c.wait("BOARD")
    c.term.keys("Q")
    st.wait_until(c.term.ended, "the client ends at once without a server")
    home = c.home
    c.close()
    server.start()
    tap.eq(kept("bert")["printers"], have, "offline nothing is told")
    c = open_as("bert", home=home)
    until(c, "printers", 0, "what was read offline is not lost")
    st.wait_until(lambda: kept("bert")["printers"] != have,
                  "the server hears of it")
    quit(c)
    c = open_as("bert")
    until(c, "printers", 0, "and tells the next one")
    quit(c)


def test_accounts():
    """Marks of another account are no reason to take marks away."""
    person("carl")
    person("dora")
    c = open_as("carl")
    c.keys("j", "c")
    quit(c)
    d = open_as("dora", home=c.home)
    until(d, "printers", 0, "the same person with another account")
    quit(d)
    marks = kept("carl")
    c = open_as("carl", home=c.home)
    quit(c)
    tap.eq(kept("carl"), marks, "nothing is marked unread by that")


def test_lost():
    """A server whose marks are gone takes none away."""
    person("emil")
    c = open_as("emil")
    c.keys("j", "c")
    quit(c)
    with server.connect() as n:
        n.need("381", "AUTHINFO USER emil")
        n.need("281", "AUTHINFO PASS secret-emil")
        n.need("290", "XACT read printers !1-9")
    tap.eq(kept("emil"), {}, "the server has none")
    c = open_as("emil", home=c.home)
    until(c, "printers", 0, "here all is read still")
    quit(c)
    tap.ok("printers" in kept("emil"), "and the server knows again")


def test_queue():
    """What is read in a queue is read in its board, and the other way."""
    with server.admin() as c:
        c.need("290", "XACT view view.every title=All :board:printers")
    person("fred")
    c = open_as("fred")
    before = unread(c, "printers")
    c.keys("G", "Enter", "Enter", "q", "q")
    until(c, "@every", before - 1, "an article of a queue is read")
    until(c, "printers", before - 1, "in its board, too")
    c.keys("Enter", "Enter", "M", "q", "q")
    until(c, "@every", before, "what is marked unread there")
    until(c, "printers", before, "is unread in both")
    c.keys("g", "j", "Enter", "Enter", "q", "q")
    until(c, "printers", before - 1, "an article of a board is read")
    until(c, "@every", before - 1, "in the queue, too")
    c.keys("c")
    until(c, "printers", 0, "a board that is caught up")
    until(c, "@every", 0, "is so in the queue")
    c.keys("C")
    until(c, "@every", before - 1, "and is not when it is taken back")
    c.keys("G", "c")
    until(c, "printers", 0, "a queue that is caught up is read in its board")
    c.keys("C")
    until(c, "printers", before - 1, "and taken back there")
    with server.admin() as n:
        n.need("290", "XACT view view.late title=Late :board:printers")
    c.keys("R")
    until(c, "@late", before - 1, "what was read before there was a queue")
    quit(c)
    d = open_as("fred")
    until(d, "@late", before - 1, "on another machine, too")
    quit(d)


def test_sure():
    """What is much is not marked read by one key."""
    with server.admin() as c:
        c.need("290", "XACT board many")
    server.ctl("import", "jsonl", "-", input="".join(json.dumps(
        {"id": "n%d" % n, "board": "many", "author": "u", "title": "N",
         "body": "N.\n"}) + "\n" for n in range(51)))
    c = Client(server)
    c.wait("online")
    c.text(":board many")
    c.keys("Enter", "c")
    tap.ok("Mark 51 articles of many read?" in c.screen(), "c asks",
           c.screen())
    c.keys("n", "q")
    tap.eq(unread(c, "many"), 51, "n leaves them")
    c.text(":board many")
    c.keys("Enter", "c", "y", "q")
    tap.eq(unread(c, "many"), 0, "y does not")
    c.close()


def test_refused():
    """Who may not keep marks reads all the same, and is asked only once."""
    c = Client(server)
    c.wait("online")
    c.keys("j", "Enter", "Enter", "q", "q", "R")
    c.sync()
    tap.ok("read:" not in c.screen(), "a refusal is not shown", c.screen())
    c.close()


tap.run(test_follow, test_offline, test_accounts, test_lost, test_refused,
        test_queue, test_sure)
tap.done()
