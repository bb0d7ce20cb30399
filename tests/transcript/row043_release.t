# Row 43: what was written among those who had the product early is public from
# the day of its release on, under the same message-ids.
setup:
	clock 1795348800
	builtin
	act board early.tm7 kind=lounge :TM7, before its release
	act view view.early title=Early :is:root board:early.*
	user anna anna-secret invited:early.*
	user bert bert-secret

== Whoever was invited writes; for others there is nothing
S~: 20. .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS anna-secret
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: early.tm7
C: Subject: The lid sticks
C: Message-ID: <q@example.org>
C:
C: When it is hot.
C: .
S~: 240 .+
C2: GROUP early.tm7
S2~: 20. .+
S2~: 411 .+
C2: STAT <q@example.org>
S2~: 430 .+
C2: GROUP view.early
S2: 211 0 1 0 view.early

== The day of the release
connect 1 socket
S~: 200 .+
C: XACT board early.tm7 kind=discussion :TM7
S~: 290 \d+
connect 2
S2~: 201 .+
C2: GROUP early.tm7
S2: 211 1 1 1 early.tm7
C2: STAT <q@example.org>
S2: 223 0 <q@example.org>
C2: XLIST thread board:early.tm7 cols:mid,subject
S2: 292 thread
S2: #mid	subject
S2: <q@example.org>	The lid sticks
S2: .

== Who wrote there before has tested it
clock 1795348801
connect 2
S2~: 201 .+
C2: XLIST badge badge:tester cols:badge,user
S2~: 292 badge
S2: #badge	user
S2: tester	@anna
S2: .
C2: XLIST article is:early cols:mid
S2~: 292 article
S2: #mid
S2: <q@example.org>
S2: .
