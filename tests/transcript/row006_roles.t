# Row 6: what an author was when he wrote is seen by everybody, guests too, and
# stays.
setup:
	clock 1795348800
	board tv.qa
	board net.qa
	user anna anna-password
	user boris boris-password
	user carla carla-password
	user sue sue-password superuser
	user eva eva-password expert/tv:tv.*

== Labels of the board
connect 1
connect 2
connect 3
connect 4
S1~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-password
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER eva
S2~: 381 .+
C2: AUTHINFO PASS eva-password
S2~: 281 .+
S3~: 201 .+
C3: AUTHINFO USER sue
S3~: 381 .+
C3: AUTHINFO PASS sue-password
S3~: 281 .+
S4~: 201 .+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.net>
C1: Newsgroups: tv.qa
C1: Subject: No picture
C1: Message-ID: <q@x.example>
C1:
C1: Text.
C1: .
S1: 240 <q@x.example> posted
C2: POST
S2~: 340 .+
C2: From: Eva <eva@example.net>
C2: Newsgroups: tv.qa
C2: Subject: Re: No picture
C2: Message-ID: <e@x.example>
C2: References: <q@x.example>
C2:
C2: Text.
C2: .
S2: 240 <e@x.example> posted
C3: POST
S3~: 340 .+
C3: From: Sue <sue@example.net>
C3: Newsgroups: tv.qa
C3: Subject: Re: No picture
C3: Message-ID: <s@x.example>
C3: References: <q@x.example>
C3:
C3: Text.
C3: .
S3: 240 <s@x.example> posted
C2: POST
S2~: 340 .+
C2: From: Eva <eva@example.net>
C2: Newsgroups: net.qa
C2: Subject: No net
C2: Message-ID: <n@x.example>
C2:
C2: Text.
C2: .
S2: 240 <n@x.example> posted
C4: HDR :x-role <q@x.example>
S4~: 225 .+
S4: 0 member
S4: .
C4: HDR :x-role <e@x.example>
S4~: 225 .+
S4: 0 expert/tv
S4: .
C4: HDR :x-role <s@x.example>
S4~: 225 .+
S4: 0 superuser
S4: .
C4: HDR :x-role <n@x.example>
S4~: 225 .+
S4: 0 member
S4: .

== Of then, not of now
connect 1 socket
connect 2
S1~: 200 .+
S2~: 201 .+
C1: XACT revoke @eva role=expert/tv:tv.*
S1~: 290 \d+
C2: HDR :x-role <e@x.example>
S2~: 225 .+
S2: 0 expert/tv
S2: .
