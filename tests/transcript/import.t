# What stoactl import sends: whose act it was, and when.
setup:
	clock 1795348800
	board tv.general :Television
	user anna secret-anna
	user boris secret-boris
	act set server name=news.example.org

== An article of then, by its author; an act of then
connect 1 socket
S~: 20[01] .+
C: MODE IMPORT
S~: 203 .+
C: TAKETHIS <1@x.example>
C: From: Anna <anna@x.example>
C: Newsgroups: tv.general
C: Subject: No picture
C: Date: Tue, 21 Jan 2014 20:26:05 +0000
C: Message-ID: <1@x.example>
C: Injection-Info: news.example.org; posting-account="anna"
C:
C: Since the update.
C: .
S: 239 <1@x.example>
C: TAKETHIS <2@x.example>
C: From: Carla <carla@x.example>
C: Newsgroups: tv.general
C: Subject: No sound
C: Date: Tue, 21 Jan 2014 20:26:05 +0000
C: Message-ID: <2@x.example>
C: Injection-Info: news.example.org; posting-account="carla"
C:
C: Since the update.
C: .
S: 439 <2@x.example> Injection-Info names no account; join makes it
# Nobody's question is one, too.
C: TAKETHIS <3@x.example>
C: From: nobody <nobody@x.example>
C: Newsgroups: tv.general
C: Subject: No signal
C: Date: Tue, 21 Jan 2014 20:26:05 +0000
C: Message-ID: <3@x.example>
C:
C: Since the update.
C: .
S: 239 <3@x.example>
C: XLIST thread board:tv.general cols:mid,state,date
S: 292 thread
S: #mid	state	date
S: <1@x.example>	open	2014-01-21T20:26:05Z
S: <3@x.example>	open	2014-01-21T20:26:05Z
S: .
C: XLIST event cols:actor,act,args
S~: 292 .+
S...
S~: @anna	post	boards=tv.general:1 .*by=@\S+ at=1390335965 .+
S~: guest	post	boards=tv.general:2 state=open by=@\S+ at=1390335965 .+
S: .
# Acts are answered in their turn, like articles.
R: XACT grant @anna role=superuser as=@boris at=2014-01-21T20:26:05Z\r\nXACT grant @anna role=superuser\r\nXACT vote <2@x.example> value=1\r\n
S~: 290 \d+
S~: 294 \d+ .+
S~: 491 .+
C: XACT grant @anna role=bot as=@carla
S: 491 as= names no account
C: XACT grant @anna role=bot at=2030-01-01T00:00:00Z
S: 494 22 at= is a time gone by, behind 1970
C: XACT grant @anna role=bot at=yesterday
S: 494 22 at= is a time, like 2026-11-22T03:00:00Z

== Votes that were given elsewhere, and a voice of then
connect 1 socket
S~: 20[01] .+
C: MODE IMPORT
S~: 203 .+
C: XACT score <1@x.example> up=17 down=2 at=2014-01-22T08:00:00Z id=score.1
S~: 290 (?P<seq>\d+)
C: HDR :x-votes <1@x.example>
S~: 225 .+
S: 0 15
S: .
# Once is enough.
C: XACT score <1@x.example> up=17 down=2 at=2014-01-22T08:00:00Z id=score.1
S: 294 ${seq} done already, under the same id=
C: XACT metoo <1@x.example> as=@boris at=2014-01-22T08:00:00Z
S~: 290 \d+
C: XACT solve <1@x.example> as=@boris at=1390377600
S~: 49[0-2] .+

== That is for an admin
S~: 20[01] .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS secret-anna
S~: 281 .+
C: MODE IMPORT
S~: 502 .+
C: XACT cancel <1@x.example> at=2014-01-21T20:26:05Z
S~: 490 .+
