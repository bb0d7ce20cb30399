# Rows 22 and 77: nobody types a label. What an account is the server says;
# staff is a person and a brand, and does not take that off.
setup:
	clock 1795348800
	conf community {
	conf 	join open
	conf 	brands acme globex
	conf 	thread-gap 0
	conf 	post-gap 0
	conf 	new-thread-gap 0
	conf 	new-post-gap 0
	conf }
	board tv.general
	user anna correct-horse
	user nina correct-horse

== A name that claims it is refused
connect 1
S~: 201 .+
C: AUTHINFO USER nina
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT join @nina :Acme Support
S~: 490 role: the name claims to be somebody official.*
C: XACT join @nina :A.C.M.E.
S~: 490 role: .*
C: XACT join @nina :Nina, Moderator
S~: 490 role: .*
C: XACT join @nina :Nina · Beta
S~: 490 role: .*
C: XACT join @nina :Nina
S~: 290 \d+
C: XACT grant @nina staff/Acme
S~: 490 role: .*
C: POST
S~: 340 .+
C: From: "Nina (ACME)" <nina@example.org>
C: Newsgroups: tv.general
C: Subject: Official
C:
C: Buy!
C: .
S~: 441 From: the name claims to be somebody official.*
C: POST
S~: 340 .+
C: From: =?UTF-8?Q?Acm=C3=A9?= <nina@example.org>
C: Newsgroups: tv.general
C: Subject: Official
C:
C: Buy!
C: .
S~: 441 From: .*
C: POST
S~: 340 .+
C: From: =?UTF-8?Q?Nina_=C2=B7_Beta?= <nina@example.org>
C: Newsgroups: tv.general
C: Subject: Official
C:
C: Buy!
C: .
S~: 441 From: .*
C: POST
S~: 340 .+
C: From: Nina <nina@acme.example>
C: Newsgroups: tv.general
C: Subject: Not official
C: Message-ID: <n@x.example>
C:
C: My address is my own affair.
C: .
S~: 240 .+

== Nor by a new account
connect 1
S~: 201 .+
C: XACT join @acme-support -
S~: 390 .+
C: good-password
C: .
S~: 492 that name is taken.*
C: XACT join @olga -
S~: 390 .+
C: good-password
C: Globex
C: .
S~: 490 role: .*

== Staff is somebody
connect 1 socket
S~: 200 .+
C: XACT grant @anna staff
S~: 494 13 staff is of a brand: role=staff/Acme
C: XACT grant @anna staff/Acme
S~: 492 staff is a person, too.*
C: XACT join @anna :Anna
S~: 290 \d+
C: XACT grant @anna staff/Acme
S~: 290 \d+

== Anna · Acme
connect 1
connect 2
S1~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS correct-horse
S1~: 281 .+
C1: XACT join @anna :
S1~: 492 staff is a person, too.*
C1: XACT revoke @anna staff/Acme
S1~: 490 role: .*
C1: POST
S1~: 340 .+
C1: From: Anna from Acme <anna@example.org>
C1: Newsgroups: tv.general
C1: Subject: News
C1: Message-ID: <s@x.example>
C1:
C1: We have a new remote control.
C1: .
S1~: 240 .+
S2~: 201 .+
C2: XINFO @anna
S2: 291 @anna
S2...
S2: Person: Anna
S2: Label: Anna · Acme
S2...
S2: .
C2: XINFO @nina
S2: 291 @nina
S2...
S2: Person: Nina
S2: Points: 1
S2...
S2: .
C2: HDR :x-role <s@x.example>
S2~: 225 .+
S2: 0 staff/Acme
S2: .
C2: HDR :x-role <n@x.example>
S2~: 225 .+
S2: 0 member
S2: .

== A brand of staff is one that stoad.conf need not name
connect 1 socket
connect 2
S1~: 200 .+
S2~: 201 .+
C2: AUTHINFO USER nina
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: POST
S2~: 340 .+
C2: From: "Nina (Initech)" <nina@example.org>
C2: Newsgroups: tv.general
C2: Subject: A private joke
C2:
C2: Nobody is called so.
C2: .
S2~: 240 .+
C1: XACT grant @anna staff/Initech
S1~: 290 \d+
C2: POST
S2~: 340 .+
C2: From: "Nina (I.N.I.T.E.C.H)" <nina@example.org>
C2: Newsgroups: tv.general
C2: Subject: No joke
C2:
C2: Now somebody is.
C2: .
S2~: 441 From: the name claims to be somebody official.*
C2: XACT join @nina :Nina from Initech
S2~: 490 role: .*
C1: XACT revoke @anna staff/Initech
S1~: 290 \d+
C2: XACT join @nina :Nina from Initech
S2~: 290 \d+
C2: POST
S2~: 340 .+
C2: From: "Nina (Initech)" <nina@example.org>
C2: Newsgroups: tv.general
C2: Subject: The joke again
C2:
C2: Nobody is called so any more.
C2: .
S2~: 240 .+
