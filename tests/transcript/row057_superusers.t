# Members keep order among themselves: a super-user needs no staff to hide,
# lock, pin, move, merge, name and tag what others wrote. What is hidden waits
# for a moderator.
setup:
	clock 1795348800
	conf name news.example.org
	board tv.general
	board tv.antenna
	user anna correct-horse
	user susi correct-horse superuser:tv.*
	user mona correct-horse moderator:tv.*
	article <q@example.org> tv.general :no picture!!!
	article <r@example.org> tv.general refs=<q@example.org> :Re: no picture!!!
	article <p@example.org> tv.general :Same here

== A title that is found, and the old one too
S~: 201 .+
C: AUTHINFO USER susi
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT retitle <q@example.org> :No picture after a thunderstorm
S~: 290 \d+.*
C: XACT retitle <r@example.org> :No picture: the antenna is dead
S~: 290 \d+.*
C: XACT tag <q@example.org> tags=antenna,weather
S~: 290 \d+.*
C: XACT tag <q@example.org> tags=antenna,weather
S: 294 0 these are its tags
C: XACT tag <q@example.org> tags=Antenna
S~: 494 21 a tag is 1 to 64 bytes in lower case, .+
C: XINFO <q@example.org>
S~: 291 .+
S...
S: Subject: no picture!!!
S...
S: Tags: antenna,weather
S: Title: No picture: the antenna is dead
S: Earlier-Title: No picture after a thunderstorm
S~: Changed: \d+
S: .
C: XACT pin <q@example.org>
S~: 290 \d+.*
C: XACT pin <q@example.org> value=0
S~: 290 \d+.*

== A thread moves to its place, another becomes a part of it
S~: 201 .+
C: AUTHINFO USER susi
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT merge <p@example.org> into=<r@example.org>
S~: 290 \d+.*
C: XINFO <p@example.org>
S~: 291 .+
S...
S: Thread: <q@example.org>
S: Parent: <r@example.org>
S...
S: .
C: XACT move <q@example.org> board=tv.nowhere
S~: 491 no such board.*
C: XACT move <q@example.org> board=tv.antenna
S~: 290 \d+.*
C: GROUP tv.general
S: 211 0 4 3 tv.general
C: GROUP tv.antenna
S: 211 3 1 3 tv.antenna
C: LISTGROUP tv.antenna
S~: 211 3 1 3 tv.antenna .*
S: 1
S: 2
S: 3
S: .
C: STAT 1
S: 223 1 <q@example.org>

== No more replies for an hour
S~: 201 .+
C: AUTHINFO USER susi
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT lock <q@example.org> until=1h :have a tea first
S~: 290 \d+.*
connect 2
S2~: 201 .+
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: POST
S2~: 340 .+
C2: From: anna@news.example.org
C2: Newsgroups: tv.antenna
C2: Subject: Re: no picture!!!
C2: References: <q@example.org>
C2: Message-ID: <s@example.org>
C2:
C2: What?
C2: .
S2~: 441 locked: .+
clock 1795352400
C2: POST
S2~: 340 .+
C2: From: anna@news.example.org
C2: Newsgroups: tv.antenna
C2: Subject: Re: no picture!!!
C2: References: <q@example.org>
C2: Message-ID: <s@example.org>
C2:
C2: What?
C2: .
S2~: 240 .+

== Out of sight, until a moderator has looked at it
S~: 201 .+
C: AUTHINFO USER susi
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT hide <r@example.org>
S~: 494 21 hide takes a reason.*
C: XACT hide <r@example.org> :is that meant seriously
S~: 290 \d+.*
C: XACT restore <r@example.org>
S: 490 role: restore is for moderator
C: HEAD <r@example.org>
S~: 221 0 .+
S...
S: .
connect 2
S2~: 201 .+
C2: HEAD <r@example.org>
S2~: 430 .+
C2: XINFO <r@example.org>
S2~: 491 .+
C2: AUTHINFO USER mona
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XLIST queue is:hidden cols:mid
S2: 292 queue
S2: #mid
S2: <r@example.org>
S2: .
C2: XACT reject <r@example.org> :it is
S2~: 290 \d+.*
C2: XLIST queue is:hidden cols:mid
S2: 292 queue
S2: #mid
S2: .
C2: XACT alarm tv.antenna :a storm is coming
S2~: 290 \d+.*
C2: XACT alarm tv.antenna
S2~: 294 .+
C2: XACT ack tv.antenna :everybody knows
S2~: 290 \d+.*
