# Row 140: an idea has 60 days for 100 who want it, then a year for 1,000, and
# so on; else it is expired, until staff begins it again.
setup:
	clock 1795348800
	builtin
	conf community {
	conf bootstrap 0
	conf supports 1
	conf }
	act board tv.ideas kind=ideas :Ideas
	act rule rule:idea-1 :when kind:ideas is:open reached:<2 after 60d do status value=expired :too few
	act rule rule:idea-2 :when kind:ideas is:open reached:>=2 reached:<9 after 365d do status value=expired :still too few
	user anna anna-secret
	user sam sam-secret
	act join @sam :Sam
	act grant @sam role=staff/Acme
	user m1 m1-secret
	user m2 m2-secret

== Two ideas
S~: 20. .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS anna-secret
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.ideas
C: Subject: A dark theme
C: Message-ID: <i1@example.org>
C:
C: For the evening.
C: .
S~: 240 .+
clock 1795348920
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.ideas
C: Subject: A light theme
C: Message-ID: <i2@example.org>
C:
C: For the morning.
C: .
S~: 240 .+

== Who supports as many as he may takes one back
S~: 20. .+
C: AUTHINFO USER m1
S~: 381 .+
C: AUTHINFO PASS m1-secret
S~: 281 .+
C: XACT support <i1@example.org>
S~: 290 \d+
C: XACT support <i2@example.org>
S: 490 trust: you support 1 open ideas already; take one back with value=0
C: XACT support <i1@example.org> 0
S~: 290 \d+
C: XACT support <i2@example.org>
S~: 290 \d+
C: XACT support <i2@example.org> 0
S~: 290 \d+
C: XACT support <i1@example.org>
S~: 290 \d+

== What was reached stays so
clock 1795348921
connect 1 socket
S~: 200 .+
C: XACT support <i1@example.org> as=@m2
S~: 290 \d+
C: XACT support <i1@example.org> value=0 as=@m2
S~: 290 \d+
C: XINFO <i1@example.org>
S: 291 <i1@example.org>
S...
S: Support: 1
S: Reached: 2
S...
S: .

== 60 days later
clock 1800532919
connect 1
S~: 20. .+
C: HDR :x-state <i2@example.org>
S~: 225 .+
S: 0 open
S: .
clock 1800532920
C: HDR :x-state <i2@example.org>
S~: 225 .+
S: 0 expired
S: .
C: HDR :x-state <i1@example.org>
S~: 225 .+
S: 0 open
S: .
C: XLIST thread is:expired cols:mid
S: 292 thread
S: #mid
S: <i2@example.org>
S: .
C: AUTHINFO USER m1
S~: 381 .+
C: AUTHINFO PASS m1-secret
S~: 281 .+
C: XACT support <i2@example.org>
S: 492 it is expired; begin another one
C: XACT status <i2@example.org> open :please
S~: 490 role: .+

== Staff begins it again, and its time too
S~: 20. .+
C: AUTHINFO USER sam
S~: 381 .+
C: AUTHINFO PASS sam-secret
S~: 281 .+
C: XACT status <i2@example.org> open :asked for at the fair
S~: 290 \d+
C: XACT status <i2@example.org> open :asked for at the fair
S~: 294 \d+ it is open already
clock 1805716920
C: HDR :x-state <i2@example.org>
S~: 225 .+
S: 0 expired
S: .

== The year of the other began when it had reached two
clock 1826884920
connect 1
S~: 20. .+
C: HDR :x-state <i1@example.org>
S~: 225 .+
S: 0 open
S: .
clock 1826884921
C: HDR :x-state <i1@example.org>
S~: 225 .+
S: 0 expired
S: .
