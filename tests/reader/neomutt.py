#!/usr/bin/env python3
# neomutt in a terminal: boards, a thread as a tree, an article, a reply and a
# post; both found by a second neomutt over TLS, the certificate checked.
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402
import terminal  # noqa: E402
import usenet  # noqa: E402

RC = """set folder="%(home)s"
set news_server="%(url)s"
set nntp_user="%(name)s"
set nntp_pass="%(password)s"
set newsrc="%(home)s/newsrc"
set news_cache_dir="%(home)s/cache"
set ssl_ca_certificates_file="%(ca)s"
set from="Anna Tester <anna@example.org>"
set realname="Anna Tester"
set hostname="example.org"
set editor="%(editor)s '%%s'"
set tmpdir="%(home)s"
set record=""
set signature=""
set sort=threads
set sort_re=yes
set strict_threads=yes
set wait_key=no
set fast_reply=yes
set include=yes
set followup_to=no
set sleep_time=0
bind index,pager X followup-message
bind index,pager Z post-message
"""
SUBJECT = "Posted by neomutt"


def start(server, tls=False):
    home = st.temp_dir()
    url = "news://127.0.0.1:%d" % server.port
    if tls:
        # It goes to port 563 whatever the URL says.
        url = "snews://" + server.snews_host
    with open(os.path.join(home, "newsrc"), "w") as f:
        f.write(usenet.GROUP + ":\n")
    rc = os.path.join(home, "rc")
    with open(rc, "w") as f:
        f.write(RC % {"home": home, "url": url, "ca": server.ca or "",
                      "name": usenet.NAME, "password": usenet.PASSWORD,
                      "editor": usenet.editor(home)})
    return terminal.Terminal(["neomutt", "-n", "-F", rc, "-G"],
                             env={"HOME": home}, height=40, width=100)


def open_board(t, count):
    t.wait(r"^ +1 .*" + re.escape(usenet.GROUP))
    t.keys("Enter")
    return t.wait(r"Msgs:%d .*threads" % count).string


def search(t, what):
    t.type("/")
    t.wait(r"^Search for:")
    t.type(what)
    t.keys("Enter")
    t.wait(r"^(?!Search for)[^\n]*$\Z")


def send(t):
    t.wait(r"^y:Send")
    t.type("y")
    t.wait(r"Article posted")


def leave(t):
    """Out of the index without a question: nothing was marked."""
    t.type("x")
    t.wait_end()


def first(tap, server, t):
    see = terminal.seer(tap)
    t.wait(r"Subscribed newsgroups")
    t.keys("Tab")
    t.wait(r"Newsgroups on server")
    t.keys("End")
    rows = usenet.netcat(server, "LIST ACTIVE")
    boards = sorted(r.split()[0] for r in rows if r.endswith(" y"))
    last = t.wait(r"^ *%d .*" % len(boards))[0]
    tap.ok(boards[-1] in last, "neomutt: the boards are listed", t.screen())
    t.keys("Tab")
    open_board(t, len(usenet.by_netcat(server)))
    tap.ok(True, "neomutt: as many articles as netcat's")
    search(t, usenet.SEARCH)
    screen = t.wait(re.escape(usenet.SUBJECT)).string
    tap.ok("├─>" in screen and "└─>" in screen,
           "neomutt: the thread is a tree", screen)
    t.keys("Enter")
    t.wait(usenet.BODY)
    see(t, "Kuusama Juha", "neomutt: the article is read")
    t.type("X")
    send(t)
    tap.ok(True, "neomutt: the reply is taken")
    t.wait(usenet.BODY)
    t.type("i")
    t.wait(r"^.*NeoMutt: news://")
    t.type("Z")
    t.wait(r"^Newsgroups: " + re.escape(usenet.GROUP))
    t.keys("Enter")
    t.wait(r"^Subject:")
    t.type(SUBJECT)
    t.keys("Enter")
    send(t)
    tap.ok(True, "neomutt: the post is taken")
    leave(t)


def second(tap, server, t):
    see = terminal.seer(tap)
    open_board(t, len(usenet.by_netcat(server)))
    search(t, "~f Tester ~s circuit")
    t.keys("Enter")
    t.wait(usenet.TEXT)
    see(t, re.escape("From: Anna Tester <anna@example.org>"),
        "neomutt: the reply is read back")
    t.type("i")
    t.wait(r"^.*NeoMutt: s?news://")
    search(t, SUBJECT)
    t.keys("Enter")
    t.wait(usenet.TEXT)
    see(t, re.escape("Subject: " + SUBJECT), "neomutt: the post is read back")
    t.type("i")
    t.wait(r"^.*NeoMutt: s?news://")
    leave(t)


def main():
    st.need_programs("neomutt", "tmux", "nc")
    if b"+nntp" not in subprocess.run(["neomutt", "-v"],
                                      stdout=subprocess.PIPE).stdout:
        st.skip_all("this neomutt speaks no NNTP")
    server = usenet.load(usenet.need())
    tap = st.Tap()
    if server.snews_host is None:
        tap.skip("neomutt over TLS", "port 563 takes root, and openssl")
    first(tap, server, start(server))
    usenet.check_reply(tap, server, "neomutt")
    server.close()
    second(tap, server, start(server, tls=server.snews_host is not None))
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
