# XACT: any change, as "act target key=value ... :text".
setup:
	clock 1795348800
	board tv.general :Television
	user anna correct-horse

== Make a board, make it again, change its title
connect 1 socket
S~: 200 .+
C: XACT board tv.new kind=qa :Brand new
S~: 290 \d+.*
C: GROUP tv.new
S: 211 0 1 0 tv.new
C: XACT board tv.new kind=qa :Brand new
S~: 294 \d+.*
C: XACT board tv.new :Not so new
S~: 290 \d+.*
C: LIST NEWSGROUPS tv.new
S~: 215 .+
S~: tv.new[ \t]Not so new
S: .

== Close a board
connect 1 socket
S~: 200 .+
C: XACT board tv.new status=n
S~: 290 \d+.*
C: LIST ACTIVE tv.new
S~: 215 .+
S: tv.new 0 1 n
S: .

== An account with its password in a block
connect 1 socket
S~: 200 .+
C: XACT join @boris role=member -
S~: 390 .+
C: pass-phrase-of-boris
C: .
S~: 290 \d+.*
connect 2
S2~: 201 .+
C2: AUTHINFO USER boris
S2~: 381 .+
C2: AUTHINFO PASS pass-phrase-of-boris
S2: 281 Welcome, boris

== Give and take a role
connect 1 socket
S~: 200 .+
C: XACT grant @anna role=moderator:tv.*
S~: 290 \d+.*
C: XACT grant @anna role=moderator:tv.*
S~: 294 \d+.*
C: XLIST user cols:name,roles
S: 292 user
S~: #name\troles
S~: @?anna\t\S*moderator:tv\.\*\S*
S...
S: .
C: XACT revoke @anna role=moderator:tv.*
S~: 290 \d+.*
C: XACT revoke @anna role=moderator:tv.*
S~: 294 \d+ the account has no such role

== What is granted or revoked counts at once, logged in or not
connect 1 socket
connect 2
S1~: 200 .+
S2~: 201 .+
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XACT board tv.granted :Mine
S2~: 490 role.*
C2: CHECK <1@example.org>
S2~: 502 .+
C1: XACT grant @anna role=admin
S1~: 290 \d+.*
C2: XACT board tv.granted :Mine
S2~: 290 \d+.*
C2: CHECK <1@example.org>
S2: 238 <1@example.org>
C1: XACT revoke @anna role=admin
S1~: 290 \d+.*
C2: CHECK <1@example.org>
S2~: 502 .+
C2: XACT board tv.granted :Still mine
S2~: 490 role.*

== Revoked while the text is on its way: the act is refused
connect 1 socket
connect 2
S1~: 200 .+
S2~: 201 .+
C1: XACT grant @anna role=admin
S1~: 290 \d+.*
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XACT join @intruder role=admin -
S2~: 390 .+
C1: XACT revoke @anna role=admin
S1~: 290 \d+.*
C2: pass-phrase
C2: .
S2~: 490 role.*
C1: XINFO @intruder
S1~: 491 .+

== The server's name on the net
connect 1 socket
S~: 200 .+
C: XACT set server name=news.example.org
S~: 290 \d+.*
C: XACT set server name=news.example.org
S~: 294 \d+.*
C: XACT set server name=not/a/name
S~: 494 .+
connect 2
S2: 201 news.example.org ready, posting needs a login

== A hot copy of the store
connect 1 socket
S~: 200 .+
C: XACT backup server :${dir}/copy
S~: 290 .+
C: XACT backup server :${dir}/copy
S~: 492 .+
C: XACT backup server
S~: 494 .+
connect 2
S2~: 201 .+
C2: XACT backup server :${dir}/other
S2~: 480 .+

== Every change is an event
connect 1 socket
S~: 200 .+
# A title is one line of text.
C: XACT board tv.event :Text with\tTab
S~: 494 .+
C: XACT board tv.event :Text with ümlaut, "quotes" and a \\
S~: 290 (?P<seq>\d+).*
C: XLIST event since:2026-11-22T00:00:00Z limit:100000
S: 292 event
S...
S~: ${seq}\t2026-11-22T12:00:00Z\t\S+\tboard\ttv\.event\t.*
S: .

== Not for everybody
S~: 201 .+
C: XACT board tv.mine :Mine
S~: 480 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT board tv.mine :Mine
S~: 490 .+
C: XACT grant @anna role=admin
S~: 490 .+
C: GROUP tv.mine
S~: 411 .+

== What the server alone does
connect 1 socket
S~: 200 .+
C: XACT post <x@example.org> boards=tv.general size=1 digest=00
S~: 490 .+
C: XACT submit <x@example.org> boards=tv.general size=1 digest=00
S~: 490 .+
C: XACT supersede <x@example.org> with=<y@example.org>
S~: 490 .+
C: XACT expire tv.general low=2 before=2
S~: 490 .+

== What is done to articles that are not there
connect 1 socket
S~: 200 .+
C: XACT cancel <x@example.org>
S~: 491 .+
C: XACT publish <x@example.org>
S~: 491 .+
C: XACT reject <x@example.org> :no
S~: 491 .+

== What is not there
connect 1 socket
S~: 200 .+
C: XACT grant @nobody-here role=member
S~: 491 .+

== Misspelt
connect 1 socket
S~: 200 .+
C: XACT
S~: 501 .+
C: XACT nonsense tv.general
S~: 494 .+
C: XACT board
S~: 494 .+
C: XACT board @anna
S~: 494 .+
C: XACT grant tv.general role=member
S~: 494 .+
C: XACT grant @anna
S~: 494 .+
C: XACT board tv.general nonsense=1
S~: 494 .+
C: XACT board tv.general status=q
S~: 494 .+
C: XACT board Not/A/Board :x
S~: 494 .+
C: XACT board tv.general stray
S~: 494 .+

== A feed that is not there (peer.t has more)
connect 1 socket
S~: 200 .+
C: XACT feed server peer=nobody.example.org
S~: 491 nothing is sent .+
C: XACT feed server peer=nobody.example.org after=x
S~: 494 37 after= is .+

== A text in lines is one line; an act without a text takes none
connect 1 socket
connect 2
S1~: 200 .+
S2~: 201 .+
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: POST
S2~: 340 .+
C2: From: Anna <anna@example.org>
C2: Newsgroups: tv.general
C2: Subject: No picture
C2: Message-ID: <lines@x.example>
C2:
C2: Why?
C2: .
S2~: 240 .+
C1: XACT remove <lines@x.example> -
S1~: 390 .+
C1: It was said
C1: elsewhere already.
C1: .
S1~: 290 \d+
C1: XLIST modlog cols:act,target,reason
S1: 292 modlog
S1: #act	target	reason
S1: remove	<lines@x.example>	It was said elsewhere already.
S1: .
C1: XACT metoo <lines@x.example> :so have I
S1: 494 25 metoo takes no text; it takes [value=]
C1: XACT metoo <lines@x.example> -
S1: 494 25 metoo takes no text; it takes [value=]
C1: XACT metoo <lines@x.example> id=
S1: 494 25 id= has 1 to 64 bytes, none of them a control byte
