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


def came_back(i):
    """Whether who asked question i asked another one a day later or more."""
    return any(j % 7 > i % 7 for j in range(i + 25, 250, 25))


def check_people(tap, c):
    got = kpi(c, "engagement")
    back = sum(came_back(i) for i in range(250))
    tap.eq(got["return_30d"], ("%.3f" % (back / 251), 251),
           "askers who wrote again")
    # 10 of staff wrote once, as did the one whom nobody answered.
    tap.eq(got["second_post"], ("0.884", 95), "84 of 95 wrote again")
    got = kpi(c, "health board:tv.*")
    tap.eq(got["helpers"], ("10", 10), "10 have an accepted answer")
    tap.eq(got["health"], ("%.3f" % (.4 * 250 / 251 + .3 * back / 251 + .3),
                           251), "the health of a board")
    got = kpi(c, "health by:week since:%s until:%s" % (
        when(MONDAY), when(MONDAY + 7 * DAY)))
    tap.ok(("health", when(MONDAY)[:10]) in got, "and week by week")


def check_departments(tap, server, c):
    tap.eq(kpi(c, "staff_touched")["staff_touched"], ("0.040", 251),
           "row 99: staff wrote in 4 % of threads")
    names = {g: set(kpi(c, "group:" + g)) for g in (
        "service", "product", "marketing", "management")}
    tap.ok({"ttfr_p90", "sla_breach", "staff_touched", "coverage"}
           <= names["service"] and "ideas" not in names["service"],
           "row 100: figures of service", str(names["service"]))
    tap.ok({"ideas", "ideas_done", "dup_ratio", "helped"}
           <= names["product"] and "ttfr_p90" not in names["product"],
           "row 100: figures of the product", str(names["product"]))
    tap.ok({"par", "csat", "topshare", "return_30d"} <= names["marketing"],
           "row 100: figures of marketing", str(names["marketing"]))
    tap.ok({"answer_rate", "par", "csat", "deflect_direct", "health"}
           <= names["management"] and "reward_cost" not in
           names["management"] and "answer_rate_1h" not in
           names["management"], "row 100: figures of management",
           str(names["management"]))
    tap.eq(set(kpi(c, "group:service,product,marketing,management")),
           set.union(*names.values()), "row 100: of all of them")
    tap.ok("gini" in kpi(c, "gini group:service"), "and one more")
    c.need("293", "XWATCH kpi: group:management max=1")
    tap.ok("\tkpi\t" in c.line(), "row 100: as a stream")
    c.block()


def check_reward(tap, server, c):
    with server.admin() as a:
        a.need("290", "XACT credit @super3 20.00 EUR :a solution")
        a.need("290", "XACT credit @super4 5.00 EUR :a solution")
        tap.eq(kpi(a, "reward")["reward_cost"], ("2.50", 10),
               "what a solution costs")
        tap.eq(kpi(a, "reward board:tv.*")["reward_cost"], ("-", 10),
               "it is paid for no board")
        tap.ok("reward_cost" in kpi(a, "group:management"),
               "management is told")
        a.need("290", "XACT credit @super4 5.00 CHF :a solution")
        tap.eq(kpi(a, "reward")["reward_cost"], ("-", 10),
               "francs and euros have no sum")
        a.need("290", "XACT escalate <501@x.example> :the box must be sent")
        row = a.multi("292", "XLIST queue is:escalated cols:mid,reason")
        tap.eq(row[1].split("\t"), ["<501@x.example>",
                                    "the box must be sent"], "row 99: an escalation says why")
    tap.eq(c.cmd("XLIST kpi reward")[:3], "480",
           "others are not told what is paid")


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
    tap.eq(c.multi("292", "XLIST kpi par by:day until:9999-12-31 limit:5000"),
           c.multi("292", "XLIST kpi par by:day limit:5000"),
           "of days to come nothing is told")
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
            ("par group:press", "494 5 no group:press; there is service, "
             "product, marketing, management"),
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
        check_people(tap, c)
        check_departments(tap, server, c)
        check_reward(tap, server, c)
        check_faults(tap, c)
        check_board(tap, server, c)
    server.stop()
    server.ctl("check", offline=True)
    tap.done()


if __name__ == "__main__":
    main()
