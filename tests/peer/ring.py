#!/usr/bin/env python3
"""Three stoads that all feed each other, known by their accounts: every
article is everywhere, once; also when one of them is killed in the middle,
and when one was away."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st                                       # noqa: E402
from peers import count, peer_rows, wait_count              # noqa: E402

t = st.Tap()
N = 3000 if st.FULL else 200
BOARD = "tv.general"
NAMES = ["a.example.org", "b.example.org", "c.example.org"]

PEER = """peer {name} {{
    account {account}
    accept  *
    host    127.0.0.1:{port}
    login   {me}
    password correct-horse
}}
"""


def make():
    servers = {}
    for name in NAMES:
        servers[name] = st.Server(conf="")
        servers[name].port = st.free_port()
    for name, s in servers.items():
        s.write_conf("name %s\n" % name + "".join(
            PEER.format(name=other, account="feed-" + other[0],
                        port=servers[other].port, me="feed-" + name[0])
            for other in NAMES if other != name))
        s.start()
        s.board(BOARD)
        s.board("tv.other")
        s.user("anna", "correct-horse")
        for other in NAMES:
            if other != name:
                s.user("feed-" + other[0], "correct-horse")
    return servers


def post(s, tag, n):
    """As a poster does, then by a feed: faster."""
    with s.login("anna", "correct-horse") as c:
        for i in range(5):
            c.need("340", "POST")
            c.send_raw(st.stuff(st.canonical(st.article(
                "<%s.post%d@x.example.org>" % (tag, i), BOARD + ",tv.other",
                sender="anna@" + "x.example.org", date=""))) + b".\r\n")
            got = c.line()
            if not got.startswith("240"):
                raise st.ServerError(got)
    s.feed([st.article("<%s.%d@x.example.org>" % (tag, i), BOARD)
            for i in range(n - 5)])


def everywhere(servers, n, what):
    for name, s in servers.items():
        try:
            wait_count(s, BOARD, n, 10 * st.DEADLINE)
        except TimeoutError:
            pass
        t.eq(count(s, BOARD), n, "%s: all %d at %s" % (what, n, name[0]))


def once(s, n):
    """The journal has no post twice."""
    with s.admin() as c:
        got = [target for act, target in c.rows(
            "event limit:5000 cols:act,target") if act == "post"]
    t.eq((len(got), len(set(got))), (n, n), "each once in the journal")


def cancelled(servers):
    """What its author takes back is gone everywhere: the key goes along."""
    a = next(iter(servers.values()))
    with a.login("anna", "correct-horse") as c:
        def post_one(mid, **more):
            return c.post(st.article(mid, "tv.other", date="",
                                     sender="anna@x.example.org", **more))

        def found(mid):
            n = 0
            for s in servers.values():
                with s.connect() as x:
                    n += x.cmd("STAT " + mid).startswith("223")
            return n
        old, gone = "<old@x.example.org>", "<cancel@x.example.org>"
        post_one(old)
        st.wait_until(lambda: found(old) == 3, "it everywhere")
        t.ok(post_one(gone, more="Control: cancel " + old).startswith("240"),
             "an author cancels")
        try:
            st.wait_until(lambda: (found(old), found(gone)) == (0, 3),
                          "the cancel everywhere")
        except TimeoutError as e:
            t.note(e)
        t.eq((found(old), found(gone)), (0, 3), "it is gone everywhere")


def main():
    st.need_built("stoad", "stoactl")
    servers = make()
    for name, s in servers.items():
        post(s, name[0], N)
    everywhere(servers, 3 * N, "three at a time")
    for s in servers.values():
        once(s, 3 * N)
    a, b, c = servers.values()
    with c.connect() as conn:
        path = conn.multi("221", "HEAD <a.post1@x.example.org>")[0]
    t.ok(path in (
        "Path: c.example.org!!a.example.org!.POSTED!not-for-mail",
        "Path: c.example.org!!b.example.org!!a.example.org!.POSTED"
        "!not-for-mail"), "Path tells the way", path)

    cancelled(servers)
    post(a, "k", N)
    b.kill()
    post(c, "l", N)
    b.start()
    for s in (a, c):
        s.ctl("feed", "retry", "b.example.org")
    everywhere(servers, 5 * N, "one was killed")

    b.stop()
    post(a, "m", N)
    c.kill()
    b.start()
    c.start()
    for s, others in ((a, "bc"), (b, "ac"), (c, "ab")):
        for other in others:
            s.ctl("feed", "retry", other + ".example.org")
    everywhere(servers, 6 * N, "one was away")
    for s in servers.values():
        once(s, 6 * N + 2)
        try:
            st.wait_until(lambda s=s: all(
                row["deferred"] == "0" for row in peer_rows(s).values()),
                "what was put off")
        except TimeoutError as e:
            t.note(e)
        for name, row in peer_rows(s).items():
            t.eq((row["dropped"], row["deferred"]), ("0", "0"),
                 "nothing waits for " + name[0])
    for s in servers.values():
        s.stop()
    t.done()


main()
