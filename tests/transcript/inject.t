# What a server makes of what is posted (RFC 5537, 3.5), and what it refuses.
setup:
	clock 1795348800
	conf name news.example.org
	conf boards tv.small {
	conf 	max-size 600
	conf }
	board tv.general :Television
	board tv.small :Short notes
	user anna correct-horse
	user bert correct-horse

== Everything that lacks is made
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Nothing but this
C:
C: Text.
C: .
S~: 240 (?P<id><[^ @]+@news.example.org>) posted
C: HEAD ${id}
S~: 221 0 .+
S: Path: news.example.org!.POSTED!not-for-mail
S: From: anna@news.example.org
S: Newsgroups: tv.general
S: Subject: Nothing but this
S: Message-ID: ${id}
S: Date: Sun, 22 Nov 2026 12:00:00 +0000
S: Injection-Date: Sun, 22 Nov 2026 12:00:00 +0000
S: Injection-Info: news.example.org; posting-account="anna"
S~: Cancel-Lock: sha256:\S{44}
S: .

== Traces that a poster invents are dropped
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Traces
C: Message-ID: <t1@example.org>
C: Path: elsewhere!not-for-mail
C: NNTP-Posting-Host: 192.0.2.1
C: X-Trace: made up
C: Lines: 99
C: Sender: root@news.example.org
C:
C: Text.
C: .
S: 240 <t1@example.org> posted
C: HEAD <t1@example.org>
S~: 221 0 .+
S: Path: news.example.org!.POSTED!not-for-mail
S: From: anna@news.example.org
S: Newsgroups: tv.general
S: Subject: Traces
S: Message-ID: <t1@example.org>
S~: Date: .+
S~: Injection-Date: .+
S~: Injection-Info: .+
S~: Cancel-Lock: .+
S: .

== Or refused: it was injected before
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Again
C: Message-ID: <t2@example.org>
C: Injection-Date: Sun, 22 Nov 2026 12:00:00 +0000
C:
C: Text.
C: .
S~: 441 Injection-Date is set by the server.*
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Again
C: Message-ID: <t2@example.org>
C: Injection-Info: news.example.org
C:
C: Text.
C: .
S~: 441 Injection-Info is set by the server.*
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Again
C: Message-ID: <t2@example.org>
C: Xref: news.example.org tv.general:1
C:
C: Text.
C: .
S~: 441 Xref is set by the server.*
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Again
C: Message-ID: <t2@example.org>
C: Path: news.example.net!.POSTED!not-for-mail
C:
C: Text.
C: .
S~: 441 Path: .*elsewhere.*

== Nobody writes under another's address here
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: bert@news.example.org
C: Newsgroups: tv.general
C: Subject: Not me
C: Message-ID: <f1@example.org>
C:
C: Text.
C: .
S~: 441 From: .*anna@news.example.org.*
C: POST
S~: 340 .+
C: From: Root <root@NEWS.Example.ORG>
C: Newsgroups: tv.general
C: Subject: Not me
C: Message-ID: <f1@example.org>
C:
C: Text.
C: .
S~: 441 From: .*anna@news.example.org.*
C: POST
S~: 340 .+
C: From: bert@news.example.org (anna@news.example.org)
C: Newsgroups: tv.general
C: Subject: Not me
C: Message-ID: <f1@example.org>
C:
C: Text.
C: .
S~: 441 From: .*
C: POST
S~: 340 .+
C: From: anna@news.example.org, bert@news.example.org
C: Newsgroups: tv.general
C: Subject: Both
C: Message-ID: <f1@example.org>
C:
C: Text.
C: .
S~: 441 From: .*
C: POST
S~: 340 .+
C: From: "Anna (bert@news.example.org) B." <Anna@News.example.org>
C: Newsgroups: tv.general
C: Subject: Me
C: Message-ID: <f1@example.org>
C:
C: Text.
C: .
S: 240 <f1@example.org> posted
C: HDR Sender <f1@example.org>
S~: 225 .+
S~: 0\s
S: .

== An address elsewhere is taken; Sender says whose account it was
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.net>
C: Newsgroups: tv.general
C: Subject: From home
C: Message-ID: <f2@example.org>
C: Sender: bert@news.example.org
C:
C: Text.
C: .
S: 240 <f2@example.org> posted
C: HDR Sender <f2@example.org>
S~: 225 .+
S: 0 anna@news.example.org
S: .
C: POST
S~: 340 .+
C: From: anna@news.example.org, bert@example.net
C: Newsgroups: tv.general
C: Subject: Together
C: Message-ID: <f3@example.org>
C:
C: Text.
C: .
S: 240 <f3@example.org> posted
C: HDR Sender <f3@example.org>
S~: 225 .+
S: 0 anna@news.example.org
S: .

== Fields with rules of their own
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Follow
C: Message-ID: <r1@example.org>
C: Followup-To: tv.general,tv.small
C: Distribution: world, local
C: Expires: Mon, 23 Nov 2026 12:00:00 +0000
C:
C: Text.
C: .
S: 240 <r1@example.org> posted
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Follow
C: Message-ID: <r2@example.org>
C: Followup-To: poster
C:
C: Text.
C: .
S: 240 <r2@example.org> posted
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Follow
C: Message-ID: <r3@example.org>
C: Followup-To: not/a/board
C:
C: Text.
C: .
S~: 441 Followup-To: .*not/a/board.*
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Follow
C: Message-ID: <r3@example.org>
C: Followup-To: poster,tv.general
C:
C: Text.
C: .
S~: 441 Followup-To: .*poster.*
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Follow
C: Message-ID: <r3@example.org>
C: Distribution: w(or)ld
C:
C: Text.
C: .
S~: 441 Distribution .*
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Follow
C: Message-ID: <r3@example.org>
C: Expires: soon
C:
C: Text.
C: .
S~: 441 Expires .*
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Follow
C: Message-ID: <r3@example.org>
C: Expires: Sat, 21 Nov 2026 12:00:00 +0000
C:
C: Text.
C: .
S~: 441 Expires .*
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general,tv.general
C: Subject: Follow
C: Message-ID: <r3@example.org>
C:
C: Text.
C: .
S~: 441 Newsgroups: .*twice

== Control articles
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: cmsg
C: Message-ID: <c1@example.org>
C: Control: newgroup tv.mine
C:
C: Text.
C: .
S~: 441 Control: .*XACT board
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: cmsg
C: Message-ID: <c1@example.org>
C: Control: rmgroup tv.general
C:
C: Text.
C: .
S~: 441 Control: .*XACT board
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: cmsg
C: Message-ID: <c1@example.org>
C: Control: sendme
C:
C: Text.
C: .
S~: 441 Control: only "cancel <message-id>" is served
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: cmsg
C: Message-ID: <c1@example.org>
C: Control: cancel
C:
C: Text.
C: .
S~: 441 Control: cancel names no article.*
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: cmsg
C: Message-ID: <c1@example.org>
C: Supersedes: all of it
C:
C: Text.
C: .
S~: 441 Supersedes names no article.*
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: cmsg
C: Message-ID: <c1@example.org>
C: Control: cancel <t1@example.org>
C: Supersedes: <t1@example.org>
C:
C: Text.
C: .
S~: 441 .*exclude each other.*
C: STAT <t1@example.org>
S: 223 0 <t1@example.org>

== A board may want short articles
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.small
C: Subject: Short
C: Message-ID: <s1@example.org>
C:
C: Text.
C: .
S: 240 <s1@example.org> posted
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.small,tv.general
C: Subject: Long
C: Message-ID: <s2@example.org>
C:
C: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
C: .
S~: 441 tv.small takes articles of at most 600 bytes, this one has [0-9]+; shorten it
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Long
C: Message-ID: <s2@example.org>
C:
C: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
C: .
S: 240 <s2@example.org> posted

