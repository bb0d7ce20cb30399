# Row 131: four of five questions were asked before; a link is the answer. The
# asker may object for three days.
setup:
	clock 1795348800
	board tv.qa
	user anna anna-password
	user boris boris-password
	user carla carla-password
	user sue sue-password superuser
	user mod mod-password moderator:tv.*

== The same again
connect 1
connect 2
connect 3
S1~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-password
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER carla
S2~: 381 .+
C2: AUTHINFO PASS carla-password
S2~: 281 .+
S3~: 201 .+
C3: AUTHINFO USER sue
S3~: 381 .+
C3: AUTHINFO PASS sue-password
S3~: 281 .+
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
C2: From: Carla <carla@example.net>
C2: Newsgroups: tv.qa
C2: Subject: Black screen
C2: Message-ID: <d@x.example>
C2:
C2: Text.
C2: .
S2: 240 <d@x.example> posted
C2: XACT dup <d@x.example> of=<q@x.example>
S2~: 490 role: dup is for .+
C3: XACT dup <d@x.example> of=<none@x.example>
S3: 491 of= is no article that is here
C3: XACT dup <d@x.example> of=<d@x.example>
S3: 492 of= is the same question, or a duplicate of it
C3: XACT dup <d@x.example> of=<q@x.example>
S3~: 290 \d+
C3: XACT dup <d@x.example> of=<q@x.example>
S3~: 294 \d+ it is a duplicate already; undup ends that
C3: HDR :x-state <d@x.example>
S3~: 225 .+
S3: 0 duplicate
S3: .

== The asker objects in time
connect 1
connect 2
S1~: 201 .+
C1: AUTHINFO USER carla
S1~: 381 .+
C1: AUTHINFO PASS carla-password
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER sue
S2~: 381 .+
C2: AUTHINFO PASS sue-password
S2~: 281 .+
clock 1795608000
C1: XACT undup <d@x.example> :mine has sound
S1~: 290 \d+
C2: HDR :x-metoo <q@x.example>
S2~: 225 .+
S2: 0 0
S2: .
C2: HDR :x-state <d@x.example>
S2~: 225 .+
S2: 0 open
S2: .
C2: XACT dup <d@x.example> of=<q@x.example>
S2~: 290 \d+
clock 1795867201
C1: XACT undup <d@x.example>
S1: 492 the 72 h to object are over; ask a moderator
C2: XACT undup <d@x.example>
S2~: 290 \d+
