# Row 136: who helps to make things is a co-creator, for some boards: early
# access to them is open without an invitation, and a badge tells of it.
setup:
	clock 1795348800
	builtin
	board tv.general :Television
	act board lounge.tv7 kind=lounge :TV7
	act board lounge.radio kind=lounge :Radio
	user cora cora-secret
	user sue sue-secret superuser
	act grant @cora role=cocreator/tv:lounge.tv*

== Of these boards and no others
S~: 20. .+
C: AUTHINFO USER cora
S~: 381 .+
C: AUTHINFO PASS cora-secret
S~: 281 .+
C: GROUP lounge.tv7
S: 211 0 1 0 lounge.tv7
C: GROUP lounge.radio
S~: 411 .+
C: POST
S~: 340 .+
C: From: Cora <cora@example.org>
C: Newsgroups: lounge.tv7
C: Subject: The remote control
C: Message-ID: <c@example.org>
C:
C: Is too small.
C: .
S~: 240 .+
C: HDR :x-role <c@example.org>
S~: 225 .+
S: 0 cocreator/tv
S: .
clock 1795348801
C: XLIST badge badge:guide,co-creator cols:badge,user
S~: 292 badge
S: #badge	user
S: co-creator	@cora
S: guide	@sue
S: .
C: XLIST user is:cocreator cols:name
S~: 292 user
S: #name
S: cora
S: .
