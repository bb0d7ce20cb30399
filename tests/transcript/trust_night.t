# The third level by reading: looked at every night, kept for two weeks at
# least, lost by who reads no more; and what is missing, in plain words.
setup:
	clock 1795348800
	conf community {
	conf 	bootstrap 0
	conf 	trust3-window 10d
	conf 	trust3-days 1
	conf 	trust3-replied 1
	conf 	trust3-threads 2
	conf 	trust3-posts 2
	conf 	trust3-given 1
	conf 	trust3-got 0
	conf 	trust3-hold 14d
	conf 	new-post-gap 0s
	conf }
	board tv.general
	user anna correct-horse
	article <r1@x> tv.general :Number 1
	article <r2@x> tv.general :Number 2
	act trust @anna level=2

== What is missing
connect 1
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XINFO @me
S: 291 @me
S...
S: Trust: 2
S...
S: Trust-Next: 3
S: Trust-Needs: days with reading within 10 days: 0 of 1
S: Trust-Needs: threads read: 0 of 2
S: Trust-Needs: articles read: 0 of 2
S: Trust-Needs: votes given within 10 days: 0 of 1
S: Trust-Needs: threads of others answered within 10 days: 0 of 1
S...
S: .

== It is done
connect 1
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT read tv.general 1-2
S~: 290 .+
C: XACT vote <r1@x> 1
S~: 290 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: Re: Number 1
C: References: <r1@x>
C: Message-ID: <a1@x>
C:
C: I know that.
C: .
S~: 240 .+
C: XINFO @me
S: 291 @me
S...
S: Trust: 2
S...
S: Trust-Next: 3
S: Trust-Needs: nothing more, it comes at night
S~: Address: .+
S: .
restart

== The night brings it
connect 1
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XINFO @me
S: 291 @me
S...
S: Trust: 3
S...
S: Trust-Keep: 3
S: Trust-Until: 2026-12-06T12:00:00Z
S~: Address: .+
S: .
C: XLIST event act:trust cols:actor,target,args
S: 292 event
S: #actor	target	args
S~: .*	@anna	level=2
S: system	@anna	level=3 why=reading
S: .

== Who reads no more has it for two weeks
clock 1796558399
restart
connect 1
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XINFO @me
S: 291 @me
S...
S: Trust: 3
S...
S: Trust-Keep: 3
S: Trust-Until: 2026-12-06T12:00:00Z
S: Trust-Needs: days with reading within 10 days: 0 of 1
S...
S: .

== And then no more
clock 1796558400
restart
connect 1
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XINFO @me
S: 291 @me
S...
S: Trust: 2
S...
S: .
C: XLIST event act:trust cols:time,args
S: 292 event
S: #time	args
S~: .*	level=2
S~: .*	level=3 why=reading
S~: 2026-12-06T12:00:0\dZ	level=2 why=reading
S: .
