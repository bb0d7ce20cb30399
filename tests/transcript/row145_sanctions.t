# Warnings, silence, suspension: with a reason, until a second that is said,
# in public, and with an appeal.
setup:
	clock 1795348800
	conf name news.example.org
	board tv.general
	board net.lan
	user anna correct-horse
	user tom correct-horse
	user mona correct-horse moderator
	user mark correct-horse moderator:tv.*
	user nina correct-horse moderator:net.*
	user sara correct-horse superuser:tv.*
	user susi correct-horse superuser
	article <a@example.org> tv.general :A question
	article <n@example.org> net.lan :Another

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

== The moderator of some boards binds somebody in these
S~: 201 .+
C: AUTHINFO USER mark
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
connect 2
S2~: 201 .+
C2: AUTHINFO USER tom
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
connect 3
S3~: 201 .+
C3: AUTHINFO USER nina
S3~: 381 .+
C3: AUTHINFO PASS correct-horse
S3~: 281 .+
C: XACT suspend @tom until=2026-11-24 :rude again
S~: 290 \d+
C: XLIST event act:suspend cols:actor,args limit:2
S: 292 event
S: #actor	args
S~: @mona	until=.*
S: @mark	until=2026-11-24T00:00:00Z scope=tv.* :rude again
S: .
# It is found again, by whom it binds and where.
C: XLIST user is:suspended cols:name,suspended,bound
S: 292 user
S: #name	suspended	bound
S: tom	-	tv.*
S: .
C: XLIST user is:silenced cols:name
S: 292 user
S: #name
S: .
C: XINFO @tom
S: 291 @tom
S: Name: tom
S...
S: Suspended: 2026-11-24T00:00:00Z in tv.*
S...
S: .
C: XLIST modlog limit:1 cols:actor,act,target,reason,until,scope
S: 292 modlog
S: #actor	act	target	reason	until	scope
S: @mark	suspend	@tom	rude again	2026-11-24T00:00:00Z	tv.*
S~: #more	.+
S: .
C2: XACT metoo <a@example.org>
S2: 490 suspended in tv.* until 2026-11-24T00:00:00Z: rude again; XACT appeal @tom :why asks for another look
C2: XACT follow tv.general
S2~: 490 suspended in tv.* until .+
C2: POST
S2~: 340 .+
C2: From: tom@news.example.org
C2: Newsgroups: net.lan,tv.general
C2: Subject: But
C2:
C2: I protest.
C2: .
S2~: 441 suspended in tv.* until .+
# Elsewhere nothing is forbidden, and he logs in.
C2: XACT metoo <n@example.org>
S2~: 290 \d+
C2: POST
S2~: 340 .+
C2: From: tom@news.example.org
C2: Newsgroups: net.lan
C2: Subject: But
C2: Message-ID: <t@example.org>
C2:
C2: I protest.
C2: .
S2: 240 <t@example.org> posted
connect 4
S4~: 201 .+
C4: AUTHINFO USER tom
S4~: 381 .+
C4: AUTHINFO PASS correct-horse
S4: 281 Welcome, tom
close 4
# The scope is one's own, or a part of it.
C: XACT silence @tom until=1h scope=net.* :and there
S: 490 scope: you keep order in tv.*; name these, or boards of them
C: XACT silence @tom until=1h scope=*.* :and there
S: 490 scope: you keep order in tv.*; name these, or boards of them
C: XACT silence @tom until=1h scope=!tv.* :and there
S~: 494 \d+ scope= is boards by their names, with \* and commas: tv.\*,net.lan
C: XACT silence @tom until=1h scope=tv.general :and more
S~: 290 \d+
C3: XACT lift @tom
S3: 490 scope: what binds the account is not yours to lift; ask a moderator of all boards
C3: XACT silence @tom until=1h :here, too
S3~: 290 \d+
C2: XACT metoo <n@example.org> value=0
S2~: 490 silenced in net.\* until .+: here, too; .+
C3: XLIST user is:silenced cols:name,silenced,bound
S3: 292 user
S3: #name	silenced	bound
S3: tom	-	net.* tv.general tv.*
S3: .
C2: XACT appeal @tom :everywhere?
S2~: 290 \d+
# Each lifts what is his, and the appeal waits for the last of them.
C: XACT lift @tom :enough
S~: 290 \d+
C2: XACT metoo <a@example.org>
S2~: 290 \d+
C2: XACT metoo <n@example.org> value=0
S2~: 490 silenced in net.\* until .+
C3: XLIST queue cols:why,target
S3: 292 queue
S3~: #.+
S3: appeal	@tom
S3: .
C3: XACT lift @tom scope=net.*
S3~: 290 \d+
C3: XLIST queue
S3: 292 queue
S3~: #.+
S3: .
C3: XACT lift @tom
S3~: 294 .+

== A super-user of some boards, and who may do more
S~: 201 .+
C: AUTHINFO USER sara
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
connect 2
S2~: 201 .+
C2: AUTHINFO USER tom
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
connect 3
S3~: 201 .+
C3: AUTHINFO USER mona
S3~: 381 .+
C3: AUTHINFO PASS correct-horse
S3~: 281 .+
C: XACT silence @tom until=7d :rude
S: 490 role: a super-user silences for 24 hours at most; a moderator may longer
C: XACT silence @tom until=1h :rude
S~: 290 \d+
C2: XACT thank <a@example.org>
S2~: 490 silenced in tv.* until .+
C2: XACT follow net.lan
S2~: 290 \d+
# It ends to the second.
clock 1795355999
C2: XACT metoo <a@example.org> value=0
S2~: 490 silenced in tv.* until .+
clock 1795356000
C2: XACT metoo <a@example.org> value=0
S2~: 290 \d+
# Of all boards: everywhere, or where scope= says; lift ends all of it.
C3: XACT suspend @tom until=1h scope=net.lan :there
S3~: 290 \d+
C3: XACT silence @tom until=1h :here
S3~: 290 \d+
C2: XACT follow net.lan value=0
S2~: 490 suspended in net.lan until .+: there; .+
C2: XACT thank <a@example.org>
S2~: 490 silenced until .+: here; .+
C3: XACT lift @tom
S3~: 290 \d+
C2: XACT follow net.lan value=0
S2~: 290 \d+
