# An act with id= is done once, however often it is asked for: after a lost
# connection, or a crash, the same words get the event of then.
setup:
	clock 1795348800
	board tv.general kind=discussion
	user anna anna-password
	user bert bert-password
	article <1@example.org> tv.general :One

== Asked for twice, and behind a crash
connect 1 socket
S1~: 200 .*
C1: XACT board tv.new id=T17 :New
S1~: 290 (?P<seq>\d+)
C1: XACT board tv.new id=T17 :New
S1: 294 ${seq} done already, under the same id=
# Whatever it says now: the token is spent.
C1: XACT board tv.new id=T17 :Newer
S1: 294 ${seq} done already, under the same id=
C1: XINFO tv.new
S1~: 291 .*
S1...
S1: Title: New
S1...
S1: .
close 1
restart
connect 1 socket
S1~: 200 .*
C1: XACT board tv.new id=T17 :New
S1: 294 ${seq} done already, under the same id=

== Tokens are an account's own
connect 1
connect 2
S1~: 201 .*
S2~: 201 .*
C1: AUTHINFO USER anna
S1~: 381 .*
C1: AUTHINFO PASS anna-password
S1~: 281 .*
C2: AUTHINFO USER bert
S2~: 381 .*
C2: AUTHINFO PASS bert-password
S2~: 281 .*
C1: XACT vote <1@example.org> 1 id=same
S1~: 290 (?P<anna>\d+)
C2: XACT vote <1@example.org> 1 id=same
S2~: 290 (?P<bert>\d+)
C1: XACT vote <1@example.org> 1 id=same
S1: 294 ${anna} done already, under the same id=
C2: XACT thank <1@example.org> id=same
S2: 294 ${bert} done already, under the same id=
C1: HDR :x-votes <1@example.org>
S1~: 225 .*
S1: 0 2
S1: .
# Nobody else is shown them.
C2: XLIST event act:vote cols:actor,args
S2~: 292 .*
S2~: #.*
S2~: @anna\t(?!.*token).*
S2~: @bert\t(?!.*token).*
S2: .

== What was refused can be asked for again
connect 1 socket
S1~: 200 .*
C1: XACT grant @carla role=bot id=T18
S1~: 491 .*
C1: XACT join @carla
S1~: 290 .*
C1: XACT grant @carla role=bot id=T18
S1~: 290 .*
C1: XACT grant @carla role=bot id=0123456789012345678901234567890123456789012345678901234567890123x
S1~: 494 23 id= has 1 to 64 bytes, none of them a control byte
R1: XACT grant @carla role=bot id=\x1b[2J\r\n
S1~: 494 23 id= has 1 to 64 bytes, none of them a control byte
