# Row 87: what became of an idea is said with a reason. Row 140: supporters, and
# the review.
setup:
	clock 1795348800
	act board tv.ideas kind=ideas :Ideas
	user anna anna-password
	user boris boris-password
	user carla carla-password
	user staff staff-password
	act join @staff :Sandra Meier
	act grant @staff role=staff/Acme

== An idea and who wants it
connect 1
connect 2
connect 3
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
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.net>
C1: Newsgroups: tv.ideas
C1: Subject: A dark theme
C1: Message-ID: <i@x.example>
C1:
C1: Text.
C1: .
S1: 240 <i@x.example> posted
C2: XACT support <i@x.example>
S2~: 290 \d+
C2: XACT support <i@x.example>
S2~: 294 \d+ you said so already
C3: XACT support <i@x.example>
S3~: 290 \d+
C1: XACT support <i@x.example>
S1: 490 own: it is yours, and counts already
C1: XACT metoo <i@x.example>
S1~: 49[02] .+
C3: XLIST thread board:tv.ideas support:>=2 cols:mid,state
S3: 292 thread
S3~: #.*
S3~: <i@x.example>\topen
S3: .

== It is decided, with a reason
connect 1
connect 2
S1~: 201 .+
C1: AUTHINFO USER staff
S1~: 381 .+
C1: AUTHINFO PASS staff-password
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER boris
S2~: 381 .+
C2: AUTHINFO PASS boris-password
S2~: 281 .+
C2: XACT review <i@x.example>
S2~: 490 role: .+
C1: XACT review <i@x.example>
S1~: 290 \d+
C1: XACT review <i@x.example>
S1~: 294 \d+ it is review already
C2: HDR :x-state <i@x.example>
S2~: 225 .+
S2: 0 review
S2: .
C1: XACT status <i@x.example> planned
S1~: 494 .+
C1: XACT status <i@x.example> done :soon
S1: 492 it is review; planned comes first
C1: XACT status <i@x.example> planned :next spring
S1~: 290 \d+
C1: XACT status <i@x.example> done :in version 7
S1~: 290 \d+
C2: HDR :x-state <i@x.example>
S2~: 225 .+
S2: 0 done
S2: .
C2: XACT support <i@x.example> 0
S2~: 492 it is done; .+
