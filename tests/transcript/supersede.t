# Supersedes: a new article takes the place of an old one, in one step.
setup:
	clock 1795348800
	conf name news.example.org
	board tv.general :Television
	board tv.other :Other
	user anna correct-horse
	user bert correct-horse
	user mona correct-horse moderator:tv.*
	article <fed@example.org> tv.general :Fed

== The new one is in, the old one out, its answers below the new one
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: A queston
C: Message-ID: <a1@example.org>
C:
C: Text.
C: .
S: 240 <a1@example.org> posted
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Re: A queston
C: Message-ID: <a2@example.org>
C: References: <a1@example.org>
C:
C: Text.
C: .
S: 240 <a2@example.org> posted
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: A question
C: Message-ID: <a3@example.org>
C: Supersedes: <a1@example.org>
C:
C: Text.
C: .
S: 240 <a3@example.org> posted
C: GROUP tv.general
S: 211 3 1 4 tv.general
C: STAT <a1@example.org>
S~: 430 .+
C: STAT 2
S~: 423 .+
C: STAT 4
S: 223 4 <a3@example.org>
C: XLIST thread board:tv.general cols:mid,number,articles,last
S: 292 thread
S: #mid	number	articles	last
S: <fed@example.org>	1	1	1
S: <a3@example.org>	4	2	4
S: .
C: HDR Supersedes 4
S~: 225 .+
S: 4 <a1@example.org>
S: .
# Peers see that the author wrote it.
C: HDR Cancel-Key 4
S~: 225 .+
S~: 4 sha256:\S{44}
S: .
C: XINFO <a3@example.org>
S~: 291 .+
S...
S: State: posted
S...
S: .

== Not twice, and not what was taken back
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
C: Message-ID: <a4@example.org>
C: Supersedes: <a1@example.org>
C:
C: Text.
C: .
S~: 441 .*taken its place already.*
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Gone
C: Message-ID: <b1@example.org>
C:
C: Text.
C: .
S: 240 <b1@example.org> posted
C: XACT cancel <b1@example.org>
S~: 290 \d+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Again
C: Message-ID: <b2@example.org>
C: Supersedes: <b1@example.org>
C:
C: Text.
C: .
S~: 441 .*cancelled already.*
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: The third
C: Message-ID: <a5@example.org>
C: Supersedes: <a3@example.org>
C:
C: Text.
C: .
S: 240 <a5@example.org> posted
C: GROUP tv.general
S: 211 3 1 6 tv.general

== By somebody else it is refused, by a moderator it counts
S~: 201 .+
C: AUTHINFO USER bert
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: bert@news.example.org
C: Newsgroups: tv.general
C: Subject: Mine
C: Message-ID: <c1@example.org>
C: Supersedes: <a5@example.org>
C:
C: Text.
C: .
S~: 441 .*not yours.*
C: STAT <a5@example.org>
S: 223 0 <a5@example.org>
C: STAT <c1@example.org>
S~: 430 .+
connect 2
S2~: 201 .+
C2: AUTHINFO USER mona
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: POST
S2~: 340 .+
C2: From: mona@news.example.org
C2: Newsgroups: tv.general
C2: Subject: Tidied up
C2: Message-ID: <c2@example.org>
C2: Supersedes: <fed@example.org>
C2:
C2: Text.
C2: .
S2: 240 <c2@example.org> posted
C2: STAT 1
S2~: 412 .+
C2: GROUP tv.general
S2: 211 3 3 7 tv.general

== What is not here needs no successor
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.other
C: Subject: Monthly posting
C: Message-ID: <d1@example.org>
C: Supersedes: <last.month@example.org>
C:
C: Text.
C: .
S: 240 <d1@example.org> posted
C: GROUP tv.other
S: 211 1 1 1 tv.other

== In another board
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Monthly posting
C: Message-ID: <d2@example.org>
C: Supersedes: <d1@example.org>
C:
C: Text.
C: .
S: 240 <d2@example.org> posted
C: GROUP tv.other
S: 211 0 2 1 tv.other
C: STAT <d2@example.org>
S: 223 0 <d2@example.org>

== Refused as a whole: the old one stays
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.nowhere
C: Subject: Monthly posting
C: Message-ID: <d3@example.org>
C: Supersedes: <d2@example.org>
C:
C: Text.
C: .
S~: 441 .*no such board.*
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Monthly posting
C: Message-ID: <d2@example.org>
C: Supersedes: <d2@example.org>
C:
C: Text.
C: .
S~: 441 .*Message-ID.*
C: STAT <d2@example.org>
S: 223 0 <d2@example.org>

== The journal says who took whose place, and a restart changes nothing
connect 1 socket
S~: 200 .+
C: XLIST event cols:actor,act,target,args limit:100000
S: 292 event
S...
S: @anna	supersede	<a1@example.org>	with=<a3@example.org>
S...
S: @mona	supersede	<fed@example.org>	with=<c2@example.org>
S...
S: .
close
restart
connect 2
S2~: 201 .+
C2: GROUP tv.general
S2: 211 4 3 8 tv.general
C2: STAT <a1@example.org>
S2~: 430 .+
