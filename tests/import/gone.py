#!/usr/bin/env python3
"""stoactl export, import, backup, check and rebuild of a store in which
articles were cancelled, superseded, rejected, have expired or wait."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402

CONF = "boards old.* {\n\texpire 7d\n}\n"
DAY = 86400
NOW = 1795348800


def post(c, mid, board, more=""):
    c.need("340", "POST")
    c.send_raw(st.stuff(st.canonical(
        st.article(mid, board, more=more))) + b".\r\n")
    return c.line()


def fill(server):
    server.board("a.b")
    server.board("old.c")
    server.board("m.d")
    server.user("anna", "correct-horse")
    with server.admin() as c:
        c.need("290", "XACT board m.d status=m")
    server.feed([st.article("<here@t>", "a.b"),
                 st.article("<old@t>", "old.c"),
                 st.article("<both@t>", "a.b,old.c")])
    with server.login("anna", "correct-horse") as c:
        for mid in ("<cancelled@t>", "<first@t>"):
            post(c, mid, "a.b")
        post(c, "<control@t>", "a.b", more="Control: cancel <cancelled@t>")
        post(c, "<second@t>", "a.b", more="Supersedes: <first@t>")
        for mid in ("<waits@t>", "<rejected@t>", "<published@t>"):
            post(c, mid, "m.d")
    with server.admin() as c:
        c.need("290", "XACT reject <rejected@t> :no")
        c.need("290", "XACT publish <published@t>")


HERE = {"<here@t>", "<both@t>", "<second@t>", "<published@t>"}


def ids(server):
    with server.connect() as c:
        return set(c.multi("230", "NEWNEWS * 19700101 000000 GMT"))


def test_export(tap, server):
    out = os.path.join(server.base, "export")
    server.ctl("export", out)
    other = st.Server().start()
    for name in sorted(os.listdir(os.path.join(out, "articles"))):
        path = os.path.join(out, "articles", name)
        if os.path.getsize(path):
            other.ctl("import", "mbox", path)
    tap.eq(ids(other), HERE, "exported and imported is what is in boards")
    with open(os.path.join(out, "journal.tsv")) as f:
        acts = [line.split("\t")[3:5] for line in f]
    for act in (["cancel", "<cancelled@t>"], ["supersede", "<first@t>"],
                ["submit", "<waits@t>"], ["reject", "<rejected@t>"],
                ["expire", "old.c"]):
        tap.ok(act in acts, "the journal tells of " + " ".join(act), acts)
    told = server.ctl("import", "mbox",
                      os.path.join(out, "articles", "a.b.mbox")).stdout
    tap.ok(" 0 new," in told, "brought back where it came from: nothing new",
           told)
    other.stop()


def test_again(tap, server):
    """What is known is refused, whatever became of it."""
    with server.admin() as c:
        for mid in ("<old@t>", "<cancelled@t>", "<first@t>", "<waits@t>",
                    "<rejected@t>"):
            tap.eq(c.cmd("CHECK " + mid), "438 " + mid,
                   mid + " is not taken again")


def test_restored(tap, server):
    backup = os.path.join(server.base, "backup")
    server.ctl("backup", backup)
    server.stop()
    told = server.ctl("check", offline=True).stdout
    tap.ok(" 0 faults" in told, "check", told)
    told = server.ctl("rebuild", offline=True).stdout
    tap.ok(" 0 rows differed" in told, "rebuild: the same tables", told)
    other = st.Server(conf=CONF, env=server.env)
    other.ctl("restore", backup, offline=True)
    other.start()
    tap.eq(ids(other), ids(server.start()),
           "restored: the same articles")
    test_again(tap, other)
    with other.admin() as c:
        rows = c.multi("292", "XLIST queue cols:mid")
        tap.eq(rows, ["#mid", "<waits@t>"], "restored: it still waits")
        tap.ok(c.cmd("XACT publish <waits@t>").startswith("290 "),
               "restored: and can be published")
        tap.ok(c.cmd("STAT <cancelled@t>").startswith("223 "),
               "restored: moderators see what was cancelled")
    other.stop()
    told = other.ctl("rebuild", offline=True).stdout
    tap.ok(" 0 rows differed" in told, "restored: rebuild", told)


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    server = st.Server(conf=CONF, env={"STOA_NOW": str(NOW)}).start()
    fill(server)
    server.env["STOA_NOW"] = str(NOW + 8 * DAY)
    server.restart()
    server.settle()
    tap.eq(ids(server), HERE | {"<control@t>"}, "what is here")
    test_export(tap, server)
    test_again(tap, server)
    test_restored(tap, server)
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
