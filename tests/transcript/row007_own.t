# Row 7: who has a product says so, and since when; what counts is what staff
# has seen. Badges: owner, and long-time after three years.
setup:
	clock 1795348800
	builtin
	board tv.general :Television
	user anna anna-secret
	user bert bert-secret
	user sam sam-secret
	act join @carl
	act join @sam :Sam
	act grant @sam role=staff/Acme

== Who has it says so himself
S~: 20. .+
C: XACT own product:tm5
S~: 480 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS anna-secret
S~: 281 .+
C: XACT own product:TM5 since=2025-03
S~: 290 \d+
C: XACT own product:tm5 since=2025-03
S~: 294 \d+ that is known already
C: XACT own product:tm6
S~: 290 \d+
C: XACT own product:tm7 since=March
S~: 494 .+ since= is a year, month or day gone by: 2019, 2019-03 or 2019-03-05
C: XACT own product:tm7 since=2027
S~: 494 .+ since= is .+
C: XACT own product:tm5 verified=1
S: 490 role: staff says what it has seen; leave out verified=
C: XACT own product:tm5 of=@bert
S: 490 role: what others have staff says; leave out of=
C: XACT own product:tm8 value=0
S~: 294 \d+ that product is not known there
clock 1795348801
C: XINFO @anna
S: 291 @anna
S...
S: Badges: -
S: Owns: tm5 since 2025-03
S: Owns: tm6
S...
S: .

== Staff has seen the receipt
S~: 20. .+
C: AUTHINFO USER sam
S~: 381 .+
C: AUTHINFO PASS sam-secret
S~: 281 .+
C: XACT own product:tm5 of=@anna verified=1
S~: 290 \d+
C: XACT own product:tm5 of=@bert since=2019 verified=1
S~: 290 \d+
C: XACT own product:tm5 since=2019 verified=1
S: 490 own: a colleague verifies what is yours
C: XACT own product:tm5 of=@nobody
S~: 491 of= is no account; .+
clock 1795348802
C: XINFO @anna
S: 291 @anna
S...
S: Badges: owner
S: Owns: tm5 since 2025-03, verified
S: Owns: tm6
S: .
C: XLIST badge badge:owner,long-time cols:badge,user
S~: 292 badge
S: #badge	user
S: owner	@anna
S: long-time	@bert
S: owner	@bert
S: .
C: XLIST product
S: 292 product
S: #name	owners	verified
S: tm5	2	2
S: tm6	1	0
S: .
C: XINFO product:TM5
S: 291 product:TM5
S: Name: TM5
S: Owners: 2
S: Verified: 2
S: .
C: XINFO product:none
S~: 491 .+
C: XLIST user owns:tm6 cols:name
S~: 292 user
S: #name
S: anna
S: .
C: XLIST user owned:>=1 cols:name
S~: 292 user
S: #name
S: anna
S: bert
S: .

== Three years, to the second
clock 1835395199
connect 1 socket
S~: 200 .+
C: XLIST badge badge:long-time cols:user
S~: 292 badge
S: #user
S: @bert
S: .
clock 1835395200
C: XLIST badge badge:long-time cols:user
S~: 292 badge
S: #user
S: @anna
S: @bert
S: .

== Who says otherwise shows it again, and who leaves has nothing
S~: 20. .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS anna-secret
S~: 281 .+
C: XACT own product:tm5 since=2018
S~: 290 \d+
C: XACT own product:tm6 value=0
S~: 290 \d+
C: XLIST product
S: 292 product
S: #name	owners	verified
S: tm5	2	1
S: .
C: XACT leave @anna
S~: 290 \d+
C: DATE
S: 400 The account was ended
closed 1
connect 2
S2~: 20. .+
C2: XLIST product
S2: 292 product
S2: #name	owners	verified
S2: tm5	1	1
S2: .

== Who does not say since when has it since staff has seen it
clock 1835395201
connect 1
S~: 20. .+
C: AUTHINFO USER sam
S~: 381 .+
C: AUTHINFO PASS sam-secret
S~: 281 .+
C: XACT own product:tm9 of=@carl verified=1
S~: 290 \d+
clock 1900000000
C: XACT own product:tm8 of=@carl verified=1
S~: 290 \d+
clock 1930003200
C: XLIST badge by:@carl cols:badge
S~: 292 badge
S: #badge
S: owner
S: .
clock 1930003201
C: XLIST badge by:@carl cols:badge
S~: 292 badge
S: #badge
S: long-time
S: owner
S: .
