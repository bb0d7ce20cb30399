# OVER and HDR, and their older spellings (RFC 3977, 8; RFC 2980).
setup:
	clock 1795348800
	board tv.general :Television
	board tv.empty :Nothing yet
	board tv.other :Other
	article <1@example.org> tv.general :Aerial
	article <2@example.org> tv.general refs=<1@example.org> :Re: Aerial
	article <3@example.org> tv.general,tv.other refs=<1@example.org>,<2@example.org> :Re: Aerial
	board tv.odd :Odd
	article <o1@example.org> tv.odd :Grüße, [odd] *and* so on
	article <o2@example.org> tv.odd :Greetings   from afar!
	article <o3@example.org> tv.odd :Other

== OVER of a range
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: OVER 1-2
S~: 224 .+
S~: 1\tAerial\tAnna Tester <anna@example.org>\tSun, 22 Nov 2026 12:00:00 \+0000\t<1@example.org>\t\t\d+\t1(\t)*
S~: 2\tRe: Aerial\tAnna Tester <anna@example.org>\tSun, 22 Nov 2026 12:00:00 \+0000\t<2@example.org>\t<1@example.org>\t\d+\t1(\t)*
S: .

== OVER of what is crossposted names its places
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: OVER 3
S~: 224 .+
S~: 3\tRe: Aerial\t.*\t<3@example.org>\t<1@example.org> <2@example.org>\t\d+\t1\tXref: \S+ tv.general:3 tv.other:1(\t)*
S: .

== OVER of the current article, of one, of an open range
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: OVER
S~: 224 .+
S~: 1\tAerial\t.*
S: .
C: NEXT
S: 223 2 <2@example.org>
C: OVER
S~: 224 .+
S~: 2\tRe: Aerial\t.*
S: .
C: OVER 2-
S~: 224 .+
S~: 2\tRe: Aerial\t.*
S~: 3\tRe: Aerial\t.*
S: .
C: OVER 2-2
S~: 224 .+
S~: 2\tRe: Aerial\t.*
S: .

== OVER by message-id
S~: 201 .+
C: OVER <2@example.org>
S~: 224 .+
S~: 0\tRe: Aerial\t.*\t<2@example.org>\t<1@example.org>\t\d+\t1(\t)*
S: .
C: OVER <9@example.org>
S: 430 No article with that message-id

== OVER where there is nothing
S~: 201 .+
C: OVER
S: 412 No board selected; send GROUP first
C: OVER 1-2
S: 412 No board selected; send GROUP first
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: OVER 4-9
S: 423 No article with that number
C: OVER 3-1
S~: 423 .+
C: OVER 4
S~: 423 .+
C: GROUP tv.empty
S: 211 0 1 0 tv.empty
C: OVER
S~: 420 .+
C: OVER 1-
S~: 423 .+

== OVER misspelt
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: OVER 1-2-3
S~: 501 .+
C: OVER a-b
S~: 501 .+
C: OVER -2
S~: 501 .+
C: OVER 1 2
S~: 501 .+
C: OVER 1-99999999999999999999999
S~: 501 .+

== XOVER is OVER under its old name
S~: 201 .+
# slrn asks so whether XOVER is served at all: 412, not 500.
C: XOVER
S: 412 No board selected; send GROUP first
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: XOVER 1-1
S~: 224 .+
S~: 1\tAerial\t.*
S: .
C: XOVER
S~: 224 .+
S~: 1\tAerial\t.*
S: .
# RFC 2980 answers an empty range with 420, RFC 3977 with 423.
C: XOVER 7-9
S~: 420 .+
C: XOVER 1 2
S~: 501 .+

== HDR of a range, of one, by message-id
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: HDR Subject 1-2
S~: 225 .+
S: 1 Aerial
S: 2 Re: Aerial
S: .
C: HDR Message-ID 3
S~: 225 .+
S: 3 <3@example.org>
S: .
C: HDR subject
S~: 225 .+
S: 1 Aerial
S: .
C: HDR References <2@example.org>
S~: 225 .+
S: 0 <1@example.org>
S: .
# A field that is not there is empty (8.5.2).
C: HDR References 1
S~: 225 .+
S~: 1 ?
S: .
C: HDR X-Nothing 1-
S~: 225 .+
S~: 1 ?
S~: 2 ?
S~: 3 ?
S: .
C: HDR Xref 3
S~: 225 .+
S~: 3 \S+ tv.general:3 tv.other:1
S: .

== HDR of metadata
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: HDR :lines 1-2
S~: 225 .+
S: 1 1
S: 2 1
S: .
C: HDR :bytes 1
S~: 225 .+
S~: 1 \d+
S: .
C: HDR :bytes <1@example.org>
S~: 225 .+
S~: 0 \d+
S: .
C: HDR :nothing 1
S~: 503 .+

== What the community says of an article, also of one that was fed
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: HDR :x-state 1-2
S~: 225 .+
S: 1 none
S: 2 reply
S: .
C: HDR :x-votes <1@example.org>
S~: 225 .+
S: 0 0
S: .
C: HDR :X-Metoo 1
S~: 225 .+
S: 1 0
S: .
C: XHDR :x-role 1
S~: 221 .+
S: 1 member
S: .
C: HDR :x-sla 1
S~: 225 .+
S: 1 -
S: .
C: HDR :x-solution 1
S~: 225 .+
S: 1 -
S: .
C: HDR :x-seq 1
S~: 225 .+
S~: 1 \d+
S: .

== HDR where there is nothing
S~: 201 .+
C: HDR Subject
S: 412 No board selected; send GROUP first
C: HDR Subject 1-
S: 412 No board selected; send GROUP first
C: HDR Subject <9@example.org>
S: 430 No article with that message-id
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: HDR Subject 4-
S~: 423 .+
C: GROUP tv.empty
S: 211 0 1 0 tv.empty
C: HDR Subject
S~: 420 .+

== HDR misspelt
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: HDR
S~: 501 .+
C: HDR Subject 1 2
S~: 501 .+
C: HDR Subject x
S~: 501 .+
C: HDR Sub:ject 1
S: 501 A field is the name of a header without its colon, or metadata like :lines
C: HDR Subject: 1
S~: 501 .+
C: HDR : 1
S~: 501 .+
C: HDR :by:tes 1
S~: 501 .+
C: HDR Sübject 1
S~: 501 .+

== XHDR is HDR under its old name
S~: 201 .+
C: XHDR
S~: 501 .+
C: XHDR Path
S: 412 No board selected; send GROUP first
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: XHDR Subject 1-
S~: 22[15] .+
S: 1 Aerial
S: 2 Re: Aerial
S: 3 Re: Aerial
S: .
C: XHDR Message-ID 2-2
S~: 22[15] .+
S: 2 <2@example.org>
S: .
# By message-id RFC 2980 repeats the id, where HDR says 0.
C: XHDR Subject <1@example.org>
S~: 22[15] .+
S: <1@example.org> Aerial
S: .
C: XHDR Subject 1 2
S~: 501 .+

== XPAT: HDR of those whose value matches
S~: 201 .+
C: XPAT Subject 1- *
S: 412 No board selected; send GROUP first
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: XPAT Subject 1- Re:*
S~: 221 .+
S: 2 Re: Aerial
S: 3 Re: Aerial
S: .
C: XPAT subject 1-2 Aerial
S~: 221 .+
S: 1 Aerial
S: .
# slrn looks for children so.
C: XPAT References 1- *<2@example.org>*
S~: 221 .+
S: 3 <1@example.org> <2@example.org>
S: .
C: XPAT Newsgroups 1- *,tv.other
S~: 221 .+
S: 3 tv.general,tv.other
S: .
C: XPAT Xref 1- *
S~: 221 .+
S~: 3 \S+ tv.general:3 tv.other:1
S: .
C: XPAT :lines 1- 1
S~: 221 .+
S: 1 1
S: 2 1
S: 3 1
S: .
C: XPAT Subject 1- nothing
S~: 221 .+
S: .
# What is not there matches nothing.
C: XPAT X-Nothing 1- *
S~: 221 .+
S: .

== XPAT by message-id
S~: 201 .+
C: XPAT Subject <2@example.org> Re:*
S~: 221 .+
S: <2@example.org> Re: Aerial
S: .
C: XPAT Subject <1@example.org> Re:*
S~: 221 .+
S: .
C: XPAT Subject <9@example.org> *
S~: 430 .+

== XPAT: sets, quoted signs, words joined by one blank
S~: 201 .+
C: GROUP tv.odd
S: 211 3 1 3 tv.odd
C: XPAT Subject 1- Gr??e,*
S~: 221 .+
S: 1 Grüße, [odd] *and* so on
S: .
C: XPAT Subject 1- *\[odd\] \*and\**
S~: 221 .+
S: 1 Grüße, [odd] *and* so on
S: .
C: XPAT Subject 1- [A-F]*
S~: 221 .+
S: .
C: XPAT Subject 1- [GO][^r]*
S~: 221 .+
S: 3 Other
S: .
C: XPAT Subject 1- *!
S~: 221 .+
S~: 2 Greetings +from afar!
S: .
C: XPAT Subject 1- Gr*     so    on
S~: 221 .+
S: 1 Grüße, [odd] *and* so on
S: .
R: XPAT Subject 1- {*a*100}b\r\n
S~: 221 .+
S: .

== XPAT refused
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: XPAT
S~: 501 .+
C: XPAT Subject 1-
S~: 501 .+
C: XPAT Subject x *
S~: 501 .+
C: XPAT :nothing 1- *
S~: 503 .+
C: XPAT Subject 7-9 *
S~: 420 .+

== Lines is a field to HDR, a number to XHDR
connect 1 socket
S~: 200 .+
R: IHAVE <lines@example.org>\r\n
S~: 335 .+
R: Path: x!y\r\nFrom: a@example.org\r\nNewsgroups: tv.empty\r\nSubject: Lines\r\nLines: 77\r\nMessage-ID: <lines@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nX-Tab: a\tb\r\n\tc\r\n\r\nText.\r\n.\r\n
S~: 235 .+
C: HDR Lines <lines@example.org>
S~: 225 .+
S: 0 77
S: .
C: HDR :lines <lines@example.org>
S~: 225 .+
S: 0 1
S: .
C: XHDR Lines <lines@example.org>
S~: 221 .+
S: <lines@example.org> 1
S: .
# A fold is its blank, a tab inside is a blank (8.5.2).
C: HDR X-Tab <lines@example.org>
S~: 225 .+
S~: 0 a b.c
S: .
