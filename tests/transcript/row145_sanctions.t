# Warnings, silence, suspension: with a reason, until a second that is said,
# in public, and with an appeal.
setup:
	clock 1795348800
	conf name news.example.org
	board tv.general
	user anna correct-horse
	user tom correct-horse
	user mona correct-horse moderator:tv.*
	user susi correct-horse superuser
	article <a@example.org> tv.general :A question

== Who may
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT warn @tom :rude
S: 490 role: warn is for moderator
C: XACT silence @tom until=1h :rude
S: 490 role: silence is for super-user, moderator
connect 2
S2~: 201 .+
C2: AUTHINFO USER susi
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XACT silence @tom until=7d :rude
S2: 490 role: a super-user silences for 24 hours at most; a moderator may longer
C2: XACT silence @mona until=1h :rude
S2: 490 role: it is the account of who keeps order; ask an admin
C2: XACT suspend @tom until=1h :rude
S2: 490 role: suspend is for moderator
C2: XACT silence @tom :rude
S2: 494 19 silence needs until=
C2: XACT silence @tom until=soon :rude
S2: 494 14 until= is a day, a time or a span: 2026-12-01, 2026-12-01T12:00:00Z, 24h, 7d

== Silenced: no posting, no act, until the second it ends
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT warn @tom :please be kind
S~: 290 \d+.*
C: XACT warn @tom :31mred
S: 494 11 the reason holds a control character; write it as one line of text
C: XACT silence @tom until=1h :rude
S~: 290 \d+.*
connect 2
S2~: 201 .+
C2: AUTHINFO USER tom
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2: 281 Welcome, tom
C2: XACT metoo <a@example.org>
S2: 490 silenced until 2026-11-22T13:00:00Z: rude; XACT appeal @tom :why asks for another look
C2: POST
S2~: 340 .+
C2: From: tom@news.example.org
C2: Newsgroups: tv.general
C2: Subject: But
C2:
C2: I protest.
C2: .
S2: 441 silenced until 2026-11-22T13:00:00Z: rude; XACT appeal @tom :why asks for another look
C2: XACT appeal @tom :I was quoting
S2~: 290 \d+.*
C2: XACT appeal @tom :again
S2~: 294 .+
C: XLIST queue
S: 292 queue
S~: #.+
S~: .*@tom.*
S: .
C: XACT ack @tom :a quote of that length
S~: 290 \d+.*
C: XLIST queue
S: 292 queue
S~: #.+
S: .
clock 1795352399
C2: XACT metoo <a@example.org>
S2~: 490 silenced until .+
clock 1795352400
C2: XACT metoo <a@example.org>
S2~: 290 \d+.*

== Suspended: no login, and the session that is there is a stranger's
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
connect 2
S2~: 201 .+
C2: AUTHINFO USER tom
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C: XACT suspend @tom until=2026-11-24 :and again
S~: 290 \d+.*
C2: XACT metoo <a@example.org> value=0
S2~: 490 suspended until 2026-11-24T00:00:00Z: and again; .+
connect 3
S3~: 201 .+
C3: AUTHINFO USER tom
S3~: 381 .+
C3: AUTHINFO PASS correct-horse
S3: 481 Suspended until 2026-11-24T00:00:00Z: and again
C3: AUTHINFO USER tom
S3~: 381 .+
C3: AUTHINFO PASS wrong-horse
S3~: 481 Name or password is wrong.*
C2: XACT appeal @tom :it was my brother
S2~: 290 \d+.*
C: XACT lift @tom :it was his brother
S~: 290 \d+.*
C2: XACT metoo <a@example.org> value=0
S2~: 290 \d+.*
C: XACT lift @tom
S~: 294 .+
C: XLIST modlog cols:actor,act,target
S: 292 modlog
S: #actor	act	target
S: @mona	lift	@tom
S: @mona	suspend	@tom
S: @mona	silence	@tom
S: @mona	warn	@tom
S: .
