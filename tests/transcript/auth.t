# AUTHINFO USER and PASS, SASL PLAIN (RFC 4643). Reading needs no login, posting does.
setup:
	clock 1795348800
	conf logins-per-minute 0
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
C: AUTHINFO GENERIC x
S~: 501 .+
# A name that cannot be is asked for its password like any other.
R: AUTHINFO USER {a*300}\r\n
S~: 381 .+
C: AUTHINFO PASS wrong
S: 481 Name or password is wrong

== SASL PLAIN with an initial response
S~: 201 .+
C: AUTHINFO SASL PLAIN AGFubmEAY29ycmVjdC1ob3JzZQ==
S: 281 Welcome, anna
C: POST
S~: 340 .+
R: .\r\n
S~: 441 .+

== SASL PLAIN with a challenge, in any case of the words
S~: 201 .+
C: authinfo sasl plain
S: 383 =
C: AGFubmEAY29ycmVjdC1ob3JzZQ==
S: 281 Welcome, anna
C: AUTHINFO SASL PLAIN
S~: 502 .+
C: AUTHINFO SASL CRAM-MD5
S~: 502 .+
C: AUTHINFO USER anna
S~: 502 .+

== SASL PLAIN for oneself, not for another
S~: 201 .+
C: AUTHINFO SASL PLAIN Ym9yaXMAYW5uYQBjb3JyZWN0LWhvcnNl
S~: 481 .+
C: AUTHINFO SASL PLAIN YW5uYQBhbm5hAGNvcnJlY3QtaG9yc2U=
S: 281 Welcome, anna

== SASL PLAIN: a wrong password and an unknown name look the same
S~: 201 .+
C: AUTHINFO SASL PLAIN AGFubmEAd3Jvbmc=
S: 481 Name or password is wrong
C: AUTHINFO SASL PLAIN AG5vYm9keS1oZXJlAHdyb25n
S: 481 Name or password is wrong
C: POST
S~: 480 .+

== SASL: no such mechanism
S~: 201 .+
C: AUTHINFO SASL CRAM-MD5
S~: 503 .+
C: AUTHINFO SASL LOGIN =
S~: 503 .+
C: AUTHINFO SASL
S~: 501 .+
C: AUTHINFO SASL PLAIN = =
S~: 501 .+

== SASL: a "*" takes it back, and only where a response is due
S~: 201 .+
C: AUTHINFO SASL PLAIN
S: 383 =
C: *
S: 481 Login cancelled
C: DATE
S: 111 20261122120000
C: AUTHINFO SASL PLAIN *
S~: 504 .+
C: AUTHINFO SASL PLAIN AGFubmEAY29ycmVjdC1ob3JzZQ==
S: 281 Welcome, anna

== SASL: behind 383 a line is a response, whatever it says
S~: 201 .+
C: AUTHINFO SASL PLAIN
S: 383 =
C: QUIT
S~: 482 .+
C: AUTHINFO SASL PLAIN
S: 383 =
C: AUTHINFO USER anna
S~: 504 .+
C: DATE
S: 111 20261122120000

== SASL: base64 to the letter
S~: 201 .+
# Padding left out, padding in the middle, a letter of another alphabet, bits
# behind the end, blanks, nothing.
C: AUTHINFO SASL PLAIN AGFubmEAY29ycmVjdC1ob3JzZSE
S~: 504 .+
C: AUTHINFO SASL PLAIN AGFu=mEA
S~: 504 .+
C: AUTHINFO SASL PLAIN AGFu_mEA
S~: 504 .+
C: AUTHINFO SASL PLAIN AGFubmEAYR==
S~: 504 .+
C: AUTHINFO SASL PLAIN
S: 383 =
R: AGFubmEAY29ycmVjdC1ob3JzZQ==\x20\r\n
S~: 504 .+
C: AUTHINFO SASL PLAIN
S: 383 =
R: \r\n
S~: 504 .+
C: DATE
S: 111 20261122120000

== SASL PLAIN: what is no such message
S~: 201 .+
# "=" is the empty message; then too few parts, no name, no password, too
# many parts, not UTF-8.
C: AUTHINFO SASL PLAIN =
S~: 482 .+
C: AUTHINFO SASL PLAIN
S: 383 =
C: =
S~: 482 .+
C: AUTHINFO SASL PLAIN YW5uYQBzZWNyZXQ=
S~: 482 .+
C: AUTHINFO SASL PLAIN AABjb3JyZWN0LWhvcnNl
S~: 482 .+
C: AUTHINFO SASL PLAIN AGFubmEA
S~: 482 .+
C: AUTHINFO SASL PLAIN AGFubmEAY29ycmVjdC1ob3JzZQA=
S~: 482 .+
C: AUTHINFO SASL PLAIN AGFubmEA//4=
S~: 482 .+

== SASL: a response that is lost ends the login, not the connection
S~: 201 .+
C: AUTHINFO SASL PLAIN
S: 383 =
R: {A*600}\r\n
S~: 501 .+
C: DATE
S: 111 20261122120000
C: AUTHINFO SASL PLAIN
S: 383 =
R: AA\0AA\r\n
S~: 501 .+
C: DATE
S: 111 20261122120000

== SASL forgets a name said before
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO SASL PLAIN =
S~: 482 .+
C: AUTHINFO PASS correct-horse
S~: 482 .+

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
