# How often an account posts. Whoever keeps order is not held up.
setup:
	clock 1795348800
	conf name news.example.org
	conf community {
	conf bootstrap 0
	conf first-day-threads 2
	conf }
	board tv.general
	user anna correct-horse
	user mona correct-horse moderator:tv.*

== A pause between two questions, a number for the first day
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: One
C: Message-ID: <1@example.org>
C:
C: One.
C: .
S~: 240 .+
clock 1795348900
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Two
C: Message-ID: <2@example.org>
C:
C: Two.
C: .
S: 441 20 s to go: there is a pause between two questions
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Re: One
C: References: <1@example.org>
C: Message-ID: <r@example.org>
C:
C: One.
C: .
S: 441 200 s to go: you have posted the same text already
clock 1795348920
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Two
C: Message-ID: <2@example.org>
C:
C: Two.
C: .
S~: 240 .+
clock 1795352520
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Three
C: Message-ID: <3@example.org>
C:
C: Three.
C: .
S: 441 82680 s to go: so many questions are enough for the first day; replies are welcome
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.general
C: Subject: Re: One
C: References: <1@example.org>
C: Message-ID: <r@example.org>
C:
C: A reply.
C: .
S~: 240 .+

== A moderator is not held up
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: mona@news.example.org
C: Newsgroups: tv.general
C: Subject: Rules
C: Message-ID: <m1@example.org>
C:
C: Rules.
C: .
S~: 240 .+
C: POST
S~: 340 .+
C: From: mona@news.example.org
C: Newsgroups: tv.general
C: Subject: Rules
C: Message-ID: <m2@example.org>
C:
C: Rules.
C: .
S~: 240 .+
