#!/usr/bin/env python3
"""Taking an article back and posting it anew, on the screen and by script."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import Client, Gone, NOW, seer, st          # noqa: E402
import content                                          # noqa: E402

st.need_programs("tmux")
st.need_built("stoad", "stoa")
tap = st.Tap()
see = seer(tap)
server = st.Server(env={"STOA_NOW": NOW}).start()
content.load(server)
for name in ("mara", "zoe"):
    server.user(name, "secret word")
TCP = ["-h", "127.0.0.1:%d" % server.port]
LOGIN = "set name M\nset user %s\nset password secret word\n"
homes = {}


def home(user):
    if user not in homes:
        homes[user] = st.temp_dir()
        os.makedirs(os.path.join(homes[user], "stoa"))
        path = os.path.join(homes[user], "stoa", "stoarc")
        with open(path, "w") as f:
            f.write(LOGIN % user)
        os.chmod(path, 0o600)
    return homes[user]


def stoa(user, *args, input=""):
    env = dict(os.environ, XDG_CONFIG_HOME=home(user), STOA_NOW=NOW,
               XDG_DATA_HOME=home(user), LC_ALL="C.UTF-8", TZ="UTC")
    p = subprocess.run([os.path.join(st.BUILD, "stoa")] + TCP + list(args),
                       input=input.encode(), env=env, timeout=st.DEADLINE,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return p.returncode, p.stdout.decode(), p.stderr.decode()


def post(user, subject, text="Text.\n", board="routers"):
    code, out, err = stoa(user, "post", "--board", board, "--subject",
                          subject, input=text)
    if code != 0:
        raise Gone(err)
    return out.strip()


def there(mid):
    with server.connect() as n:
        return n.cmd("STAT " + mid).startswith("223")


def script(text):
    path = os.path.join(st.temp_dir(), "editor")
    with open(path, "w") as f:
        f.write("#!/bin/sh\n" + text)
    os.chmod(path, 0o755)
    return path


def test_scripts():
    mid = post("mara", "first")
    code, out, err = stoa("zoe", "cancel", mid)
    tap.ok(code in (3, 5) and there(mid), "a stranger's cancel is refused",
           "%d %s" % (code, err))
    code, out, err = stoa("mara", "cancel", mid, "a", "mistake")
    tap.ok(code == 0 and out.startswith("<") and not there(mid),
           "the author's is done", err)
    tap.eq(stoa("mara", "cancel", mid)[0], 1, "it is not found twice")
    mid = post("mara", "second: größer", "Old.\n")
    code, out, err = stoa("zoe", "supersede", mid, input="Mine.\n")
    tap.ok(code == 5 and there(mid), "a stranger supersedes nothing", err)
    code, new, err = stoa("mara", "supersede", mid, input="New.\n")
    code, out, err = stoa("mara", "read", new.strip())
    tap.ok("second: größer" in out and "New." in out and "Old." not in out
           and not there(mid), "the author does, the header stays", out + err)
    code, new, err = stoa("mara", "supersede", "--subject", "third",
                          new.strip(), input="Newer.\n")
    tap.ok("Subject:  third" in stoa("mara", "read", new.strip())[1],
           "with another subject", err)
    mid = post("mara", "fourth")
    tap.eq(stoa("mara", "act", "cancel", mid, ":a slip")[0], 0,
           "the act does it too")
    tap.ok(not there(mid), "here")


def test_screen():
    mid = post("mara", "Screen one", board="empty")
    c = Client(server, args=TCP, rc=LOGIN % "mara", editor=script(
        'sed -i "s/^Old/Brand new/" "$1"\n'))
    c.wait("you: mara")
    c.sync()
    c.keys("Enter")
    see(c, "^N>.*Screen one", "the article is in the list")
    c.keys("d", "n")
    tap.ok(there(mid), "no is no")
    c.keys("d")
    see(c, "^Cancel for all", "the question")
    c.keys("r")
    c.text("a slip")
    c.term.keys("Enter")
    see(c, "the article is cancelled", "d cancels with a reason")
    tap.ok(not there(mid), "at the server")
    c.sync()
    tap.ok("Screen one" not in c.screen(), "and the list knows", c.screen())
    old = post("mara", "Screen two", "Old text.\n", "empty")
    c.inputs += 1
    c.term.keys("R")
    see(c, "^N>.*Screen two", "another one")
    c.keys("Enter")
    see(c, "Old text", "read")
    c.term.keys("E")
    see(c, "^Supersedes: " + old, "E edits it again")
    tap.ok("Brand new text." in c.screen(), "with its text", c.screen())
    c.term.keys("y")
    see(c, "^posted", "and posts it")
    tap.ok(not there(old), "in its place")
    c.close()


def test_stranger():
    mid = post("zoe", "Not yours", board="printers")
    c = Client(server, args=TCP, rc=LOGIN % "mara")
    c.wait("you: mara")
    c.sync()
    c.keys("j", "Enter", "Enter")
    see(c, "Subject:  Not yours", "another's article")
    c.keys("E")
    see(c, "^that is zoe's; its author and", "E says at once whose it is")
    c.keys(":")
    c.text("cancel")
    c.term.keys("Enter")
    see(c, "^that is zoe's; its author and", ":cancel as well")
    tap.ok(there(mid), "and it stays")
    c.keys("q")
    c.text("/driver")
    c.keys("Enter", "Enter")
    see(c, "^From: ", "one of elsewhere")
    c.keys("d")
    see(c, "^Cancel for all", "that may be one's own: d asks")
    c.term.keys("y")
    see(c, "^not cancelled: ", "the refusal is shown")
    c.close()


tap.run(test_scripts, test_screen, test_stranger)
tap.done()
