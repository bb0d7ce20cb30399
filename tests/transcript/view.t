# Views: queries that are boards, for any newsreader; and the act that makes
# them.
setup:
	clock 1795348800
	board tv.general :Television
	board tv.other :Other
	user anna anna-secret
	user bert bert-secret
	user mod mod-secret moderator:tv.*
	act view view.open title=Open\squestions :is:open
	act view view.mine :is:root by:@me

== Nothing stands there yet
connect 1 socket
S~: 200 .+
C: GROUP view.open
S: 211 0 1 0 view.open
C: STAT
S~: 420 .+
C: LIST NEWSGROUPS view.*
S~: 215 .+
S: view.open	Open questions
S: .

== A question enters, its answer takes it out, numbers are not used again
S~: 20. .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS anna-secret
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.other
C: Subject: No sound
C: Message-ID: <other@example.org>
C:
C: Why?
C: .
S~: 240 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.other
C: Subject: No picture
C: Message-ID: <q@example.org>
C:
C: Why?
C: .
S~: 240 .+
C: GROUP view.open
S: 211 2 1 2 view.open
C: LISTGROUP view.open
S~: 211 2 1 2 view.open .+
S: 1
S: 2
S: .
C: OVER 2
S~: 224 .+
S~: 2\tNo picture\tAnna <anna@example.org>\t.+\t<q@example.org>\t\t\d+\t1\tXref: \S+ tv.other:2\t:x-state open\t.*
S: .
C: HDR Xref 2
S~: 225 .+
S~: 2 \S+ tv.other:2
S: .
C: HDR :x-state 1-
S~: 225 .+
S: 1 open
S: 2 open
S: .
C: ARTICLE 2
S: 220 2 <q@example.org>
S...
S~: Xref: \S+ tv.other:2
S...
S: Why?
S: .
C: STAT 1
S: 223 1 <other@example.org>
C: NEXT
S: 223 2 <q@example.org>
C: NEXT
S~: 421 .+
C2: MODE READER
S2~: 20. .+
S2~: 20. .+
C2: AUTHINFO USER bert
S2~: 381 .+
C2: AUTHINFO PASS bert-secret
S2~: 281 .+
C2: POST
S2~: 340 .+
C2: From: Bert <bert@example.org>
C2: Newsgroups: tv.other
C2: Subject: Re: No sound
C2: References: <other@example.org>
C2: Message-ID: <r@example.org>
C2:
C2: Because.
C2: .
S2~: 240 .+
C: GROUP view.open
S: 211 1 2 2 view.open
C: STAT 1
S~: 423 .+
C: XLIST thread board:view.open cols:board,number,state,subject
S: 292 thread
S: #board	number	state	subject
S~: tv.\w+	\d+	open	.+
S: .
C: XLIST thread board:view.open -is:open cols:state
S: 292 thread
S: #state
S: .
C: XLIST thread board:view.open -board:tv.* cols:state
S: 292 thread
S: #state
S: .
C: LIST ACTIVE view.*
S~: 215 .+
S: view.mine 2 1 n
S: view.open 2 2 n
S: .

== An account's own is its own; a guest has none
S~: 20. .+
C: GROUP view.mine
S~: 411 .+
C: XLIST thread board:view.mine
S~: 480 .+
C: LIST ACTIVE view.*
S~: 215 .+
S: view.open 2 2 n
S: .
C: AUTHINFO USER bert
S~: 381 .+
C: AUTHINFO PASS bert-secret
S~: 281 .+
C: GROUP view.mine
S: 211 0 1 0 view.mine
C2: MODE READER
S2~: 20. .+
S2~: 20. .+
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS anna-secret
S2~: 281 .+
C2: GROUP view.mine
S2: 211 2 1 2 view.mine
C2: OVER 1
S2~: 224 .+
S2~: 1\tNo sound\t.+
S2: .
C2: XLIST article board:view.mine cols:subject limit:1
S2: 292 article
S2: #subject
S2: No sound
S2~: #more	after:(?P<token>\S+)
S2: .
C2: XLIST article board:view.mine cols:subject after:${token}
S2: 292 article
S2: #subject
S2: No picture
S2: .

== Nothing is posted to a view; the answer names the board
S~: 20. .+
C: AUTHINFO USER bert
S~: 381 .+
C: AUTHINFO PASS bert-secret
S~: 281 .+
C: POST
S~: 340 .+
C: From: Bert <bert@example.org>
C: Newsgroups: view.open
C: Subject: Re: No picture
C: References: <q@example.org>
C:
C: Because.
C: .
S~: 441 .*view.open is a view.*tv.other.*
C: POST
S~: 340 .+
C: From: Bert <bert@example.org>
C: Newsgroups: view.open
C: Subject: New
C:
C: Text.
C: .
S~: 441 .*view.open is a view.*

== Making and ending one
connect 1 socket
S~: 200 .+
C: XACT view view.tv title=Television :is:root board:tv.*
S~: 290 \d+
C: GROUP view.tv
S: 211 2 1 2 view.tv
C: XACT view view.tv title=Television :is:root board:tv.*
S~: 294 .+
C: XLIST view board:view.tv
S~: 292 view.*
S~: #name\t.+
S~: view.tv\t1\t2\t2\tis:root board:tv.\*\tTelevision
S: .
C: XINFO view.tv
S: 291 view.tv
S: Name: view.tv
S: Kind: view
S: Status: n
S: Low: 1
S: High: 2
S: Count: 2
S: Created: 2026-11-22T12:00:00Z
S: Title: Television
S: Query: is:root board:tv.*
S: .
C: XACT view view.tv
S~: 290 \d+
C: GROUP view.tv
S~: 411 .+
C: XACT view view.tv
S~: 491 .+
C: XACT view tv.general :is:open
S~: 494 .+
C: XACT view view.x :older:2h
S~: 494 .+
C: XACT view view.x :is:open foo:bar
S~: 494 22 no key "foo:".*
C: XACT view view.x :by:@me
S~: 494 .+
C: XACT board view.x
S~: 494 .+

== It is for admins
S~: 20. .+
C: XACT view view.x :is:open
S~: 480 .+
C: AUTHINFO USER mod
S~: 381 .+
C: AUTHINFO PASS mod-secret
S~: 281 .+
C: XACT view view.x :is:open
S~: 490 .+
