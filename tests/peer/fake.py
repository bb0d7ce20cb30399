#!/usr/bin/env python3
"""stoad feeds a peer that answers by a script: put off, refused, 400 in the
middle, hung up, garbage, no streaming, a login; and what goes to it."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st                                       # noqa: E402
from peers import Fake, Hangup, Listener, mark, peer_rows   # noqa: E402

t = st.Tap()
BOARD = "tv.general"


def server(peers, more=""):
    """A stoad with these peers: {name: lines of its block}."""
    s = st.Server(conf="")
    s.port = st.free_port()
    text = "name us.example.org\n" + more
    for name, lines in peers.items():
        text += "peer %s {\n%s\n}\n" % (name, lines)
    s.write_conf(text)
    s.start()
    s.board(BOARD)
    return s


def wait(check, what):
    """True, or False after a note."""
    try:
        st.wait_until(check, what)
        return True
    except TimeoutError as e:
        t.note(e)
        return False


def articles(n, tag="a", **more):
    return [st.article("<%s%d@us.example.org>" % (tag, i), BOARD, **more)
            for i in range(n)]


def row(s, name="fake.example.org"):
    return peer_rows(s)[name]


def failed(s, word, name="fake.example.org"):
    """It waits to try again, and says why."""
    r = row(s, name)
    return r["state"] == "waiting" and r["error"] != "-" and \
        word in r["error"]


def to(fake, more=""):
    return {"fake.example.org": "host %s\n%s" % (fake.place, more)}


# --- what goes, and how ---------------------------------------------------

def plain():
    fake = Fake()
    numbers = st.temp_dir() + "/numbers"
    s = server(to(fake), "metrics %s\n" % numbers)
    ids = s.feed(articles(10))
    t.ok(wait(lambda: len(fake.taken) == 10, "ten articles"),
         "a peer is sent what is new", fake.said)
    t.eq(fake.ids(), ids, "in the order of the journal, each once")
    t.eq(fake.verbs()[:2], ["MODE", "CHECK"], "offered before it is sent")
    t.ok(wait(lambda: row(s)["state"] == "idle", "idle"), "then it is idle")
    r = row(s)
    t.eq([r[k] for k in ("queued", "offered", "sent", "refused", "rejected",
                         "deferred", "dropped", "error")],
         ["0", "10", "10", "0", "0", "0", "0", "-"], "counted")
    art = fake.taken[0][1].decode()
    t.ok(art.startswith("Path: us.example.org!"), "our name is in Path", art)
    s.feed(articles(1, "b"))
    t.ok(wait(lambda: len(fake.taken) == 11, "the eleventh"),
         "one more goes over the same connection")
    t.eq(fake.connections, 1, "which stays open")

    def told():
        if not os.path.exists(numbers):
            return False
        with open(numbers) as f:
            return 'stoa_peer_sent_total{peer="fake.example.org"} 11\n' \
                in f.read()
    # That file is written every 15 seconds.
    yield
    t.ok(wait(told, "the number"), "Prometheus is told")
    s.stop()
    t.ok(wait(lambda: fake.said[-1] == "QUIT", "QUIT"),
         "the end is said", fake.said[-3:])
    t.ok(mark(s, "fake.example.org")[0] >= 12, "and the place kept")
    st.release(s)


def chosen():
    """send, max-size, Path, what came from it, Xref, dots."""
    fake = Fake()
    s = server({"fake.example.org": "host %s\nsend tv.*,!tv.secret\n"
                "max-size 4K\naccount fake\naccept *" % fake.place})
    for board in ("tv.secret", "misc.x", "tv.two"):
        s.board(board)
    s.user("fake", "correct-horse")

    def one(n, boards, more="", body=None):
        return st.article("<c%d@x.example>" % n, boards, more=more,
                          body=body)
    with s.login("fake", "correct-horse") as c:
        mine = st.canonical(one(0, BOARD, "Path: fake.example.org!x"))
        c.send_raw(b"TAKETHIS <c0@x.example>\r\n" + st.stuff(mine)
                   + b".\r\n")
        t.eq(c.line(), "239 <c0@x.example>", "the peer sends one itself")
    s.feed([
        one(1, "tv.secret"), one(2, "misc.x"), one(3, "misc.x,tv.two"),
        one(4, "tv.secret,tv.two"),
        one(5, BOARD, "Path: a!Fake.Example.Org!b!x"),
        one(6, BOARD, "Path: a!b!fake.example.org"),
        one(7, BOARD, body="x" * 5000),
        one(8, BOARD, body=".\n..\n.end\nplain"),
    ])
    s.feed([one(9, BOARD)])
    t.ok(wait(lambda: "<c9@x.example>" in fake.ids(), "the last"),
         "what is chosen arrives", fake.said)
    t.eq(fake.ids(), ["<c%d@x.example>" % i for i in (3, 4, 6, 8, 9)],
         "boards, size, Path and origin decide")
    arts = dict(fake.taken)
    t.ok(b"Xref" not in arts["<c3@x.example>"], "Xref stays at home")
    t.ok(arts["<c8@x.example>"].endswith(
        b"\r\n\r\n.\r\n..\r\n.end\r\nplain\r\n"), "dots survive",
        arts["<c8@x.example>"])
    s.stop()
    st.release(s)


def direct():
    fake = Fake()
    s = server(to(fake))
    s.feed(articles(400))
    t.ok(wait(lambda: len(fake.taken) == 400, "all"), "400 articles arrive",
         len(fake.taken))
    checks = fake.verbs().count("CHECK")
    t.ok(20 < checks < 350, "CHECK is left out when all are wanted", checks)
    fake.check = lambda mid: "438"
    fake.take = lambda mid, art: "439"
    s.feed(articles(100, "r"))

    def judged():
        """A queue is empty, too, before its feeder knows of the last ones."""
        r = row(s)
        n = int(r["refused"]) + int(r["rejected"])
        return n if r["queued"] == "0" and n >= 100 else 0

    t.ok(wait(judged, "all judged"), "100 are refused")
    t.ok(fake.verbs()[-1] == "CHECK", "and offered first again",
         fake.said[-3:])
    t.eq(judged(), 100, "each counted once")
    s.stop()
    st.release(s)


def no_streaming():
    fake = Fake()
    fake.streams = False
    first = {}

    def ihave(mid):
        if mid.startswith("<a2"):
            return "435"
        if mid.startswith("<a3") and first.setdefault(mid, 0) == 0:
            first[mid] = 1
            return "436"
        return "335"

    def take(mid, art):
        if mid.startswith("<a4"):
            return "439"
        if mid.startswith("<a5") and first.setdefault(mid, 0) == 0:
            first[mid] = 1
            return "436"
        return "239"
    fake.ihave, fake.take = ihave, take
    s = server(to(fake))
    s.feed(articles(8))
    t.ok(wait(lambda: row(s)["deferred"] == "2" or len(fake.taken) == 6,
              "two put off"),
         "IHAVE when there is no streaming; two are put off")
    s.ctl("feed", "retry", "fake.example.org")
    t.ok(wait(lambda: len(fake.taken) == 6, "six"), "and come later",
         fake.said)
    t.eq(sorted(fake.ids()), ["<a%d@us.example.org>" % i
                              for i in (0, 1, 3, 5, 6, 7)],
         "one was there, one is not wanted")
    t.eq([fake.said.count("IHAVE <a%d@us.example.org>" % i)
          for i in (3, 5)], [2, 2], "two were offered twice")
    st.wait_until(lambda: row(s)["sent"] == "6", "the last answer")
    r = row(s)
    t.eq([r[k] for k in ("sent", "refused", "rejected", "deferred")],
         ["6", "1", "1", "0"], "counted")
    s.stop()
    st.release(s)


def login():
    fake = Fake()
    fake.password = ("us", "correct horse")
    s = server(to(fake, "login us\npassword correct horse"))
    s.feed(articles(3))
    t.ok(wait(lambda: len(fake.taken) == 3, "three"), "after a login",
         fake.said)
    fake.password = ("us", "another")
    s.restart()
    s.feed(articles(1, "b"))
    t.ok(wait(lambda: failed(s, "481"), "waiting"),
         "a wrong password is told, with the answer", row(s))
    s.kill()
    st.release(s)


# --- trouble --------------------------------------------------------------

def put_off():
    fake = Fake()
    busy = {"<a3@us.example.org>", "<a7@us.example.org>"}
    fake.check = lambda mid: "431" if mid in busy else "238"
    s = server(to(fake))
    s.feed(articles(10))
    t.ok(wait(lambda: len(fake.taken) == 8, "eight"),
         "what is put off stops nobody", fake.said)
    t.ok(wait(lambda: row(s)["deferred"] == "2", "two put off"),
         "two are put off")
    t.ok(wait(lambda: len(mark(s, "fake.example.org")[1]) == 2, "on disk"),
         "on disk too")
    s.restart()
    t.ok(wait(lambda: row(s)["deferred"] == "2", "two put off"),
         "also after kill -9")
    busy.clear()
    t.ok(wait(lambda: len(fake.taken) == 10, "ten"),
         "they go when the time has come", fake.said)
    t.ok(wait(lambda: mark(s, "fake.example.org")[1] == [], "none"),
         "nothing is left")
    s.stop()
    st.release(s)


def taken_out():
    """What its author takes out between the offer and the answer."""
    fake = Fake()
    s = server(to(fake))

    def check(mid):
        if mid == "<o0@us.example.org>":
            with s.admin() as c:
                c.need("290", "XACT cancel " + mid)
        return "238"
    fake.check = check
    s.feed(articles(1, "o"))
    t.ok(wait(lambda: mark(s, "fake.example.org")[0] >= 3, "the place"),
         "what is gone is passed over", row(s))
    s.feed(articles(1, "p"))
    t.ok(wait(lambda: "<p0@us.example.org>" in fake.ids(), "the next"),
         "what comes next goes")
    t.ok("<o0@us.example.org>" not in fake.ids(),
         "what was taken out meanwhile does not", fake.said)
    s.stop()
    st.release(s)


def broken_off():
    """400 in the middle, hung up after CHECK and within an article."""
    fake = Fake()
    state = {"n": 0}

    def take(mid, art):
        state["n"] += 1
        if state["n"] in (3, 5):
            raise Hangup
        if state["n"] == 4:
            return "400"
        return "439" if mid in fake.ids() else "239"

    def check(mid):
        if state["n"] == 0:
            state["n"] = 1
            raise Hangup
        return "438" if mid in fake.ids() else "238"
    fake.take, fake.check = take, check
    s = server(to(fake))
    ids = s.feed(articles(12))
    t.ok(wait(lambda: len(fake.taken) == 12, "all"),
         "hung up, 400 and all: nothing is lost", fake.said)
    t.eq(sorted(fake.ids()), sorted(ids), "each is there once")
    t.ok(fake.connections >= 4, "with a connection for each trouble",
         fake.connections)
    t.ok(wait(lambda: row(s)["error"] == "-" or row(s)["state"] == "idle",
              "idle"), "and then it is well")
    s.stop()
    st.release(s)


class Nonsense(Listener):
    def __init__(self, data):
        self.data = data
        self.connections = 0
        super().__init__()

    def serve(self, c):
        self.connections += 1
        c.sendall(self.data)
        while c.recv(65536):
            pass


def nonsense():
    cases = {
        "garbage": bytes(range(256)) * 8,
        "a line without an end": b"2" * 100000,
        "a flood of lines": b"200 hello\r\n" * 20000,
        "another protocol": b"220 mail.example.org ESMTP\r\n",
        "a closed door": b"502 go away\r\n",
        "an answer for another": b"200 hi\r\n203 go\r\n"
                                 b"239 <other@x.example>\r\n",
        "a verdict before the article": b"200 hi\r\n203 go\r\n"
                                        b"239 <n0@us.example.org>\r\n",
        "bytes for a terminal": b"502 \x1b]0;title\x07\xff\xc3\xa4\xc2\x9b "
                                + b"\xe2\x82\xac" * 300 + b"\r\n",
        "NUL": b"200 hi\0\r\n\0\0\r\n203\0go\r\n238 \0\r\n",
    }
    fakes = {"n%d.example.org" % i: Nonsense(data)
             for i, data in enumerate(cases.values())}
    s = server({n: "host " + f.place for n, f in fakes.items()})
    s.feed(articles(1, "n"))
    for name, what in zip(fakes, cases):
        good = wait(lambda n=name: failed(s, "", n), what)
        t.ok(good, "%s: %s" % (what, row(s, name)["error"]), row(s, name))
        t.eq(row(s, name)["sent"], "0", "nothing counts as sent")
        said = s.ctl("feed", "status").stdout
        t.ok(not any(ord(c) < 32 and c not in "\t\n" or 0x7f <= ord(c) < 0xa0
                     or 0xdc80 <= ord(c) < 0xdd00 for c in said),
             "nothing reaches a terminal", repr(said))
    t.ok(s.alive() and st.header(s.stderr(), "x") == "", "stoad goes on")
    s.stop()
    st.release(s)


def nobody():
    s = server({"fake.example.org": "host 127.0.0.1:%d" % st.free_port()})
    s.feed(articles(2))
    t.ok(wait(lambda: failed(s, "refused"), "waiting"),
         "nobody listens there: told and tried again", row(s))
    t.eq(row(s)["sent"], "0", "nothing is sent")
    s.stop()
    st.release(s)


def silent():
    """One that takes the connection and says nothing delays no end."""
    fake = Nonsense(b"")
    s = server(to(fake))
    s.feed(articles(2))
    t.ok(wait(lambda: fake.connections == 1, "a connection"),
         "a peer that says nothing")
    t.ok(wait(lambda: row(s)["state"] == "sending", "sending"),
         "is waited for")
    s.stop()
    t.ok(True, "but not when we end")
    st.release(s)


# --- the place in the journal ---------------------------------------------

def places():
    fake = Fake()
    s = server({})
    old = s.feed(articles(5, "old"))
    s.kill()
    s.write_conf("name us.example.org\npeer fake.example.org {\nhost %s\n}"
                 % fake.place)
    s.start()
    s.feed(articles(1, "new"))
    t.ok(wait(lambda: len(fake.taken) == 1, "one"),
         "a new peer gets what is new", fake.said)
    t.eq(fake.ids(), ["<new0@us.example.org>"], "and only that")
    s.ctl("feed", "after", "fake.example.org", "0")
    t.ok(wait(lambda: len(fake.taken) == 6, "six"),
         "stoactl feed after 0 sends all", fake.said)
    t.eq(sorted(fake.ids()), sorted(old + ["<new0@us.example.org>"]),
         "each once")
    t.ok(wait(lambda: row(s)["queued"] == "0" and row(s)["refused"] == "1",
              "all judged"), "what it had it refuses", row(s))
    # Killed with articles waiting: they go afterwards.
    port = fake.port
    fake.close()
    more = s.feed(articles(20, "late"))
    s.restart()
    fake2 = Fake(port)
    fake2.check = lambda mid: "438" if mid in fake.ids() else "238"
    s.ctl("feed", "retry", "fake.example.org")
    t.ok(wait(lambda: len(fake2.taken) == 20, "twenty"),
         "kill -9 while the peer is away: nothing is lost",
         (fake2.said[-5:], row(s)))
    t.eq(fake2.ids(), more, "in order")
    # A damaged place is told, not guessed.
    s.kill()
    with open(s.dir + "/feed/fake.example.org", "w") as f:
        f.write("rubbish\n")
    s.start()
    t.ok(wait(lambda: "cannot be read" in row(s)["error"], "the error"),
         "a damaged file of its place is told", row(s))
    s.stop()
    st.release(s)


def reload():
    """SIGHUP: peers come, change and go; who feeds is known by its name."""
    one, two = Fake(), Fake()
    s = server({})
    name = "fake.example.org"

    def conf(lines):
        s.write_conf("name us.example.org\n"
                     + ("peer %s {\n%s\n}\n" % (name, lines)
                        if lines else ""))
        s.reload()
    with s.connect() as c:
        c.need("480", "MODE STREAM")
        conf("address localhost\naccept *\nhost " + one.place)
        t.ok(wait(lambda: name in peer_rows(s), "the peer"), "a peer comes")
        t.ok(wait(lambda: c.cmd("MODE STREAM").startswith("203"), "203"),
             "a session is one by its host name at once")
        s.feed(articles(3, "x"))
        t.ok(wait(lambda: len(one.taken) == 3, "three"), "and is fed")
        conf("account fake\naccept *\nhost " + two.place)
        s.feed(articles(3, "y"))
        t.ok(wait(lambda: len(two.taken) == 3, "three"),
             "at another place when that changes", row(s))
        t.eq(len(one.taken), 3, "and no more at the old one")
        t.ok(c.cmd("MODE STREAM").startswith("480"),
             "by its address it is not known any more")
        conf("")
        t.ok(wait(lambda: peer_rows(s) == {}, "none"), "it goes")
        s.feed(articles(2, "z"))
        conf("host " + two.place)
        t.ok(wait(lambda: len(two.taken) == 5, "five"),
             "what came meanwhile goes when it is back", row(s))
    s.stop()
    st.release(s)


first = plain()
next(first)
for test in (chosen, direct, no_streaming, login, put_off, taken_out,
             broken_off, nonsense, nobody, silent, places, reload):
    test()
next(first, None)
t.done()
