# Row 29: the first 24 hours belong to the customers. Staff replies after that,
# or with a reason: X-Override.
setup:
	clock 1795348800
	board tv.qa
	user anna anna-password
	user boris boris-password
	user carla carla-password
	user staff staff-password
	act join @staff :Sandra Meier
	act grant @staff role=staff/Acme
	user mia mia-password manager
	user sue sue-password superuser

== A question, and staff within the hour
connect 1
connect 2
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
C2: From: Staff <staff@example.net>
C2: Newsgroups: tv.qa
C2: Subject: Re: No picture
C2: Message-ID: <s1@x.example>
C2: References: <q@x.example>
C2:
C2: Text.
C2: .
S2: 441 hold: the first 24 h belong to the community (reason with X-Override:)
C1: HDR :x-state <q@x.example>
S1~: 225 .+
S1: 0 open
S1: .
# A reason that may not wait: safety, data, a wrong answer.
C2: POST
S2~: 340 .+
C2: From: Staff <staff@example.net>
C2: Newsgroups: tv.qa
C2: Subject: Re: No picture
C2: Message-ID: <s2@x.example>
C2: References: <q@x.example>
C2: X-Override: safety: unplug it at once
C2:
C2: Text.
C2: .
S2: 240 <s2@x.example> posted
C1: HDR :x-state <q@x.example>
S1~: 225 .+
S1: 0 answered
S1: .

== A second before the day is over, and then
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
C3: AUTHINFO USER mia
S3~: 381 .+
C3: AUTHINFO PASS mia-password
S3~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.net>
C1: Newsgroups: tv.qa
C1: Subject: No sound
C1: Message-ID: <q2@x.example>
C1:
C1: Text.
C1: .
S1: 240 <q2@x.example> posted
clock 1795435199
C3: POST
S3~: 340 .+
C3: From: Mia <mia@example.net>
C3: Newsgroups: tv.qa
C3: Subject: Re: No sound
C3: Message-ID: <m1@x.example>
C3: References: <q2@x.example>
C3:
C3: Text.
C3: .
S3~: 441 hold: .+
clock 1795435200
C2: POST
S2~: 340 .+
C2: From: Staff <staff@example.net>
C2: Newsgroups: tv.qa
C2: Subject: Re: No sound
C2: Message-ID: <s3@x.example>
C2: References: <q2@x.example>
C2:
C2: Text.
C2: .
S2: 240 <s3@x.example> posted
C1: HDR :x-state <q2@x.example>
S1~: 225 .+
S1: 0 answered
S1: .
C1: HDR :x-role <s3@x.example>
S1~: 225 .+
S1: 0 staff/Acme
S1: .

== Whom the community asks does not wait
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
C3: AUTHINFO USER sue
S3~: 381 .+
C3: AUTHINFO PASS sue-password
S3~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.net>
C1: Newsgroups: tv.qa
C1: Subject: Smoke
C1: Message-ID: <q3@x.example>
C1:
C1: Text.
C1: .
S1: 240 <q3@x.example> posted
C3: XACT escalate <q3@x.example> :staff must see this
S3~: 290 \d+
C2: POST
S2~: 340 .+
C2: From: Staff <staff@example.net>
C2: Newsgroups: tv.qa
C2: Subject: Re: Smoke
C2: Message-ID: <s4@x.example>
C2: References: <q3@x.example>
C2:
C2: Text.
C2: .
S2: 240 <s4@x.example> posted
C1: HDR :x-state <q3@x.example>
S1~: 225 .+
S1: 0 answered
S1: .
