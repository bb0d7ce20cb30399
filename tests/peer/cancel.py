#!/usr/bin/env python3
"""Two news servers, one feeding the other: what an author or a moderator
takes out here goes there too, by its Cancel-Key, whichever way it is done;
what waits goes nowhere."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402


def pair():
    there = st.Server(conf="name there.example.org\n"
                      "peer here.example.org {\n"
                      "address 127.0.0.1\naccept *\n}\n").start()
    here = st.Server(conf="name here.example.org\n"
                     "peer there.example.org {\n"
                     "host 127.0.0.1:%d\nsend *\n}\n" % there.port).start()
    for s in (here, there):
        s.board("a.b")
        s.board("m.d")
        with s.admin() as c:
            c.need("290", "XACT board m.d status=m")
    here.user("anna", "correct-horse")
    here.user("mona", "correct-horse", "moderator")
    return here, there


def post(c, mid, board, more=""):
    c.need("340", "POST")
    c.send_raw(st.stuff(st.canonical(
        st.article(mid, board, more=more))) + b".\r\n")
    return c.line()


def wait_for(server, mid, code):
    def is_so():
        with server.connect() as c:
            return c.cmd("STAT " + mid).startswith(code)
    st.wait_until(is_so, "%s to be %s" % (mid, code))
    return True


def acts(tap, here, there, anna, mona):
    """XACT cancel tells peers too, and is one change here."""
    told = anna.need("290", "XACT cancel <5@t> :Fält weg").split()[1]
    mona.need("290", "XACT cancel <6@t>")
    tap.ok(anna.cmd("XACT cancel <5@t>").startswith("294"), "once")
    for mid in ("<5@t>", "<6@t>"):
        tap.ok(wait_for(there, mid, "430"),
               mid + " cancelled by an act: gone at the peer")
    mona.need("291", "XINFO <5@t>")
    state = dict(l.split(": ", 1) for l in mona.block())
    tap.eq([state["State"], state["By"], state["Reason"]],
           ["cancelled", "@anna", "Fält weg"], "the reason is kept here")
    with there.connect() as c:
        c.need("220", "ARTICLE " + state["With"])
        art = c.block()
        tap.ok("Control: cancel <5@t>" in art and art[-1] == "Fält weg" and
               any(l.startswith("Cancel-Key: ") for l in art),
               "and told there, with the key", art)
        tap.ok(c.cmd("STAT <4@t>").startswith("223"),
               "what nobody took out is there")
    with here.admin() as c:
        last = c.need("290", "XACT cancel <4@t>").split()[1]
    tap.ok(int(last) > int(told) and wait_for(there, "<4@t>", "430"),
           "an admin's goes too")
    with here.connect() as c:
        tap.eq(c.cmd("GROUP a.b").split()[1], "1",
               "control articles stand in no board")


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    here, there = pair()
    with here.login("anna", "correct-horse") as anna, \
            here.login("mona", "correct-horse") as mona:
        for mid in ("<1@t>", "<2@t>", "<3@t>", "<4@t>", "<5@t>", "<6@t>"):
            post(anna, mid, "a.b")
        tap.ok(wait_for(there, "<6@t>", "223"), "articles go to the peer")
        post(anna, "<c1@t>", "a.b", "Control: cancel <1@t>")
        post(anna, "<s2@t>", "a.b", "Supersedes: <2@t>")
        post(mona, "<c3@t>", "a.b", "Control: cancel <3@t>")
        tap.ok(wait_for(there, "<c3@t>", "223"), "control articles too")
        acts(tap, here, there, anna, mona)
        with there.connect() as c:
            for mid, what in (("<1@t>", "cancelled by its author"),
                              ("<2@t>", "superseded"),
                              ("<3@t>", "cancelled by a moderator")):
                tap.ok(c.cmd("STAT " + mid).startswith("430"),
                       what + ": gone at the peer")
            tap.eq(c.cmd("GROUP a.b").split()[:2], ["211", "1"],
                   "what is left there")
        post(anna, "<w1@t>", "m.d")
        post(anna, "<w2@t>", "m.d")
        mona.need("290", "XACT publish <w2@t>")
        tap.ok(wait_for(there, "<w2@t>", "223"),
               "what was published is taken by a moderated board there")
        post(anna, "<last@t>", "a.b")
        wait_for(there, "<last@t>", "223")
        with there.connect() as c:
            tap.ok(c.cmd("STAT <w1@t>").startswith("430"),
                   "what waits stays here")
    for s in (here, there):
        s.stop()
        told = s.ctl("check", offline=True).stdout
        tap.ok(" 0 faults" in told, "the store is sound", told)
    tap.done()


if __name__ == "__main__":
    main()
