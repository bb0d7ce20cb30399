# LIST and its variants (RFC 3977, 7.6 and 8).
setup:
	clock 1795348800
	board tv.general :Television
	board tv.empty :Nothing yet
	board radio.general :Wireless
	board misc
	article <1@example.org> tv.general :Aerial
	article <2@example.org> tv.general :Remote

== LIST ACTIVE: name, high, low, status
S~: 201 .+
C: LIST ACTIVE
S~: 215 .+
S~: misc 0 1 [nym]
S: radio.general 0 1 y
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
S: radio.general 0 1 y
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
S: .

== LIST HEADERS: any header, and the metadata
S~: 201 .+
C: LIST HEADERS
S~: 215 .+
S: :
S...
S: :bytes
S...
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
C: LIST MOTD
S~: 50[13] .+
C: LIST EXTENSIONS
S~: 50[13] .+
C: LIST XYZZY
S~: 50[13] .+
C: DATE
S: 111 20261122120000
