# Row 59: "I have this too" counts each of them once, and the duplicates with
# it.
setup:
	clock 1795348800
	board tv.qa
	user anna anna-password
	user boris boris-password
	user carla carla-password
	user sue sue-password superuser

== Each counts once
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
C2: AUTHINFO USER boris
S2~: 381 .+
C2: AUTHINFO PASS boris-password
S2~: 281 .+
S3~: 201 .+
C3: AUTHINFO USER carla
S3~: 381 .+
C3: AUTHINFO PASS carla-password
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
C2: XACT metoo <q@x.example>
S2~: 290 \d+
C2: XACT metoo <q@x.example>
S2~: 294 \d+ you said so already
C3: XACT metoo <q@x.example>
S3~: 290 \d+
C3: XACT metoo <q@x.example> 0
S3~: 290 \d+
C3: XACT metoo <q@x.example>
S3~: 290 \d+
C1: XACT metoo <q@x.example>
S1: 490 own: it is yours, and counts already
C4: XACT metoo <q@x.example>
S4~: 480 .+
C4: HDR :x-metoo <q@x.example>
S4~: 225 .+
S4: 0 2
S4: .

== A duplicate adds its own, and who asked it
connect 1
connect 2
connect 3
S1~: 201 .+
C1: AUTHINFO USER carla
S1~: 381 .+
C1: AUTHINFO PASS carla-password
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER boris
S2~: 381 .+
C2: AUTHINFO PASS boris-password
S2~: 281 .+
S3~: 201 .+
C3: AUTHINFO USER sue
S3~: 381 .+
C3: AUTHINFO PASS sue-password
S3~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Carla <carla@example.net>
C1: Newsgroups: tv.qa
C1: Subject: Black screen
C1: Message-ID: <d@x.example>
C1:
C1: Text.
C1: .
S1: 240 <d@x.example> posted
C2: XACT metoo <d@x.example>
S2~: 290 \d+
C3: XACT metoo <d@x.example>
S3~: 290 \d+
C3: XACT dup <d@x.example> of=<q@x.example>
S3~: 290 \d+
C3: HDR :x-state <d@x.example>
S3~: 225 .+
S3: 0 duplicate
S3: .
# @boris and @carla were there already; @sue is new.
C3: HDR :x-metoo <q@x.example>
S3~: 225 .+
S3: 0 3
S3: .
