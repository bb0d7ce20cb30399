# Row 61: what is written can be sifted and handed to who knows. Somebody of
# the company looks what waits, and with which tags; finds who is an expert of
# that; assigns it. The figure is how often the first answer was the right one.
setup:
	clock 1795348800
	board tv.general
	user anna anna-secret
	user bert bert-secret
	user eva eva-secret expert/tuner:tv.*
	user rolf rolf-secret expert/remote:tv.*
	user mia mia-secret manager

== Two questions wait; one is about the tuner
connect 1
connect 2
S1~: 201 .+
S2~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-secret
S1~: 281 .+
C2: AUTHINFO USER mia
S2~: 381 .+
C2: AUTHINFO PASS mia-secret
S2~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.org>
C1: Newsgroups: tv.general
C1: Subject: No channels
C1: Message-ID: <tuner@x.example>
C1:
C1: Text.
C1: .
S1~: 240 .+
C1: XACT tag <tuner@x.example> tags=tuner
S1~: 290 \d+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.org>
C1: Newsgroups: tv.general
C1: Subject: No sound
C1: Message-ID: <other@x.example>
C1:
C1: Text.
C1: .
S1~: 240 .+
C2: XACT escalate <tuner@x.example> :needs somebody who knows tuners
S2~: 290 \d+
C2: XACT escalate <other@x.example>
S2~: 290 \d+
C2: XLIST queue is:escalated tag:tuner cols:mid,subject,reason
S2: 292 queue
S2: #mid	subject	reason
S2: <tuner@x.example>	No channels	needs somebody who knows tuners
S2: .

== Who knows about that, and gets it; nobody gets what he may not take care of
connect 1
connect 2
S1~: 201 .+
S2~: 201 .+
C1: AUTHINFO USER mia
S1~: 381 .+
C1: AUTHINFO PASS mia-secret
S1~: 281 .+
C2: AUTHINFO USER eva
S2~: 381 .+
C2: AUTHINFO PASS eva-secret
S2~: 281 .+
C1: XLIST user role:expert/tuner cols:name
S1: 292 user
S1: #name
S1: eva
S1: .
C1: XACT assign <tuner@x.example> to=@bert
S1: 490 role: @bert takes care of no question here; choose a super-user, expert, moderator, manager or one of staff
C1: XACT assign <tuner@x.example> to=@eva
S1~: 290 \d+
C2: XLIST event act:assign cols:actor,target,args
S2: 292 event
S2: #actor	target	args
S2: @mia	<tuner@x.example>	to=@eva
S2: .
C2: XACT claim <tuner@x.example>
S2~: 290 \d+
C2: POST
S2~: 340 .+
C2: From: Eva <eva@example.org>
C2: Newsgroups: tv.general
C2: Subject: Re: No channels
C2: Message-ID: <tuner1@x.example>
C2: References: <tuner@x.example>
C2:
C2: Search again, with the antenna in.
C2: .
S2~: 240 .+

== Right at the first try, and at the second
connect 1
connect 2
connect 3
S1~: 201 .+
S2~: 201 .+
S3~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-secret
S1~: 281 .+
C2: AUTHINFO USER bert
S2~: 381 .+
C2: AUTHINFO PASS bert-secret
S2~: 281 .+
C3: AUTHINFO USER eva
S3~: 381 .+
C3: AUTHINFO PASS eva-secret
S3~: 281 .+
C2: POST
S2~: 340 .+
C2: From: Bert <bert@example.org>
C2: Newsgroups: tv.general
C2: Subject: Re: No sound
C2: Message-ID: <other1@x.example>
C2: References: <other@x.example>
C2:
C2: Louder?
C2: .
S2~: 240 .+
C3: POST
S3~: 340 .+
C3: From: Eva <eva@example.org>
C3: Newsgroups: tv.general
C3: Subject: Re: No sound
C3: Message-ID: <other2@x.example>
C3: References: <other@x.example>
C3:
C3: Is it muted?
C3: .
S3~: 240 .+
C1: XACT solve <tuner1@x.example>
S1~: 290 \d+
C1: XLIST kpi first_right
S1: 292 kpi
S1~: #name.+
S1: first_right	1.000	1	-	-	ratio	-
S1: .
C1: XACT solve <other2@x.example>
S1~: 290 \d+
C1: XLIST kpi first_right board:tv.*
S1: 292 kpi
S1~: #name.+
S1: first_right	0.500	2	-	-	ratio	-
S1: .
