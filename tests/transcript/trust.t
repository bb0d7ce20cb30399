# Trust by reading: what a plain newsreader fetches counts, as far as a person
# can have read it. Here a minute and seven articles are enough.
setup:
	clock 1795348800
	conf community {
	conf 	bootstrap 0
	conf 	trust1-threads 2
	conf 	trust1-posts 7
	conf 	trust1-time 1m
	conf }
	board tv.general
	user anna correct-horse
	article <r1@x> tv.general :Number 1
	article <r2@x> tv.general :Number 2
	article <r3@x> tv.general :Number 3
	article <r4@x> tv.general :Number 4
	article <r5@x> tv.general :Number 5
	article <r6@x> tv.general :Number 6
	article <r7@x> tv.general :Number 7
	article <r8@x> tv.general :Number 8
	article <r9@x> tv.general :Number 9
	article <r10@x> tv.general :Number 10

== All at once is no reading
connect 1
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: GROUP tv.general
S~: 211 10 .+
C: BODY 1
S~: 222 .+
S...
S: .
C: BODY 1
S~: 222 .+
S...
S: .
C: BODY 1
S~: 222 .+
S...
S: .
C: BODY 2
S~: 222 .+
S...
S: .
C: BODY 3
S~: 222 .+
S...
S: .
C: BODY 4
S~: 222 .+
S...
S: .
C: BODY 5
S~: 222 .+
S...
S: .
C: BODY 6
S~: 222 .+
S...
S: .
# It is told to the writer beside; a change of one's own comes behind it.
C: XACT read tv.general !1
S~: 290 .+
C: XINFO @me
S: 291 @me
S...
S: Trust: 0
S...
S: .

== Some more, a minute later
clock 1795348860
connect 1
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: GROUP tv.general
S~: 211 10 .+
C: ARTICLE 7
S~: 220 .+
S...
S: .
C: ARTICLE 8
S~: 220 .+
S...
S: .
C: ARTICLE 9
S~: 220 .+
S...
S: .
C: ARTICLE 10
S~: 220 .+
S...
S: .
C: XACT read tv.general !1
S~: 290 .+
C: XINFO @me
S: 291 @me
S...
S: Trust: 1
S...
S: .
C: XLIST event act:trust cols:actor,target,args
S: 292 event
S: #actor	target	args
S: system	@anna	level=1 why=reading
S: .
