# Retention: "boards WILDMAT { expire ... }" in stoad.conf. By the time of
# arrival, not by what an article says of its date.
setup:
	clock 1795348800
	conf name news.example.org
	conf boards tv.* {
	conf 	expire 7d
	conf }
	conf boards tv.kept {
	conf 	expire never
	conf }
	board tv.general :Television
	board tv.kept :Kept
	board tv.still :Nothing new
	user anna correct-horse
	user mona correct-horse moderator:tv.*
	article <1@example.org> tv.general :Aerial
	article <2@example.org> tv.general refs=<1@example.org> :Re: Aerial
	article <x@example.org> tv.general,tv.kept :Both
	article <k@example.org> tv.kept :Kept
	article <c@example.org> tv.general :Taken back
	act cancel <c@example.org>

== Six days later all is there
clock 1795867200
restart
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: GROUP tv.general
S: 211 3 1 4 tv.general
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Re: Aerial
C: References: <1@example.org> <2@example.org>
C: Message-ID: <late@example.org>
C: Date: Sun, 22 Nov 2026 12:00:00 +0000
C:
C: Six days late, whatever the date says.
C: .
S~: 240 <late@example.org> posted

== Eight days later only what came since
clock 1796040000
restart
S~: 201 .+
C: GROUP tv.general
S: 211 1 5 5 tv.general
C: LISTGROUP
S~: 211 1 5 5 .+
S: 5
S: .
C: LIST COUNTS tv.*
S~: 215 .+
S: tv.general 5 5 1 y
S: tv.kept 2 1 2 y
S: tv.still 0 1 0 y
S: .
C: STAT <1@example.org>
S~: 430 .+
C: ARTICLE <2@example.org>
S~: 430 .+
C: XLIST thread board:tv.general cols:mid,number,articles,last
S: 292 thread
S: #mid	number	articles	last
S: <late@example.org>	5	1	5
S: .
C: XLIST article thread:<late@example.org> cols:mid,parent
S: 292 article
S: #mid	parent
S: <late@example.org>	-
S: .

== What stands elsewhere too stays, and is read there
S~: 201 .+
C: GROUP tv.kept
S: 211 2 1 2 tv.kept
C: HDR Xref 1
S~: 225 .+
S: 1 news.example.org tv.general:3 tv.kept:1
S: .
C: HDR Xref <x@example.org>
S~: 225 .+
S: 0 news.example.org tv.general:3 tv.kept:1
S: .
C: BODY <x@example.org>
S~: 222 .+
S: Text of <x@example.org>.
S: .

== What is gone is not taken again
connect 1 socket
S~: 200 .+
C: CHECK <1@example.org>
S: 438 <1@example.org>
C: CHECK <c@example.org>
S: 438 <c@example.org>
C: IHAVE <2@example.org>
S~: 435 .+
C: XLIST event cols:actor,act,target,args limit:100000
S: 292 event
S...
S~: system	expire	tv.general	low=5 before=\d+
S: .

== The moderators see that it was there
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XINFO <1@example.org>
S~: 291 .+
S...
S: State: expired
S: .
C: ARTICLE <1@example.org>
S~: 430 .+
C: ARTICLE <c@example.org>
S~: 430 .+
C: XACT cancel <1@example.org>
S~: 491 .+

== Numbers go on
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Re: Aerial
C: References: <1@example.org>
C: Message-ID: <later@example.org>
C:
C: An answer to what is gone joins the other one.
C: .
S~: 240 <later@example.org> posted
C: GROUP tv.general
S: 211 2 5 6 tv.general
C: XLIST thread board:tv.general cols:mid,articles,last
S: 292 thread
S: #mid	articles	last
S: <late@example.org>	2	6
S: .

== A year later the board is empty; its low mark is behind all that was
clock 1827400000
restart
S~: 201 .+
C: GROUP tv.general
S: 211 0 7 6 tv.general
C: OVER 1-
S~: 423 .+
C: STAT 6
S~: 423 .+
