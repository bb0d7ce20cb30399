#!/usr/bin/env python3
# Races. Ten connections post one Message-ID at the same moment, again and
# again: exactly one is told 240, and the article is there once. A cancel and
# successors of one article at the same moment: one of them counts.
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402

ROUNDS, AT_ONCE = 30, 10


def post(mid, more=""):
    return st.stuff(st.canonical(
        st.article(mid, "race.gone", more=more))) + b".\r\n"


def send_at_once(conns, articles):
    """The end of each article is sent when all others are there; the codes."""
    for c, art in zip(conns, articles):
        c.need("340", "POST")
        c.send_raw(art[:-3])
    for c, art in zip(conns, articles):
        c.send_raw(art[-3:])
    return [c.line()[:3] for c in conns[:len(articles)]]


def removals(tap, server, conns):
    wrong = []
    left = 0
    for n in range(ROUNDS):
        old = "<old.%d@example.org>" % n
        if send_at_once(conns, [post(old)]) != ["240"]:
            wrong.append("%s: not posted" % old)
        codes = send_at_once(conns, [
            post("<c.%d@example.org>" % n, "Control: cancel " + old),
            post("<s1.%d@example.org>" % n, "Supersedes: " + old),
            post("<s2.%d@example.org>" % n, "Supersedes: " + old),
            post("<s3.%d@example.org>" % n, "Supersedes: " + old)])
        if sorted(codes) != ["240", "441", "441", "441"]:
            wrong.append("%s: %s" % (old, codes))
        left += codes[0] != "240"
        if not conns[0].cmd("STAT " + old).startswith("223 0"):
            wrong.append("%s is not shown to the operator" % old)
    tap.ok(not wrong, "%d races to take one out: one counts" % ROUNDS,
           "\n".join(wrong))
    with server.connect() as c:
        c.need("430", "STAT <old.0@example.org>")
        got = c.cmd("GROUP race.gone").split()
        tap.eq(got[:2], ["211", str(left)],
               "the board has one successor for each that was superseded")


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    server = st.Server().start()
    server.board("race.board")
    conns = [server.admin() for _ in range(AT_ONCE)]
    wrong = []
    for n in range(ROUNDS):
        mid = "<race.%d@example.org>" % n
        art = st.stuff(st.canonical(st.article(mid, "race.board"))) + b".\r\n"
        for c in conns:
            c.need("340", "POST")
        for c in conns:
            c.send_raw(art[:-3])
        for c in conns:
            c.send_raw(art[-3:])
        codes = sorted(c.line()[:3] for c in conns)
        if codes != ["240"] + ["441"] * (AT_ONCE - 1):
            wrong.append("%s: %s" % (mid, codes))
    tap.ok(not wrong, "%d races of %d: one 240 each" % (ROUNDS, AT_ONCE),
           "\n".join(wrong))
    with server.connect() as c:
        tap.eq(c.cmd("GROUP race.board"),
               "211 %d 1 %d race.board" % (ROUNDS, ROUNDS),
               "the board has one article a race")
    server.board("race.gone")
    removals(tap, server, conns)
    for c in conns:
        c.close()
    server.stop()
    told = server.ctl("check", offline=True).stdout
    tap.ok(" 0 faults" in told, "the store is sound", told)
    tap.done()


if __name__ == "__main__":
    main()
