#!/usr/bin/env python3
# Views in ordinary newsreaders: tin in a terminal and Python's nntplib list
# view.open, read what stands there, and see it leave.
import os
import re
import sys
import warnings

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402
import terminal  # noqa: E402

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    try:
        import nntplib
    except ImportError:
        nntplib = None


def ask(c, n):
    got = c.post(st.article("<q%d@views.example>" % n, "tv.general",
                            "Question number %d" % n, date=None,
                            body="What is %d?" % n))
    if not got.startswith("240"):
        raise st.ServerError(got)


def with_nntplib(tap, server):
    n = nntplib.NNTP("127.0.0.1", server.port)
    names = [g.group for g in n.list()[1]]
    tap.ok("view.open" in names and "view.faq" in names,
           "nntplib: views are listed", names)
    _, count, first, last, name = n.group("view.open")
    tap.eq((count, first, last, name), (3, 1, 3, "view.open"),
           "nntplib: the view is selected")
    rows = n.over((1, 3))[1]
    tap.eq([(number, over["subject"], over[":x-state"])
            for number, over in rows],
           [(i, "Question number %d" % i, ":x-state open")
            for i in (1, 2, 3)], "nntplib: its overview")
    info = n.article("2")[1]
    xref = [x for x in info.lines if x.startswith(b"Xref:")]
    tap.ok(info.message_id == "<q2@views.example>" and
           xref[0].endswith(b" tv.general:2"),
           "nntplib: an article, which names its board", info.lines)
    size = sum(len(x) + 2 for x in info.lines)
    tap.eq(rows[1][1][":bytes"], str(size), "nntplib: :bytes is its size")
    n.quit()


def with_tin(tap, server, leave):
    home = st.temp_dir()
    with open(os.path.join(home, ".newsrc"), "w") as f:
        f.write("view.open:\n")
    os.makedirs(os.path.join(home, ".tin"))
    with open(os.path.join(home, ".tin", "tinrc"), "w") as f:
        f.write("mail_address=Anna <anna@example.org>\n")
    t = terminal.Terminal(
        ["tin", "-r", "-g", "127.0.0.1", "-p", str(server.port)],
        env={"HOME": home}, height=40)
    t.wait(r"view\.open +Open questions")
    tap.ok(True, "tin: the view and its title")
    t.keys("Enter")
    terminal.seer(tap)(
        t, r"(?s)view\.open.*Question number (1.*number 3|3.*number 1)",
        "tin: what stands there")
    t.keys("Enter")
    t.wait(r"What is \d\?")
    tap.ok(True, "tin: an article is read")
    leave()
    for level in (r"What is", r"Question number", r"Group Selection"):
        t.wait(level)
        t.type("q")
    t.wait(r"really want to quit")
    t.type("y")
    t.wait_end()


def main():
    st.need_programs("tin", "tmux")
    tap = st.Tap()
    server = st.Server(builtin=True).start()
    server.board("tv.general")
    server.user("anna", "anna-secret")
    server.user("bert", "bert-secret")
    with server.login("anna", "anna-secret") as c:
        for n in (1, 2, 3):
            ask(c, n)
    if nntplib:
        with_nntplib(tap, server)
    else:
        tap.skip("nntplib", "this Python has none")

    def answer():
        with server.login("bert", "bert-secret") as c:
            c.post(st.article("", "tv.general", "Re: Question number 2",
                              refs="<q2@views.example>", date=None))
    with_tin(tap, server, answer)
    with server.connect() as c:
        tap.ok(re.match(r"211 2 1 3 ", c.cmd("GROUP view.open")),
               "what is answered has left")
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
