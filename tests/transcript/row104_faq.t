# Rows 104, 106 and 109: the FAQ makes itself from what is asked again and
# again; a guest reads it with two commands; what nobody confirms any more
# leaves it at night.
setup:
	clock 1795348800
	builtin
	board tv.general :Television
	user anna anna-secret
	user bert bert-secret
	user carl carl-secret
	user dora dora-secret
	user emil emil-secret

== A question that many have, and one that nobody else has; both are solved
S~: 20. .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS anna-secret
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: No picture since the update
C: Message-ID: <q@example.org>
C:
C: Why?
C: .
S~: 240 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: My remote is green
C: Message-ID: <odd@example.org>
C:
C: Why?
C: .
S~: 240 .+
C2: MODE READER
S2~: 20. .+
S2~: 20. .+
C2: AUTHINFO USER bert
S2~: 381 .+
C2: AUTHINFO PASS bert-secret
S2~: 281 .+
C2: POST
S2~: 340 .+
C2: From: Bert <bert@example.org>
C2: Newsgroups: tv.general
C2: Subject: Re: No picture since the update
C2: References: <q@example.org>
C2: Message-ID: <r@example.org>
C2:
C2: Switch it off and on.
C2: .
S2~: 240 .+
C2: POST
S2~: 340 .+
C2: From: Bert <bert@example.org>
C2: Newsgroups: tv.general
C2: Subject: Re: My remote is green
C2: References: <odd@example.org>
C2: Message-ID: <s@example.org>
C2:
C2: Paint.
C2: .
S2~: 240 .+
C: XACT solve <r@example.org>
S~: 290 \d+
C: XACT solve <s@example.org>
S~: 290 \d+
connect 3 socket
S3~: 200 .+
C3: XACT metoo <q@example.org> as=@carl
S3~: 290 \d+
C3: XACT metoo <q@example.org> as=@dora
S3~: 290 \d+
C3: XACT metoo <q@example.org> as=@emil
S3~: 290 \d+
restart
close 1
close 2
close 3

== A guest reads what is asked most: two commands
S~: 20. .+
C: GROUP view.faq
S: 211 1 1 1 view.faq
C: ARTICLE 1
S: 220 1 <q@example.org>
S...
S: .
C: LIST NEWSGROUPS view.faq
S~: 215 .+
S~: view.faq\tHäufige Fragen.*
S: .
C: XLIST event act:faq cols:actor,target,args
S~: 292 event.*
S: #actor	target	args
S~: system\t<q@example.org>\tvalue=1 score=972 .*points=25
S: .

== A year later nobody has confirmed it: it leaves, and that is said
clock 1826971200
restart
S~: 20. .+
C: GROUP view.faq
S: 211 0 2 1 view.faq
C: XLIST event act:faq cols:time,args
S~: 292 event.*
S: #time	args
S~: 2026-11-22T12:00:00Z\tvalue=1 .+
S~: 2027-11-23T12:00:00Z\tvalue=0 .+
S: .
