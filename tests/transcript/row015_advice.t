# Row 15: an answer may advise against a buy, and is worth the same. Who does so
# five times, and whom askers rate 4.5 or better, is honest.
setup:
	clock 1795348800
	builtin
	conf community {
	conf bootstrap 0
	conf new-post-gap never
	conf new-thread-gap never
	conf post-gap never
	conf thread-gap never
	conf first-day-threads 0
	conf first-day-replies 0
	conf }
	board tv.general kind=qa :Television
	user anna anna-secret
	user bert bert-secret

== Five questions, and what they are told
connect 1
connect 2
S1~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-secret
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER bert
S2~: 381 .+
C2: AUTHINFO PASS bert-secret
S2~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.org>
C1: Newsgroups: tv.general
C1: Subject: Shall I buy number 1?
C1: Message-ID: <q1@example.org>
C1:
C1: Is number 1 any good?
C1: .
S1~: 240 .+
C2: POST
S2~: 340 .+
C2: From: Bert <bert@example.org>
C2: Newsgroups: tv.general
C2: Subject: Re: Shall I buy number 1?
C2: References: <q1@example.org>
C2: Message-ID: <a1@example.org>
C2:
C2: Rather not number 1.
C2: .
S2~: 240 .+
C1: XACT solve <a1@example.org>
S1~: 290 \d+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.org>
C1: Newsgroups: tv.general
C1: Subject: Shall I buy number 2?
C1: Message-ID: <q2@example.org>
C1:
C1: Is number 2 any good?
C1: .
S1~: 240 .+
C2: POST
S2~: 340 .+
C2: From: Bert <bert@example.org>
C2: Newsgroups: tv.general
C2: Subject: Re: Shall I buy number 2?
C2: References: <q2@example.org>
C2: Message-ID: <a2@example.org>
C2:
C2: Rather not number 2.
C2: .
S2~: 240 .+
C1: XACT solve <a2@example.org>
S1~: 290 \d+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.org>
C1: Newsgroups: tv.general
C1: Subject: Shall I buy number 3?
C1: Message-ID: <q3@example.org>
C1:
C1: Is number 3 any good?
C1: .
S1~: 240 .+
C2: POST
S2~: 340 .+
C2: From: Bert <bert@example.org>
C2: Newsgroups: tv.general
C2: Subject: Re: Shall I buy number 3?
C2: References: <q3@example.org>
C2: Message-ID: <a3@example.org>
C2:
C2: Rather not number 3.
C2: .
S2~: 240 .+
C1: XACT solve <a3@example.org>
S1~: 290 \d+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.org>
C1: Newsgroups: tv.general
C1: Subject: Shall I buy number 4?
C1: Message-ID: <q4@example.org>
C1:
C1: Is number 4 any good?
C1: .
S1~: 240 .+
C2: POST
S2~: 340 .+
C2: From: Bert <bert@example.org>
C2: Newsgroups: tv.general
C2: Subject: Re: Shall I buy number 4?
C2: References: <q4@example.org>
C2: Message-ID: <a4@example.org>
C2:
C2: Rather not number 4.
C2: .
S2~: 240 .+
C1: XACT solve <a4@example.org>
S1~: 290 \d+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.org>
C1: Newsgroups: tv.general
C1: Subject: Shall I buy number 5?
C1: Message-ID: <q5@example.org>
C1:
C1: Is number 5 any good?
C1: .
S1~: 240 .+
C2: POST
S2~: 340 .+
C2: From: Bert <bert@example.org>
C2: Newsgroups: tv.general
C2: Subject: Re: Shall I buy number 5?
C2: References: <q5@example.org>
C2: Message-ID: <a5@example.org>
C2:
C2: Rather not number 5.
C2: .
S2~: 240 .+
C1: XACT solve <a5@example.org>
S1~: 290 \d+
C1: XACT advise <a1@example.org> against
S1~: 490 role: advise is for its author
C1: XACT advise <q1@example.org> against
S1~: 492 that began the thread; .+
C2: XACT advise <a1@example.org> maybe
S2~: 494 .+
C2: XACT advise <a1@example.org> for
S2~: 290 \d+
C2: XACT advise <a1@example.org> against
S2~: 290 \d+
C2: XACT advise <a1@example.org> against
S2~: 294 \d+ that is its advice already
C2: XACT advise <a2@example.org> against
S2~: 290 \d+
C2: XACT advise <a3@example.org> against
S2~: 290 \d+
C2: XACT advise <a4@example.org> against
S2~: 290 \d+
# A reply to one's own answer says it as well, from any newsreader.
C2: POST
S2~: 340 .+
C2: From: Bert <bert@example.org>
C2: Newsgroups: tv.general
C2: Subject: Re: Shall I buy number 5?
C2: References: <q5@example.org> <a5@example.org>
C2:
C2: !advise against
C2: .
S2~: 240 .+
C1: XINFO <a5@example.org>
S1: 291 <a5@example.org>
S1...
S1: Advice: against
S1...
S1: .
C1: XACT rate <q1@example.org> 4
S1~: 290 \d+
C1: XACT rate <q2@example.org> 4
S1~: 290 \d+
C1: XLIST user advised:5 csat:40 cols:name
S1~: 292 user
S1: #name
S1: bert
S1: .
C1: XLIST badge badge:honest cols:user
S1~: 292 badge
S1: #user
S1: .

== The rating of what he solved makes it
connect 1
S1~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-secret
S1~: 281 .+
C1: XACT rate <q1@example.org> 5
S1~: 290 \d+
clock 1795348801
C1: XLIST user csat:>=45 cols:name
S1~: 292 user
S1: #name
S1: bert
S1: .
C1: XLIST badge badge:honest cols:user
S1~: 292 badge
S1: #user
S1: @bert
S1: .
C1: XLIST article is:against cols:mid
S1~: 292 article
S1: #mid
S1: <a1@example.org>
S1: <a2@example.org>
S1: <a3@example.org>
S1: <a4@example.org>
S1: <a5@example.org>
S1: .

== What does not solve it any more is not rated by it either
connect 1
connect 2
S1~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-secret
S1~: 281 .+
S2~: 201 .+
C2: AUTHINFO USER bert
S2~: 381 .+
C2: AUTHINFO PASS bert-secret
S2~: 281 .+
C1: XACT unsolve <a2@example.org>
S1~: 290 \d+
C1: XLIST user csat:50 cols:name
S1~: 292 user
S1: #name
S1: bert
S1: .
C2: XACT cancel <a1@example.org>
S2~: 290 \d+
C2: XACT advise <a3@example.org> none
S2~: 290 \d+
C1: XLIST user advised:3 csat:0 cols:name
S1~: 292 user
S1: #name
S1: bert
S1: .
