# The asker is asked and reminded, answers grow old, what others voted
# elsewhere is brought in; and acts that are the server's alone.
setup:
	clock 1795348800
	board tv.qa
	user anna anna-password
	user lena lena-password superuser
	user fred fred-password expert/tv:tv.*

== A question, and an answer
connect 1
connect 2
S1~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-password
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER lena
S2~: 381 .+
C2: AUTHINFO PASS lena-password
S2~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.net>
C1: Newsgroups: tv.qa
C1: Subject: No sound
C1: Message-ID: <q@x.example>
C1:
C1: Since yesterday.
C1: .
S1: 240 <q@x.example> posted

== The clock stands while the asker is asked
connect 1
connect 2
S1~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-password
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER lena
S2~: 381 .+
C2: AUTHINFO PASS lena-password
S2~: 281 .+
C1: XACT needinfo <q@x.example> :Which model?
S1~: 490 role: needinfo is for .+
C2: XACT needinfo <q@x.example> :Which model?
S2~: 290 \d+
C2: HDR :x-state <q@x.example>
S2~: 225 .+
S2: 0 needsinfo
S2: .
C2: XACT needinfo <q@x.example> :And how old is it?
S2~: 29[04] .+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.net>
C1: Newsgroups: tv.qa
C1: Subject: Re: No sound
C1: Message-ID: <r@x.example>
C1: References: <q@x.example>
C1:
C1: A TM5.
C1: .
S1: 240 <r@x.example> posted
C2: HDR :x-state <q@x.example>
S2~: 225 .+
S2: 0 open
S2: .

== An answer; its asker is reminded, and it grows old
connect 1
connect 2
S1~: 201 .+
C1: AUTHINFO USER lena
S1~: 381 .+
C1: AUTHINFO PASS lena-password
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER fred
S2~: 381 .+
C2: AUTHINFO PASS fred-password
S2~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Lena <lena@example.net>
C1: Newsgroups: tv.qa
C1: Subject: Re: No sound
C1: Message-ID: <a@x.example>
C1: References: <q@x.example>
C1:
C1: Turn it up.
C1: .
S1: 240 <a@x.example> posted
C1: XACT nudge <q@x.example> :Does it sound now?
S1~: 290 \d+
C2: XACT obsolete <a@x.example> :Since version 2 it is loud
S2~: 290 \d+
C2: XACT obsolete <a@x.example>
S2~: 294 .+
C2: XACT score <a@x.example> up=12 down=2
S2: 490 role: that takes an admin

== What was voted elsewhere, and what only the server does
connect 1 socket
S1~: 200 .+
C1: XACT score <a@x.example> up=12 down=2
S1~: 290 \d+
C1: HDR :x-votes <a@x.example>
S1~: 225 .+
S1: 0 10
S1: .
C1: XACT faq <q@x.example> value=1 score=9
S1: 490 role: the server alone does that
C1: XACT forget @anna low=1 before=2 from=x
S1: 490 role: the server alone does that
