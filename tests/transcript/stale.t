# Who was asked and does not answer for a week stands in a list; his reply takes
# the question out of it.
setup:
	clock 1795348800
	builtin
	board tv.general kind=qa :Television
	user anna anna-secret
	user mod mod-secret moderator

== A question that needs more
connect 1
connect 2
S1~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-secret
S1~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.org>
C1: Newsgroups: tv.general
C1: Subject: No picture
C1: Message-ID: <q@example.org>
C1:
C1: Why?
C1: .
S1~: 240 .+
S2~: 201 .+
C2: AUTHINFO USER mod
S2~: 381 .+
C2: AUTHINFO PASS mod-secret
S2~: 281 .+
C2: XACT nudge <q@example.org> stale=1
S2: 492 it is open; only an answered question or one that needs information waits for its asker
C2: XACT needinfo <q@example.org> :which set?
S2~: 290 \d+
clock 1795953599
connect 3
S3~: 201 .+
C3: GROUP view.stale
S3: 211 0 1 0 view.stale
clock 1795953600
C3: GROUP view.stale
S3: 211 1 1 1 view.stale
C3: XLIST thread is:stale cols:mid,state
S3: 292 thread
S3: #mid	state
S3: <q@example.org>	needsinfo
S3: .

== The asker replies
S~: 20. .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS anna-secret
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: Re: No picture
C: References: <q@example.org>
C:
C: The big one.
C: .
S~: 240 .+
C: GROUP view.stale
S: 211 0 2 1 view.stale
C: HDR :x-state <q@example.org>
S~: 225 .+
S: 0 open
S: .
