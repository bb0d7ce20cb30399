#!/usr/bin/env python3
"""The client in use: posting, losing the server, search, resize, ends."""

import glob
import os
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import Client, NOW, golden, seer, st        # noqa: E402
import content                                          # noqa: E402

st.need_programs("tmux")
st.need_built("stoad", "stoa")
tap = st.Tap()
see = seer(tap)
server = st.Server(env={"STOA_NOW": NOW}).start()
content.load(server)


def script(text):
    """An editor: a program that changes the file it is given."""
    path = os.path.join(st.temp_dir(), "editor")
    with open(path, "w") as f:
        f.write("#!/bin/sh\n" + text)
    os.chmod(path, 0o755)
    return path


def pid_of(c):
    return int(c.term.tmux("list-panes", "-F", "#{pane_pid}"))


def drafts(c):
    return glob.glob(os.path.join(c.home, "data", "stoa", "drafts", "*"))


def test_reply():
    c = Client(server, editor=script(
        # As vim leaves a file of this name: with CRLF.
        'echo "My answer, größer." >>"$1"\nsed -i "s/$/\\r/" "$1"\n'))
    c.keys("j", "Enter", "j", "j", "Enter")
    c.inputs += 1
    c.term.keys("r")
    c.wait("send this")
    c.sync()
    golden(tap, c, "send")
    tap.eq(len(drafts(c)), 1, "the draft is on disk")
    tap.eq(os.stat(drafts(c)[0]).st_mode & 0o777, 0o600, "for its owner")
    c.keys("y")
    see(c, "^posted", "a reply is posted")
    tap.eq(drafts(c), [], "its draft is gone after 240")
    with server.connect() as n:
        n.need("211", "GROUP printers")
        n.need("221", "HEAD 7")
        head = "\n".join(n.block())
    tap.ok("References: <1@test.example>" in head, "with References", head)
    tap.ok("Subject: Re: Driver 4.2" in head, "and Subject", head)
    c.close()


def test_checks():
    c = Client(server, editor="true")
    c.keys("j", "Enter")
    c.inputs += 1
    c.term.keys("p")
    c.wait("send this")
    c.sync()
    golden(tap, c, "send-errors")
    c.keys("y")
    see(c, "mend the errors", "an article with errors is not sent")
    c.keys("q")
    tap.eq(len(drafts(c)), 1, "a postponed draft is kept")
    home, pid = c.home, pid_of(c)
    os.kill(pid, signal.SIGKILL)
    c.term.wait_end()
    c.close()
    # A zombie still counts as a client that runs.
    st.wait_until(lambda: not os.path.exists("/proc/%d" % pid), "its end")
    c = Client(server, home=home)
    see(c, 'Earlier draft: y:open n:later D:delete ""', "the next start offers it")
    c.keys("y", "D", "y")
    tap.eq(drafts(c), [], "and it can be deleted")
    c.close()


def test_loss():
    c = Client(server)
    c.keys("j", "Enter", "g")           # the answer made it the newest
    before = c.screen().split("\n")[1:20]
    server.stop()
    see(c, r"\[offline, retry \d+s\]", "a lost connection is shown")
    tap.eq(c.screen().split("\n")[1:20], before, "the list stays")
    c.term.keys("r")
    see(c, "^offline; not before", "no editor later, in the middle of keys")
    c.term.keys("Enter")
    server.start()
    see(c, "^From: +João", "healed by itself; what was asked for came")
    see(c, r"\[online\]", "and is online")
    c.close()


def test_post_at_loss():
    c = Client(server, editor=script('echo "At the loss." >>"$1"\n'
                                     'sed -i "s/^Subject:.*/Subject: lost/" '
                                     '"$1"\n'))
    c.keys("G", "Enter")
    c.inputs += 1
    c.term.keys("p")
    c.wait("send this")
    c.sync()
    os.killpg(server.proc.pid, signal.SIGSTOP)
    c.term.keys("y")
    c.wait("stoa  sending")
    server.kill()
    see(c, r"sent\? asking", "a post whose answer is lost is looked for")
    tap.ok(drafts(c)[0].endswith(".out"), "its draft says it may be out")
    server.start()
    see(c, "^posted", "and sent once more when it was not there")
    c.close()
    with server.connect() as n:
        n.need("292", "XLIST thread board:routers lost")
        rows = [r for r in n.block() if not r.startswith("#")]
    tap.eq(len(rows), 1, "exactly one article is there")


def test_save_and_pipe():
    c = Client(server)
    path = os.path.join(c.home, "saved")
    c.keys("j", "Enter", "G", "Enter", "s")
    c.text(path)
    c.keys("Enter")
    with open(path, "rb") as f:
        text = f.read()
    tap.ok(b"\nFrom: " in text and b"\r" not in text, "s saves, lines with LF",
           text)
    c.term.keys("|")
    c.wait("^Pipe to:")
    c.term.type("grep -c ^From: ; tr -cd '\\r' | wc -c; echo end=$?")
    c.term.keys("Enter")
    see(c, r"^1\n.*0\nend=0\n\[Enter goes on\]", "a command gets the article")
    c.term.keys("Enter")
    see(c, "^Subject:", "and the screen comes back")
    c.term.keys("|")
    c.wait("^Pipe to:")
    c.term.type("kill -9 $$")
    c.term.keys("Enter")
    see(c, r"^\[Enter goes on\]", "also when it is killed")
    c.term.keys("Enter")
    see(c, "^Subject:", "the same")
    c.close()


def test_search():
    c = Client(server)
    c.keys("j", "Enter", "/")
    c.text("driver")
    c.keys("Enter")
    see(c, "match 1 of 1", "search asks the server")
    tap.eq(c.cursor()[1], c.screen().split("\n").index(
        next(r for r in c.screen().split("\n") if "Driver" in r)),
        "and the cursor is on the match")
    c.keys("Escape", "l")
    c.text("gnp")
    c.keys("Enter")
    tap.ok("Driver" not in c.screen(), "a limit hides the rest")
    c.keys("Escape")
    tap.ok("Driver" in c.screen(), "Esc shows all again")
    c.close()


def test_read_marks():
    c = Client(server)
    home = c.home
    c.keys("j", "Enter", "j", "j", "Enter", "q", "q")
    row = next(r for r in c.screen().split("\n") if "printers" in r)
    c.term.keys("Q")
    c.term.wait_end()
    c.close()
    c = Client(server, home=home)
    again = next(r for r in c.screen().split("\n") if "printers" in r)
    tap.eq(again.split()[-5:], row.split()[-5:], "read marks are kept")
    c.close()


def test_resize():
    c = Client(server)
    c.keys("j", "Enter", "j", "g")
    for size in ((40, 10), (20, 5), (10, 2), (200, 60), (80, 24)):
        c.resize(*size)
        if size == (10, 2):
            tap.ok("terminal" in c.screen(), "too small is said")
    row = c.screen().split("\n")[c.cursor()[1]]
    tap.ok("Driver" in row, "the selection survives any size", row)
    c.close()


def test_ends():
    for what in (signal.SIGHUP, signal.SIGTERM):
        c = Client(server)
        os.kill(pid_of(c), what)
        c.term.wait_end()
        tap.ok(True, "ends on " + what.name)
        c.close()
    c = Client(server)
    c.keys("C-c")
    tap.ok("stoa" in c.screen(), "^C cancels and does not end it")
    c.close()


tap.run(test_reply, test_save_and_pipe, test_checks, test_loss,
        test_post_at_loss, test_search, test_read_marks, test_resize,
        test_ends)
tap.done()
