# POST (RFC 3977, 6.3.1; RFC 5537, 3.5): what is taken, what is refused and
# with which words.
setup:
	clock 1795348800
	board tv.general :Television
	board tv.other :Other
	act board tv.news status=n :Announcements
	user anna correct-horse
	article <1@example.org> tv.general :Aerial

== A post is stored and can be read back
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S: 340 Send the article, end with a dot on a line
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: A question
C: Message-ID: <q1@example.org>
C:
C: How do I mount an aerial?
C: ..
C: ...dots
C: Bye
C: .
S~: 240 <q1@example.org>.*
C: GROUP tv.general
S: 211 2 1 2 tv.general
C: ARTICLE 2
S~: 220 2 <q1@example.org>.*
S...
S: From: Anna <anna@example.org>
S...
S: Subject: A question
S...
S:
S: How do I mount an aerial?
S: ..
S: ...dots
S: Bye
S: .

== Path, Date and Message-ID are added where they are missing
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.other
C: Subject: Without an id
C:
C: Text.
C: .
S~: 240 (?P<id><[^ ]+@[^ ]+>).*
C: GROUP tv.other
S: 211 1 1 1 tv.other
C: STAT 1
S: 223 1 ${id}
C: HDR Date 1
S~: 225 .+
S: 1 Sun, 22 Nov 2026 12:00:00 +0000
S: .
C: HDR Path 1
S~: 225 .+
S~: 1 .+!not-for-mail
S: .
C: HDR Subject ${id}
S~: 225 .+
S: 0 Without an id
S: .

== A reply stands in its thread
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: Re: Aerial
C: References: <1@example.org>
C: Message-ID: <r1@example.org>
C:
C: On the roof.
C: .
S~: 240 <r1@example.org>.*
C: XLIST article thread:<1@example.org> cols:mid,parent
S: 292 article
S~: #mid\tparent
S~: <1@example.org>\t-
S~: <r1@example.org>\t<1@example.org>
S: .

== A post in two boards is one article
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general, tv.other
C: Subject: Both
C: Message-ID: <x1@example.org>
C:
C: Text.
C: .
S~: 240 <x1@example.org>.*
C: HDR Xref <x1@example.org>
S~: 225 .+
S~: 0 \S+ tv.general:\d+ tv.other:\d+
S: .
C: STAT <x1@example.org>
S: 223 0 <x1@example.org>

== The same Message-ID a second time is refused
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: Again
C: Message-ID: <1@example.org>
C:
C: Text.
C: .
S~: 441 .+
C: HDR Subject <1@example.org>
S~: 225 .+
S: 0 Aerial
S: .

== Two at once with one Message-ID: one is taken
connect 1
connect 2
S1~: 201 .+
S2~: 201 .+
R1: AUTHINFO USER anna\r\nAUTHINFO PASS correct-horse\r\n
R2: AUTHINFO USER anna\r\nAUTHINFO PASS correct-horse\r\n
S1~: 381 .+
S1~: 281 .+
S2~: 381 .+
S2~: 281 .+
C1: POST
C2: POST
S1~: 340 .+
S2~: 340 .+
R1: From: a@example.org\r\nNewsgroups: tv.other\r\nSubject: Race\r\nMessage-ID: <race@example.org>\r\n\r\nText.\r\n
R2: From: a@example.org\r\nNewsgroups: tv.other\r\nSubject: Race\r\nMessage-ID: <race@example.org>\r\n\r\nText.\r\n
R1: .\r\n
S1~: 240 <race@example.org>.*
R2: .\r\n
S2~: 441 .+

== Without a login
S~: 201 .+
C: POST
S: 480 Log in first: AUTHINFO USER name
C: POST now
S~: 480 .+

== POST takes nothing
connect 1 socket
S~: 200 .+
C: POST now
S~: 501 .+

== What is missing is named
connect 1 socket
S~: 200 .+
C: POST
S~: 340 .+
C: Newsgroups: tv.general
C: Subject: No sender
C:
C: Text.
C: .
S~: 441 .*From.*
C: POST
S~: 340 .+
C: From: a@example.org
C: Subject: No board
C:
C: Text.
C: .
S~: 441 .*Newsgroups.*
C: POST
S~: 340 .+
C: From: a@example.org
C: Newsgroups: tv.general
C:
C: No subject.
C: .
S~: 441 .*Subject.*
C: POST
S~: 340 .+
C: .
S~: 441 .+
C: POST
S~: 340 .+
C: From: a@example.org
C: Newsgroups: tv.general
C: Subject: Head only
C: .
S~: 441 .+

== What is there twice, or malformed
connect 1 socket
S~: 200 .+
C: POST
S~: 340 .+
C: From: a@example.org
C: Newsgroups: tv.general
C: Subject: One
C: Subject: Two
C:
C: Text.
C: .
S~: 441 .*Subject.*
C: POST
S~: 340 .+
C: From: a@example.org
C: Newsgroups: tv.general
C: Subject: Bad id
C: Message-ID: nonsense
C:
C: Text.
C: .
S~: 441 .*Message-ID.*
C: POST
S~: 340 .+
C: From: a@example.org
C: Newsgroups: tv.general
C: Subject: Bad line
C: this is no field
C:
C: Text.
C: .
S~: 441 .+
C: POST
S~: 340 .+
C:  From: a@example.org
C: Newsgroups: tv.general
C: Subject: Starts with a fold
C:
C: Text.
C: .
S~: 441 .+
C: POST
S~: 340 .+
C: From: nobody at all
C: Newsgroups: tv.general
C: Subject: No address
C:
C: Text.
C: .
S~: 441 .*From.*

== A board that is not there, or takes no posts
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: a@example.org
C: Newsgroups: no.such.board
C: Subject: Nowhere
C: Message-ID: <nowhere@example.org>
C:
C: Text.
C: .
S~: 441 .*no\.such\.board.*
C: STAT <nowhere@example.org>
S~: 430 .+
C: POST
S~: 340 .+
C: From: a@example.org
C: Newsgroups: tv.news
C: Subject: Closed
C:
C: Text.
C: .
S~: 441 .*tv\.news.*
C: POST
S~: 340 .+
C: From: a@example.org
C: Newsgroups: not/a/board
C: Subject: Bad name
C:
C: Text.
C: .
S~: 441 .+

== Bytes that must not be in an article
connect 1 socket
S~: 200 .+
C: POST
S~: 340 .+
R: From: a@example.org\r\nNewsgroups: tv.general\r\nSubject: NUL\r\n\r\nA\0B\r\n.\r\n
S~: 441 .+
C: POST
S~: 340 .+
R: From: a@example.org\r\nNewsgroups: tv.general\r\nSubject: CR\r\n\r\nA\rB\r\n.\r\n
S~: 441 .+
C: POST
S~: 340 .+
R: From: a@example.org\r\nNewsgroups: tv.general\r\nSubject: LF\r\n\r\nA\nB\r\n.\r\n
S~: 441 .+
C: POST
S~: 340 .+
R: From: a@example.org\r\nNewsgroups: tv.general\r\nSubject: \xfc\r\n\r\nLatin-1 in a header.\r\n.\r\n
S~: 441 .+
C: POST
S~: 340 .+
R: From: a@example.org\r\nNewsgroups: tv.general\r\nSubject: \x1b[31mred\r\n\r\nEscape in a header.\r\n.\r\n
S~: 441 .+

== No end of an article but CRLF dot CRLF
connect 1 socket
S~: 200 .+
C: POST
S~: 340 .+
R: From: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Smuggled\r\n\r\nText\r\n.\nDATE\r\n.\rDATE\r\n\n.\nDATE\r\n
R: .\r\nDATE\r\n
S~: 441 .+
S: 111 20261122120000

== UTF-8 in the header and 8 bits in the body are kept as they are
connect 1 socket
S~: 200 .+
C: POST
S~: 340 .+
R: From: Jürgen <j@example.org>\r\nNewsgroups: tv.general\r\nSubject: Küche\r\nMessage-ID: <8bit@example.org>\r\n\r\nF\xfcr dich\r\n.\r\n
S~: 240 <8bit@example.org>.*
C: HDR Subject <8bit@example.org>
S~: 225 .+
S: 0 Küche
S: .

== From an LF connection, stored with CRLF
connect 1 socket lf
S~: 200 .+
C: POST
S~: 340 .+
C: From: a@example.org
C: Newsgroups: tv.general
C: Subject: By hand
C: Message-ID: <lf@example.org>
C:
C: Line
C: .
S~: 240 <lf@example.org>.*
connect 2
S2~: 201 .+
C2: BODY <lf@example.org>
S2~: 222 .+
S2: Line
S2: .

== Too large
connect 1 socket
S~: 200 .+
C: POST
S~: 340 .+
R: From: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Large\r\n\r\n
R: {01234567890123456789012345678901234567890123456789012345678901\r\n*20000}.\r\n
S~: 441 .+
C: DATE
S: 111 20261122120000

== An article cut off by hanging up is nowhere
connect 1 socket
S~: 200 .+
C: POST
S~: 340 .+
C: From: a@example.org
C: Newsgroups: tv.general
C: Subject: Half
C: Message-ID: <half@example.org>
C:
C: Half
close
connect 2
S2~: 201 .+
C2: STAT <half@example.org>
S2~: 430 .+

== What a poster says of size and place does not count
connect 1 socket
S~: 200 .+
C: POST
S~: 340 .+
C: From: a@example.org
C: Newsgroups: tv.general
C: Subject: Liar
C: Message-ID: <liar@example.org>
C: Lines: 99999
C: Bytes: 1
C:
C: One
C: Two
C: .
S~: 240 <liar@example.org>.*
C: HDR :lines <liar@example.org>
S~: 225 .+
S: 0 2
S: .
C: HDR :bytes <liar@example.org>
S~: 225 .+
S~: 0 \d\d\d
S: .
C: POST
S~: 340 .+
C: From: a@example.org
C: Newsgroups: tv.general
C: Subject: Liar
C: Xref: evil.example.org tv.general:1 tv.other:1
C:
C: Text.
C: .
S~: 441 Xref .+

== Cancel, Supersedes and newgroup do nothing to other people's articles
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: a@example.org
C: Newsgroups: tv.general
C: Subject: cmsg cancel <1@example.org>
C: Control: cancel <1@example.org>
C: Message-ID: <cancel@example.org>
C:
C: Away with it.
C: .
S~: 441 .*not yours.*
C: POST
S~: 340 .+
C: From: a@example.org
C: Newsgroups: tv.general
C: Subject: Better
C: Supersedes: <1@example.org>
C: Message-ID: <super@example.org>
C:
C: Instead of it.
C: .
S~: 441 .*not yours.*
C: POST
S~: 340 .+
C: From: a@example.org
C: Newsgroups: tv.general
C: Subject: cmsg newgroup tv.mine
C: Control: newgroup tv.mine
C: Approved: a@example.org
C: Message-ID: <newgroup@example.org>
C:
C: For your newsgroups file:
C: tv.mine Mine
C: .
S~: 441 .*XACT board
C: STAT <1@example.org>
S: 223 0 <1@example.org>
C: GROUP tv.mine
S~: 411 .+

== Long things
connect 1 socket
S~: 200 .+
C: POST
S~: 340 .+
R: From: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Long id\r\nMessage-ID: <{x*240}@example.org>\r\n\r\nText.\r\n.\r\n
S~: 441 .*Message-ID.*
C: POST
S~: 340 .+
R: From: a@example.org\r\nNewsgroups: tv.general\r\nSubject: {x*5000}\r\n\r\nText.\r\n.\r\n
S~: 441 .+
C: POST
S~: 340 .+
R: From: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Many fields\r\n{X-Many: x\r\n*200}\r\nText.\r\n.\r\n
S~: 441 .+
C: POST
S~: 340 .+
R: From: a@example.org\r\nNewsgroups: {tv.general,*17}tv.general\r\nSubject: Many boards\r\n\r\nText.\r\n.\r\n
S~: 441 .+
C: POST
S~: 340 .+
R: From: a@example.org\r\nNewsgroups: a.a,a.b,a.c,a.d,a.e,a.f,a.g,a.h,a.i,a.j,a.k,a.l,a.m,a.n,a.o,a.p,tv.general\r\nSubject: Many boards\r\n\r\nText.\r\n.\r\n
S~: 441 .+
# A long line of the body is nobody's business.
C: POST
S~: 340 .+
R: From: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Long line\r\nMessage-ID: <longline@example.org>\r\n\r\n{y*20000}\r\n.\r\n
S~: 240 <longline@example.org>.*
C: HDR :lines <longline@example.org>
S~: 225 .+
S: 0 1
S: .

== Commands behind the article wait for it
connect 1 socket
S~: 200 .+
R: POST\r\n
S~: 340 .+
R: From: a@example.org\r\nNewsgroups: tv.other\r\nSubject: Pipelined\r\nMessage-ID: <pipe@example.org>\r\n\r\nText.\r\n.\r\nSTAT <pipe@example.org>\r\n
S~: 240 <pipe@example.org>.*
S: 223 0 <pipe@example.org>

== What was acknowledged survives a kill -9
connect 1 socket
S~: 200 .+
C: POST
S~: 340 .+
R: From: a@example.org\r\nNewsgroups: tv.other\r\nSubject: Kept\r\nMessage-ID: <kept@example.org>\r\n\r\nText.\r\n.\r\n
S~: 240 <kept@example.org>.*
close
restart
connect 2
S2~: 201 .+
C2: HDR Subject <kept@example.org>
S2~: 225 .+
S2: 0 Kept
S2: .
