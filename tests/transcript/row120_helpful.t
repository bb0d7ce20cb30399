# Row 120: others say what helped, once each: not its author, nor his colleague.
setup:
	clock 1795348800
	board tv.qa
	user anna anna-password
	user boris boris-password
	user carla carla-password
	user staff staff-password
	act join @staff :Sandra Meier
	act grant @staff role=staff/Acme
	user other other-password
	act join @other :Olaf Kurz
	act grant @other role=staff/Acme

== Votes
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
C1: Newsgroups: tv.qa
C1: Subject: No picture
C1: Message-ID: <q@x.example>
C1:
C1: Text.
C1: .
S1: 240 <q@x.example> posted
C2: POST
S2~: 340 .+
C2: From: Boris <boris@example.net>
C2: Newsgroups: tv.qa
C2: Subject: Re: No picture
C2: Message-ID: <a@x.example>
C2: References: <q@x.example>
C2:
C2: Text.
C2: .
S2: 240 <a@x.example> posted
C3: XACT vote <a@x.example> +1
S3~: 290 \d+
C3: XACT vote <a@x.example> +1
S3~: 294 \d+ that is your vote already
C2: XACT vote <a@x.example> +1
S2: 490 own: that is yours; vote is for what others wrote
C1: XACT vote <a@x.example> value=2
S1~: 494 \d+ .+
C1: XACT vote <a@x.example> +1
S1~: 290 \d+
C2: HDR :x-votes <a@x.example>
S2~: 225 .+
S2: 0 2
S2: .
C3: XACT vote <a@x.example> -1
S3~: 290 \d+
C2: HDR :x-votes <a@x.example>
S2~: 225 .+
S2: 0 0
S2: .
C3: XACT vote <a@x.example> 0
S3~: 290 \d+
C2: HDR :x-votes <a@x.example>
S2~: 225 .+
S2: 0 1
S2: .

== Not among colleagues
connect 1
connect 2
connect 3
S1~: 201 .+
C1: AUTHINFO USER staff
S1~: 381 .+
C1: AUTHINFO PASS staff-password
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER other
S2~: 381 .+
C2: AUTHINFO PASS other-password
S2~: 281 .+
S3~: 201 .+
C3: AUTHINFO USER carla
S3~: 381 .+
C3: AUTHINFO PASS carla-password
S3~: 281 .+
clock 1795435200
C1: POST
S1~: 340 .+
C1: From: Staff <staff@example.net>
C1: Newsgroups: tv.qa
C1: Subject: Re: No picture
C1: Message-ID: <s@x.example>
C1: References: <q@x.example>
C1:
C1: Text.
C1: .
S1: 240 <s@x.example> posted
C2: XACT vote <s@x.example> +1
S2: 490 org: a colleague wrote that; vote is for what others wrote
C3: XACT vote <s@x.example> +1
S3~: 290 \d+
