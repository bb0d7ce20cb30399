# Words that moderators want to see first, and flags: what many find wrong
# waits for one who decides.
setup:
	clock 1795348800
	conf name news.example.org
	conf community {
	conf flags-silence 2
	conf flags-lock 3
	conf bootstrap 0
	conf new-thread-gap 0
	conf new-post-gap 0
	conf thread-gap 0
	conf post-gap 0
	conf }
	board tv.general
	user anna correct-horse
	user bert correct-horse
	user carl correct-horse
	user mona correct-horse moderator:tv.*
	act trust @anna level=1
	act trust @carl level=1
	act trust @bert level=0
	article <q@example.org> tv.general :A question

== A watched word
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT word word:Idiot
S~: 290 \d+.*
C: XACT word word:idiot
S: 294 0 it is watched for already
C: XACT word word:id-iot
S~: 494 6 a word is .+
connect 2
S2~: 201 .+
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XACT word word:tree
S2: 490 role: word is for moderator, admin
C2: POST
S2~: 340 .+
C2: From: anna@news.example.org
C2: Newsgroups: tv.general
C2: Subject: Hm
C2: Message-ID: <w@example.org>
C2: Content-Type: text/plain; charset=UTF-8
C2: Content-Transfer-Encoding: quoted-printable
C2:
C2: You I=44=
C2: IOT.
C2: .
S2: 240 <w@example.org> waits for a moderator
# Its author learns that it is for a word, not for which.
C2: XLIST event act:submit cols:target,args
S2: 292 event
S2: #target	args
S2~: <w@example.org>	boards=tv.general why=word (?!.*(?i:idiot)).+
S2: .
C: XLIST queue cols:mid,reason
S: 292 queue
S: #mid	reason
S: <w@example.org>	word:idiot
S: .
C: XACT publish <w@example.org>
S~: 290 \d+.*
C: GROUP tv.general
S: 211 2 1 2 tv.general
C: XACT word word:IDIOT value=0
S~: 290 \d+.*

== Flags
S~: 201 .+
C: AUTHINFO USER bert
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT flag <q@example.org> spam
S~: 490 role: flag is for .+
C: POST
S~: 340 .+
C: From: bert@news.example.org
C: Newsgroups: tv.general
C: Subject: Buy
C: Message-ID: <s@example.org>
C:
C: Buy buy buy.
C: .
S~: 240 .+
connect 2
S2~: 201 .+
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XACT flag <s@example.org> reason=ugly
S2: 494 22 reason= is one of spam, abuse, offtopic, private, other
C2: XACT flag <s@example.org> spam :third time today
S2~: 290 \d+.*
C2: XACT flag <s@example.org> spam
S2: 294 0 you have flagged it already
C2: XLIST flag
S2: 292 flag
S2~: #.+
S2: .
connect 3
S3~: 201 .+
C3: AUTHINFO USER mona
S3~: 381 .+
C3: AUTHINFO PASS correct-horse
S3~: 281 .+
C3: XLIST flag cols:mid,by,reason,state,text
S3: 292 flag
S3: #mid	by	reason	state	text
S3: <s@example.org>	@anna	spam	open	third time today
S3: .
connect 4
S4~: 201 .+
C4: AUTHINFO USER carl
S4~: 381 .+
C4: AUTHINFO PASS correct-horse
S4~: 281 .+
C4: XACT flag <s@example.org> spam
S4~: 290 \d+.*
C: XACT metoo <q@example.org>
S~: 490 silenced until 2026-11-23T12:00:00Z: 2 users have flagged it; .+
C3: XACT uphold <s@example.org>
S3~: 290 \d+.*
C3: XLIST modlog cols:actor,act,target,reason
S3: 292 modlog
S3: #actor	act	target	reason
S3: @mona	uphold	<s@example.org>	spam
S3: system	silence	@bert	2 users have flagged it
S3: .
C2: STAT <s@example.org>
S2~: 430 .+
