# What a moderator hid or removed is gone for all but those who decide about
# it, by whatever command one asks.
setup:
	clock 1795348800
	board tv.general kind=discussion
	board net.lan
	board tv.qa
	user anna anna-password
	user bert bert-password
	user mona mona-password moderator:tv.*
	user susi susi-password superuser:tv.*
	article <one@example.org> tv.general :First
	article <old@example.org> tv.general :Removed
	article <two@example.org> net.lan,tv.qa :In two boards

== Somebody writes, and a moderator hides it
S~: 201 .*
C: AUTHINFO USER anna
S~: 381 .*
C: AUTHINFO PASS anna-password
S~: 281 .*
C: POST
S~: 340 .*
C: From: Anna <anna@example.net>
C: Newsgroups: tv.general
C: Subject: Buy this
C: Message-ID: <ad@example.net>
C:
C: The best there is.
C: .
S: 240 <ad@example.net> posted
	connect 2
S2~: 201 .*
C2: AUTHINFO USER mona
S2~: 381 .*
C2: AUTHINFO PASS mona-password
S2~: 281 .*
C2: XACT hide <ad@example.net> :advertising
S2~: 290 .*
C2: XACT remove <old@example.org> :off topic
S2~: 290 .*
# Its author and the moderators find it by its message-id.
C: STAT <ad@example.net>
S: 223 0 <ad@example.net>
C: XINFO <ad@example.net>
S~: 291 .*
S...
S: State: hidden
S...
S: .
C2: OVER <ad@example.net>
S2: 224 Overview follows
S2~: 0\tBuy this\t.*\t\t:x-state hidden\t\t\t\t\t\t:x-seq \d+
S2: .
C2: HDR :x-state <ad@example.net>
S2~: 225 .*
S2: 0 hidden
S2: .
C2: ARTICLE <ad@example.net>
S2~: 220 0 .*
S2...
S2: The best there is.
S2: .
C2: STAT <old@example.org>
S2: 223 0 <old@example.org>

== For others it is not there
S~: 201 .*
C: AUTHINFO USER bert
S~: 381 .*
C: AUTHINFO PASS bert-password
S~: 281 .*
C: GROUP tv.general
S: 211 1 1 3 tv.general
C: LISTGROUP tv.general
S: 211 1 1 3 tv.general list follows
S: 1
S: .
C: LIST COUNTS tv.general
S~: 215 .*
S: tv.general 3 1 1 y
S: .
C: STAT 2
S~: 423 .*
C: ARTICLE 3
S~: 423 .*
C: NEXT
S~: 421 .*
C: OVER 1-
S~: 224 .*
S~: 1\tFirst\t.*
S: .
C: HDR Subject 1-
S~: 225 .*
S: 1 First
S: .
C: XPAT Subject 1- *
S~: 221 .*
S: 1 First
S: .
C: ARTICLE <ad@example.net>
S~: 430 .*
C: HEAD <ad@example.net>
S~: 430 .*
C: BODY <old@example.org>
S~: 430 .*
C: STAT <ad@example.net>
S~: 430 .*
C: OVER <ad@example.net>
S~: 430 .*
C: HDR :x-state <ad@example.net>
S~: 430 .*
C: XPAT From <old@example.org> *
S~: 430 .*
C: NEWNEWS tv.general 19700101 000000 GMT
S~: 230 .*
S: <one@example.org>
S: .
C: XLIST thread board:tv.general cols:mid
S~: 292 .*
S: #mid
S: <one@example.org>
S: .
C: XLIST article board:tv.general cols:mid
S~: 292 .*
S: #mid
S: <one@example.org>
S: .
C: XLIST article thread:<ad@example.net>
S~: 491 .*
C: XACT vote <ad@example.net> 1
S: 491 no article with that message-id
C: XACT flag <old@example.org> spam
S: 491 no article with that message-id
# What moderators do is told in public; the rest is not.
C: XWATCH since=0 for=0s target:<ad@example.net>
S: 293 0
S~: \d+\t.*\t@mona\thide\t<ad@example.net>\t.*:advertising
S: .
C: XLIST modlog cols:act,target
S~: 292 .*
S~: #act\ttarget
S~: remove\t<old@example.org>
S~: hide\t<ad@example.net>
S: .
C: POST
S~: 340 .*
C: From: Bert <bert@example.net>
C: Newsgroups: tv.general
C: Subject: Re: Buy this
C: References: <ad@example.net>
C:
C: !+1
C: .
S: 441 vote: no article with that message-id

== What stood in two boards is for the moderators of both
S~: 201 .*
C: AUTHINFO USER mona
S~: 381 .*
C: AUTHINFO PASS mona-password
S~: 281 .*
	connect 2
S2~: 201 .*
C2: AUTHINFO USER susi
S2~: 381 .*
C2: AUTHINFO PASS susi-password
S2~: 281 .*
C2: XACT hide <two@example.org> :look at this
S2~: 290 \d+
C2: STAT <two@example.org>
S2: 223 0 <two@example.org>
C: STAT <two@example.org>
S: 223 0 <two@example.org>
C: XACT restore <two@example.org>
S~: 290 \d+
# Who agrees need not say why again: a removal has a reason in any case.
C2: XACT hide <two@example.org> :look at this
S2~: 290 \d+
C: XACT uphold <two@example.org>
S~: 290 \d+
C: XLIST modlog act:uphold cols:actor,target,reason
S: 292 modlog
S: #actor	target	reason
S: @mona	<two@example.org>	look at this
S: .
