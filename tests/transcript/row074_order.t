# Row 74: several answers, ranked by those who read them; none is hidden by what
# staff says. Row 129: their order never favours staff.
setup:
	clock 1795348800
	board tv.qa
	user anna anna-password
	user boris boris-password
	user carla carla-password
	user staff staff-password
	act join @staff :Sandra Meier
	act grant @staff role=staff/Acme
	user eva eva-password expert/tv

== Staff and others answer
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
C3: AUTHINFO USER staff
S3~: 381 .+
C3: AUTHINFO PASS staff-password
S3~: 281 .+
S4~: 201 .+
C4: AUTHINFO USER eva
S4~: 381 .+
C4: AUTHINFO PASS eva-password
S4~: 281 .+
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
clock 1795435200
C3: POST
S3~: 340 .+
C3: From: Staff <staff@example.net>
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
C2: From: Boris <boris@example.net>
C2: Newsgroups: tv.qa
C2: Subject: Re: No picture
C2: Message-ID: <b@x.example>
C2: References: <q@x.example>
C2:
C2: Text.
C2: .
S2: 240 <b@x.example> posted
C4: XACT verify <s@x.example>
S4~: 290 \d+
C1: XACT vote <b@x.example> +1
S1~: 290 \d+
C4: XACT vote <b@x.example> +1
S4~: 290 \d+

== In the order of votes
S~: 201 .+
C: AUTHINFO USER carla
S~: 381 .+
C: AUTHINFO PASS carla-password
S~: 281 .+
C: XLIST article thread:<q@x.example> is:reply sort:-votes cols:mid,votes
S: 292 article
S~: #.*
S: <b@x.example>	2
S: <s@x.example>	0
S: .
C: GROUP tv.qa
S~: 211 3 .+
C: LISTGROUP tv.qa
S~: 211 .+
S: 1
S: 2
S: 3
S: .
