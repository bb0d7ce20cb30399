# Line ends and odd bytes. A connection is CRLF or LF by its first line;
# the other kind is refused afterwards, a bare CR and NUL always.
setup:
	clock 1795348800
	board tv.general :Television
	article <1@example.org> tv.general :Aerial

== A CRLF connection
S~: 201 .+
R: DATE\r\n
S: 111 20261122120000

== An LF connection, as from netcat
connect 1 lf
S~: 201 .+
C: DATE
S: 111 20261122120000
C: GROUP tv.general
S: 211 1 1 1 tv.general
C: STAT
S: 223 1 <1@example.org>
C: QUIT
S~: 205 .+
closed

== CRLF in an LF connection is refused
connect 1 lf
S~: 201 .+
R: DATE\n
S: 111 20261122120000
R: DATE\r\n
S~: 501 .+
R: DATE\n
S: 111 20261122120000

== A bare LF in a CRLF connection ends no command
S~: 201 .+
R: DATE\r\n
S: 111 20261122120000
R: DATE\nDATE\r\n
S~: 501 .+
R: DATE\r\n
S: 111 20261122120000

== A bare CR is no line end
S~: 201 .+
R: DATE\r\n
S: 111 20261122120000
R: DATE\rDATE\r\n
S~: 501 .+
R: DATE\r\n
S: 111 20261122120000

== NUL is refused
S~: 201 .+
R: DATE\0\r\n
S~: 501 .+
R: DA\0TE\r\n
S~: 501 .+
R: DATE\r\n
S: 111 20261122120000

== A command line has 512 octets with its end
S~: 201 .+
# 4 + 506 + 2 = 512
R: DATE{ *506}\r\n
S: 111 20261122120000
R: DATE{ *507}\r\n
S~: 501 .+
R: STAT <{x*505}>\r\n
S~: 501 .+
R: DATE\r\n
S: 111 20261122120000

== A line without an end costs nothing, the next one is heard
S~: 201 .+
R: {x*100000}
R: {y*100000}\r\nDATE\r\n
S~: 501 .+
S: 111 20261122120000

== An empty line
S~: 201 .+
R: DATE\r\n
S: 111 20261122120000
R: \r\nDATE\r\n
S~: 500 .+
S: 111 20261122120000
R:  \r\nDATE\r\n
S~: 500 .+
S: 111 20261122120000

== Names may be UTF-8, what is not UTF-8 is refused
S~: 201 .+
C: GROUP küche
S~: 411 .+
R: GROUP k\xfcche\r\n
S~: 501 .+
R: GROUP k\xc3\r\n
S~: 501 .+
# Overlong, a surrogate, past the last plane.
R: GROUP \xc0\xaf\r\n
S~: 501 .+
R: GROUP \xed\xa0\x80\r\n
S~: 501 .+
R: GROUP \xf4\x90\x80\x80\r\n
S~: 501 .+
R: \xff\xfe\r\n
S~: 500 .+
C: DATE
S: 111 20261122120000

== Pieces of any size make a line
S~: 201 .+
R: D
R: A
R: T
R: E
R: \r
R: \n
S: 111 20261122120000

== A hundred commands at once are answered in order
S~: 201 .+
R: GROUP tv.general\r\n{STAT 1\r\nSTAT 2\r\n*3}DATE\r\n
S: 211 1 1 1 tv.general
S: 223 1 <1@example.org>
S: 423 No article with that number
S: 223 1 <1@example.org>
S: 423 No article with that number
S: 223 1 <1@example.org>
S: 423 No article with that number
S: 111 20261122120000

== Hanging up in the middle harms nobody
S~: 201 .+
R: GROUP tv.gen
close
connect 2
S2~: 201 .+
C2: DATE
S2: 111 20261122120000
