# AUTHINFO USER and PASS (RFC 4643). Reading needs no login, posting does.
setup:
	clock 1795348800
	board tv.general :Television
	user anna correct-horse
	user boris pass:with.odd+signs

== Log in
S~: 201 .+
C: AUTHINFO USER anna
S: 381 Password, please
C: AUTHINFO PASS correct-horse
S: 281 Welcome, anna
C: POST
S~: 340 .+
R: .\r\n
S~: 441 .+

== In any case of the words
S~: 201 .+
C: authinfo user anna
S~: 381 .+
C: authinfo pass correct-horse
S~: 281 .+

== Odd signs in a password
S~: 201 .+
C: AUTHINFO USER boris
S~: 381 .+
C: AUTHINFO PASS pass:with.odd+signs
S~: 281 .+

== A wrong password and an unknown name look the same
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS wrong
S: 481 Name or password is wrong
C: AUTHINFO USER nobody-here
S~: 381 .+
C: AUTHINFO PASS wrong
S: 481 Name or password is wrong
# The name must be said again.
C: AUTHINFO PASS correct-horse
S~: 482 .+

== The password comes behind the name
S~: 201 .+
C: AUTHINFO PASS correct-horse
S~: 482 .+
C: POST
S~: 480 .+

== A second login is refused
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: AUTHINFO USER boris
S~: 502 .+
C: AUTHINFO PASS pass:with.odd+signs
S~: 502 .+

== Changing one's mind between name and password
S~: 201 .+
C: AUTHINFO USER boris
S~: 381 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S: 281 Welcome, anna

== What is missing or too much
S~: 201 .+
C: AUTHINFO
S~: 501 .+
C: AUTHINFO USER
S~: 501 .+
C: AUTHINFO PASS
S~: 501 .+
C: AUTHINFO USER anna too
S~: 501 .+
C: AUTHINFO SASL PLAIN
S~: 50[013] .+
C: AUTHINFO GENERIC x
S~: 50[01] .+
R: AUTHINFO USER {a*300}\r\n
S~: 501 .+

== Without a login posting asks for one, reading does not
S~: 201 .+
C: GROUP tv.general
S: 211 0 1 0 tv.general
C: POST
S: 480 Log in first: AUTHINFO USER name
C: CHECK <1@example.org>
S~: 480 .+
C: MODE STREAM
S~: 480 .+

== Commands sent along with the password wait for its answer
S~: 201 .+
R: AUTHINFO USER anna\r\nAUTHINFO PASS correct-horse\r\nDATE\r\nPOST\r\n
S~: 381 .+
S~: 281 .+
S: 111 20261122120000
S~: 340 .+
R: .\r\n
S~: 441 .+

== Two at once do not disturb each other
connect 1
connect 2
S1~: 201 .+
S2~: 201 .+
C1: AUTHINFO USER anna
C2: AUTHINFO USER boris
S1~: 381 .+
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 481 .+
C1: AUTHINFO PASS correct-horse
S1: 281 Welcome, anna

== A login ends with its connection
S~: 201 .+
C: POST
S~: 480 .+

== Over the Unix socket nobody is asked: the system vouches
connect 1 socket
S~: 200 .+
C: POST
S~: 340 .+
R: .\r\n
S~: 441 .+
C: CHECK <1@example.org>
S: 238 <1@example.org>
