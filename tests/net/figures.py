#!/usr/bin/env python3
# The figures of a community (XLIST kpi, XINFO of a board), from a journal
# whose numbers were reckoned beforehand: 250 questions that were answered,
# 1,000 postings by 96 people.
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import stoatest as st  # noqa: E402

HOUR, DAY = 3600, 86400
MONDAY = 1794787200             # 2026-11-16
NOW = MONDAY + 20 * DAY
HELPERS = ["super%d" % i for i in range(25)]
OTHERS = ["other%d" % i for i in range(34)]
ASKERS = ["asker%d" % i for i in range(26)]
STAFF = ["staff%d" % i for i in range(10)]
BOARD = "tv.general"


def when(t, form="%Y-%m-%dT%H:%M:%SZ"):
    return time.strftime(form, time.gmtime(t))


class Import:
    """Articles and acts of then, over one connection."""

    def __init__(self, server):
        self.c = server.admin()
        self.c.need("203", "MODE IMPORT")
        self.n = 0

    def post(self, who, t, refs=""):
        self.n += 1
        mid = "<%d@x.example>" % self.n
        text = st.article(
            mid, BOARD, "Question %d" % self.n, "%s <%s@x.example>" % (
                who, who), refs=refs,
            date=when(t, "%a, %d %b %Y %H:%M:%S +0000"),
            more='Injection-Info: news.example.org; posting-account="%s"'
            % who)
        self.c.send_raw(b"TAKETHIS " + mid.encode() + b"\r\n"
                        + st.stuff(st.canonical(text)) + b".\r\n")
        got = self.c.line()
        if not got.startswith("239"):
            raise st.ServerError(got)
        return mid

    def act(self, what, who, t):
        name, target, rest = (what + "  ").split(" ", 2)
        self.c.need("290", "XACT %s %s as=@%s at=%s %s" % (
            name, target, who, when(t), rest.strip()))


def fill(server):
    """{message-id of a question: (its asker, its first reply)}"""
    imp = Import(server)
    for name in HELPERS + OTHERS + ASKERS:
        imp.c.need("290", "XACT join @%s role=member" % name)
    for i, name in enumerate(STAFF):
        imp.c.need("290", "XACT join @%s role=staff/Acme :Anna %d"
                   % (name, i))
    # 25 write 16 replies each, others 339 in all, at most 10 each.
    peers = HELPERS * 16 + (OTHERS * 10)[:339]
    asked, peers = {}, iter(peers)
    for i in range(250):
        who = ASKERS[i % 25]
        t = MONDAY + i % 7 * DAY + 7 * HOUR + i
        mid = imp.post(who, t)
        first = STAFF[i // 25] if i % 25 == 3 else next(peers)
        asked[mid] = (who, imp.post(first, t + HOUR, mid))
    # One that nobody answered; and what else there is to say.
    imp.post(ASKERS[25], MONDAY)
    mids = list(asked)
    for i, who in enumerate(peers):
        imp.post(who, NOW - 2 * DAY + i, mids[i % 250])
    rate(imp, asked)
    return imp


def rate(imp, asked):
    """10 questions are solved, 9 of them to their askers' content."""
    t = NOW - DAY
    for i, (mid, (who, reply)) in enumerate(list(asked.items())[4:14]):
        imp.act("solve " + reply, who, t + i)
        imp.act("rate %s value=%d" % (mid, 3 if i == 0 else 5), who, t + i)


def kpi(c, query):
    """{name, or name and period: (value, n)}"""
    rows = [x.split("\t") for x in c.multi("292", "XLIST kpi " + query)]
    return {r[0] if r[6] == "-" else (r[0], r[6]): (r[1], int(r[2]))
            for r in rows[1:]}


def check_promises(tap, c):
    got = kpi(c, "par board:tv.* since:30d")
    tap.eq(got["par"], ("0.960", 250),
           "row 38: 96 % of questions are answered by other users")
    got = kpi(c, "topshare k=25")
    tap.eq(got["topshare"], ("0.400", 1000),
           "row 39: 25 people wrote 40 % of all")
    got = kpi(c, "csat")
    tap.eq(got["csat"], ("0.900", 10),
           "row 20: 9 of 10 askers were content")
    got = kpi(c, "ttfr by:hourofweek limit:400")
    tap.eq((len(got), got["ttfr_p50", "Wed-07"], got["ttfr_p50", "Wed-08"]),
           (336, ("3600", 36), ("-", 0)),
           "row 97: the time to the first reply by hour of the week")
    got = kpi(c, "coverage")
    tap.ok(got["coverage"][1] == 168 and float(got["coverage"][0]) > 0,
           "row 21: hours of the week with somebody who can help",
           str(got))


def check_rest(tap, c):
    got = kpi(c, "answer_rate")
    tap.eq(got, {"answer_rate_1h": ("0.996", 251),
                 "answer_rate": ("0.996", 251),
                 "answer_rate_7d": ("0.996", 251)}, "answers in time")
    got = kpi(c, "par by:day since:%s until:%s" % (
        when(MONDAY), when(MONDAY + 2 * DAY)))
    days = [when(MONDAY + i * DAY)[:10] for i in range(2)]
    tap.eq([got["par", d] for d in days], [("0.944", 36), ("0.972", 36)],
           "a figure day by day")
    tap.eq(kpi(c, "par board:radio.*")["par"], ("-", 0),
           "there is nothing to say of a board without questions")
    first = c.multi("292", "XLIST kpi answer_rate cols:name limit:2")
    rest = c.multi("292", "XLIST kpi answer_rate cols:name limit:2 "
                   + first[-1].split("\t")[1])
    tap.eq(first[:-1] + rest[1:], ["#name", "answer_rate_1h", "answer_rate",
                                   "answer_rate_7d"], "a list that is cut")
    tap.eq("flag_rate" in kpi(c, ""), False,
           "what flags say is for those who keep order")


def check_faults(tap, c):
    for query, want in (
            ("nonsense", "494 1 no figure \"nonsense\"; there are"),
            ("par by:month", "494 5 by: is day, week or hourofweek"),
            ("topshare k=0", "494 10 k= is a number"),
            ("par since:1h until:2h", "494 5 since: lies behind until:"),
            ("par -board:tv.*", "494 5 board: stands once and without -"),
            ("par is:open", "494 5 ")):
        got = c.cmd("XLIST kpi " + query)
        tap.ok(got.startswith(want), "XLIST kpi " + query, got)


def check_board(tap, server, c):
    def warning():
        return [x for x in c.multi("291", "XINFO " + BOARD)
                if x.startswith("Warning:")]
    with server.admin() as a:
        tap.ok(len(warning()) == 1, "row 144: a board without moderators "
               "says so", str(warning()))
        a.need("290", "XACT grant @super1 role=moderator:tv.*")
        tap.ok("1" in "".join(warning()), "row 144: one is not enough",
               str(warning()))
        a.need("290", "XACT grant @super2 role=moderator:tv.*")
        tap.eq(warning(), [], "row 144: two are")
        a.need("290", "XACT suspend @super2 until=%s :test"
               % when(NOW + DAY))
        tap.ok(len(warning()) == 1, "row 144: one of them is suspended",
               str(warning()))
    info = c.multi("291", "XINFO " + BOARD)
    tap.ok("Kpi-par: 0.960 of 250" in info, "a board tells how it does",
           "\n".join(info))


def main():
    tap = st.Tap()
    server = st.Server(clock=NOW)
    server.start()
    with server.admin() as a:
        a.need("290", "XACT set server name=news.example.org")
    server.board(BOARD, "Television", "qa")
    fill(server)
    with server.connect() as c:
        check_promises(tap, c)
        check_rest(tap, c)
        check_faults(tap, c)
        check_board(tap, server, c)
    server.stop()
    server.ctl("check", offline=True)
    tap.done()


if __name__ == "__main__":
    main()
