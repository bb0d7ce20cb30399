#!/usr/bin/env python3
# Ten connections post one Message-ID at the same moment, again and again:
# exactly one is told 240, and the article is there once.
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402

ROUNDS, AT_ONCE = 30, 10


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
    for c in conns:
        c.close()
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
