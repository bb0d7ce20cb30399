#!/usr/bin/env python3
# INN's inews posts, replies and cancels; it logs in when it is asked to, from
# a file.
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402
import usenet  # noqa: E402

CONF = """mta: "/bin/false"
pathhost: client.example.org
pathnews: /usr/lib/news
pathetc: %(home)s
pathrun: %(home)s
domain: example.org
fromhost: example.org
server: 127.0.0.1
hismethod: hisv6
enableoverview: false
"""


class Inews:
    def __init__(self, server):
        self.server, self.home = server, st.temp_dir()
        self.conf = os.path.join(self.home, "inn.conf")
        with open(self.conf, "w") as f:
            f.write(CONF % {"home": self.home})

    def login(self):
        path = os.path.join(self.home, "passwd.nntp")
        with open(path, "w") as f:
            f.write("127.0.0.1:%s:%s\n" % (usenet.NAME, usenet.PASSWORD))
        os.chmod(path, 0o600)

    def send(self, mid, subject, refs=""):
        return self.run(st.article(
            mid, usenet.GROUP, subject, date="", refs=refs,
            body="> %s\n.dot\n%s" % (usenet.BODY, usenet.TEXT)))

    def run(self, text):
        return subprocess.run(
            ["inews", "-h", "-S", "-P", "-p", str(self.server.port)],
            input=text.encode(), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=st.DEADLINE, cwd=self.home,
            env=dict(os.environ, HOME=self.home, INNCONF=self.conf))


def main():
    st.need_programs("inews", "nc")
    server = usenet.load(usenet.need())
    tap = st.Tap()
    inews = Inews(server)
    p = inews.send("<none@inews.example.org>", "No login")
    tap.ok(p.returncode != 0, "inews: no post without a login", p.stderr)
    inews.login()
    p = inews.send("<post@inews.example.org>", "By inews")
    tap.ok(p.returncode == 0, "inews: posts", p.stderr)
    p = inews.send("<post@inews.example.org>", "By inews")
    tap.ok(p.returncode != 0 and b"441" in p.stderr,
           "inews: is told why, the second time", p.stderr)
    p = inews.send("<reply@inews.example.org>", "Re: " + usenet.SUBJECT,
                   refs=usenet.ROOT)
    tap.ok(p.returncode == 0, "inews: replies", p.stderr)
    usenet.check_reply(tap, server, "inews")
    lines = usenet.netcat(server, "ARTICLE <post@inews.example.org>")
    tap.ok("..dot" in lines and usenet.TEXT in lines and
           "Path: client.example.org!not-for-mail" not in lines,
           "inews: netcat reads what it posted", "\n".join(lines))
    p = inews.run(usenet.cancel("<post@inews.example.org>"))
    tap.ok(p.returncode == 0, "inews: a cancel", p.stderr)
    usenet.check_gone(tap, server, "inews", "<post@inews.example.org>")
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
