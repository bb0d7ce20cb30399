"""A server with the articles of usenet-1993, for the newsreaders' suites,
and the thread they all visit."""

import os
import subprocess

import stoatest as st

GROUP = "sci.electronics"
SEARCH = "circuit boards"
SUBJECT = "Why circuit boards are green?"
ROOT = "<1993Apr23.105152.20155@news.cs.tut.fi>"
BODY = "almost all printed circuit boards are green"
NAME, PASSWORD = "anna", "a-long-password"
TEXT = "Written by a script for a newsreader."


def need():
    """Skips without the data, or without zstd to unpack it."""
    st.need_programs("zstd")
    st.need_built("stoad", "stoactl")
    return st.need_data("usenet-1993.tar.zst")


def load(path):
    """A running Server with all of it and one account."""
    server = st.Server().start()
    unpack = subprocess.Popen(["zstd", "-dcq", path],
                              stdout=subprocess.PIPE)
    load = subprocess.run(
        [os.path.join(st.BUILD, "stoactl"), "-s", server.sock,
         "import", "spool", "-"], stdin=unpack.stdout,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        timeout=10 * st.DEADLINE)
    unpack.stdout.close()
    if unpack.wait() != 0 or load.returncode != 0:
        raise st.ServerError("import: " + load.stdout.decode()[-2000:])
    server.user(NAME, PASSWORD)
    return server


def editor(folder):
    """A script to be used as $EDITOR: it adds TEXT to the file."""
    path = os.path.join(folder, "editor")
    with open(path, "w") as f:
        f.write("#!/bin/sh\nfor f; do :; done\n"
                "printf '%%s\\n' '%s' >>\"$f\"\n" % TEXT)
    os.chmod(path, 0o755)
    return path


def find_reply(server):
    """Looks without a newsreader: the ids of the root's replies by us."""
    with server.connect() as c:
        rows = c.multi("292", "XLIST article thread:%s limit:1000 "
                       "cols:mid,parent,author" % ROOT)
        rows = [r.split("\t") for r in rows if not r.startswith("#")]
        return [mid for mid, parent, author in rows
                if parent == ROOT and "Anna Tester" in author]


def check_reply(tap, server, who):
    """The reply is in the thread, once, with its text."""
    mids = find_reply(server)
    tap.ok(len(mids) == 1, who + ": one reply stands under its parent",
           str(mids))
    if mids:
        with server.connect() as c:
            text = "\n".join(c.multi("222", "BODY " + mids[0]))
        tap.ok(TEXT in text and BODY in text.replace("\n> ", " "),
               who + ": the reply has its text and the quote", text)
