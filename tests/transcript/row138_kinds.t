# Row 138: boards of the kinds faq, blog and ideas. What stands in a blog or
# in a FAQ that people keep is begun by who has an office there; everybody may
# say something to it.
setup:
	clock 1795348800
	board tv.general
	user anna anna-secret
	user sue sue-secret superuser:tv.*
	user eva eva-secret expert/tv:tv.*
	user mod mod-secret moderator:net.*
	act board tv.blog kind=blog :What we are at
	act board tv.faq kind=faq :Häufige Fragen
	act board tv.ideas kind=ideas :Ideas

== Boards and their kinds
connect 1 socket
S~: 200 .+
C: XLIST board kind:blog,faq,ideas cols:name,kind
S: 292 board
S: #name	kind
S: tv.blog	blog
S: tv.faq	faq
S: tv.ideas	ideas
S: .
C: XACT board tv.diary kind=diary
S: 494 16 kind= is one of qa, discussion, howto, ideas, announce, lounge, case, blog, faq

== A super-user writes an article, an expert an entry of the FAQ
connect 1
connect 2
S1~: 201 .+
S2~: 201 .+
C1: AUTHINFO USER sue
S1~: 381 .+
C1: AUTHINFO PASS sue-secret
S1~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Sue <sue@example.org>
C1: Newsgroups: tv.blog
C1: Subject: A week with the new one
C1: Message-ID: <week@x.example>
C1:
C1: It hums.
C1: .
S1: 240 <week@x.example> posted
C2: AUTHINFO USER eva
S2~: 381 .+
C2: AUTHINFO PASS eva-secret
S2~: 281 .+
C2: POST
S2~: 340 .+
C2: From: Eva <eva@example.org>
C2: Newsgroups: tv.faq
C2: Subject: No picture?
C2: Message-ID: <nopic@x.example>
C2:
C2: Switch it on.
C2: .
S2~: 240 .+
# They ask nothing: no clock, no state.
C2: HDR :x-state <week@x.example>
S2~: 225 .+
S2: 0 none
S2: .
C2: HDR :x-sla <nopic@x.example>
S2~: 225 .+
S2: 0 -
S2: .

== A member begins none, wherever it pretends to belong, and comments on all
connect 1
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS anna-secret
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: Hello
C: Message-ID: <hello@x.example>
C:
C: A question?
C: .
S~: 240 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.blog
C: Subject: My holidays
C:
C: It rained.
C: .
S: 441 role: in tv.blog super-users, experts, moderators and staff begin threads; reply to one, or choose another board
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.faq
C: Subject: My holidays
C: References: <hello@x.example>
C:
C: It rained.
C: .
S~: 441 role: in tv.faq .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.blog
C: Subject: Re: A week with the new one
C: References: <week@x.example>
C:
C: Mine sings.
C: .
S~: 240 .+

== An office elsewhere is none here
connect 1
S~: 201 .+
C: AUTHINFO USER mod
S~: 381 .+
C: AUTHINFO PASS mod-secret
S~: 281 .+
C: POST
S~: 340 .+
C: From: Mod <mod@example.org>
C: Newsgroups: tv.blog
C: Subject: My holidays
C:
C: It rained.
C: .
S~: 441 role: in tv.blog .+
