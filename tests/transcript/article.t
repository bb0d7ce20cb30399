# ARTICLE, HEAD, BODY and STAT in their three forms (RFC 3977, 6.2).
setup:
	clock 1795348800
	board tv.general :Television
	board tv.empty :Nothing yet
	article <1@example.org> tv.general body=First_line.|.|..dots|.stuffed|Last_line. :Dots
	article <2@example.org> tv.general refs=<1@example.org> :Re: Dots

== By number: it becomes the current article
S~: 201 .+
C: GROUP tv.general
S: 211 2 1 2 tv.general
C: ARTICLE 2
S~: 220 2 <2@example.org>.*
S...
S: From: Anna Tester <anna@example.org>
S: Newsgroups: tv.general
S: Subject: Re: Dots
S: Message-ID: <2@example.org>
S: Date: Sun, 22 Nov 2026 12:00:00 +0000
S: References: <1@example.org>
S...
S:
S: Text of <2@example.org>.
S: .
C: STAT
S: 223 2 <2@example.org>

== Without an argument: the current article
S~: 201 .+
C: GROUP tv.general
S: 211 2 1 2 tv.general
C: STAT
S: 223 1 <1@example.org>
C: BODY
S~: 222 1 <1@example.org>.*
S: First line.
S: ..
S: ...dots
S: ..stuffed
S: Last line.
S: .

== By message-id: no board needed, the number is 0
S~: 201 .+
C: STAT <1@example.org>
S: 223 0 <1@example.org>
C: HEAD <2@example.org>
S~: 221 0 <2@example.org>.*
S...
S: Subject: Re: Dots
S...
S: .
C: BODY <2@example.org>
S~: 222 0 <2@example.org>.*
S: Text of <2@example.org>.
S: .
C: ARTICLE <2@example.org>
S~: 220 0 <2@example.org>.*
S...
S: Subject: Re: Dots
S...
S:
S: Text of <2@example.org>.
S: .
C: STAT
S: 412 No board selected; send GROUP first

== HEAD has no empty line
S~: 201 .+
C: HEAD <1@example.org>
S~: 221 .+
S...
S: Message-ID: <1@example.org>
S~: .+
S...
S: .

== Nothing of the kind
S~: 201 .+
C: ARTICLE
S: 412 No board selected; send GROUP first
C: ARTICLE 1
S: 412 No board selected; send GROUP first
C: ARTICLE <none@example.org>
S: 430 No article with that message-id
C: HEAD <none@example.org>
S~: 430 .+
C: BODY <none@example.org>
S~: 430 .+
C: STAT <none@example.org>
S~: 430 .+
C: GROUP tv.general
S: 211 2 1 2 tv.general
C: ARTICLE 3
S: 423 No article with that number
C: ARTICLE 0
S~: 423 .+
C: HEAD 2147483647
S~: 423 .+
C: BODY 9999999999999999
S~: 423 .+
C: STAT 0000000000000009
S~: 423 .+
C: STAT 4294967297
S~: 423 .+
C: GROUP tv.empty
S: 211 0 1 0 tv.empty
C: ARTICLE
S~: 420 .+
C: HEAD
S~: 420 .+
C: BODY
S~: 420 .+
C: STAT
S~: 420 .+
C: ARTICLE 1
S~: 423 .+

== Not an article's name at all
S~: 201 .+
C: GROUP tv.general
S: 211 2 1 2 tv.general
C: ARTICLE 1 2
S~: 501 .+
C: ARTICLE one
S~: 501 .+
C: ARTICLE -1
S~: 501 .+
C: ARTICLE 1-2
S~: 501 .+
C: STAT +1
S~: 501 .+
C: STAT 1@example.org
S~: 501 .+
C: STAT <1@example.org
S~: 501 .+
C: STAT <>
S~: 501 .+
# A number has at most 16 digits (9.8).
C: STAT 00000000000000001
S: 501 Usage: STAT [message-id|number]
C: STAT 18446744073709551617
S~: 501 .+
C: STAT a-word-of-more-than-sixteen-letters
S~: 501 .+
C: STAT <a>b>
S~: 501 .+
# RFC 3977, 3.6 wants no "@": such an id could be, but is not here.
C: STAT <0>
S~: 430 .+
C: HEAD 1 2
S~: 501 .+
C: BODY 1 2
S~: 501 .+
C: STAT 1 2
S~: 501 .+
R: STAT <{x*240}@example.org>\r\n
S~: 501 .+

== Message-ids are compared exactly
S~: 201 .+
C: STAT <1@EXAMPLE.org>
S~: 430 .+
C: STAT <1@example.org>
S: 223 0 <1@example.org>

== In an LF connection the articles have LF too
connect 1 lf
S~: 201 .+
C: BODY <1@example.org>
S~: 222 .+
S: First line.
S: ..
S: ...dots
S: ..stuffed
S: Last line.
S: .
