# Row 101: everybody makes an account and ends it without help. What is
# personal goes, what was said stays, threads are whole.
setup:
	clock 1795348800
	tls
	conf community {
	conf 	join open
	conf 	new-thread-gap 0
	conf 	new-post-gap 0
	conf }
	board tv.general
	user boris correct-horse

== Join, over TLS or on this host; the second line says who it is
connect 1 tls
S~: 201 .+
C: XACT join @anna
S~: 494 11 a password is needed.*
C: XACT join @anna -
S~: 390 .+
C: short
C: .
S~: 494 12 a password has 8 bytes or more.*
C: XACT join @boris -
S~: 390 .+
C: good-password
C: .
S: 492 that name is taken; choose another
C: XACT join @anna role=admin -
S~: 390 .+
C: good-password
C: .
S~: 490 role: roles are given, not taken.*
C: XACT join @anna -
S~: 390 .+
C: good-password
C: Anna Meier
C: .
S~: 290 \d+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS good-password
S: 281 Welcome, anna
C: XINFO @me
S: 291 @me
S: Name: anna
S: Roles: member
S: Right: post
S: Created: 2026-11-22T12:00:00Z
S: Person: Anna Meier
S...
S: .

== Another password, another name: one's own alone
connect 1
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS good-password
S~: 281 .+
C: XACT join @anna -
S~: 390 .+
C: better-password
C: .
S~: 290 \d+
C: XACT join @anna :Anna Maria Meier
S~: 290 \d+
C: XACT join @boris -
S~: 390 .+
C: better-password
C: .
S~: 492 that name is taken.*
connect 2
S2~: 201 .+
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS good-password
S2~: 481 .+
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS better-password
S2~: 281 .+
C2: XINFO @anna
S2: 291 @anna
S2...
S2: Person: Anna Maria Meier
S2...
S2: .

== She asks, somebody answers, she leaves
connect 1
connect 2
connect 3
S1~: 201 .+
S2~: 201 .+
S3~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS better-password
S1~: 281 .+
C2: AUTHINFO USER boris
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C3: AUTHINFO USER anna
S3~: 381 .+
C3: AUTHINFO PASS better-password
S3~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Anna Meier <anna.meier@home.example>
C1: Reply-To: anna@work.example
C1: Newsgroups: tv.general
C1: Subject: No picture
C1: Message-ID: <q@x.example>
C1:
C1: The screen stays black.
C1: .
S1~: 240 .+
C2: POST
S2~: 340 .+
C2: From: Boris <boris@example.org>
C2: Newsgroups: tv.general
C2: Subject: Re: No picture
C2: References: <q@x.example>
C2: Message-ID: <a@x.example>
C2:
C2: The plug?
C2: .
S2~: 240 .+
C2: XACT leave @anna
S2~: 490 role: leave is for the account itself
C1: XACT leave @me
S1~: 290 \d+
# All her sessions end with their next command.
C1: DATE
S1: 400 The account was ended
closed 1
C3: POST
S3: 400 The account was ended
closed 3

== The name is never given again, and the login is gone
connect 1
S~: 201 .+
C: XACT join @anna -
S~: 390 .+
C: good-password
C: .
S: 492 that name is taken; choose another
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS better-password
S~: 481 .+

== Articles say it no more; the thread is whole
connect 1
S~: 201 .+
C: GROUP tv.general
S: 211 2 1 2 tv.general
C: ARTICLE <q@x.example>
S~: 220 0 <q@x.example>
S~: Path: .+
S~: From: deleted-2 <deleted-2@.+>
S: Newsgroups: tv.general
S: Subject: No picture
S: Message-ID: <q@x.example>
S~: Date: .+
S~: Injection-Date: .+
S~: Cancel-Lock: .+
S:
S: The screen stays black.
S: .
C: HDR From 1-2
S~: 225 .+
S~: 1 deleted-2 <deleted-2@.+>
S: 2 Boris <boris@example.org>
S: .
C: XLIST thread board:tv.general cols:articles
S: 292 thread
S: #articles
S: 2
S: .

== What is told of it names nobody
connect 1
S~: 201 .+
C: XACT forget @deleted-2 low=1 before=9 from=x
S~: 490 role: the server alone does that
C: XINFO @anna
S~: 491 .+
C: XINFO @deleted-2
S: 291 @deleted-2
S: Name: deleted-2
S: Roles: -
S: Right: -
S: Created: 2026-11-22T12:00:00Z
S: Person: -
S: Gone: yes
S...
S: .
C: XLIST event act:leave,join cols:actor,act,target
S: 292 event
S: #actor	act	target
S...
S: @deleted-2	join	@deleted-2
S: @deleted-2	join	@deleted-2
S: @deleted-2	join	@deleted-2
S: @deleted-2	leave	@deleted-2
S: .
# What it wrote is found by the name that stays ...
C: XLIST article by:@deleted-2 cols:mid,by
S: 292 article
S: #mid	by
S: <q@x.example>	@deleted-2
S: .
C: XLIST thread asker:@deleted-2 cols:mid
S: 292 thread
S: #mid
S: <q@x.example>
S: .
# ... and not by the name it had.
C: XLIST event by:@anna limit:1
S: 292 event
S~: #seq.+
S: .
C: XLIST event target:@anna limit:1
S: 292 event
S~: #seq.+
S: .
C: XLIST event anna act:leave
S: 292 event
S~: #seq.+
S: .
C: XLIST event by:@deleted-2 act:leave cols:target
S: 292 event
S: #target
S: @deleted-2
S: .

== Guests are not told apart, so theirs counts for nothing
connect 1 tls
S~: 201 .+
C: XACT join @gerd id=t1 -
S~: 390 .+
C: good-password
C: .
S~: 290 \d+
C: XACT join @gisa id=t1 -
S~: 390 .+
C: good-password
C: .
S~: 290 \d+
C: XINFO @gisa
S~: 291 .+
S...
S: .
