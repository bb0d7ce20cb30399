# Criticism stays: staff cannot remove it, and what a moderator removes leaves
# a stone behind that says who did it, and why. It can be put back.
setup:
	clock 1795348800
	conf name news.example.org
	board tv.general
	user anna correct-horse
	user mona correct-horse moderator:tv.*
	user stella correct-horse
	act join @stella :Stella
	act grant @stella role=staff/Acme
	user bruno correct-horse manager
	article <bad@example.org> tv.general body=It_broke_after_a_day. :Never again
	article <two@example.org> tv.general refs=<bad@example.org> :Re: Never again

== Staff may not, nor a manager
S~: 201 .+
C: AUTHINFO USER stella
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT remove <bad@example.org> :bad for business
S: 490 role: remove is for moderator
C: XACT hide <bad@example.org> :bad for business
S: 490 role: hide is for super-user, moderator
C: XACT redact <bad@example.org> :bad for business
S: 490 role: redact is for moderator
C: XACT cancel <bad@example.org>
S~: 490 the article is not yours; .+
connect 2
S2~: 201 .+
C2: AUTHINFO USER bruno
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XACT remove <bad@example.org> :bad for business
S2: 490 role: remove is for moderator

== A moderator must say why
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT remove <bad@example.org>
S~: 494 25 remove takes a reason.*
C: XACT remove <bad@example.org> :insults
S~: 290 (?P<seq>\d+).*
C: XACT remove <bad@example.org> :insults
S~: 294 .+
C: ARTICLE <bad@example.org>
S~: 220 0 <bad@example.org>.*
S...
S: It broke after a day.
S: .

== Everybody reads who did it and why, nobody what it said
S~: 201 .+
C: ARTICLE <bad@example.org>
S~: 430 .+
C: GROUP tv.general
S: 211 1 2 2 tv.general
C: STAT 1
S~: 423 .+
C: XINFO <bad@example.org>
S~: 291 .+
S: Message-ID: <bad@example.org>
S...
S: State: removed
S: By: @mona
S~: At: 2026-11-22T12:00:0\dZ
S: Reason: insults
S...
S: .
C: XLIST modlog
S: 292 modlog
S~: #.+
S~: .*@mona	remove	<bad@example.org>.*insults.*
S: .

== It comes back under a new number
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT restore <bad@example.org> :it was not that bad
S~: 290 \d+.*
C: GROUP tv.general
S: 211 2 2 3 tv.general
C: STAT 3
S: 223 3 <bad@example.org>
C: XACT restore <bad@example.org>
S~: 294 .+
C: XLIST modlog cols:act,target
S: 292 modlog
S: #act	target
S...
S: restore	<bad@example.org>
S...
S: .

== A cancel by a moderator is public too
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Mine
C: Message-ID: <mine@example.org>
C:
C: Mine.
C: .
S~: 240 .+
connect 2
S2~: 201 .+
C2: AUTHINFO USER mona
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XACT cancel <mine@example.org> :empty
S2~: 290 \d+.*
C2: XLIST modlog act:cancel cols:act,target
S2: 292 modlog
S2: #act	target
S2: cancel	<mine@example.org>
S2: .
