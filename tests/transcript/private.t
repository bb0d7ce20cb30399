# A lounge is for those who were invited. For all others it is not there: no
# command tells of it, nor of an article in it.
setup:
	clock 1795348800
	board tv.general
	act board inner.circle kind=lounge :The inner circle
	user anna anna-password
	user bert bert-password
	user mona mona-password moderator:tv.*
	act grant @anna role=invited:inner.*
	article <in@example.org> inner.circle :Among us
	article <two@example.org> inner.circle refs=<in@example.org> :Re: Among us
	article <out@example.org> tv.general refs=<in@example.org> :In public

== Who was invited reads it as any other
S~: 201 .*
C: AUTHINFO USER anna
S~: 381 .*
C: AUTHINFO PASS anna-password
S~: 281 .*
C: GROUP inner.circle
S: 211 2 1 2 inner.circle
C: STAT <in@example.org>
S: 223 0 <in@example.org>
C: LIST ACTIVE inner.*
S~: 215 .*
S: inner.circle 2 1 y
S: .
C: XINFO inner.circle
S~: 291 .*
S: Name: inner.circle
S...
S: .
C: XLIST event
S~: 292 .*
S...
S~: \d+\t.*\tpost\t<in@example.org>\tboards=inner.circle:1 .*
S...
S: .

== Who was not does not find it
S~: 201 .*
C: AUTHINFO USER bert
S~: 381 .*
C: AUTHINFO PASS bert-password
S~: 281 .*
C: GROUP inner.circle
S~: 411 .*
C: LISTGROUP inner.circle
S~: 411 .*
C: LIST
S~: 215 .*
S: tv.general 1 1 y
S: .
C: LIST ACTIVE inner.*
S~: 215 .*
S: .
C: LIST ACTIVE.TIMES inner.*
S~: 215 .*
S: .
C: LIST COUNTS inner.*
S~: 215 .*
S: .
C: LIST NEWSGROUPS inner.*
S~: 215 .*
S: .
C: XGTITLE inner.*
S~: 282 .*
S: .
C: NEWGROUPS 19700101 000000 GMT
S~: 231 .*
S: tv.general 1 1 y
S: .
C: NEWNEWS * 19700101 000000 GMT
S~: 230 .*
S: <out@example.org>
S: .
C: ARTICLE <in@example.org>
S~: 430 .*
C: HEAD <in@example.org>
S~: 430 .*
C: BODY <in@example.org>
S~: 430 .*
C: STAT <in@example.org>
S~: 430 .*
C: OVER <in@example.org>
S~: 430 .*
C: HDR Subject <in@example.org>
S~: 430 .*
C: HDR :x-state <in@example.org>
S~: 430 .*
C: XHDR Subject <in@example.org>
S~: 430 .*
C: XPAT Subject <in@example.org> *
S~: 430 .*
C: XINFO <in@example.org>
S~: 491 .*
C: XINFO inner.circle
S~: 491 .*
C: XINFO <out@example.org>
S~: 291 .*
S: Message-ID: <out@example.org>
S: Boards: tv.general:1
S: Thread: -
S: Parent: -
S...
S: .
C: XINFO @anna
S~: 291 .*
S: Name: anna
S: Roles: member
S...
S: .
C: XLIST user cols:name,roles
S~: 292 .*
S: #name	roles
S: anna	member
S...
S: .
C: XWATCH since=0 for=0s act:grant
S: 293 0
S: .
C: XLIST board
S~: 292 .*
S~: #name.*
S~: tv.general\t.*
S: .
C: XLIST thread board:inner.circle
S~: 491 .*
C: XLIST article board:inner.circle
S~: 491 .*
C: XLIST article thread:<in@example.org>
S~: 491 .*
C: XLIST article thread:<out@example.org> cols:mid,parent
S~: 292 .*
S: #mid	parent
S: <out@example.org>	-
S: .
C: XWATCH since=0 for=0s board:inner.*
S: 293 0
S: .
C: XWATCH since=0 for=0s target:inner.circle
S: 293 0
S: .
C: XWATCH since=0 for=0s target:<in@example.org>
S: 293 0
S: .
C: XWATCH since=0 for=0s act:post
S: 293 0
S~: \d+\t.*\tpost\t<out@example.org>\t.*
S: .
C: XACT vote <in@example.org> 1
S: 491 no article with that message-id
C: XACT follow inner.circle
S~: 491 no such board.*
C: POST
S~: 340 .*
C: From: Bert <bert@example.net>
C: Newsgroups: inner.circle
C: Subject: Let me in
C:
C: Please.
C: .
S~: 441 no such board: inner.circle; .*
# Beside another board it is as a board that is not there.
C: POST
S~: 340 .*
C: From: Bert <bert@example.net>
C: Newsgroups: tv.general,inner.circle
C: Subject: Let me in
C: Message-ID: <both@example.net>
C:
C: Please.
C: .
S~: 240 .*
C: XINFO <both@example.net>
S~: 291 .*
S: Message-ID: <both@example.net>
S: Boards: tv.general:2
S...
S: .

== What is said inside stays there
S~: 201 .*
C: AUTHINFO USER anna
S~: 381 .*
C: AUTHINFO PASS anna-password
S~: 281 .*
C: POST
S~: 340 .*
C: From: Anna <anna@example.net>
C: Newsgroups: inner.circle,tv.general
C: Subject: Both
C:
C: Text.
C: .
S~: 441 a lounge or a case takes postings that go nowhere else; .*

== Who loses the invitation loses the board
	connect 2 socket
S2~: 20[01] .*
S~: 201 .*
C: AUTHINFO USER anna
S~: 381 .*
C: AUTHINFO PASS anna-password
S~: 281 .*
C: GROUP inner.circle
S: 211 2 1 2 inner.circle
C: STAT 1
S: 223 1 <in@example.org>
C2: XACT revoke @anna role=invited:inner.*
S2~: 290 .*
C: STAT 1
S~: 412 .*
C: OVER 1-2
S~: 412 .*
C: NEXT
S~: 412 .*
C: GROUP inner.circle
S~: 411 .*
C: STAT <in@example.org>
S~: 430 .*

== What moderators do inside is not told outside
	connect 2 socket
S2~: 20[01] .*
S~: 201 .*
C: AUTHINFO USER bert
S~: 381 .*
C: AUTHINFO PASS bert-password
S~: 281 .*
C: XWATCH
S~: 293 (?P<seq>\d+)
C2: XACT lock <in@example.org> :enough
S2~: 290 .*
C2: XACT hide <two@example.org> :quarrel
S2~: 290 .*
C2: XACT restore <two@example.org>
S2~: 290 .*
C2: XACT remove <two@example.org> :quarrel
S2~: 290 .*
C2: XACT board inner.circle kind=lounge :Another title
S2~: 290 .*
C2: XACT retitle <in@example.org> :Among them
S2~: 290 .*
C2: XACT board tv.end
S2~: 290 .*
S~: \d+\t.*\tboard\ttv.end\t.*
C: XLIST modlog
S: .
S~: 292 .*
S~: #.*
S: .
C: XINFO <two@example.org>
S~: 491 .*
C: STAT <two@example.org>
S~: 430 .*
C: XLIST event act:remove,hide,lock,retitle
S~: 292 .*
S~: #.*
S: .

== No number tells that there is more than is seen
S~: 201 .+
C: XINFO server
S~: 291 .+
S...
S~: Seq: \d+
S~: Accounts: \d+
S...
S: .

== A sanction in it is known to those who know the board
	connect 1 socket
	connect 2
S1~: 200 .+
S2~: 201 .+
C1: XACT silence @anna until=7d scope=inner.circle :too loud
S1~: 290 \d+
C2: XLIST user is:silenced cols:name,bound
S2: 292 user
S2: #name	bound
S2: anna	-
S2: .
C2: XLIST modlog act:silence cols:target,scope
S2: 292 modlog
S2: #target	scope
S2: .
C2: XLIST event act:silence cols:target,args
S2: 292 event
S2: #target	args
S2: .
C1: XLIST modlog act:silence cols:target,scope
S1: 292 modlog
S1: #target	scope
S1: @anna	inner.circle
S1: .
C1: XLIST user is:silenced cols:name,bound
S1: 292 user
S1: #name	bound
S1: anna	inner.circle
S1: .
