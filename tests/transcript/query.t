# Queries: terms that must all hold. The same grammar serves XLIST, XWATCH,
# views and rules; XINFO keys lists the keys.
setup:
	clock 1795348800
	act board tv.general :Television
	act board tv.ideas kind=ideas :Ideas
	act board radio :Wireless
	user anna anna-password
	user boris boris-password
	user sue sue-password superuser
	article <old@example.org> radio date=Fri,_20_Nov_2026_10:00:00_+0000 from=Jan_Kok_<jan@example.net> :Valve is cold
	article <re@example.org> radio date=Fri,_20_Nov_2026_11:00:00_+0000 refs=<old@example.org> :Re: Valve is cold

== What the others are about
connect 1
S1~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-password
S1~: 281 .+
connect 2
S2~: 201 .+
C2: AUTHINFO USER boris
S2~: 381 .+
C2: AUTHINFO PASS boris-password
S2~: 281 .+
connect 3
S3~: 201 .+
C3: AUTHINFO USER sue
S3~: 381 .+
C3: AUTHINFO PASS sue-password
S3~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Somebody <x@example.net>
C1: Newsgroups: tv.general
C1: Subject: Aerial is bent
C1: Message-ID: <q1@example.org>
C1:
C1: Text.
C1: .
S1~: 240 .+
clock 1795352400
C2: POST
S2~: 340 .+
C2: From: Somebody <x@example.net>
C2: Newsgroups: tv.general
C2: Subject: Kitchen is dark
C2: Message-ID: <q2@example.org>
C2:
C2: Text.
C2: .
S2~: 240 .+
clock 1795356000
C2: POST
S2~: 340 .+
C2: From: Somebody <x@example.net>
C2: Newsgroups: tv.general
C2: Subject: Aerial is rusty
C2: Message-ID: <q3@example.org>
C2:
C2: Text.
C2: .
S2~: 240 .+
clock 1795359600
C1: POST
S1~: 340 .+
C1: From: Somebody <x@example.net>
C1: Newsgroups: tv.ideas
C1: Subject: More colour
C1: Message-ID: <i1@example.org>
C1:
C1: Text.
C1: .
S1~: 240 .+
clock 1795363200
C2: POST
S2~: 340 .+
C2: From: Somebody <x@example.net>
C2: Newsgroups: tv.general
C2: Subject: Re: Aerial is bent
C2: Message-ID: <a1@example.org>
C2: References: <q1@example.org>
C2:
C2: Text.
C2: .
S2~: 240 .+
C1: XACT solve <a1@example.org>
S1~: 290 \d+
C1: XACT vote <a1@example.org> 1
S1~: 290 \d+
C2: XACT support <i1@example.org>
S2~: 290 \d+
C1: XACT metoo <q2@example.org>
S1~: 290 \d+
C3: XACT metoo <q2@example.org>
S3~: 290 \d+
C3: XACT tag <q2@example.org> indoor,light
S3~: 290 \d+

== Terms must all hold; a comma is "or", a - is "not"
S~: 201 .+
C: XLIST thread is:open cols:mid
S: 292 thread
S: #mid
S: <q3@example.org>
S: <q2@example.org>
S: <i1@example.org>
S: .
C: XLIST thread is:open board:tv.general cols:mid
S: 292 thread
S: #mid
S: <q3@example.org>
S: <q2@example.org>
S: .
C: XLIST thread is:open,solved board:tv.general cols:mid
S: 292 thread
S: #mid
S: <q3@example.org>
S: <q2@example.org>
S: <q1@example.org>
S: .
C: XLIST thread -is:open board:tv.* cols:mid
S: 292 thread
S: #mid
S: <q1@example.org>
S: .
C: XLIST thread board:tv.*,!tv.general cols:mid
S: 292 thread
S: #mid
S: <i1@example.org>
S: .
C: XLIST thread kind:idea cols:mid
S: 292 thread
S: #mid
S: <i1@example.org>
S: .

== Words in subject and author, in any case; quotes keep blanks
S~: 201 .+
C: XLIST thread aerial cols:mid
S: 292 thread
S: #mid
S: <q1@example.org>
S: <q3@example.org>
S: .
C: XLIST thread AERIAL -bent cols:mid
S: 292 thread
S: #mid
S: <q3@example.org>
S: .
C: XLIST thread "is rusty" cols:mid
S: 292 thread
S: #mid
S: <q3@example.org>
S: .
C: XLIST article by:"Jan Kok" cols:mid
S: 292 article
S: #mid
S: <old@example.org>
S: .
C: XLIST article by:jan,anna board:radio cols:mid
S: 292 article
S: #mid
S: <old@example.org>
S: <re@example.org>
S: .

== Numbers compare
S~: 201 .+
C: XLIST thread metoo:>=2 cols:mid
S: 292 thread
S: #mid
S: <q2@example.org>
S: .
C: XLIST thread metoo:>2 cols:mid
S: 292 thread
S: #mid
S: .
C: XLIST article votes:1 cols:mid
S: 292 article
S: #mid
S: <a1@example.org>
S: .
C: XLIST thread support:>0 cols:mid
S: 292 thread
S: #mid
S: <i1@example.org>
S: .
C: XLIST thread replies:>=1 board:radio cols:mid
S: 292 thread
S: #mid
S: <old@example.org>
S: .

== Times look back from now
S~: 201 .+
C: XLIST thread newer:90m cols:mid
S: 292 thread
S: #mid
S: <i1@example.org>
S: .
C: XLIST thread older:90m is:open cols:mid
S: 292 thread
S: #mid
S: <q3@example.org>
S: <q2@example.org>
S: .
C: XLIST thread older:1d cols:mid
S: 292 thread
S: #mid
S: <old@example.org>
S: .

== People are names, texts, or whoever asks
S~: 201 .+
C: XLIST article by:@boris cols:mid
S: 292 article
S: #mid
S: <a1@example.org>
S: <q3@example.org>
S: <q2@example.org>
S: .
C: XLIST thread asker:@anna cols:mid
S: 292 thread
S: #mid
S: <i1@example.org>
S: <q1@example.org>
S: .
C: XLIST thread tag:light cols:mid
S: 292 thread
S: #mid
S: <q2@example.org>
S: .
C: XLIST article by:@nobody cols:mid
S: 292 article
S: #mid
S: .

== Whoever asks
connect 1
S1~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-password
S1~: 281 .+
C: XLIST thread by:@me cols:mid
S: 292 thread
S: #mid
S: <i1@example.org>
S: <q1@example.org>
S: .
C: XLIST article -by:@ME,@boris cols:mid
S: 292 article
S: #mid
S: <old@example.org>
S: <re@example.org>
S: .

== Nobody is @me
S~: 201 .+
C: XLIST thread by:@me
S~: 480 .+

== The order, and pages of it
S~: 201 .+
C: XLIST thread is:open sort:-metoo cols:mid
S: 292 thread
S: #mid
S: <q2@example.org>
S: <i1@example.org>
S: <q3@example.org>
S: .
C: XLIST thread board:tv.* sort:date cols:mid
S: 292 thread
S: #mid
S: <q1@example.org>
S: <q2@example.org>
S: <q3@example.org>
S: <i1@example.org>
S: .
C: XLIST thread board:tv.* sort:-date limit:2 cols:mid
S: 292 thread
S: #mid
S: <i1@example.org>
S: <q3@example.org>
S~: #more\tafter:(?P<token>\S+)
S: .
C: XLIST thread board:tv.* sort:-date limit:2 after:${token} cols:mid
S: 292 thread
S: #mid
S: <q2@example.org>
S: <q1@example.org>
S: .
C: XLIST thread is:open limit:1 cols:mid
S: 292 thread
S: #mid
S: <q3@example.org>
S~: #more\tafter:(?P<next>\S+)
S: .
C: XLIST thread is:open limit:2 after:${next} cols:mid
S: 292 thread
S: #mid
S: <q2@example.org>
S: <i1@example.org>
S: .

== What is wrong is told, and where
S~: 201 .+
C: XLIST thread colour:red
S~: 494 1 no key "colour:"; XINFO keys lists them, text goes in "quotes"
C: XLIST thread is:open is:opne
S~: 494 9 no is:opne; XINFO keys .+
C: XLIST thread is:open points:>5
S~: 494 9 points: does not belong here; it is points
C: XLIST thread metoo:many
S: 494 1 metoo: is a whole number of at most 18 digits
C: XLIST thread older:24
S~: 494 1 older: is a span, like 24h or 7d
C: XLIST thread older:>24h
S~: 494 1 older: is a span, like 24h or 7d; only numbers have more and less
C: XLIST thread aerial metoo:
S~: 494 \d+ metoo: needs a value
C: XLIST thread "aerial
S~: 494 1 a quote is not closed
C: XLIST thread - x
S~: 494 2 "-" needs a term right behind it
C: XLIST thread --is:open
S~: 494 2 "-" needs a term right behind it
C: XLIST thread sort:colour
S~: 494 1 sort: is one of date active due .+
C: XLIST thread sort:votes limit:5000
S~: 494 12 limit: is at most 1000 with sort:; after: goes on
C: XLIST thread limit:1 limit:2
S~: 494 9 limit: stands once and without -
C: XLIST thread kind:car
S~: 494 1 no kind:car; there is qa, discussion, .+
C: XLIST thread thread:x
S~: 494 1 thread: is a message-id, like <1@example.org>
C: XLIST thread is:open after:q00
S~: 494 9 after: is what #more of this list said
C: XLIST thread board:no.such
S~: 491 no such board; .+
C: XLIST article thread:<no@such>
S~: 491 no article .+

== Accounts
S~: 201 .+
C: XLIST user sort:-points cols:name,points,questions,answers
S: 292 user
S: #name	points	questions	answers
S~: boris\t\d+\t2\t1
S~: anna\t\d+\t2\t0
S: sue	0	0	0
S: .
C: XLIST user is:superuser cols:name,roles,rank
S: 292 user
S: #name	roles	rank
S: sue	superuser	newcomer
S: .
C: XLIST user solved:>=1 -is:superuser cols:name
S: 292 user
S: #name
S: boris
S: .
C: XLIST user limit:1 cols:name
S: 292 user
S: #name
S: anna
S: #more	after:anna
S: .
C: XLIST user after:anna cols:name
S: 292 user
S: #name
S: boris
S: sue
S: .
C: XLIST user metoo:>1
S: 494 1 metoo: does not belong here; it is accounts with the same problem
# Who flags is for moderators.
C: XLIST user flags:>=0 cols:name
S: 292 user
S: #name
S: .
C: XLIST user sort:flags cols:name
S: 292 user
S: #name
S: .
C: XLIST event act:vote flags:>0
S~: 480 .+
C: XWATCH is:flagged max=1
S~: 490 role: flags are told to moderators

== The journal, by what was done and what it was done to
connect 1
S1~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-password
S1~: 281 .+
C: XLIST event act:metoo,vote cols:actor,act,target
S: 292 event
S: #actor	act	target
S: @anna	vote	<a1@example.org>
S: @anna	metoo	<q2@example.org>
S: @sue	metoo	<q2@example.org>
S: .
C: XLIST event is:solved -by:@boris act:vote,solve,post cols:actor,act,target
S: 292 event
S: #actor	act	target
S: @anna	post	<q1@example.org>
S: @anna	solve	<a1@example.org>
S: @anna	vote	<a1@example.org>
S: .
C: XLIST event by:@me act:post since:3h cols:target
S: 292 event
S: #target
S: <i1@example.org>
S: .
C: XLIST event by:@me act:post since:2026-11-22 until:2026-11-23 cols:target limit:1
S: 292 event
S: #target
S: <q1@example.org>
S~: #more.+
S: .
C: XLIST event by:@me since:2026-11-23
S: 292 event
S~: #seq.+
S: .
C: XLIST event since:2026-11-31
S~: 494 1 since: is a day .+
C: XLIST event is:flagged
S~: 490 role: flags are told to moderators
