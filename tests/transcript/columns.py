#!/usr/bin/env python3
# 494 names the column where an act or a query is at fault. "^" stands in
# front of the fault here and is not sent. Columns count from behind the verb,
# those of XLIST from behind the kind.
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import stoatest as st  # noqa: E402

LONG = "x" * 300

# What does not read.
ACTS = ("""
^fly <q@example.org>
vote ^q@example.org 1
vote <q@example.org> value=1 ^worth=2
vote <q@example.org> value=1 ^value=2
vote <q@example.org> 1 ^2
vote <q@example.org>^
metoo <q@example.org> ^- more
join ^anna :Anna
rule rule:x :when ^colour:red do ack
rule rule:x :when is:open after ^soon do ack
rule rule:x :when is:open do ^fly
rule rule:x :when is:open do escalate ^rule=x
rule rule:x :when is:open ^metoo:many do ack
rule rule:x :when is:open ^older:1h do ack
view view.x :is:open ^is:opne
view view.x :is:open ^colour:red
view view.x :is:open ^newer:1d
view view.x :is:open ^points:5
""").strip().split("\n")

# What reads, and what an argument says is nothing.
VALUES = ("""
board ^view.x kind=qa
board tv.x ^kind=car
board tv.x qa ^status=x
board tv.x ^sla=soon kind=qa
board tv.x kind=qa ^hold=x
board tv.x kind=qa ^:""" + LONG + """
set server ^name=Acme
set server ^Acme
grant @anna ^role=king
grant @anna ^king
grant @anna ^staff
revoke @anna ^king
trust @anna ^9
invite code:x ^uses=many
invite code:x 5 ^until=never
join ^@a
terms ^terms:x
terms terms:1 ^:
word ^word:x-y
word word:x ^value=2
vote <q@example.org> ^value=7
vote <q@example.org> ^7
vote <q@example.org> ^value=7 id=again
vote <q@example.org> 1 ^id=""" + 65 * "x" + """
metoo <q@example.org> ^2
rate <q@example.org> ^9 :well
dup <q@example.org> ^other
tag <q@example.org> ^tags=Red
tag <q@example.org> ^Red
retitle <q@example.org> ^:
retitle <q@example.org> ^:\x01
move <q@example.org>^
pin <q@example.org> ^value=x
lock <q@example.org> 1 ^until=soon
lock <q@example.org> 1 ^until=2020-01-01
hide <q@example.org>^
remove <q@example.org> ^:
escalate <q@example.org> ^king
escalate <q@example.org> ^role=king :why
flag <q@example.org> ^ugly
suspend @anna ^soon :why
suspend @anna ^until=soon :why
silence @anna ^until=2020-01-01 :why
warn @anna^
credit @anna ^much EUR :x
credit @anna ^amount=much currency=EUR :x
credit @anna 5.00 ^EURO :x
credit @anna currency=EUR ^1.234 :x
badge @anna ^x,y
badge @anna x ^2
score <q@example.org> ^up=x
score <q@example.org> 1 ^x
view ^tv.x :is:open
view view.x ^title=""" + LONG + """ :is:open
view view.x ^:by:@me
view view.x ^:is:flagged
feed server peer=nobody.example.org ^after=x
backup server ^:here
trust @anna 1 as=@anna ^at=soon
""").strip().split("\n")

LISTS = ("""
thread ^colour:red
thread is:open ^colour:red
thread is:open ^is:opne
thread is:open ^metoo:many
thread is:open ^points:>5
thread is:open ^older:x
thread is:open ^by:>@anna
thread is:open -^
thread is:open metoo:^
thread is:open ^"open
thread is:open ^limit:0
thread is:open ^limit:x
thread by:@me is:open ^limit:0
thread is:open limit:5 ^limit:6
thread is:open ^cols:mid,colour
thread is:open ^cols:mid,mid
thread is:open ^sort:colour
thread is:open sort:votes ^limit:5000
thread by:@me ^sort:colour
thread by:@me ^after:x
article board:tv.a ^after:x
article board:tv.a ^since:1h
user is:staff ^sort:colour
user is:staff ^after:=
board kind:qa ^sort:colour
event act:vote ^since:soon
event act:vote ^until:soon
event act:vote ^after:x
event act:vote ^act:fly
queue is:escalated ^sort:colour
queue limit:5 ^after:x
flag limit:5 ^points:5
flag limit:5 ^after:x
modlog limit:5 ^after:x
modlog limit:5 ^since:soon
rule limit:5 ^is:open
view limit:5 ^is:open
badge limit:5 ^is:open
ledger by:@anna ^after:x
ledger ^by:anna
kpi par ^by:month
kpi par ^since:soon
kpi par ^until:soon
kpi par until:2h ^since:1h
kpi par ^nothing
kpi par ^k=0
kpi ^-par
kpi par ^-board:tv.*
kpi par board:tv.* ^board:tv.*
kpi par ^after:x
kpi par ^is:open
leader until:1d ^since:soon
product ^after:""" + LONG + """ limit:5
""").strip().split("\n")

WATCHES = ("""
^colour:red
max=1 ^colour:red
max=1 is:open ^is:opne
is:open for=9s ^metoo:many
^max=none
is:open ^since=x
is:open ^for=soon
max=1 ^limit:5
kpi:^nothing
kpi:par,^nothing
max=1 kpi:par,csat ^nothing
kpi:par max=1 ^by:month
kpi:par ^since:soon
kpi:par until:2h ^since:1h
""").strip().split("\n")


def check(tap, c, verb, lines):
    for line in lines:
        words, at = line.split(" ", 1)[0] + " ", 0
        if verb == "XLIST":
            at = len(words)
        want = line.index("^") + 1 - at
        got = c.cmd(verb + " " + line.replace("^", "", 1))
        if got[0] == "2":
            c.block() if verb != "XACT" else None
        shown = line if len(line) < 90 else line[:60] + "..."
        tap.ok(got.startswith("494 %d " % want), verb + " " + shown,
               "want column %d: %s" % (want, got))


def check_blocks(tap, c):
    for line, text in (("join @berta ^-", "short"), ("join @berta ^-", ""),
                       ("retitle <q@example.org> ^-", "\x01")):
        want = line.index("^") + 1
        c.need("390", "XACT " + line.replace("^", ""))
        c.send_raw(text.encode() + b"\r\n.\r\n")
        got = c.line()
        tap.ok(got.startswith("494 %d " % want), "XACT " + line, got)


def main():
    tap = st.Tap()
    server = st.Server()
    server.start()
    server.board("tv.a", kind="qa")
    server.user("anna", "a-long-password")
    with server.login("anna", "a-long-password") as c:
        c.need("340", "POST")
        c.send_raw(st.stuff(st.canonical(st.article(
            "<q@example.org>", "tv.a"))) + b".\r\n")
        tap.ok(c.line().startswith("240"), "a question")
        check(tap, c, "XLIST", [x for x in LISTS if x.split()[0] not in (
            "flag", "modlog", "ledger")])
        check(tap, c, "XWATCH", WATCHES)
        check_blocks(tap, c)
    with server.admin() as c:
        check(tap, c, "XLIST", [x for x in LISTS if "@me" not in x])
        check(tap, c, "XACT", ACTS + VALUES)
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
