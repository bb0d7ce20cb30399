#!/usr/bin/env python3
# slrn in a terminal: boards, a thread as a tree, an article, a reply; and the
# reply read back and cancelled by a second slrn over TLS.
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402
import terminal  # noqa: E402
import usenet  # noqa: E402

RC = """nnrpaccess "%s" "%s" "%s"
set username "anna"
set hostname "example.org"
set realname "Anna Tester"
set editor_command "%s '%%s'"
set query_read_group_cutoff 0
set use_metamail 0
set generate_message_id 0
set confirm_actions 0
set netiquette_warnings 0
set new_subject_breaks_threads 0
set show_thread_subject 1
"""


def start(server, home, name, tls=False):
    rc = os.path.join(home, "rc")
    host, where = "127.0.0.1", ["-p", str(server.port)]
    if tls:
        host, where = "snews://127.0.0.1:%d" % server.tls_port, []
    with open(rc, "w") as f:
        f.write(RC % (host, usenet.NAME, usenet.PASSWORD,
                      usenet.editor(home)))
    return terminal.Terminal(
        ["slrn", "-h", host, *where, "-i", rc,
         "-f", os.path.join(home, name), "--create"],
        env={"HOME": home}, height=40)


def open_thread(t):
    """To the board, the thread, and the thread unfolded."""
    t.wait(r"alt\.atheism")
    t.type("/")
    t.wait(r"Search")
    t.type(usenet.GROUP)
    t.keys("Enter")
    t.wait(r"^->.*sci\.electronics")
    t.keys("Enter")
    t.wait(r"Group: sci\.electronics")
    t.type("s")
    t.wait(r"Subject search")
    t.type(usenet.SEARCH)
    t.keys("Enter")
    t.wait(r"^->.*" + usenet.SUBJECT[:-1])
    t.keys("Escape")
    t.type("t")
    t.wait("├─Re: " + usenet.SUBJECT[:-1])


def walk(t, words):
    """The cursor goes down to the row with these words. While it moves two
    rows have it, or none."""
    def at():
        rows = t.screen().split("\n")
        found = [n for n, row in enumerate(rows) if row.startswith("->")]
        return (found[0], rows[found[0]]) if len(found) == 1 else None

    for _ in range(20):
        was = st.wait_until(at, "a cursor")
        if words in was[1]:
            return
        t.keys("Down")
        st.wait_until(lambda: at() and at()[0] != was[0],
                      "the cursor to move", seen=t.screen)


def main():
    st.need_programs("slrn", "tmux")
    server = usenet.load(usenet.need())
    tap = st.Tap()
    see = terminal.seer(tap)
    home = st.temp_dir()

    t = start(server, home, "first")
    screen = t.wait(r"News Groups: .*/\d{3,}").string
    tap.ok(all(g in screen for g in ("alt.activism", "alt.atheism")),
           "slrn: the boards are listed", screen)
    open_thread(t)
    see(t, "│ └─Re: " + usenet.SUBJECT[:-1], "slrn: the thread is a tree")
    t.keys("Enter")
    t.wait(usenet.BODY)
    see(t, "Kuusama Juha", "slrn: the article is read")
    t.type("f")
    t.wait(r"Post the message\?")
    t.type("y")
    t.wait(r"Posting\.\.\.done")
    tap.ok(True, "slrn: the reply is taken")
    usenet.editor(home, "!+1")
    t.type("f")
    t.wait(r"Post the message\?")
    t.type("y")
    t.wait(r"Posting\.\.\.done")
    t.type("q")
    t.wait(r"News Groups: ")
    t.type("q")
    t.wait_end()
    usenet.check_reply(tap, server, "slrn")
    usenet.check_vote(tap, server, "slrn")

    server.close()
    t = start(server, home, "second", tls=server.ca is not None)
    open_thread(t)
    see(t, "Anna Tester", "slrn: the reply is in the tree")
    walk(t, "Anna Tester")
    t.keys("Enter")
    t.wait(usenet.TEXT)
    see(t, re.escape("From: Anna Tester <anna@example.org>"),
        "slrn: the reply is read back")
    mine = usenet.find_reply(server)[0]
    t.keys("Escape", "C-c")
    t.wait(r"want to cancel this article")
    t.type("y")
    t.wait(r"^Done\.")
    usenet.check_gone(tap, server, "slrn", mine)
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
