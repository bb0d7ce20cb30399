# Rows 118 and 119: badges and ranks come by rules, in the moment they are
# earned, and can be taken back; more contributions are a higher rank.
setup:
	clock 1795348800
	builtin
	conf community {
	conf bootstrap 0
	conf new-post-gap never
	conf new-thread-gap never
	conf }
	board tv.general :Television
	user anna anna-secret
	user bert bert-secret
	user mod mod-secret moderator
	user sue sue-secret superuser
	user eva eva-secret expert/tv:tv.*
	act join @m0 :Member
	act join @m1 :Member
	act join @m2 :Member
	act join @m3 :Member
	act join @m4 :Member
	act join @m5 :Member
	act join @m6 :Member
	act join @m7 :Member
	act join @m8 :Member
	act join @m9 :Member

== The first question
S~: 20. .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS anna-secret
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: No picture
C: Message-ID: <q@example.org>
C:
C: Why?
C: .
S~: 240 .+
clock 1795348801
C: XLIST event act:badge cols:time,target,args
S~: 292 event.*
S: #time	target	args
S...
S: 2026-11-22T12:00:00Z	@anna	rule=first-question name=first-question value=1
S: 2026-11-22T12:00:00Z	@anna	rule=rank-1 name=rank-1 value=1
S: .

== The first answer, and the first that is accepted
S~: 20. .+
C: AUTHINFO USER bert
S~: 381 .+
C: AUTHINFO PASS bert-secret
S~: 281 .+
C: POST
S~: 340 .+
C: From: Bert <bert@example.org>
C: Newsgroups: tv.general
C: Subject: Re: No picture
C: References: <q@example.org>
C: Message-ID: <r@example.org>
C:
C: The cable.
C: .
S~: 240 .+
C2: MODE READER
S2~: 20. .+
S2~: 20. .+
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS anna-secret
S2~: 281 .+
C2: XACT solve <r@example.org>
S2~: 290 \d+
clock 1795348803
C2: XLIST event act:badge cols:target,args
S2~: 292 event.*
S2: #target	args
S2...
S2: @bert	rule=first-answer name=first-answer value=1
S2: @bert	rule=rank-1 name=rank-1 value=1
S2: @bert	rule=solved-1 name=solved-1 value=1
S2: .
C2: XLIST event act:trust cols:target,args
S2~: 292 event.*
S2: #target	args
S2: @bert	rule=trust-1 level=1
S2: .

== It is taken back, and stays so
S~: 20. .+
C: AUTHINFO USER mod
S~: 381 .+
C: AUTHINFO PASS mod-secret
S~: 281 .+
C: XACT badge @bert name=solved-1 value=0
S~: 290 \d+
clock 1795348804
C: XLIST event act:badge cols:actor,target,args
S~: 292 event.*
S: #actor	target	args
S...
S: system	@bert	rule=solved-1 name=solved-1 value=1
S: @mod	@bert	name=solved-1 value=0
S: .

== What somebody is, what he found first, what he put in order
S~: 20. .+
C: AUTHINFO USER sue
S~: 381 .+
C: AUTHINFO PASS sue-secret
S~: 281 .+
C: XACT tag <q@example.org> tags=cable
S~: 290 \d+
clock 1795348805
C: XLIST badge badge:guide,expert/tv,first-edit cols:badge,user
S~: 292 badge
S: #badge	user
S: first-edit	@sue
S: guide	@sue
S: expert/tv	@eva
S: .
C: XINFO %guide
S: 291 %guide
S: Name: guide
S: Rule: when role:superuser do badge name=guide
S: Holders: 1
S: Users: @sue
S: .
# Nobody has it yet.
C: XINFO %thanks-100
S: 291 %thanks-100
S: Name: thanks-100
S: Rule: when thanks:>=100 do badge name=thanks-100
S: Holders: 0
S: Users:
S: .

== Ten have the problem that anna told of first
connect 1 socket
S~: 200 .+
C: XACT metoo <q@example.org> as=@m0
S~: 290 \d+
C: XACT metoo <q@example.org> as=@m1
S~: 290 \d+
C: XACT metoo <q@example.org> as=@m2
S~: 290 \d+
C: XACT metoo <q@example.org> as=@m3
S~: 290 \d+
C: XACT metoo <q@example.org> as=@m4
S~: 290 \d+
C: XACT metoo <q@example.org> as=@m5
S~: 290 \d+
C: XACT metoo <q@example.org> as=@m6
S~: 290 \d+
C: XACT metoo <q@example.org> as=@m7
S~: 290 \d+
C: XACT metoo <q@example.org> as=@m8
S~: 290 \d+
C: XACT metoo <q@example.org> as=@m9
S~: 290 \d+
clock 1795348806
C: XLIST badge badge:discoverer cols:badge,user
S~: 292 badge
S: #badge	user
S: discoverer	@anna
S: .

== A topic more is a badge more, and what was taken back no rule gives again
connect 1 socket
S~: 200 .+
C: XACT badge @eva name=expert/tv value=0
S~: 290 \d+
C: XACT grant @eva role=expert/audio,expert/video:tv.*
S~: 290 \d+
clock 1795348807
C: XINFO %expert/audio
S: 291 %expert/audio
S: Name: expert/audio
S: Rule: when topics:>=1 do badge name=expert/*
S: Holders: 1
S: Users: @eva
S: .
C: XLIST badge by:@eva cols:badge
S~: 292 badge
S: #badge
S: expert/audio
S: expert/video
S: .
C: XACT badge @eva name=expert/tv
S~: 290 \d+
C: XACT badge @eva name=expert/*
S~: 294 \d+ the account had a badge for each topic of expert already

== The list goes on where it was cut, and nowhere else
S~: 20. .+
C: XLIST badge badge:rank-1 cols:user limit:1
S~: 292 badge
S: #user
S: @anna
S~: #more	after:(?P<token>\S+)
S: .
C: XLIST badge badge:rank-1 cols:user limit:1 after:${token}
S~: 292 badge
S: #user
S: @bert
S: .
R: XLIST badge after:1.{x*65}\r\n
S: 494 1 after: is what #more said
R: XLIST badge after:1.{x*128}\r\n
S: 494 1 after: is what #more said

== A year after the first contribution, and every year behind it
clock 1826884799
connect 1 socket
S~: 200 .+
C: XLIST badge badge:anniversary-1 cols:badge,user
S~: 292 badge
S: #badge	user
S: .
clock 1826884800
C: XLIST badge badge:anniversary-1 cols:badge,user
S~: 292 badge
S: #badge	user
S: anniversary-1	@anna
S: .
clock 1858420799
C: XLIST badge badge:anniversary-1,anniversary-2 cols:badge,user
S~: 292 badge
S: #badge	user
S: anniversary-1	@anna
S: anniversary-1	@bert
S: .
clock 1858420800
C: XLIST badge badge:anniversary-1,anniversary-2 cols:badge,user
S~: 292 badge
S: #badge	user
S: anniversary-1	@anna
S: anniversary-2	@anna
S: anniversary-1	@bert
S: .
