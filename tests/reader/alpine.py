#!/usr/bin/env python3
# alpine in a terminal: the boards, a thread, an article, a reply and a post,
# each by a second connection; found by a second alpine over TLS, which checks
# the certificate. It has no way to cancel.
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402
import terminal  # noqa: E402
import usenet  # noqa: E402

RC = """personal-name=Anna Tester
user-domain=example.org
nntp-server=%(post)s
newsrc-path=%(home)s/newsrc
inbox-path=%(home)s/inbox
feature-list=quit-without-confirm,expunge-without-confirm,
	news-read-in-newsrc-order,include-text-in-reply,
	enable-alternate-editor-cmd,enable-alternate-editor-implicitly,
	disable-password-file-saving
customized-hdrs=From: Anna Tester <anna@example.org>
default-fcc=""
editor=%(editor)s
last-version-used=6.26
new-version-threshold=99.9
"""
SUBJECT = "Posted by alpine"


def start(server, tls=False):
    home = st.temp_dir()
    where = "127.0.0.1:%d/nntp/user=anna" % server.port
    env = {"HOME": home}
    if tls:
        where = "localhost:%d/nntp/ssl/user=anna" % server.tls_port
        env["SSL_CERT_FILE"] = server.ca
    os.mkdir(os.path.join(home, "mail"))
    open(os.path.join(home, "inbox"), "w").close()
    with open(os.path.join(home, "newsrc"), "w") as f:
        f.write(usenet.GROUP + ":\n")
    rc = os.path.join(home, "pinerc")
    with open(rc, "w") as f:
        f.write(RC % {"home": home, "where": where,
                      "post": where.replace("/nntp", ""),
                      "editor": usenet.editor(home)})
    t = terminal.Terminal(
        ["alpine", "-p", rc, "-sort", "thread", "-f",
         "{%s}%s" % (where, usenet.GROUP)], env=env, height=40, width=100)
    t.wait(r"ENTER PASSWORD")
    t.type(usenet.PASSWORD)
    t.keys("Enter")
    return t


def open_board(t, count):
    t.wait(r"%d Messages" % count)
    t.type("i")
    return t.wait(r"MESSAGE INDEX.* of %d " % count).string


def search(t, what):
    t.type("w")
    t.wait(r"^Word to search for")
    t.type(what)
    t.keys("Enter")
    return t.wait(r"\[Word found").string


def send(t):
    t.wait(re.escape(usenet.TEXT[:30]) + r"(.*\n)*.*Alternate editor done")
    t.keys("C-x")
    t.wait(r"^Send message\?")
    t.type("y")
    t.wait(r"Really post\?")
    t.type("y")


def first(tap, server, t):
    see = terminal.seer(tap)
    count = len(usenet.by_netcat(server))
    open_board(t, count)
    tap.ok(True, "alpine: as many articles as netcat's")
    screen = search(t, usenet.SEARCH)
    subject = re.escape(usenet.SUBJECT)
    tap.ok(re.search(r" [.] " + subject + r"\n.*[|]-Re: " + subject, screen),
           "alpine: the thread stands together", screen)
    tap.ok(r"\-Re: " in screen, "alpine: the thread is a tree", screen)
    t.keys("Enter")
    t.wait(usenet.BODY)
    see(t, "Kuusama Juha", "alpine: the article is read")
    t.type("r")
    t.wait(r"Follow-up to news group")
    t.type("f")
    send(t)
    t.wait(r"MESSAGE TEXT")
    tap.ok(True, "alpine: the reply is taken")
    t.type("i")
    t.wait(r"MESSAGE INDEX")
    t.type("c")
    t.wait(r"Post to current newsgroup")
    t.type("y")
    t.wait(r"COMPOSE MESSAGE")
    t.keys("Down", "Down")
    t.type(SUBJECT)
    t.wait(r"^Subject : " + SUBJECT)
    t.keys("Down")
    send(t)
    t.wait(r"MESSAGE INDEX")
    tap.ok(True, "alpine: the post is taken")
    t.type("<")
    t.wait(r"COLLECTION LIST")
    t.type("n")
    t.keys("Enter")
    t.wait(r"News groups on")
    t.type("a")
    t.wait(r"Enter newsgroup name")
    t.type("alt.atheism")
    t.keys("Enter")
    screen = t.wait(r"SELECT FOLDER(.*\n)*.*List Mode").string
    tap.ok(re.search(r"\balt\.atheism\s+alt\.atheism\.moderated", screen),
           "alpine: the boards are listed", screen)


def second(tap, server, t):
    open_board(t, len(usenet.by_netcat(server)))
    search(t, usenet.SEARCH)
    t.keys("Enter")
    t.wait(usenet.BODY)
    number = int(t.wait(r"Message +(\d+) of")[1])
    while "From: Anna Tester" not in t.screen():
        number += 1
        t.type("n")
        t.wait(r"Message +%d of" % number)
        if usenet.SUBJECT not in t.wait(r"^Subject: .*")[0]:
            break
    screen = t.screen()
    tap.ok(usenet.TEXT in screen and "From: Anna Tester" in screen,
           "alpine: the reply is read back in its thread", screen)
    t.type("i")
    t.wait(r"MESSAGE INDEX")
    search(t, SUBJECT)
    t.keys("Enter")
    screen = t.wait(r"^Subject: " + SUBJECT + r"\n+" + usenet.TEXT).string
    tap.ok("From: Anna Tester" in screen, "alpine: the post is read back",
           screen)


def main():
    st.need_programs("alpine", "tmux", "nc")
    server = usenet.load(usenet.need())
    tap = st.Tap()
    first(tap, server, start(server))
    usenet.check_reply(tap, server, "alpine")
    server.close()
    second(tap, server, start(server, tls=server.ca is not None))
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
