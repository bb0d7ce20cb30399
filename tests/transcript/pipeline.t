# Pipelining (RFC 3977, 3.5): commands are answered in the order they came, and
# nothing that came is thrown away, not even behind those that should end a
# pipeline (MODE READER, AUTHINFO, POST).
setup:
	clock 1795348800
	board tv.general :Television
	user anna correct-horse
	article <1@example.org> tv.general :Aerial

== All at once: the client waits for nothing
C: MODE READER
C: GROUP tv.general
C: STAT
C: NEXT
C: OVER 1-
C: HDR Subject 1
C: LIST ACTIVE
C: XYZZY
C: GROUP
C: AUTHINFO USER anna
C: AUTHINFO PASS correct-horse
C: MODE READER
C: POST
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: Pipelined
C: Message-ID: <2@example.org>
C:
C: DATE
C: .
C: STAT <2@example.org>
C: NEXT
C: QUIT
C: DATE
S~: 201 .+
S~: 201 .+
S: 211 1 1 1 tv.general
S: 223 1 <1@example.org>
S~: 421 .+
S~: 224 .+
S~: 1\tAerial\t.*
S: .
S~: 225 .+
S: 1 Aerial
S: .
S~: 215 .+
S: tv.general 1 1 y
S: .
S~: 500 .+
S~: 501 .+
S~: 381 .+
S~: 281 .+
S~: 200 .+
S~: 340 .+
S: 240 <2@example.org> posted
S: 223 0 <2@example.org>
S: 223 2 <2@example.org>
S~: 205 .+
closed

== A refused POST takes no article: its lines are commands
C: POST
C: DATE
C: .
C: DATE
S~: 201 .+
S~: 480 .+
S: 111 20261122120000
S~: 500 .+
S: 111 20261122120000

== More than a session answers in one turn
S~: 201 .+
C: GROUP tv.general
S~: 211 .+
R: {STAT\r\nLAST\r\nSTAT <1@example.org>\r\n*60}DATE\r\n
S...
S: 111 20261122120000
