# Row 126: a question has several solutions, and the reader picks his own. Row 20:
# who asked says how well it was helped.
setup:
	clock 1795348800
	board tv.qa
	user anna anna-password
	user boris boris-password
	user carla carla-password
	user sue sue-password superuser

== Two of three answers solve it
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
C3: POST
S3~: 340 .+
C3: From: Carla <carla@example.net>
C3: Newsgroups: tv.qa
C3: Subject: Re: No picture
C3: Message-ID: <b@x.example>
C3: References: <q@x.example>
C3:
C3: Text.
C3: .
S3: 240 <b@x.example> posted
C2: POST
S2~: 340 .+
C2: From: Boris <boris@example.net>
C2: Newsgroups: tv.qa
C2: Subject: Re: No picture
C2: Message-ID: <c@x.example>
C2: References: <q@x.example> <b@x.example>
C2:
C2: Text.
C2: .
S2: 240 <c@x.example> posted
C1: XACT solve <q@x.example>
S1: 492 that is the question; name the answer that solved it
C1: XACT rate <q@x.example> 5
S1~: 492 only a solved question is rated; .+
C1: XACT solve <a@x.example>
S1~: 290 \d+
C1: XACT solve <b@x.example>
S1~: 290 \d+
C1: XACT solve <b@x.example>
S1~: 294 \d+ it is a solution already
C2: HDR :x-state <q@x.example>
S2~: 225 .+
S2: 0 solved
S2: .
C2: HDR :x-solution <q@x.example>
S2~: 225 .+
S2: 0 <a@x.example> <b@x.example>
S2: .
C2: HDR :x-state <b@x.example>
S2~: 225 .+
S2: 0 solution
S2: .
C2: HDR :x-state <c@x.example>
S2~: 225 .+
S2: 0 reply
S2: .
C2: XACT rate <q@x.example> 5
S2~: 490 role: rate is for .+
C1: XACT rate <q@x.example> 6
S1~: 494 .+
C1: XACT rate <q@x.example> 4 :quick
S1~: 290 \d+

== One of them did not last
connect 1
connect 2
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
C1: XACT unsolve <a@x.example> :it is back
S1~: 290 \d+
C2: HDR :x-state <q@x.example>
S2~: 225 .+
S2: 0 solved
S2: .
C1: XACT reopen <q@x.example>
S1~: 290 \d+
C2: HDR :x-state <q@x.example>
S2~: 225 .+
S2: 0 answered
S2: .
C2: HDR :x-solution <q@x.example>
S2~: 225 .+
S2: 0 -
S2: .

== Others solve it when the asker has had three days
connect 1
connect 2
S1~: 201 .+
C1: AUTHINFO USER sue
S1~: 381 .+
C1: AUTHINFO PASS sue-password
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER boris
S2~: 381 .+
C2: AUTHINFO PASS boris-password
S2~: 281 .+
C1: XACT solve <b@x.example>
S1: 490 wait: the first 72 h the asker says what solved it
clock 1795608000
C2: XACT solve <b@x.example>
S2~: 490 role: solve is for .+
C1: XACT solve <b@x.example>
S1~: 290 \d+
