# Invitations: codes that let so many join, for so long; and who may join at
# all is the operator's to say.
setup:
	clock 1795348800
	tls
	board tv.general
	user anna correct-horse

== Without a code nobody joins
connect 1
S~: 201 .+
C: XACT join @nina -
S~: 390 .+
C: good-password
C: .
S~: 490 role: a new account takes an invitation.*
C: XACT join @nina code=spring -
S~: 390 .+
C: good-password
C: .
S~: 490 role: that invitation is not valid.*

== A code for one
connect 1 socket
connect 2
S1~: 200 .+
S2~: 201 .+
C1: XACT invite code:spring until=30d
S1~: 290 \d+
C1: XACT invite code:winter until=2020-01-01T00:00:00Z
S1~: 494 20 until= .*
C2: XACT invite code:mine
S2~: 480 .+
C2: XACT join @nina code=spring -
S2~: 390 .+
C2: good-password
C2: Nina
C2: .
S2~: 290 \d+
C2: XACT join @olga code=spring -
S2~: 390 .+
C2: good-password
C2: .
S2~: 490 role: that invitation is not valid.*
C1: XLIST event act:join by:@nina cols:actor,target,args
S1: 292 event
S1~: #actor.+
S1~: @nina\t@nina\tid=2 trust=1 roles=member person=Nina secret=new code=spring
S1: .
# It may let more of them in: nobody else reads it in the journal.
C2: XLIST event act:join by:@nina cols:actor,target,args
S2: 292 event
S2~: #actor.+
S2: @nina	@nina	id=2 trust=1 roles=member person=Nina secret=new
S2: .
# ... nor guesses at it by what is found.
C2: XLIST event act:join spri
S2: 292 event
S2~: #seq.+
S2: .
C2: XWATCH since=0 act:join by:@nina for=0s
S2: 293 0
S2~: .*\t@nina\tid=2 trust=1 roles=member person=Nina secret=new
S2: .

== Trust is given by an admin, and earned
connect 1 socket
connect 2
S1~: 200 .+
S2~: 201 .+
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XACT trust @anna 4
S2~: 490 role: .*
C1: XACT trust @anna 9
S1~: 494 13 level= is a number from 0 to 4
C1: XACT trust @anna 2
S1~: 290 \d+
C2: XLIST user trust:>=2 cols:name,trust
S2: 292 user
S2: #name	trust
S2: anna	2
S2: .
