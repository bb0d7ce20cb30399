# "guests off": nobody reads without a login. Newsreaders wait for a 480; each
# finds it with another command (LIST MOTD, LIST EXTENSIONS, a bare STAT).
setup:
	clock 1795348800
	conf guests off
	board tv.general :Television
	user anna correct-horse
	article <1@example.org> tv.general :Aerial
	file motd Welcome.\n

== What is served before a login
S~: 201 .+
C: MODE READER
S~: 201 .+
C: CAPABILITIES
S~: 101 .+
S: VERSION 2
S...
S: READER
S: POST
S: AUTHINFO USER SASL
S: SASL PLAIN
S...
S: .
C: HELP
S~: 100 .+
S...
S: .
C: DATE
S: 111 20261122120000
C: QUIT
S~: 205 .+
closed

== All that reads asks for a login
S~: 201 .+
C: LIST
S: 480 Log in first: AUTHINFO USER name
C: LIST ACTIVE
S~: 480 .+
C: LIST MOTD
S~: 480 .+
C: LIST OVERVIEW.FMT
S~: 480 .+
C: GROUP tv.general
S~: 480 .+
C: LISTGROUP tv.general
S~: 480 .+
C: STAT
S~: 480 .+
C: ARTICLE <1@example.org>
S~: 480 .+
C: NEXT
S~: 480 .+
C: NEWNEWS * 20261101 000000 GMT
S~: 480 .+
C: XLIST board
S~: 480 .+
C: POST
S~: 480 .+

== Also what is unknown or misspelt, so that a probe finds it
S~: 201 .+
C: LIST EXTENSIONS
S: 480 Log in first: AUTHINFO USER name
C: XHDR
S~: 480 .+
C: XOVER
S~: 480 .+
C: GROUP
S~: 480 .+
C: HDR Subject: 1 2 3
S~: 480 .+
# But not what is no command at all, and what asks nothing of the store.
C: XYZZY
S~: 500 .+
C: MODE SILLY
S~: 501 .+
C: AUTHINFO GENERIC
S~: 501 .+

== Then the command is said again
S~: 201 .+
C: LIST MOTD
S~: 480 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: LIST MOTD
S~: 215 .+
S: Welcome.
S: .
C: GROUP tv.general
S: 211 1 1 1 tv.general
C: STAT
S: 223 1 <1@example.org>
C: LIST EXTENSIONS
S~: 501 .+

== A wrong password opens nothing
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS wrong
S~: 481 .+
C: GROUP tv.general
S~: 480 .+
