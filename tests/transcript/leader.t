# Leaders: places are of those who are shown, and equal points share one.
setup:
	clock 1795348800
	board tv.general
	user anna anna-password
	user boris boris-password
	user carla carla-password
	user dora dora-password
	user erik erik-password
	user mona mona-password moderator

== Who leads leaves, and the second is the first
S~: 201 .*
C: AUTHINFO USER anna
S~: 381 .*
C: AUTHINFO PASS anna-password
S~: 281 .*
C1: POST
S1~: 340 .*
C1: From: anna <anna@example.net>
C1: Newsgroups: tv.general
C1: Subject: Of anna
C1: Message-ID: <anna@example.net>
C1:
C1: Text.
C1: .
S1~: 240 .*
connect 2
S2~: 201 .*
C2: AUTHINFO USER boris
S2~: 381 .*
C2: AUTHINFO PASS boris-password
S2~: 281 .*
C2: POST
S2~: 340 .*
C2: From: boris <boris@example.net>
C2: Newsgroups: tv.general
C2: Subject: Of boris
C2: Message-ID: <boris@example.net>
C2:
C2: Text.
C2: .
S2~: 240 .*
connect 3
S3~: 201 .*
C3: AUTHINFO USER carla
S3~: 381 .*
C3: AUTHINFO PASS carla-password
S3~: 281 .*
C3: POST
S3~: 340 .*
C3: From: carla <carla@example.net>
C3: Newsgroups: tv.general
C3: Subject: Of carla
C3: Message-ID: <carla@example.net>
C3:
C3: Text.
C3: .
S3~: 240 .*
connect 4
S4~: 201 .*
C4: AUTHINFO USER dora
S4~: 381 .*
C4: AUTHINFO PASS dora-password
S4~: 281 .*
C4: POST
S4~: 340 .*
C4: From: dora <dora@example.net>
C4: Newsgroups: tv.general
C4: Subject: Of dora
C4: Message-ID: <dora@example.net>
C4:
C4: Text.
C4: .
S4~: 240 .*
connect 5
S5~: 201 .*
C5: AUTHINFO USER erik
S5~: 381 .*
C5: AUTHINFO PASS erik-password
S5~: 281 .*
C5: POST
S5~: 340 .*
C5: From: erik <erik@example.net>
C5: Newsgroups: tv.general
C5: Subject: Of erik
C5: Message-ID: <erik@example.net>
C5:
C5: Text.
C5: .
S5~: 240 .*
C2: XACT vote <anna@example.net> 1
S2~: 290 .*
C3: XACT vote <anna@example.net> 1
S3~: 290 .*
C4: XACT vote <anna@example.net> 1
S4~: 290 .*
C1: XACT vote <boris@example.net> 1
S1~: 290 .*
C5: XACT vote <boris@example.net> 1
S5~: 290 .*
C4: XACT vote <carla@example.net> 1
S4~: 290 .*
C5: XACT vote <carla@example.net> 1
S5~: 290 .*
C5: XACT vote <dora@example.net> 1
S5~: 290 .*
C: XLIST leader cols:place,user,points
S: 292 leader
S: #place	user	points
S: 1	@anna	16
S: 2	@boris	11
S: 2	@carla	11
S: 4	@dora	6
S: 5	@erik	1
S: .
C: XLIST leader limit:2 cols:place,user
S: 292 leader
S: #place	user
S: 1	@anna
S: 2	@boris
S~: #more	after:(?P<token>\S+)
S: .
C: XLIST leader limit:2 cols:place,user after:${token}
S: 292 leader
S: #place	user
S: 2	@carla
S: 4	@dora
S~: #more	.*
S: .
C: XACT leave @anna
S~: 290 .*
C: DATE
S~: 400 .*
closed 1
C2: XLIST leader cols:place,user
S2: 292 leader
S2: #place	user
S2: 1	@boris
S2: 1	@carla
S2: 3	@dora
S2: 4	@erik
S2: .
