# Row 28: what staff says and three others know better is marked so.
setup:
	clock 1795348800
	board tv.qa
	user anna anna-password
	user boris boris-password
	user carla carla-password
	user dora dora-password
	user staff staff-password
	act join @staff :Sandra Meier
	act grant @staff role=staff/Acme

== A day later staff answers
connect 1
connect 2
connect 3
S1~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-password
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER staff
S2~: 381 .+
C2: AUTHINFO PASS staff-password
S2~: 281 .+
S3~: 201 .+
C3: AUTHINFO USER boris
S3~: 381 .+
C3: AUTHINFO PASS boris-password
S3~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.net>
C1: Newsgroups: tv.qa
C1: Subject: The filter clogs
C1: Message-ID: <q@x.example>
C1:
C1: Text.
C1: .
S1: 240 <q@x.example> posted
C3: POST
S3~: 340 .+
C3: From: Boris <boris@example.net>
C3: Newsgroups: tv.qa
C3: Subject: Re: The filter clogs
C3: Message-ID: <b@x.example>
C3: References: <q@x.example>
C3:
C3: Text.
C3: .
S3: 240 <b@x.example> posted
clock 1795435200
C2: POST
S2~: 340 .+
C2: From: Staff <staff@example.net>
C2: Newsgroups: tv.qa
C2: Subject: Re: The filter clogs
C2: Message-ID: <s@x.example>
C2: References: <q@x.example>
C2:
C2: It cannot.
C2: .
S2: 240 <s@x.example> posted
C1: XACT dispute <b@x.example>
S1~: 492 only what staff wrote is disputed; .+
C2: XACT dispute <s@x.example>
S2~: 490 role: .+

== Three disagree
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
C3: AUTHINFO USER dora
S3~: 381 .+
C3: AUTHINFO PASS dora-password
S3~: 281 .+
S4~: 201 .+
C1: XACT dispute <s@x.example> :mine does
S1~: 290 \d+
C1: XACT dispute <s@x.example>
S1~: 294 \d+ you said so already
C2: XACT dispute <s@x.example> :mine too
S2~: 290 \d+
C4: XLIST article is:disputed cols:mid
S4: 292 article
S4~: #.*
S4: .
C3: XACT dispute <s@x.example>
S3~: 290 \d+
C4: XLIST article is:disputed cols:mid
S4: 292 article
S4~: #.*
S4: <s@x.example>
S4: .
C3: XACT dispute <s@x.example> 0
S3~: 290 \d+
C4: XLIST article is:disputed cols:mid
S4: 292 article
S4~: #.*
S4: .
