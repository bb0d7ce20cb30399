# Row 30: escalations are dealt in turn to the managers who are there, and no
# two of them see to the same question.
setup:
	clock 1795348800
	board tv.qa
	user anna anna-password
	user boris boris-password
	user carla carla-password
	user mia mia-password manager
	user max max-password manager
	user sue sue-password superuser

== Three questions, two managers
connect 1
connect 2
connect 3
S1~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-password
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER sue
S2~: 381 .+
C2: AUTHINFO PASS sue-password
S2~: 281 .+
S3~: 201 .+
C3: AUTHINFO USER mia
S3~: 381 .+
C3: AUTHINFO PASS mia-password
S3~: 281 .+
connect 4
S4~: 201 .+
C4: AUTHINFO USER max
S4~: 381 .+
C4: AUTHINFO PASS max-password
S4~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.net>
C1: Newsgroups: tv.qa
C1: Subject: Question 1
C1: Message-ID: <q1@x.example>
C1:
C1: Text.
C1: .
S1: 240 <q1@x.example> posted
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.net>
C1: Newsgroups: tv.qa
C1: Subject: Question 2
C1: Message-ID: <q2@x.example>
C1:
C1: Text.
C1: .
S1: 240 <q2@x.example> posted
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.net>
C1: Newsgroups: tv.qa
C1: Subject: Question 3
C1: Message-ID: <q3@x.example>
C1:
C1: Text.
C1: .
S1: 240 <q3@x.example> posted
C2: XACT escalate <q1@x.example> :nobody knows
S2~: 290 \d+
C2: XACT escalate <q2@x.example> :nobody knows
S2~: 290 \d+
C2: XACT escalate <q3@x.example> :nobody knows
S2~: 290 \d+
C2: XACT escalate <q1@x.example>
S2~: 294 \d+ it is escalated already
C3: XLIST event act:escalate cols:actor,target,args
S3: 292 event
S3: #actor	target	args
S3: @sue	<q1@x.example>	role=manager to=@mia :nobody knows
S3: @sue	<q2@x.example>	role=manager to=@max :nobody knows
S3: @sue	<q3@x.example>	role=manager to=@mia :nobody knows
S3: .
C1: XACT escalate <q1@x.example>
S1~: 490 role: escalate is for .+

== One of them claims it
connect 1
connect 2
connect 3
S1~: 201 .+
C1: AUTHINFO USER mia
S1~: 381 .+
C1: AUTHINFO PASS mia-password
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER max
S2~: 381 .+
C2: AUTHINFO PASS max-password
S2~: 281 .+
S3~: 201 .+
C3: AUTHINFO USER boris
S3~: 381 .+
C3: AUTHINFO PASS boris-password
S3~: 281 .+
C1: XACT claim <q1@x.example>
S1~: 290 \d+
C2: XACT claim <q1@x.example>
S2: 492 claimed: @mia sees to it for 3600 more seconds
C1: XACT claim <q1@x.example>
S1~: 294 \d+ you have claimed it already
C3: XACT claim <q1@x.example>
S3~: 490 role: .+
C1: XACT release <q1@x.example> :lunch
S1~: 290 \d+
C2: XACT claim <q1@x.example>
S2~: 290 \d+
clock 1795352399
C1: XACT claim <q1@x.example>
S1: 492 claimed: @max sees to it for 1 more seconds
clock 1795352400
C1: XACT claim <q1@x.example>
S1~: 290 \d+
C2: XACT assign <q2@x.example> to=@mia
S2~: 290 \d+
C2: XACT assign <q2@x.example> to=@boris
S2~: 490 role: @boris takes care of no question here; .+

== Who is not there is passed over; when nobody is, all have their turn
clock 1795360000
connect 1
connect 2
S1~: 201 .+
C1: AUTHINFO USER sue
S1~: 381 .+
C1: AUTHINFO PASS sue-password
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER mia
S2~: 381 .+
C2: AUTHINFO PASS mia-password
S2~: 281 .+
C1: XACT escalate <q1@x.example> role=manager
S1~: 290 \d+
C1: XACT escalate <q2@x.example> role=manager
S1~: 290 \d+
close 2
# A moment ago counts; five minutes (online) do not.
clock 1795360299
C1: XACT escalate <q3@x.example> role=manager
S1~: 290 \d+
clock 1795360700
C1: XACT escalate <q1@x.example> role=manager
S1~: 290 \d+
C1: XACT escalate <q2@x.example> role=manager
S1~: 290 \d+
C1: XLIST event act:escalate since:2026-11-22T15:00:00Z cols:target,args
S1: 292 event
S1: #target	args
S1: <q1@x.example>	role=manager to=@mia
S1: <q2@x.example>	role=manager to=@mia
S1: <q3@x.example>	role=manager to=@mia
S1: <q1@x.example>	role=manager to=@max
S1: <q2@x.example>	role=manager to=@mia
S1: .
