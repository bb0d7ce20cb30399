# What programs say that are not here to be run, as it was recorded: odd case,
# blanks at the end, old forms, probes. Those that are here are in
# tests/reader and tests/peer.
setup:
	clock 1795348800
	board tv.general :Television
	board tv.empty :Nothing
	user anna correct-horse
	user peer correct-horse admin
	article <1@example.org> tv.general :Aerial
	article <2@example.org> tv.general refs=<1@example.org> :Re: Aerial

== News::NNTPClient: a blank behind LIST active, NEWNEWS and NEWGROUPS without GMT
S~: 201 .+
C: MODE READER
S~: 201 .+
R: LIST active \r\n
S~: 215 .+
S: tv.empty 0 1 y
S: tv.general 2 1 y
S: .
C: GROUP tv.general
S: 211 2 1 2 tv.general
C: XOVER 1-2
S~: 224 .+
S~: 1\tAerial\t.*
S~: 2\tRe: Aerial\t.*
S: .
C: XHDR Subject 1-2
S~: 221 .+
S: 1 Aerial
S: 2 Re: Aerial
S: .
C: XPAT Subject 1-2 *Re:*
S~: 221 .+
S: 2 Re: Aerial
S: .
C: NEWNEWS tv.* 261101 000000
S~: 230 .+
S: <1@example.org>
S: <2@example.org>
S: .
C: NEWGROUPS 261101 000000
S~: 231 .+
S: tv.empty 0 1 y
S: tv.general 2 1 y
S: .

== Net::NNTP: two-digit years and a blank at the end
S~: 201 .+
R: NEWGROUPS 700101 000000 GMT \r\n
S~: 231 .+
S...
S: .

== newsie: CAPABILITIES, then OVER and HDR
S~: 201 .+
C: CAPABILITIES
S~: 101 .+
S...
S: .
C: MODE READER
S~: 201 .+
C: LIST ACTIVE
S~: 215 .+
S...
S: .
C: GROUP tv.general
S: 211 2 1 2 tv.general
C: OVER 1-2
S~: 224 .+
S...
S: .
C: HDR Subject <1@example.org>
S~: 225 .+
S: 0 Aerial
S: .
C: ARTICLE <1@example.org>
S~: 220 0 <1@example.org>.*
S...
S: .

== suck and rpost: lower case
S~: 201 .+
R: mode reader\r\n
S~: 201 .+
R: group tv.general\r\n
S: 211 2 1 2 tv.general
R: xhdr Message-ID 1-2\r\n
S~: 221 .+
S: 1 <1@example.org>
S: 2 <2@example.org>
S: .
R: article <1@example.org>\r\n
S~: 220 0 <1@example.org>.*
S...
S: .
R: post\r\n
S~: 480 .+
R: authinfo user anna\r\n
S~: 381 .+
R: authinfo pass correct-horse\r\n
S~: 281 .+
R: quit\r\n
S~: 205 .+
closed

== slrn and slrnpull: XOVER and XHDR as questions, before there is a board
S~: 201 .+
C: MODE READER
S~: 201 .+
# 412 and 501 say that they exist; 500 would say that they do not.
C: XOVER
S: 412 No board selected; send GROUP first
C: XHDR Path
S: 412 No board selected; send GROUP first
C: XHDR
S~: 501 .+
C: LIST OVERVIEW.FMT
S~: 215 .+
S...
S: Bytes:
S: Lines:
S...
S: .
C: GROUP tv.general
S: 211 2 1 2 tv.general
C: XHDR Message-ID 1-
S~: 221 .+
S: 1 <1@example.org>
S: 2 <2@example.org>
S: .
R: head 1\r\n
S~: 221 1 <1@example.org>.*
S...
S: .
R: body 1\r\n
S~: 222 1 <1@example.org>.*
S...
S: .

== alpine: LIST EXTENSIONS may be refused, and STAT twice
S~: 201 .+
C: LIST EXTENSIONS
S~: 501 LIST knows ACTIVE, .+
C: MODE READER
S~: 201 .+
C: GROUP tv.general
S: 211 2 1 2 tv.general
C: LISTGROUP tv.general
S~: 211 2 1 2 tv.general.*
S: 1
S: 2
S: .
C: STAT
S: 223 1 <1@example.org>
C: STAT
S: 223 1 <1@example.org>
C: XOVER 1-2
S~: 224 .+
S...
S: .
C: HEAD 1
S~: 221 1 <1@example.org>.*
S...
S: .
C: BODY 1
S~: 222 1 <1@example.org>.*
S...
S: .

== neomutt: a bare STAT, to see whether a login is wanted
S~: 201 .+
C: CAPABILITIES
S~: 101 .+
S...
S: .
C: STAT
S: 412 No board selected; send GROUP first
C: LIST OVERVIEW.FMT
S~: 215 .+
S...
S: .
C: DATE
S: 111 20261122120000
C: LIST NEWSGROUPS *
S~: 215 .+
S...
S: .
C: LISTGROUP tv.general 1-2
S~: 211 2 1 2 tv.general.*
S: 1
S: 2
S: .

== sinntp: STAT n, then NEXT until 421
S~: 201 .+
C: CAPABILITIES
S~: 101 .+
S...
S: .
C: GROUP tv.general
S: 211 2 1 2 tv.general
C: STAT 1
S: 223 1 <1@example.org>
C: ARTICLE 1
S~: 220 1 <1@example.org>.*
S...
S: .
C: NEXT
S: 223 2 <2@example.org>
C: ARTICLE 2
S~: 220 2 <2@example.org>.*
S...
S: .
C: NEXT
S: 421 This is the last article

== leafnode's fetchnews: looks for its own article before it posts it
S~: 201 .+
C: MODE READER
S~: 201 .+
C: DATE
S: 111 20261122120000
C: LIST NEWSGROUPS
S~: 215 .+
S...
S: .
C: GROUP tv.general
S: 211 2 1 2 tv.general
C: STAT <mine@leaf.example.org>
S: 430 No article with that message-id
C: XOVER 1-2
S~: 224 .+
S...
S: .

== nntpget: NEWNEWS, then each article by its message-id
S~: 201 .+
C: MODE READER
S~: 201 .+
C: NEWNEWS tv.general 261101 000000
S~: 230 .+
S: <1@example.org>
S: <2@example.org>
S: .
C: ARTICLE <2@example.org>
S~: 220 0 <2@example.org>.*
S...
S: .

== Before RFC 977 had its successors: SLAVE, and what nobody serves
S~: 201 .+
C: SLAVE
S: 500 Unknown command; HELP lists them
C: XINDEX tv.general
S~: 500 .+
C: XTHREAD
S~: 500 .+
C: XROVER 1-
S~: 500 .+
C: XPATH <1@example.org>
S~: 500 .+
C: XREPLIC tv.general:1
S~: 500 .+
C: XMOTD
S~: 500 .+
C: AUTHINFO SIMPLE
S~: 501 .+
C: AUTHINFO GENERIC x
S~: 501 .+
C: STARTTLS
S~: 500 .+
