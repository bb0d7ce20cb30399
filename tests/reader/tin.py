#!/usr/bin/env python3
# tin in a terminal: boards, a thread as a tree, an article, a reply (it logs in
# when POST answers 480); and the reply read back and cancelled over TLS, with
# the certificate checked, where nobody reads without a login.
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402
import terminal  # noqa: E402
import usenet  # noqa: E402


def write(home, name, text):
    path = os.path.join(home, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)
    os.chmod(path, 0o600)


def start(server, *options, tls=False):
    home = st.temp_dir()
    edit = usenet.editor(home)
    host, port, rc = "127.0.0.1", server.port, ""
    if tls:
        options += ("-T",)
        # A name, as it is what tin looks for in the certificate.
        host, port = "localhost", server.tls_port
        rc = "tls_ca_cert_file=%s\n" % server.ca
    write(home, ".newsauth", "%s %s %s\n" % (
        host, usenet.PASSWORD, usenet.NAME))
    write(home, ".newsrc", usenet.GROUP + ":\ncomp.graphics:\n")
    write(home, ".tin/tinrc",
          "mail_address=Anna Tester <anna@example.org>\n" + rc)
    t = terminal.Terminal(
        ["tin", "-r", *options, "-g", host, "-p", str(port)],
        env={"HOME": home, "EDITOR": edit, "VISUAL": edit}, height=40)
    t.home = home
    t.wait(r"Group Selection.*\n(.*\n)*.*" + re.escape(usenet.GROUP))
    return t


def press(t, key, shows):
    """A key until it has its effect; tin drops those that come too early,
    while it still draws."""
    for patience in (st.DEADLINE / 3, st.DEADLINE / 3):
        t.keys(key)
        try:
            return t.wait(shows, patience)
        except terminal.Gone:
            if t.ended():
                raise
    return t.wait(shows)


def search(t, what):
    press(t, "/", r"^Search forwards")
    t.type(what)
    t.wait(r"^Search forwards.*> " + re.escape(what))
    t.keys("Enter")
    t.wait(r"\A(?!(.*\n)*Search forwards)")


def open_thread(t):
    search(t, usenet.GROUP)
    press(t, "Enter", r"^ *sci\.electronics \(\d+B")
    search(t, usenet.SEARCH)
    t.wait(re.escape(usenet.SUBJECT))
    press(t, "l", r"List Thread.*\n(.*\n)*.*\+->")


def leave(t):
    """Out through every level; tin drops keys that come too early."""
    for level in (usenet.BODY, r"List Thread", r"sci\.electronics \(\d+B",
                  r"Group Selection"):
        t.wait(level)
        t.type("q")
    t.wait(r"really want to quit")
    t.type("y")
    t.wait_end()


def main():
    st.need_programs("tin", "tmux")
    server = usenet.load(usenet.need())
    tap = st.Tap()
    see = terminal.seer(tap)

    t = start(server)
    t.type("y")
    screen = t.wait(r"Group Selection \(\S+ +\d{3,}\)").string
    tap.ok("sci.engr" in screen or "alt.atheism" in screen,
           "tin: the boards are listed", screen)
    t.type("y")
    t.wait(r"Group Selection \(\S+ +2\)")
    open_thread(t)
    see(t, r"\| `->", "tin: the thread is a tree")
    t.keys("Enter")
    t.wait(usenet.BODY)
    see(t, "Kuusama Juha", "tin: the article is read")
    t.type("f")
    t.wait(r"p=post")
    t.type("p")
    t.wait(r"Article posted:")
    tap.ok(True, "tin: the reply is taken")
    usenet.editor(t.home, "!+1")
    press(t, "f", r"p=post")
    t.type("p")
    t.wait(r"Article posted:")
    leave(t)
    usenet.check_reply(tap, server, "tin")
    usenet.check_vote(tap, server, "tin")

    server.close()
    t = start(server, tls=server.ca is not None)
    open_thread(t)
    row = t.wait(r"^ *(\d+) .*Anna Tester")[1]
    tap.ok(True, "tin: the reply is in the tree")
    t.type(row)
    t.keys("Enter")
    t.wait(r"^ *%s\b.*" % row)
    t.keys("Enter")
    t.wait(usenet.TEXT)
    see(t, re.escape("Anna Tester <anna@example.org>"),
        "tin: the reply is read back")
    mine = usenet.find_reply(server)[0]
    press(t, "D", r"^Cancel \(delete\) or supersede")
    press(t, "d", r"d=delete \(cancel\)")
    press(t, "d", r"^(?!.*d=delete)[^\n]*\Z")
    usenet.check_gone(tap, server, "tin", mine)
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
