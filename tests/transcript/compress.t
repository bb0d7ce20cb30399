# COMPRESS DEFLATE (RFC 8054). What is compressed is shown as it was before.
setup:
	clock 1795348800
	tls
	board tv.general :Television
	user anna correct-horse
	article <1@example.org> tv.general :One

== Everything behind 206 is compressed, both ways
S~: 201 .+
C: CAPABILITIES
S~: 101 .+
S...
S: COMPRESS DEFLATE
S...
S: .
C: COMPRESS DEFLATE
S: 206 Compressed from here on
deflate
C: GROUP tv.general
S: 211 1 1 1 tv.general
C: STAT 1
S: 223 1 <1@example.org>

== In any case of the words
S~: 201 .+
C: compress deflate
S~: 206 .+
deflate

== Once
S~: 201 .+
C: COMPRESS DEFLATE
S~: 206 .+
deflate
C: COMPRESS DEFLATE
S: 502 It is compressed already
C: CAPABILITIES
S~: 101 .+
S: VERSION 2
S~: IMPLEMENTATION .+
S: READER
S: SASL PLAIN
S: HDR
S...
S: .

== No login behind it, where a length could tell what was sent
S~: 201 .+
C: COMPRESS DEFLATE
S~: 206 .+
deflate
C: AUTHINFO USER anna
S~: 502 No login behind COMPRESS; .+
C: AUTHINFO PASS correct-horse
S~: 502 .+
C: AUTHINFO SASL PLAIN
S~: 502 .+
C: POST
S~: 480 .+

== But before
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: COMPRESS DEFLATE
S~: 206 .+
deflate
C: MODE READER
S~: 200 .+
C: POST
S~: 340 .+
R: From: anna@example.org\r\nNewsgroups: tv.general\r\nSubject: Two\r\n\r\nText.\r\n.\r\n
S~: 240 .+
C: STAT 2
S~: 412 .+

== Another algorithm
S~: 201 .+
C: COMPRESS LZMA
S: 503 No such algorithm; there is DEFLATE
C: COMPRESS
S~: 501 .+
C: COMPRESS DEFLATE now
S~: 501 .+

== Over TLS
connect 1 tls
S~: 201 .+
C: COMPRESS DEFLATE
S~: 206 .+
deflate
C: DATE
S: 111 20261122120000
C: QUIT
S~: 205 .+
closed

== With LF line ends
connect 1 lf
S~: 201 .+
C: COMPRESS DEFLATE
S~: 206 .+
deflate
C: DATE
S: 111 20261122120000
