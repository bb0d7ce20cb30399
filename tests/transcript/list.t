# LIST and its variants (RFC 3977, 7.6 and 8; RFC 6048), XGTITLE.
setup:
	clock 1795348800
	board tv.general :Television
	board tv.empty :Nothing yet
	board radio.general :Wireless
	board misc
	article <1@example.org> tv.general :Aerial
	article <2@example.org> tv.general :Remote
	act board misc status=m :Odds and ends
	act board radio.general status=n :Wireless
	file motd Welcome.\n\n.A dot, \xc3\xa4, \x1b[2J\tand a tab\r\nno line end
	file subscriptions # where to begin\n\ntv.general\nno.such.board\nmisc\n{x*300}\n
	file moderators misc:mods@example.org\n# all others\n*:%s@example.org\n
	file distributions local\tThis server alone\n

== LIST ACTIVE: name, high, low, status
S~: 201 .+
C: LIST ACTIVE
S~: 215 .+
S: misc 0 1 m
S: radio.general 0 1 n
S: tv.empty 0 1 y
S: tv.general 2 1 y
S: .

== LIST alone is LIST ACTIVE, also with a blank behind it
S~: 201 .+
C: LIST
S~: 215 .+
S...
S: tv.general 2 1 y
S: .
R: LIST\x20active\x20\r\n
S~: 215 .+
S...
S: tv.general 2 1 y
S: .

== LIST ACTIVE of a wildmat
S~: 201 .+
C: LIST ACTIVE tv.*
S~: 215 .+
S: tv.empty 0 1 y
S: tv.general 2 1 y
S: .
C: LIST ACTIVE *.general,!tv.*
S~: 215 .+
S: radio.general 0 1 n
S: .
C: LIST ACTIVE tv.g?neral
S~: 215 .+
S: tv.general 2 1 y
S: .
C: LIST ACTIVE nothing.*
S~: 215 .+
S: .
C: LIST ACTIVE tv.general
S~: 215 .+
S: tv.general 2 1 y
S: .
C: LIST ACTIVE tv.* radio.*
S~: 501 .+

== Negation: the last pattern that matches decides
S~: 201 .+
C: LIST ACTIVE !tv.*
S~: 215 .+
S: .
C: LIST ACTIVE *,!tv.*,tv.empty
S~: 215 .+
S...
S: tv.empty 0 1 y
S: .
C: LIST ACTIVE !tv.*,tv.general,!*.empty,tv.*
S~: 215 .+
S: tv.empty 0 1 y
S: tv.general 2 1 y
S: .

== A wildmat is UTF-8, and one sign is one "?"
S~: 201 .+
C: LIST ACTIVE *ä*,tv.g?neral
S~: 215 .+
S: tv.general 2 1 y
S: .
C: LIST ACTIVE tv.gäneral
S~: 215 .+
S: .

== What is no wildmat
S~: 201 .+
C: LIST ACTIVE tv.[a-z]*
S~: 501 .+
C: LIST ACTIVE tv.\*
S~: 501 .+
C: LIST ACTIVE tv.*,
S~: 501 .+
C: LIST ACTIVE tv.!*
S~: 501 .+
C: LIST COUNTS [
S~: 501 .+
C: LIST ACTIVE.TIMES [
S~: 501 .+
C: LIST SUBSCRIPTIONS [
S~: 501 .+
C: XGTITLE [
S~: 501 .+

== A wildmat that would be slow elsewhere
S~: 201 .+
R: LIST ACTIVE {*a*100}{*b*20}\r\n
S~: 215 .+
S: .

== LIST NEWSGROUPS: name and title
S~: 201 .+
C: LIST NEWSGROUPS
S~: 215 .+
S...
S~: radio.general[ \t]Wireless
S~: tv.empty[ \t]Nothing yet
S~: tv.general[ \t]Television
S: .
C: LIST NEWSGROUPS tv.general
S~: 215 .+
S~: tv.general[ \t]Television
S: .
C: LIST NEWSGROUPS a b
S~: 501 .+

== XGTITLE is LIST NEWSGROUPS under its old name
S~: 201 .+
C: XGTITLE
S: 412 No board selected; send GROUP first
C: XGTITLE tv.*
S~: 282 .+
S~: tv.empty\tNothing yet
S~: tv.general\tTelevision
S: .
C: XGTITLE nothing.*
S~: 282 .+
S: .
C: GROUP tv.general
S~: 211 .+
C: XGTITLE
S~: 282 .+
S~: tv.general\tTelevision
S: .
C: XGTITLE tv.* radio.*
S~: 501 .+

== LIST ACTIVE.TIMES: name, seconds since 1970, by whom
S~: 201 .+
C: LIST ACTIVE.TIMES
S~: 215 .+
S~: misc 1795348800 root@\S+
S~: radio.general 1795348800 root@\S+
S~: tv.empty 1795348800 root@\S+
S~: tv.general 1795348800 root@\S+
S: .
C: LIST ACTIVE.TIMES *.empty
S~: 215 .+
S~: tv.empty 1795348800 root@\S+
S: .
C: LIST ACTIVE.TIMES a b
S~: 501 .+

== LIST COUNTS: name, high, low, articles, status
S~: 201 .+
C: LIST COUNTS
S~: 215 .+
S: misc 0 1 0 m
S: radio.general 0 1 0 n
S: tv.empty 0 1 0 y
S: tv.general 2 1 2 y
S: .
C: LIST COUNTS tv.*,!*.empty
S~: 215 .+
S: tv.general 2 1 2 y
S: .
C: LIST COUNTS a b
S~: 501 .+

== LIST MOTD: the file as it is, but for what is no text
S~: 201 .+
C: LIST MOTD
S~: 215 .+
S: Welcome.
S:
S: ..A dot, ä, ?[2J	and a tab
S: no line end
S: .
C: LIST MOTD today
S~: 501 .+

== LIST SUBSCRIPTIONS: boards that are there, in the order of the file
S~: 201 .+
C: LIST SUBSCRIPTIONS
S~: 215 .+
S: tv.general
S: misc
S: .
C: LIST SUBSCRIPTIONS tv.*
S~: 215 .+
S: tv.general
S: .
C: LIST SUBSCRIPTIONS a b
S~: 501 .+

== LIST MODERATORS and LIST DISTRIBUTIONS
S~: 201 .+
C: LIST MODERATORS
S~: 215 .+
S: misc:mods@example.org
S: *:%s@example.org
S: .
C: LIST DISTRIBUTIONS
S~: 215 .+
S~: local\tThis server alone
S: .
C: LIST MODERATORS x
S~: 501 .+
C: LIST DISTRIBUTIONS x
S~: 501 .+

== LIST OVERVIEW.FMT, after CAPABILITIES, as RFC 3977 has it
S~: 201 .+
C: CAPABILITIES
S~: 101 .+
S...
S: .
C: LIST OVERVIEW.FMT
S~: 215 .+
S: Subject:
S: From:
S: Date:
S: Message-ID:
S: References:
S: :bytes
S: :lines
S: Xref:full
S: :x-state
S: :x-votes
S: :x-metoo
S: :x-role
S: :x-sla
S: :x-solution
S: :x-seq
S: :x-title
S: .
C: LIST OVERVIEW.FMT x
S~: 501 .+

== LIST OVERVIEW.FMT for older readers
# slrn turns XOVER off where these two are not spelt like that.
S~: 201 .+
C: MODE READER
S~: 201 .+
C: LIST OVERVIEW.FMT
S~: 215 .+
S: Subject:
S: From:
S: Date:
S: Message-ID:
S: References:
S: Bytes:
S: Lines:
S: Xref:full
S: :x-state
S: :x-votes
S: :x-metoo
S: :x-role
S: :x-sla
S: :x-solution
S: :x-seq
S: :x-title
S: .

== LIST HEADERS: any header, and the metadata
S~: 201 .+
C: LIST HEADERS
S~: 215 .+
S: :
S...
S: :bytes
S: :lines
S: :x-state
S: :x-votes
S: :x-metoo
S: :x-role
S: :x-sla
S: :x-solution
S: :x-seq
S: :x-title
S: .
C: LIST HEADERS MSGID
S~: 215 .+
S...
S: :lines
S...
S: .
C: LIST HEADERS RANGE
S~: 215 .+
S...
S: :lines
S...
S: .
C: LIST HEADERS SOMETHING
S~: 501 .+
C: LIST HEADERS MSGID RANGE
S~: 501 .+

== What is not kept
S~: 201 .+
# Known, but there is no such file: 503. Unknown: 501.
C: LIST DISTRIB.PATS
S: 503 No such list is kept here
C: LIST DISTRIB.PATS x
S~: 501 .+
C: LIST EXTENSIONS
S~: 501 LIST knows ACTIVE, .+
C: LIST XYZZY
S~: 501 LIST knows ACTIVE, .+
C: DATE
S: 111 20261122120000
