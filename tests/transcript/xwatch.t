# XWATCH shows events as they happen. Its answer is a block that ends with the
# next command, so that a client of question and answer stays one.
setup:
	clock 1795348800
	board tv.general
	board tv.other
	user anna anna-password
	user bert bert-password

== What happens while one watches
	connect 2 socket
S2~: 20[01] .*
S~: 201 .*
C: XWATCH
S~: 293 (?P<seq>\d+)
C2: XACT board tv.new :New one
S2~: 290 (?P<a>\d+)
S~: ${a}\t2026-11-22T\d\d:00:00Z\t@\w+\tboard\ttv.new\tid=\d+ kind=qa status=y :New one
C2: XACT board tv.new :Newer
S2~: 290 (?P<b>\d+)
S~: ${b}\t\S+\t@\w+\tboard\ttv.new\tid=\d+ kind=qa status=y :Newer
# The next command ends it and is answered behind it.
C: DATE
S: .
S: 111 20261122120000
C2: XACT board tv.new :Newest
S2~: 290 \d+
C: DATE
S: 111 20261122120000

== Only what was asked for
	connect 2 socket
S2~: 20[01] .*
S~: 201 .*
C: XWATCH board:tv.other act:board max=1
S~: 293 \d+
C2: XACT board tv.general :Not this
S2~: 290 \d+
C2: XACT grant @bert role=expert
S2~: 290 \d+
C2: XACT board tv.other :This
S2~: 290 (?P<seq>\d+)
S~: ${seq}\t.*\tboard\ttv.other\t.* :This
# max=1 was one: it waits no longer.
S: .
C: DATE
S: 111 20261122120000

== What happened before
	connect 2 socket
S2~: 20[01] .*
S~: 201 .*
C2: XACT board tv.a
S2~: 290 (?P<a>\d+)
C2: XACT board tv.b
S2~: 290 (?P<b>\d+)
C: XWATCH since=${a} max=1
S: 293 ${a}
S~: ${b}\t.*\tboard\ttv.b\t.*
S: .
# All of it, then what comes.
C: XWATCH since=0 act:board board:tv.a,tv.b,tv.c
S: 293 0
S~: ${a}\t.*\tboard\ttv.a\t.*
S~: ${b}\t.*\tboard\ttv.b\t.*
C2: XACT board tv.c
S2~: 290 (?P<c>\d+)
S~: ${c}\t.*\tboard\ttv.c\t.*
C: XWATCH since=${c} for=0s
S: .
S: 293 ${c}
S: .

== What there is nothing of
S~: 201 .*
C: XWATCH since=99999999
S~: 492 1 the journal ends at \d+; .*
C: XWATCH since=yesterday
S~: 494 1 since= is the number of an event.*
C: XWATCH max=0
S: 494 1 max= is how many events, from 1 on
C: XWATCH for=ever
S: 494 1 for= is a time, like 90s, 10m or 24h
C: XWATCH board:tv.* colour:red
S~: 494 12 .*
C: XWATCH by:@me
S~: 490 .*

== With LF, and two commands at once
	connect 2 socket lf
S2~: 20[01] .*
R2: XWATCH since=0 max=1\nXWATCH\nDATE\n
S2: 293 0
S2~: 1\t.*
S2: .
S2~: 293 \d+
S2: .
S2: 111 20261122120000

== A thread that is watched is there; a board may come
S~: 201 .*
C: XWATCH thread:<nowhere@x.example>
S: 491 no article with that message-id
C: XWATCH -thread:<nowhere@x.example> for=0s
S~: 293 \d+
S: .
C: XWATCH board:tv.later for=0s
S~: 293 \d+
S: .
C: XWATCH kpi:reward
S~: 490 role: .*moderators and staff

== Words in quotes are looked for
	connect 2 socket
S2~: 20[01] .*
S~: 201 .*
C: XWATCH "max=1 for=0s"
S~: 293 \d+
C2: XACT board tv.quoted :Say max=1 for=0s twice
S2~: 290 \d+
S~: .*\tboard\ttv.quoted\t.*
C: DATE
S: .
S: 111 20261122120000

== What waits for a moderator is between its author and him
	connect 2 socket
S2~: 20[01] .*
	connect 3
S3~: 201 .*
S~: 201 .*
C2: XACT board tv.mod status=m
S2~: 290 (?P<seq>\d+)
C3: AUTHINFO USER bert
S3~: 381 .*
C3: AUTHINFO PASS bert-password
S3~: 281 .*
C: XWATCH since=${seq}
S: 293 ${seq}
C3: POST
S3~: 340 .*
C3: From: Bert <bert@example.net>
C3: Newsgroups: tv.mod
C3: Subject: Held
C3: Message-ID: <held@example.net>
C3:
C3: Text.
C3: .
S3~: 240 .*
C2: XWATCH since=${seq}
S2: 293 ${seq}
S2~: \d+\t.*\tsubmit\t<held@example.net>\t.*
C2: XACT board tv.end
S2: .
S2~: 290 .*
S~: \d+\t.*\tboard\ttv.end\t.*
C: DATE
S: .
S: 111 20261122120000

== Figures, as they change
	connect 2 socket
S2~: 20[01] .*
	connect 3
S3~: 201 .*
S~: 201 .*
C2: XACT board tv.qa kind=qa
S2~: 290 .*
C3: AUTHINFO USER anna
S3~: 381 .*
C3: AUTHINFO PASS anna-password
S3~: 281 .*
C: XWATCH kpi:solved_rate,csat board:tv.qa max=3
S~: 293 \d+
S~: \d+\t2026-11-22T12:00:00Z\tkpi\tsolved_rate\t-\t0\t.*
S~: \d+\t2026-11-22T12:00:00Z\tkpi\tcsat\t-\t0\t.*
C3: POST
S3~: 340 .*
C3: From: Anna <anna@example.net>
C3: Newsgroups: tv.qa
C3: Subject: Why?
C3: Message-ID: <why@example.net>
C3:
C3: Text.
C3: .
S3~: 240 .*
# Only what has changed.
S~: (?P<seq>\d+)\t2026-11-22T12:00:00Z\tkpi\tsolved_rate\t0.000\t1\t.*
S: .
C: XWATCH kpi:solved_rate board:tv.qa max=1
S~: 293 ${seq}
S~: ${seq}\t2026-11-22T12:00:00Z\tkpi\tsolved_rate\t0.000\t1\t.*
S: .
C: XWATCH kpi:nothing
S~: 494 5 .*
C: XWATCH kpi:par since=1
S: 494 1 since= is for events; figures have since: and a time

== An account has so many watches at a time
connect 1
connect 2
connect 3
connect 4
connect 5
S1~: 201 .*
C1: AUTHINFO USER bert
S1~: 381 .*
C1: AUTHINFO PASS bert-password
S1~: 281 .*
S2~: 201 .*
C2: AUTHINFO USER bert
S2~: 381 .*
C2: AUTHINFO PASS bert-password
S2~: 281 .*
S3~: 201 .*
C3: AUTHINFO USER bert
S3~: 381 .*
C3: AUTHINFO PASS bert-password
S3~: 281 .*
S4~: 201 .*
C4: AUTHINFO USER bert
S4~: 381 .*
C4: AUTHINFO PASS bert-password
S4~: 281 .*
S5~: 201 .*
C5: AUTHINFO USER bert
S5~: 381 .*
C5: AUTHINFO PASS bert-password
S5~: 281 .*
C1: XWATCH by:@nobody.1
S1~: 293 \d+
C2: XWATCH by:@nobody.2
S2~: 293 \d+
C3: XWATCH by:@nobody.3
S3~: 293 \d+
C4: XWATCH by:@nobody.4
S4~: 293 \d+
C5: XWATCH
S5: 490 limit: 4 watches of an account are enough; end one, or ask for more in one query
# One that ends makes room.
C4: DATE
S4: .
S4~: 111 .*
C5: XWATCH since=0 max=1 act:board
S5: 293 0
S5~: .*
S5: .
C3: DATE
S3: .
S3~: 111 .*
C4: XWATCH max=1 since=0 act:board
S4: 293 0
S4~: .*
S4: .
C1: DATE
S1: .
S1~: 111 .*
C2: DATE
S2: .
S2~: 111 .*

== An option that there is not, or twice, is no word to look for
connect 1
S~: 201 .+
C: XWATCH mix=5 is:open
S: 494 1 XWATCH has no mix=; it takes since=, max=, for= and a query, text in "quotes"
C: XWATCH max=1 since=1 since=2
S: 494 15 since= stands there twice
C: XWATCH max=1 for=5
S: 494 7 for= is a time, like 90s, 10m or 24h
C: XWATCH "a=b" for=0s
S~: 293 \d+
S: .
C: XWATCH kpi:topshare k=1 max=1
S~: 293 \d+
S~: .+\tkpi\ttopshare\t.+
S: .
