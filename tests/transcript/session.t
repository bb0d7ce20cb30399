# What every client does first and last: the greeting, CAPABILITIES, MODE
# READER, HELP, DATE, QUIT (RFC 3977, 5 and 7).
setup:
	clock 1795348800
	board tv.general :Television
	user anna correct-horse

== The greeting: reading is public, posting needs a login
S~: 201 .+
C: QUIT
S~: 205 .+
closed

== CAPABILITIES before a login
S~: 201 .+
C: CAPABILITIES
S~: 101 .+
S: VERSION 2
S...
S~: IMPLEMENTATION stoa.*
S...
S: .

== Before a login AUTHINFO is offered, afterwards it is not
S~: 201 .+
C: CAPABILITIES
S~: 101 .+
S...
S~: AUTHINFO .*USER.*
S...
S: .
# Posting takes a login alone: what asks first and posts later learns that it
# can, and 480 makes it log in (tin says "Posting not allowed" otherwise).
C: CAPABILITIES
S~: 101 .+
S...
S: POST
S...
S: .
C: POST
S~: 480 .+
# IHAVE and STREAMING are for peers.
C: CAPABILITIES
S~: 101 .+
S: VERSION 2
S~: IMPLEMENTATION .*
S: READER
S: POST
S: AUTHINFO USER SASL
S: SASL PLAIN
S: COMPRESS DEFLATE
S: HDR
S: NEWNEWS
S: OVER MSGID
S: XPAT
S: LIST ACTIVE ACTIVE.TIMES COUNTS DISTRIB.PATS DISTRIBUTIONS MODERATORS MOTD NEWSGROUPS OVERVIEW.FMT HEADERS SUBSCRIPTIONS
S~: XOPENSUPPORT 1 .+
S: .
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: CAPABILITIES
S~: 101 .+
S: VERSION 2
S~: IMPLEMENTATION .*
S: READER
S: POST
# The mechanisms stay, so that nobody can hide one (RFC 4643, 2.2).
S: SASL PLAIN
S: COMPRESS DEFLATE
S: HDR
S...
S: .

== The capabilities a newsreader asks for
S~: 201 .+
C: CAPABILITIES
S~: 101 .+
S...
S: READER
S...
S: .
C: CAPABILITIES
S~: 101 .+
S...
S~: OVER MSGID
S...
S: .
C: CAPABILITIES
S~: 101 .+
S...
S: HDR
S...
S: .
C: CAPABILITIES
S~: 101 .+
S...
S: NEWNEWS
S...
S: .
C: CAPABILITIES
S~: 101 .+
S...
S~: LIST .*ACTIVE.*
S...
S: .
C: CAPABILITIES
S~: 101 .+
S...
S~: XOPENSUPPORT 1 .*XINFO.*
S...
S: .

== CAPABILITIES takes a keyword, known or not, and nothing else
S~: 201 .+
C: CAPABILITIES AUTOUPDATE
S~: 101 .+
S...
S: .
C: CAPABILITIES a b
S~: 501 .+
# RFC 3977, 9.5: a keyword begins with a letter.
C: CAPABILITIES 1
S~: 501 .+
C: QUIT
S~: 205 .+
closed

== MODE READER repeats the greeting's code
S~: 201 .+
C: MODE READER
S~: 201 .+
C: MODE
S~: 501 .+
C: MODE READER now
S~: 501 .+
C: MODE SILLY
S~: 501 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: MODE READER
S~: 200 .+

== HELP is for people
S~: 201 .+
C: HELP
S~: 100 .+
S...
S~: .*ARTICLE.*
S...
S: .
C: HELP me
S~: 501 .+

== DATE is UTC
S~: 201 .+
C: DATE
S: 111 20261122120000
C: DATE now
S~: 501 .+

== Verbs in any case, blanks at the ends forgiven
S~: 201 .+
R: date\r\n
S: 111 20261122120000
R: DaTe  \r\n
S: 111 20261122120000
R: mode\x20\x20reader\r\n
S~: 201 .+
R: \tDATE\r\n
S: 111 20261122120000

== What is not known is said so, and nothing breaks
S~: 201 .+
C: XYZZY
S: 500 Unknown command; HELP lists them
C: <a@b>
S: 500 Unknown command; HELP lists them
C: 123
S: 500 Unknown command; HELP lists them
C: GROUPX tv.general
S: 500 Unknown command; HELP lists them
C: STARTTLS
S~: 500 .+
C: DATE
S: 111 20261122120000

== QUIT takes nothing
S~: 201 .+
C: QUIT now
S~: 501 .+
C: quit
S~: 205 .+
closed

== What was sent before QUIT is answered, what comes behind it is not
S~: 201 .+
R: DATE\r\nDATE\r\nQUIT\r\nDATE\r\n
S: 111 20261122120000
S: 111 20261122120000
S~: 205 .+
closed
