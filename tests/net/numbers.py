#!/usr/bin/env python3
# Every number of COMMUNITY 3.7 that goes by the day or the act, as it is by
# default, seen to bite: what comes up to it is done, the next is refused and
# says when. limits.py has those that go by the second or the connection,
# brakes.py the accounts of an address.
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402

NOON = 1795348800
HOUR, DAY = 3600, 86400
BOARD = "tv.general"


class World:
    """A server, its clock, and people of all levels."""

    def __init__(self, tap):
        self.tap = tap
        self.server = st.Server(conf="community {\n\tbootstrap 0\n}\n",
                                clock=NOON).start()
        self.server.board(BOARD)
        self.server.board("tv.other")
        self.server.user("mona", "secret", "moderator")
        self.serial = 0
        self.operator = self.server.admin()
        self.mona = self.login("mona")
        # What is voted on and flagged comes from elsewhere.
        self.server.feed([st.article("<%d@x.org>" % i, BOARD)
                          for i in range(160)])

    def login(self, name):
        c = self.server.connect()
        c.need("381", "AUTHINFO USER " + name)
        c.need("281", "AUTHINFO PASS secret")
        return c

    def person(self, name, trust):
        self.server.user(name, "secret")
        if trust:
            self.operator.need("290", "XACT trust @%s level=%d" % (
                name, trust))
        c = self.login(name)
        c.name = name
        return c

    def post(self, c, refs="", body=None, mid=None, more="", board=BOARD):
        self.serial += 1
        mid = mid or "<n%d@x.org>" % self.serial
        return c.post(st.article(mid, board, "Number %d" % self.serial,
                                 c.name + "@x.org", body, refs, date="",
                                 more=more))

    def wait(self, seconds):
        self.server.set_clock(self.server.clock.now + seconds)

    def gap(self, c, span, what, **post):
        """After a posting one of that kind is refused until span is over."""
        tap = self.tap
        tap.eq(self.post(c)[:3], "240", "%s: a posting" % what)
        self.wait(span - 1)
        got = self.post(c, **post)
        tap.ok(got.startswith("441 1 s to go: there is a pause"),
               "%s: not after %d s" % (what, span - 1), got)
        self.wait(1)
        got = self.post(c, **post)
        tap.eq(got[:3], "240", "%s: after %d s" % (what, span))

    def count(self, most, what, act, refusal, gap=0):
        """act(i) is done so often and no oftener."""
        done = 0
        for i in range(most + 1):
            got = act(i)
            if got[:3] not in ("240", "290"):
                break
            done += 1
            self.wait(gap)
        self.tap.eq(done, most, "%s: %d" % (what, most))
        self.tap.ok(re.match(refusal, got), "%s: then it says when" % what,
                    got)


def pauses(w):
    w.gap(w.person("tom0", 0), 120, "two questions, trust 0")
    w.gap(w.person("tim0", 0), 30, "two postings, trust 0",
          refs="<1@x.org>")
    w.gap(w.person("tom1", 1), 15, "two questions")
    w.gap(w.person("tim1", 1), 5, "two postings", refs="<1@x.org>")


def ways_round(w):
    """What begins a thread here is one, whatever it says that it is; and
    what waits for a moderator was posted."""
    w.operator.need("290", "XACT board tv.held status=m")
    for n, (what, post) in enumerate((
            ("an answer to what is not here", {"refs": "<none@x.org>"}),
            ("one to what stands elsewhere",
             {"refs": "<%d@x.org>", "board": "tv.other"}),
            ("one that goes elsewhere as well",
             {"refs": "<%d@x.org>", "board": BOARD + ",tv.other"}),
            ("a change of what is not here",
             {"more": "Supersedes: <none@x.org>"}),
            ("one with an act", {"more": "X-Act: follow " + BOARD}),
            ("one that waits", {"board": "tv.held"}))):
        refs = post.get("refs", "")
        if "%d" in refs:
            post["refs"] = refs % (10 + 2 * n)
        w.gap(w.person("way%d" % n, 1), 15, what, **post)
        if "%d" in refs:
            post["refs"] = refs % (11 + 2 * n)
        c = w.person("and%d" % n, 1)
        w.tap.eq(w.post(c, **post)[:3], "240", "%s, first" % what)
        w.wait(14)
        got = w.post(c)
        w.tap.ok(got.startswith("441 1 s to go: there is a pause"),
                 "%s: a question after it waits" % what, got)
    for what, post in (
            ("a reply with an act",
             {"refs": "<1@x.org>", "more": "X-Act: follow"}),
            ("a reply that waits",
             {"refs": "<1@x.org>", "board": "tv.held"}),
            ("a change", {"more": "Supersedes: <eve@x.org>"})):
        c = w.person("eve%d" % len(what), 1)
        if what == "a reply that waits":
            w.mona.need("290", "XACT move <1@x.org> board=tv.held")
        w.tap.eq(w.post(c, mid="<eve@x.org>" if what == "a change" else None)
                 [:3], "240", "a posting")
        w.wait(4)
        got = w.post(c, **post)
        w.tap.ok(got.startswith("441 1 s to go: there is a pause"),
                 "%s: not after 4 s" % what, got)
        w.wait(1)
        got = w.post(c, **post)
        w.tap.ok(got.startswith("240"), "%s: after 5 s" % what, got)
    w.mona.need("290", "XACT move <1@x.org> board=" + BOARD)
    text = "The very same."
    c = w.person("ernie", 1)
    w.tap.eq(w.post(c, body=text)[:3], "240", "a text")
    w.wait(60)
    got = w.post(c, body=text, more="Supersedes: <none@x.org>")
    w.tap.eq(got, "441 240 s to go: you have posted the same text already",
             "the same text as a change of nothing")
    # What was let in was posted when it was sent.
    c = w.person("hugo", 1)
    w.tap.eq(w.post(c, mid="<held@x.org>", board="tv.held")[:3], "240",
             "one that waits")
    w.wait(HOUR)
    w.mona.need("290", "XACT publish <held@x.org>")
    w.tap.eq(w.post(c)[:3], "240", "to be let in makes nobody wait")
    w.wait(15)
    w.tap.eq(w.post(c)[:3], "240", "two and the one that waited")
    w.wait(15)
    got = w.post(c)
    w.tap.ok(got.startswith("441 ") and "for the first day" in got,
             "are three questions of the first day", got)


def first_day(w):
    c = w.person("dora", 1)
    w.count(3, "questions of the first day", lambda i: w.post(c),
            r"441 \d+ s to go: so many questions are enough for the first",
            15)
    w.count(10, "replies of the first day",
            lambda i: w.post(c, refs="<1@x.org>"),
            r"441 \d+ s to go: so many replies are enough for the first", 5)


def days(w):
    asks, edits = w.person("fred", 1), w.person("fritz", 1)
    likes = [w.person("like%d" % n, n) for n in range(1, 5)]
    flags = w.person("flora", 1)
    w.wait(2 * DAY)
    w.count(20, "questions of a day", lambda i: w.post(asks),
            r"441 \d+ s to go: so many questions are enough for a day", 15)
    w.post(edits, mid="<edit@x.org>")
    w.count(30, "edits of a day", lambda i: edits.cmd(
        "XACT retitle <edit@x.org> :Title %d" % i),
        r"493 \d+ so many changes")
    for most, c in zip((50, 75, 100, 150), likes):
        w.count(most, "votes of a day, " + c.name, lambda i: c.cmd(
            "XACT vote <%d@x.org> +1" % i), r"493 \d+ ")
    w.count(20, "flags of a day", lambda i: flags.cmd(
        "XACT flag <%d@x.org> spam" % i), r"493 \d+ that was your last flag")


def same_text(w):
    c = w.person("paul", 1)
    w.tap.eq(w.post(c, body="Hear, hear.")[:3], "240", "a text")
    w.wait(299)
    w.tap.eq(w.post(c, "<1@x.org>", "Hear, hear."), "441 1 s to go: you have "
             "posted the same text already", "the same text after 299 s")
    w.wait(1)
    w.tap.eq(w.post(c, "<1@x.org>", "Hear, hear.")[:3], "240",
             "the same text after 300 s")


def flagged(w):
    """Three users silence a new account for a day, five close a thread for
    four hours."""
    users = [w.person("flag%d" % n, 1) for n in range(5)]
    bad = w.person("spammer", 0)
    w.post(bad, mid="<spam@x.org>")
    w.wait(HOUR)
    for c in users[:2]:
        c.need("290", "XACT flag <spam@x.org> spam")
    w.tap.eq(bad.cmd("XACT metoo <1@x.org>")[:3], "290",
             "two users' flags: nothing")
    users[2].need("290", "XACT flag <spam@x.org> spam")
    got = bad.cmd("XACT metoo <1@x.org> value=0")
    w.tap.ok(got.startswith("490 silenced until "),
             "three users' flags silence a new account", got)
    w.wait(DAY - 1)
    w.tap.eq(bad.cmd("XACT metoo <1@x.org> value=0")[:3], "490",
             "it is silenced for a day")
    w.wait(1)
    w.tap.eq(bad.cmd("XACT metoo <1@x.org> value=0")[:3], "290",
             "and no longer")
    ask = w.person("heidi", 1)
    w.post(ask, mid="<heat@x.org>")
    w.wait(HOUR)
    for c in users[:4]:
        c.need("290", "XACT flag <heat@x.org> abuse")
    w.tap.eq(w.post(ask, "<heat@x.org>")[:3], "240",
             "four users' flags: the thread is open")
    users[4].need("290", "XACT flag <heat@x.org> abuse")
    w.wait(4 * HOUR - 1)
    got = w.post(ask, "<heat@x.org>")
    w.tap.ok(got.startswith("441 locked: "),
             "five users' flags close a thread", got)
    w.wait(1)
    w.tap.eq(w.post(ask, "<heat@x.org>")[:3], "240", "for four hours")


def hidden(w):
    """What is hidden is not edited for ten minutes; then a moderator sees
    the edit first."""
    c = w.person("emil", 1)
    w.post(c, mid="<rude@x.org>")
    w.wait(HOUR)
    w.mona.need("290", "XACT hide <rude@x.org> :rude")
    w.wait(599)
    wait = "1 s to go: the article is hidden; its author may edit it then, " \
        "and a moderator looks at that"
    w.tap.eq(w.post(c, mid="<kind@x.org>", more="Supersedes: <rude@x.org>"),
             "441 " + wait, "superseded after 599 s")
    w.tap.eq(c.cmd("XACT retitle <rude@x.org> :Please"), "493 " + wait,
             "retitled after 599 s")
    other = w.person("erna", 1)
    w.tap.eq(other.cmd("XACT retitle <rude@x.org> :Please")[:3], "491",
             "it is not there for others")
    w.wait(1)
    w.tap.eq(c.cmd("XACT retitle <rude@x.org> :Please")[:3], "290",
             "retitled after ten minutes")
    w.tap.eq(w.post(c, mid="<kind@x.org>", more="Supersedes: <rude@x.org>"),
             "240 <kind@x.org> waits for a moderator",
             "superseded after ten minutes: it waits")
    w.tap.ok(w.mona.multi("291", "XINFO <rude@x.org>").count(
        "State: hidden") == 1, "the other stays hidden")
    w.mona.need("290", "XACT publish <kind@x.org>")
    w.tap.eq(other.cmd("STAT <kind@x.org>")[:3], "223", "let in, it stands")
    w.tap.eq(other.cmd("STAT <rude@x.org>")[:3], "430", "the other does not")
    w.tap.eq([x for x in w.mona.rows("queue") if "@x.org>" in str(x) and
              ("kind" in str(x) or "rude" in str(x))], [], "nothing waits")
    w.tap.ok("State: superseded" in w.mona.multi(
        "291", "XINFO <rude@x.org>"), "it has taken its place")
    w.tap.eq(w.mona.cmd("XACT restore <rude@x.org>")[:3], "492",
             "which nothing brings back")
    w.tap.eq(w.post(other, "<kind@x.org>")[:3], "240", "it is answered")


def reads(w):
    """A reader who comes anew for each article has read as much, in as much
    time, as one who stays."""
    def read(c, n):
        c.multi("222", "BODY <%d@x.org>" % n)
        settle()

    def settle():
        # The writer has what was told beside before it has this.
        w.mona.need("290", "XACT follow tv.other value=%d" % flip[0])
        flip[0] = 1 - flip[0]

    def known(name):
        settle()
        with w.login(name) as c:
            lines = c.multi("291", "XINFO @me")
        return [x for x in lines if x.startswith("Trust-Needs: ") and
                "helpful" not in x]

    flip = [1]
    said = {}
    w.person("rita", 0).close()
    w.person("rolf", 0).close()
    for name in ("rita", "rolf"):
        w.wait(HOUR - w.server.clock.now % HOUR)
        c = w.login(name)
        for n in (1, 1, 1, 1, 2, 3, 1, 2):
            if name == "rolf":
                c.need("205", "QUIT")
                assert c.closed()
                c = w.login(name)
            read(c, n)
            w.wait(240)
        c.need("205", "QUIT")
        assert c.closed()
        said[name] = known(name)
    w.tap.ok(any("articles read: 3 of 30" in x for x in said["rita"]),
             "who stays has read three", str(said["rita"]))
    w.tap.eq(said["rolf"], said["rita"], "who comes again has read no more")


def watches(w):
    name = w.person("wanda", 1).name
    conns = [w.login(name) for _ in range(5)]
    said = [c.cmd("XWATCH for=60s")[:3] for c in conns]
    w.tap.eq(said[:4] + [said[4] != "293"], ["293"] * 4 + [True],
             "four watches of an account, and no fifth")


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    w = World(tap)
    for part in (pauses, ways_round, first_day, days, same_text, flagged,
                 hidden, reads, watches):
        part(w)
    w.server.stop()
    p = w.server.ctl("check", offline=True, check=False)
    tap.eq(p.returncode, 0, "tables and journal agree: " + p.stderr[-300:])
    tap.done()


main()
