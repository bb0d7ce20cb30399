#!/usr/bin/env python3
# Gnus in a batch Emacs: lists, enters a board, reads, threads, replies, posts,
# cancels, in clear and over TLS with the certificate checked. gnus.el says the same to
# Gnus as a user does with keys.
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import stoatest as st  # noqa: E402
import usenet  # noqa: E402


def play(tap, server, stream, port):
    home = st.temp_dir()
    with open(os.path.join(home, ".authinfo"), "w") as f:
        f.write("machine 127.0.0.1 login %s force yes password %s\n" % (
            usenet.NAME, usenet.PASSWORD))
    ids = os.path.join(home, "ids")
    with open(ids, "w") as f:
        f.write("".join(i + "\n" for i in sorted(
            usenet.by_netcat(server).values())))
    p = subprocess.run(
        ["emacs", "-Q", "--batch", "-l", os.path.join(HERE, "gnus.el"),
         str(port), stream, server.ca or "", usenet.GROUP, usenet.ROOT,
         usenet.SUBJECT, usenet.BODY, usenet.TEXT, ids],
        env=dict(os.environ, HOME=home, LC_ALL="C.UTF-8"), cwd=home,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, timeout=10 * st.DEADLINE)
    out = p.stdout.decode("utf-8", "replace")
    good = True
    for line in out.splitlines():
        m = re.match(r"(not )?ok \d+ - (.*)", line)
        if m:
            good = tap.ok(not m[1], m[2]) and good
        elif not line.startswith("1.."):
            tap.note(line)
    if not re.search(r"^1\.\.\d", out, re.M):
        good = tap.ok(False, "Gnus: runs to its end")
    if not good:
        tap.note(p.stderr.decode("utf-8", "replace")[-3000:])


def main():
    st.need_programs("emacs", "nc")
    server = usenet.load(usenet.need())
    tap = st.Tap()
    play(tap, server, "nntp-open-network-stream", server.port)
    server.close()
    if server.ca:
        play(tap, server, "nntp-open-tls-stream", server.tls_port)
    usenet.check_reply(tap, server, "Gnus", 2 if server.ca else 1)
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
