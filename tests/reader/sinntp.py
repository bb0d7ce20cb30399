#!/usr/bin/env python3
# sinntp, the newsreader of scripts: lists, fetches one article and a whole
# board with its threads, posts, replies and cancels.
import mailbox
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402
import usenet  # noqa: E402

LOGIN = ["-U", usenet.NAME, "-P", usenet.PASSWORD]


class Sinntp:
    def __init__(self, server):
        self.server, self.home = server, st.temp_dir()

    def run(self, name, *args, text=""):
        return subprocess.run(
            ["nntp-" + name, "-S", "127.0.0.1:%d" % self.server.port,
             *args], input=text.encode(), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, cwd=self.home, timeout=st.DEADLINE,
            env=dict(os.environ, HOME=self.home, XDG_DATA_HOME=self.home,
                     LC_ALL="C.UTF-8"))

    def box(self, name):
        return list(mailbox.mbox(os.path.join(self.home, name)))


def reading(tap, s):
    p = s.run("list")
    rows = usenet.netcat(s.server, "LIST ACTIVE")
    boards = [r.split()[0] for r in rows if r.endswith(" y")]
    tap.eq(p.stdout.decode().split(), boards, "nntp-list: as netcat's")
    p = s.run("get", usenet.ROOT)
    text = p.stdout.decode("utf-8", "replace")
    tap.ok(usenet.BODY in text and usenet.ROOT in text,
           "nntp-get: an article by its id", text)
    p = s.run("get", "<none@example.org>")
    tap.ok(p.returncode != 0 and b"430" in p.stderr,
           "nntp-get: what is not there", p.stderr)
    p = s.run("pull", "--reget", usenet.GROUP + ">box")
    box = s.box("box")
    got = [m["Message-ID"] for m in box]
    children = [m for m in box
                if (m["References"] or "").split()[-1:] == [usenet.ROOT]]
    tap.ok(got == list(usenet.by_netcat(s.server).values()),
           "nntp-pull: the articles of a board, as netcat's",
           "%d: %s" % (len(got), p.stderr.decode()[-500:]))
    tap.ok(children, "nntp-pull: the thread by its References")


def posting(tap, s):
    def push(subject, *options, refs=""):
        return s.run("push", *options, text=st.article(
            "", usenet.GROUP, subject, date="", refs=refs,
            body="> %s\n.dot\n%s" % (usenet.BODY, usenet.TEXT)))
    p = push("No login")
    tap.ok(p.returncode != 0 and b"480" in p.stderr,
           "nntp-push: asked to log in", p.stderr)
    p = push("By sinntp", *LOGIN)
    tap.ok(p.returncode == 0, "nntp-push: posts", p.stderr)
    p = push("Re: " + usenet.SUBJECT, *LOGIN, refs=usenet.ROOT)
    tap.ok(p.returncode == 0, "nntp-push: replies", p.stderr)
    usenet.check_reply(tap, s.server, "nntp-push")
    mine = list(usenet.by_netcat(s.server).values())[-2]
    p = s.run("push", *LOGIN, text=usenet.cancel(mine))
    tap.ok(p.returncode == 0, "nntp-push: a cancel", p.stderr)
    usenet.check_gone(tap, s.server, "nntp-push", mine)
    new = list(usenet.by_netcat(s.server).values())[-1:]
    p = s.run("pull", usenet.GROUP + ">new")
    tap.eq([m["Message-ID"] for m in s.box("new")], new, "nntp-pull: only what is new")


def main():
    st.need_programs("nntp-list", "nntp-get", "nntp-pull", "nntp-push", "nc")
    s = Sinntp(usenet.load(usenet.need()))
    tap = st.Tap()
    reading(tap, s)
    posting(tap, s)
    s.server.stop()
    tap.done()


if __name__ == "__main__":
    main()
