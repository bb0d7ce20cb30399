#!/usr/bin/env python3
"""Logging in: when a post needs it, and by stoarc."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import STOARC, Client, NOW, st              # noqa: E402
import content                                          # noqa: E402

st.need_programs("tmux")
st.need_built("stoad", "stoa")
tap = st.Tap()
server = st.Server(env={"STOA_NOW": NOW}).start()
content.load(server)
with server.admin() as n:
    n.need("390", "XACT join @mara role=member -")
    n.send("secret word")
    n.need("290", ".")
TCP = ["-h", "127.0.0.1:%d" % server.port]

editor = os.path.join(st.temp_dir(), "editor")
with open(editor, "w") as f:
    f.write('#!/bin/sh\nsed -i "s/^Subject:.*/Subject: by tcp/" "$1"\n'
            'echo "Some text." >>"$1"\n')
os.chmod(editor, 0o755)


def test_prompt():
    c = Client(server, args=TCP, editor=editor)
    c.keys("j", "Enter")
    c.term.keys("p")
    c.wait("send this")
    c.term.keys("y")
    c.wait("^Log in as:")
    c.term.type("mara")
    c.term.keys("Enter")
    c.wait("^Password of mara:")
    c.term.type("wrong")
    c.wait(r"^Password of mara: \*\*\*\*\*")
    c.term.keys("Enter")
    c.wait("refused: ")
    tap.ok("wrong" not in c.screen().split("\n")[22],
           "a wrong password is refused, and not shown", c.screen())
    c.term.keys("y")
    c.wait("^Log in as:")
    c.term.type("mara")
    c.term.keys("Enter")
    c.term.type("secret word")
    c.term.keys("Enter")
    c.wait("you: mara")
    tap.ok(True, "logged in after the server asked for it")
    c.wait("by tcp")
    tap.ok("posted" in c.screen() or "by tcp" in c.screen(),
           "and the article is posted")
    history = open(os.path.join(c.home, "data/stoa/history")).read() \
        if os.path.exists(os.path.join(c.home, "data/stoa/history")) else ""
    tap.ok("secret" not in history, "the password is in no history")
    c.close()


def test_stoarc():
    rc = STOARC + "set user mara\nset password secret word\n"
    c = Client(server, args=TCP, rc=rc)
    c.wait("you: mara")
    tap.ok(True, "logged in by stoarc")
    pid = int(c.term.tmux("list-panes", "-F", "#{pane_pid}"))
    server.kill()
    c.wait("offline|connecting")
    server.start()
    c.wait("you: mara")
    tap.ok(True, "and again after the server came back")
    tap.ok(pid > 0, "by the same client")
    path = os.path.join(c.home, "config/stoa/stoarc")
    home = c.home
    c.close()
    c = Client(server, args=TCP, editor=editor,
               rc="set name Mara\nset user mara\nset password secret word\n")
    c.wait("you: mara")
    c.sync()
    c.term.keys("j", "p")
    m = c.wait("^From: Mara <mara@.*>")
    tap.ok(m, "who is logged in writes under the account's address")
    c.close()
    c = Client(server, args=TCP, home=home,
               rc=STOARC + "set usr mara\nbind x y z\n")
    tap.ok('stoarc:2: "set usr mara"' in c.screen(),
           "a wrong line is named with its file and number", c.screen())
    c.close()
    with open(path, "w") as f:
        f.write(rc)
    os.chmod(path, 0o644)
    p = os.popen("XDG_CONFIG_HOME=%s %s -h %s boards 2>&1 >/dev/null" % (
        os.path.join(home, "config"), os.path.join(st.BUILD, "stoa"),
        TCP[1]))
    tap.ok("chmod 600" in p.read(), "a password others can read is not used")


def test_closed():
    """A server that nobody reads without a login."""
    closed = st.Server(env={"STOA_NOW": NOW}, conf="guests off\n").start()
    content.load(closed)
    closed.user("mara", "secret word")
    c = Client(closed, args=["-h", "127.0.0.1:%d" % closed.port])
    c.wait("^reading needs a login; :login NAME")
    tap.ok(True, "it is told how to log in")
    c.term.keys(":")
    c.term.type("login mara")
    c.term.keys("Enter")
    c.wait("^Password of mara:")
    c.term.type("secret word")
    c.term.keys("Enter")
    c.wait("routers")
    tap.ok("you: mara" in c.screen(), "and then the boards are there",
           c.screen())
    c.close()
    closed.stop()


tap.run(test_prompt, test_stoarc, test_closed)
tap.done()
