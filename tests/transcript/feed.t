# MODE STREAM, CHECK and TAKETHIS (RFC 4644), IHAVE (RFC 3977, 6.3.2), over
# the Unix socket.
setup:
	clock 1795348800
	board tv.general :Television
	user anna correct-horse
	article <1@example.org> tv.general :Aerial

== MODE STREAM
connect 1 socket
S~: 200 .+
C: MODE STREAM
S~: 203 .+
C: MODE STREAM on
S~: 501 .+
C: CAPABILITIES
S~: 101 .+
S...
S: IHAVE
S...
S: STREAMING
S...
S: .

== CHECK: wanted, or there already
connect 1 socket
S~: 200 .+
C: CHECK <new@example.org>
S: 238 <new@example.org>
C: CHECK <1@example.org>
S~: 438 <1@example.org>.*
C: CHECK
S~: 501 .+
C: CHECK <a@example.org> <b@example.org>
S~: 501 .+
C: CHECK nonsense
S: 438 nonsense

== TAKETHIS
connect 1 socket
S~: 200 .+
C: TAKETHIS <t1@example.org>
C: Path: feed.example.org!not-for-mail
C: From: a@example.org
C: Newsgroups: tv.general
C: Subject: Fed
C: Message-ID: <t1@example.org>
C: Date: Sat, 21 Nov 2026 10:00:00 +0000
C:
C: ..dot
C: Text.
C: .
S~: 239 <t1@example.org>.*
C: BODY <t1@example.org>
S~: 222 .+
S: ..dot
S: Text.
S: .
C: HDR Path <t1@example.org>
S~: 225 .+
S~: 0 .*feed.example.org!not-for-mail
S: .

== A duplicate
connect 1 socket
S~: 200 .+
R: TAKETHIS <1@example.org>\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Again\r\nMessage-ID: <1@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nPath: x\r\n\r\nText.\r\n.\r\n
S: 439 <1@example.org> already there
C: HDR Subject <1@example.org>
S~: 225 .+
S: 0 Aerial
S: .

== Pipelined, answered in order, good and bad
connect 1 socket
S~: 200 .+
R: TAKETHIS <p1@example.org>\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: One\r\nMessage-ID: <p1@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nPath: x\r\n\r\nText.\r\n.\r\nTAKETHIS <p1@example.org>\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: One\r\nMessage-ID: <p1@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nPath: x\r\n\r\nText.\r\n.\r\nTAKETHIS <p2@example.org>\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Two\r\nMessage-ID: <p2@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nPath: x\r\n\r\nText.\r\n.\r\nCHECK <p2@example.org>\r\nDATE\r\n
S~: 239 <p1@example.org>.*
S: 439 <p1@example.org> already there
S~: 239 <p2@example.org>.*
S~: 438 <p2@example.org>.*
S: 111 20261122120000

== A child before its parent is adopted when the parent comes
connect 1 socket
S~: 200 .+
R: TAKETHIS <child@example.org>\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Re: Late\r\nMessage-ID: <child@example.org>\r\nReferences: <root@example.org> <mid@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:02 +0000\r\nPath: x\r\n\r\nText.\r\n.\r\n
S~: 239 <child@example.org>.*
C: XLIST article thread:<child@example.org> cols:mid,parent
S: 292 article
S~: #mid\tparent
S~: <child@example.org>\t-
S: .
R: TAKETHIS <root@example.org>\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Late\r\nMessage-ID: <root@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nPath: x\r\n\r\nText.\r\n.\r\n
S~: 239 <root@example.org>.*
C: XLIST article thread:<root@example.org> cols:mid
S: 292 article
S: #mid
S: <child@example.org>
S: <root@example.org>
S: .
R: TAKETHIS <mid@example.org>\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Re: Late\r\nMessage-ID: <mid@example.org>\r\nReferences: <root@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:01 +0000\r\nPath: x\r\n\r\nText.\r\n.\r\n
S~: 239 <mid@example.org>.*
C: XLIST article thread:<root@example.org> cols:mid,parent
S: 292 article
S~: #mid\tparent
S~: <child@example.org>\t<mid@example.org>
S~: <root@example.org>\t-
S~: <mid@example.org>\t<root@example.org>
S: .

== In-Reply-To makes a thread where References are missing
connect 1 socket
S~: 200 .+
R: TAKETHIS <irt@example.org>\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Re: Aerial\r\nMessage-ID: <irt@example.org>\r\nIn-Reply-To: <1@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:02 +0000\r\nPath: x\r\n\r\nText.\r\n.\r\n
S~: 239 <irt@example.org>.*
C: XLIST article thread:<1@example.org> cols:mid,parent
S: 292 article
S~: #mid\tparent
S~: <1@example.org>\t-
S~: <irt@example.org>\t<1@example.org>
S: .

== A missing board is made for the operator
connect 1 socket
S~: 200 .+
R: TAKETHIS <nb@example.org>\r\nFrom: a@example.org\r\nNewsgroups: brand.new\r\nSubject: First\r\nMessage-ID: <nb@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:02 +0000\r\nPath: x\r\n\r\nText.\r\n.\r\n
S~: 239 <nb@example.org>.*
C: GROUP brand.new
S: 211 1 1 1 brand.new

== The id offered must be the article's
connect 1 socket
S~: 200 .+
R: TAKETHIS <one@example.org>\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Other\r\nMessage-ID: <another@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:02 +0000\r\nPath: x\r\n\r\nText.\r\n.\r\n
S~: 439 <one@example.org> .+
C: STAT <one@example.org>
S~: 430 .+
C: STAT <another@example.org>
S~: 430 .+

== A bad id: the article is read to its end all the same
connect 1 socket
S~: 200 .+
R: TAKETHIS nonsense\r\nFrom: a@example.org\r\n\r\nDATE\r\n.\r\nDATE\r\n
S~: 439 nonsense .+
S: 111 20261122120000

== A feed is CRLF only
connect 1 socket
S~: 200 .+
R: TAKETHIS <bare@example.org>\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Bare\r\nMessage-ID: <bare@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:02 +0000\r\nPath: x\r\n\r\nA\nB\n.\nDATE\r\n.\r\n
S~: 439 <bare@example.org> .+
connect 2 socket lf
S2~: 200 .+
C2: TAKETHIS <bare@example.org>
C2: From: a@example.org
C2: Newsgroups: tv.general
C2: Subject: By hand
C2: Message-ID: <bare@example.org>
C2: Date: Sat, 21 Nov 2026 10:00:02 +0000
C2: Path: x
C2:
C2: Text.
C2: .
S2~: 439 <bare@example.org> .+
C2: STAT <bare@example.org>
S2~: 430 .+

== A TAKETHIS line that is lost takes its connection with it
# Or the lines of the article behind it would be taken for commands.
connect 1 socket
S~: 200 .+
R: TAKETHIS <{x*600}@example.org>\r\nFrom: a@example.org\r\n\r\nXACT board smuggled.one :Smuggled\r\n.\r\n
S~: 501 .+
closed
connect 2 socket
S2~: 200 .+
R2: takethis <\0@example.org>\r\nFrom: a@example.org\r\n\r\nXACT board smuggled.two :Smuggled\r\n.\r\n
S2~: 501 .+
closed 2
connect 3
S3~: 201 .+
C3: LIST ACTIVE smuggled.*
S3~: 215 .+
S3: .
connect 4 socket
S4~: 200 .+
R4: TAKETHIS <a\rb@example.org>\r\nFrom: a@example.org\r\n\r\nXACT board smuggled.three :Smuggled\r\n.\r\n
S4~: 501 .+
closed 4
connect 5 socket
S5~: 200 .+
R5: DATE\r\nTAKETHIS <a\nXACT board smuggled.four :Smuggled\r\n.\r\n
S5~: 111 .+
S5~: 501 .+
closed 5
connect 6
S6~: 201 .+
R6: TAKETHIS {x*100000}\r\nGROUP tv.general\r\n.\r\n
S6~: 501 .+
closed 6
C3: LIST ACTIVE smuggled.*
S3~: 215 .+
S3: .
# After MODE STREAM any lost line may have been one.
connect 7 socket
S7~: 200 .+
C7: MODE STREAM
S7~: 203 .+
R7: TAK\0ETHIS <a@example.org>\r\nFrom: a@example.org\r\n\r\nDATE\r\n.\r\n
S7~: 501 .+
closed 7
# Elsewhere a lost line is a lost line.
connect 8 socket
S8~: 200 .+
R8: CHECK <{x*600}@example.org>\r\nDATE\r\n
S8~: 501 .+
S8~: 111 .+

== IHAVE: one article, asked for before it is sent
connect 1 socket
S~: 200 .+
C: IHAVE <i1@example.org>
S: 335 Send <i1@example.org>, end with a dot on a line
C: Path: feed.example.org!not-for-mail
C: From: a@example.org
C: Newsgroups: tv.general
C: Subject: Fed by IHAVE
C: Message-ID: <i1@example.org>
C: Date: Sat, 21 Nov 2026 10:00:00 +0000
C:
C: ..dot
C: .
S: 235 <i1@example.org>
C: BODY <i1@example.org>
S~: 222 .+
S: ..dot
S: .
C: HDR Path <i1@example.org>
S~: 225 .+
S~: 0 .+!feed.example.org!not-for-mail
S: .
C: ihave <i1@example.org>
S: 435 <i1@example.org> already there

== IHAVE: what is not wanted is not sent
connect 1 socket
S~: 200 .+
C: IHAVE <1@example.org>
S: 435 <1@example.org> already there
C: IHAVE nonsense
S: 435 nonsense not a message-id
C: IHAVE
S~: 501 .+
C: IHAVE <a@example.org> <b@example.org>
S~: 501 .+
R: IHAVE <{x*250}@example.org>\r\n
S~: 501 .+

== IHAVE: refused for good when it is read
connect 1 socket
S~: 200 .+
C: IHAVE <one@example.org>
S~: 335 .+
R: From: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Other\r\nMessage-ID: <another@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:02 +0000\r\nPath: x\r\n\r\nText.\r\n.\r\nSTAT <another@example.org>\r\n
S: 437 <one@example.org> the article has another message-id
S~: 430 .+
C: IHAVE <one@example.org>
S~: 335 .+
R: no header\r\n.\r\n
S~: 437 <one@example.org> .+
C: IHAVE <one@example.org>
S~: 335 .+
R: From: a@example.org\r\n\r\nA\nB\n.\nDATE\r\n.\r\n
S~: 437 <one@example.org> .+
C: IHAVE <one@example.org>
S~: 335 .+
R: From: a@example.org\r\n\r\nA\0B\r\n.\r\n
S~: 437 <one@example.org> .+
C: STAT <one@example.org>
S~: 430 .+

== IHAVE: what is too large is read to its end and refused
connect 1 socket
S~: 200 .+
C: IHAVE <large@example.org>
S~: 335 .+
R: Subject: Large\r\n\r\n{0123456789abcdefghijklmnopqrstuvwxyz\r\n*40000}.\r\nDATE\r\n
S~: 437 <large@example.org> .+
S: 111 20261122120000

== Two offer the same: one is told to send it, the other to come back
connect 1 socket
S~: 200 .+
C: IHAVE <twice@example.org>
S~: 335 .+
connect 2 socket
S2~: 200 .+
C2: IHAVE <twice@example.org>
S2~: 436 <twice@example.org> .+
C2: CHECK <twice@example.org>
S2: 431 <twice@example.org>
R: From: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Twice\r\nMessage-ID: <twice@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:02 +0000\r\nPath: x\r\n\r\nText.\r\n.\r\n
S: 235 <twice@example.org>
C2: CHECK <twice@example.org>
S2: 438 <twice@example.org>
R2: TAKETHIS <twice@example.org>\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Twice\r\nMessage-ID: <twice@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:02 +0000\r\nPath: x\r\n\r\nText.\r\n.\r\n
S2: 439 <twice@example.org> already there

== What was offered and refused may be offered by another at once
connect 1 socket
S~: 200 .+
C: CHECK <bad@example.org>
S: 238 <bad@example.org>
C: CHECK <bad@example.org>
S: 238 <bad@example.org>
connect 2 socket
S2~: 200 .+
C2: CHECK <bad@example.org>
S2: 431 <bad@example.org>
R: TAKETHIS <bad@example.org>\r\nSubject: None\r\n\r\nText.\r\n.\r\n
S~: 439 <bad@example.org> .+
C2: CHECK <bad@example.org>
S2: 238 <bad@example.org>

== IHAVE cut off stores nothing
connect 1 socket
S~: 200 .+
C: IHAVE <cut@example.org>
S~: 335 .+
R: From: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Cut\r\nMessage-ID: <cut@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:02 +0000\r\nPath: x\r\n\r\nText.\r\n
close 1
connect 2 socket
S2~: 200 .+
C2: STAT <cut@example.org>
S2~: 430 .+

== IHAVE behind a stream waits for its answers
connect 1 socket
S~: 200 .+
R: TAKETHIS <s1@example.org>\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: One\r\nMessage-ID: <s1@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nPath: x\r\n\r\nText.\r\n.\r\nIHAVE <s1@example.org>\r\n
S~: 239 <s1@example.org>.*
S: 435 <s1@example.org> already there

== IHAVE is CRLF only
connect 1 socket lf
S~: 200 .+
C: IHAVE <lf@example.org>
S~: 435 <lf@example.org> .+CRLF

== Not for everybody
S~: 201 .+
C: IHAVE <new@example.org>
S~: 480 .+
C: MODE STREAM
S~: 480 .+
C: CHECK <new@example.org>
S~: 480 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: MODE STREAM
S~: 502 .+
C: CHECK <new@example.org>
S~: 502 .+
C: IHAVE <new@example.org>
S~: 502 .+
# The article behind a TAKETHIS that is refused is read and dropped.
R: TAKETHIS <no@example.org>\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: No\r\nMessage-ID: <no@example.org>\r\n\r\nDATE\r\n.\r\nSTAT <no@example.org>\r\n
S~: 502 .+
S: 430 No article with that message-id
