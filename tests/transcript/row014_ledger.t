# Rows 14, 25, 118, 119 and 121: what an account gets. Amounts are exact, and
# a ledger only grows; badges are taken back when they were wrong; points,
# rank and both of these are what XINFO @me says.
setup:
	clock 1795348800
	board tv.general
	user anna correct-horse
	user boris correct-horse
	user carla correct-horse moderator:tv.*
	user sam correct-horse
	act join @sam :Sam
	act grant @sam staff/Acme

== A ledger: staff up to a limit, never for himself, never without a reason
connect 1
S~: 201 .+
C: AUTHINFO USER sam
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT credit @anna 0.1 currency=EUR :first answer
S~: 290 \d+
C: XACT credit @anna 0.20 currency=EUR :second answer
S~: 290 \d+
C: XACT credit @anna amount=-0.05 currency=EUR :paid out
S~: 290 \d+
C: XACT credit @anna -1 currency=EUR :paid out
S~: 492 the account has not that much.*
C: XACT credit @anna 50.01 currency=EUR :too much
S~: 490 role: staff writes at most 50\.00 at once.*
C: XACT credit @anna 5 currency=EUR
S~: 494 .*
C: XACT credit @anna 5 currency=EUR :
S~: 494 29 say what it is for.*
C: XACT credit @anna 5.005 currency=EUR :x
S~: 494 14 amount= is like 5.00.*
C: XACT credit @sam 5 currency=EUR :for me
S: 490 own: nobody credits himself; ask a colleague
C: XLIST ledger by:@anna cols:user,amount,currency,reason
S: 292 ledger
S: #user	amount	currency	reason
S: @anna	0.10	EUR	first answer
S: @anna	0.20	EUR	second answer
S: @anna	-0.05	EUR	paid out
S: .
C: XLIST ledger limit:2 cols:amount
S: 292 ledger
S: #amount
S: 0.10
S: 0.20
S~: #more\tafter:(?P<token>.+)
S: .
C: XLIST ledger after:${token} cols:amount
S: 292 ledger
S: #amount
S: -0.05
S: .

== It is nobody else's business
connect 1
S~: 201 .+
C: XLIST ledger
S~: 480 .+
C: AUTHINFO USER boris
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT credit @anna 1 currency=EUR :x
S~: 490 role: credit is for staff.*
C: XLIST ledger
S: 292 ledger
S~: #seq.+
S: .
C: XLIST ledger by:@anna
S: 490 role: your own ledger is what you may see; staff sees all
C: XINFO @anna
S: 291 @anna
S...
S: Badges: -
S: .

== A badge, and who has it
connect 1
connect 2
S1~: 201 .+
S2~: 201 .+
C1: AUTHINFO USER carla
S1~: 381 .+
C1: AUTHINFO PASS correct-horse
S1~: 281 .+
C1: XACT badge @anna guide
S1~: 290 \d+
C1: XACT badge @anna guide
S1~: 294 \d+ the account has that badge already
C1: XACT badge @boris guide
S1~: 290 \d+
C1: XACT badge @boris name=guide value=0
S1~: 290 \d+
C2: XINFO %guide
S2: 291 %guide
S2: Name: guide
S2: Holders: 1
S2: Users: @anna
S2: .
C2: XINFO %none
S2~: 491 .+
C2: XLIST badge badge:guide cols:badge,user,time
S2: 292 badge
S2: #badge	user	time
S2: guide	@anna	2026-11-22T12:00:00Z
S2: .

== Contributions make a rank, and others make points
connect 1
connect 2
S1~: 201 .+
S2~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS correct-horse
S1~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.org>
C1: Newsgroups: tv.general
C1: Subject: No picture
C1: Message-ID: <q@x.example>
C1:
C1: The screen stays black.
C1: .
S1~: 240 .+
C2: AUTHINFO USER boris
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XACT vote <q@x.example> value=1
S2~: 290 \d+
C1: XINFO @me
S1: 291 @me
S1: Name: anna
S1: Roles: member
S1: Right: post
S1: Created: 2026-11-22T12:00:00Z
S1: Person: -
S1: Points: 6
S1: Trust: 1
S1: Rank: contributor
S1: Contributions: 1
S1: Threads: 1
S1: Replies: 0
S1: Ideas: 0
S1: Solved: 0
S1: Helpful: 1
S1: Given: 0
S1: Thanks: 0
S1~: Badges: guide.*
S1: Balance: 0.25 EUR
S1...
S1~: Address: anna@.+
S1: .

== Leaders: of all time, and of a period
connect 1
S~: 201 .+
C: XLIST user sort:-points limit:1 cols:name,points,rank
S: 292 user
S: #name	points	rank
S: anna	6	contributor
S~: #more.+
S: .
C: XLIST leader since:7d
S: 292 leader
S: #place	user	points	trust	rank
S: 1	@anna	6	1	contributor
S: .
C: XLIST leader since:2026-11-23
S: 292 leader
S~: #place.+
S: .
C: XLIST leader until:2026-11-22
S: 292 leader
S~: #place.+
S: .
C: XLIST leader until:2026-11-23 cols:user
S: 292 leader
S: #user
S: @anna
S: .
C: XLIST leader until:2026-11-31
S: 494 1 until: is a day (2026-11-22), a time (2026-11-22T03:00:00Z) or a span (24h, 7d)
C: XLIST leader until:2026-11-01T00:00:00Z
S: 292 leader
S~: #place.+
S: .
