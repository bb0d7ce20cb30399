# Order by netcat over the Unix socket: LF line ends, no login, the operator.
setup:
	clock 1795348800
	conf name news.example.org
	board tv.general
	board tv.other
	user troll correct-horse
	user anna correct-horse
	article <a@example.org> tv.general :A question
	article <b@example.org> tv.general refs=<a@example.org> :Re: A question

== A sanction
connect 1 socket lf
S~: 200 .+
C: XACT suspend @troll until=2026-12-01 :insults after two warnings
S~: 290 \d+
C: XACT suspend @troll until=2026-12-01 :insults after two warnings
S: 294 0 it lasts until then already
C: XACT suspend @troll until=2020-12-01 :insults
S: 494 16 until= is a time to come
C: XACT suspend @troll until=9999-12-31 :for ever
S: 494 16 until= lies before the year 2106; for ever is until=2100-01-01
C: XACT suspend @nobody until=1h :insults
S~: 491 no such account.*
C: XACT lift @troll
S~: 290 \d+

== The same act twice, by its token
connect 1 socket lf
S~: 200 .+
C: XACT hide <b@example.org> id=once-1 :odd
S~: 290 (?P<seq>\d+)
C: XACT hide <b@example.org> id=once-1 :odd
S~: 294 ${seq} .*

== All that can be done to it
connect 1 socket lf
S~: 200 .+
C: XACT restore <b@example.org>
S~: 290 \d+
C: XACT remove <b@example.org> :rude
S~: 290 \d+
C: XACT redact <b@example.org> :and secret
S~: 290 \d+
C: XACT move <a@example.org> board=tv.other
S~: 290 \d+
C: XACT restore <b@example.org>
S~: 290 \d+
C: GROUP tv.other
S: 211 2 1 2 tv.other
C: BODY 2
S~: 222 2 <b@example.org>.*
S: [A moderator has deleted the text of this article.]
S: .
C: XACT lock <a@example.org>
S~: 290 \d+
C: XACT pin <a@example.org>
S~: 290 \d+
C: XACT retitle <a@example.org> -
S~: 390 .+
C: Another title
C: .
S~: 290 \d+
C: XACT flag <a@example.org> spam
S: 490 role: only an account flags; log in, or say as=@name
C: XACT word word:spam
S~: 290 \d+
C: XACT warn @anna -
S~: 390 .+
C: Read the rules
C: .
S~: 290 \d+
C: XLIST modlog cols:act,target,reason
S: 292 modlog
S: #act	target	reason
S: warn	@anna	Read the rules
S...
S: hide	<b@example.org>	odd
S...
S: .
