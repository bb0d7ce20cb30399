# What an account has read follows it across machines. Marks are nobody
# else's business; they are in no journal.
setup:
	clock 1795348800
	board tv.general
	board tv.other
	user anna correct-horse
	user boris correct-horse
	article <1@x> tv.general
	article <2@x> tv.general
	article <3@x> tv.general

== Marks
connect 1
S~: 201 .+
C: XACT read tv.general 1
S~: 480 .+
C: XLIST read
S~: 480 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT read tv.general 1-2,7
S~: 290 \d+
C: XACT read tv.general numbers=!2
S~: 290 \d+
C: XACT read tv.other 9
S~: 290 \d+
C: XACT read tv.none 9
S~: 491 .+
C: XACT read tv.general x
S~: 494 17 numbers= are those of articles.*
C: XLIST read
S: 292 read
S: #board	read	unread
S: tv.general	1,7	2
S: tv.other	9	0
S: .
C: XLIST read board:*.general cols:read
S: 292 read
S: #read
S: 1,7
S: .
C: XLIST event act:read
S: 292 event
S~: #seq.+
S: .

== Many at once are one write; and they outlive the server
R: AUTHINFO USER boris\r\nAUTHINFO PASS correct-horse\r\n
S~: 201 .+
S~: 381 .+
S~: 281 .+
R: XACT read tv.general 1\r\nXACT read tv.general 2\r\nXACT read tv.general 3\r\nXLIST read cols:read,unread\r\n
S~: 290 .+
S~: 290 .+
S~: 290 .+
S: 292 read
S: #read	unread
S: 1-3	0
S: .
restart
connect 2
S2~: 201 .+
C2: AUTHINFO USER boris
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XLIST read cols:board,read
S2: 292 read
S2: #board	read
S2: tv.general	1-3
S2: .
