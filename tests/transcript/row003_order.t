# Row 3: who is asked first. Each board has its order: the community and then
# staff, as everywhere; staff and then the community; or both at once. Who is
# invited, and in which order, comes with routing.
setup:
	clock 1795348800
	builtin
	board tv.crowd
	act board tv.desk kind=qa hold=0s :Staff first
	act board tv.both kind=qa hold=0s :Whoever is first
	act rule rule:desk :when is:open board:tv.desk do escalate role=staff
	user anna anna-secret
	user bert bert-secret
	user sam sam-secret
	act join @sam :Sam
	act grant @sam role=staff/Acme
	user mia mia-secret manager

== Community, then staff: a day is theirs, then it is escalated
connect 1
connect 2
S1~: 201 .+
S2~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-secret
S1~: 281 .+
C2: AUTHINFO USER sam
S2~: 381 .+
C2: AUTHINFO PASS sam-secret
S2~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.org>
C1: Newsgroups: tv.crowd
C1: Subject: No picture
C1: Message-ID: <crowd@x.example>
C1:
C1: Text.
C1: .
S1~: 240 .+
C2: POST
S2~: 340 .+
C2: From: Sam <sam@example.org>
C2: Newsgroups: tv.crowd
C2: Subject: Re: No picture
C2: Message-ID: <early@x.example>
C2: References: <crowd@x.example>
C2:
C2: Text.
C2: .
S2: 441 hold: the first 24 h belong to the community (reason with X-Override:)
close 1
close 2

== Staff, then the community: it waits for them at once, and for everybody
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
C2: AUTHINFO USER sam
S2~: 381 .+
C2: AUTHINFO PASS sam-secret
S2~: 281 .+
C3: AUTHINFO USER bert
S3~: 381 .+
C3: AUTHINFO PASS bert-secret
S3~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.org>
C1: Newsgroups: tv.desk
C1: Subject: No sound
C1: Message-ID: <desk@x.example>
C1:
C1: Text.
C1: .
S1~: 240 .+
clock 1795348801
C1: XLIST queue is:escalated cols:mid,why,holder
S1: 292 queue
S1: #mid	why	holder
S1: <desk@x.example>	escalated	@sam
S1: .
C2: POST
S2~: 340 .+
C2: From: Sam <sam@example.org>
C2: Newsgroups: tv.desk
C2: Subject: Re: No sound
C2: Message-ID: <desk1@x.example>
C2: References: <desk@x.example>
C2:
C2: Text.
C2: .
S2~: 240 .+
C2: HDR :x-state <desk@x.example>
S2~: 225 .+
S2: 0 answered
S2: .
C3: POST
S3~: 340 .+
C3: From: Bert <bert@example.org>
C3: Newsgroups: tv.desk
C3: Subject: Re: No sound
C3: Message-ID: <desk2@x.example>
C3: References: <desk@x.example>
C3:
C3: I have another idea.
C3: .
S3~: 240 .+

== Both: who is quicker
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
C2: AUTHINFO USER sam
S2~: 381 .+
C2: AUTHINFO PASS sam-secret
S2~: 281 .+
C3: AUTHINFO USER bert
S3~: 381 .+
C3: AUTHINFO PASS bert-secret
S3~: 281 .+
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.org>
C1: Newsgroups: tv.both
C1: Subject: No remote
C1: Message-ID: <both@x.example>
C1:
C1: Text.
C1: .
S1~: 240 .+
C1: HDR :x-state <both@x.example>
S1~: 225 .+
S1: 0 open
S1: .
C3: POST
S3~: 340 .+
C3: From: Bert <bert@example.org>
C3: Newsgroups: tv.both
C3: Subject: Re: No remote
C3: Message-ID: <both1@x.example>
C3: References: <both@x.example>
C3:
C3: Under the sofa?
C3: .
S3~: 240 .+
C2: POST
S2~: 340 .+
C2: From: Sam <sam@example.org>
C2: Newsgroups: tv.both
C2: Subject: Re: No remote
C2: Message-ID: <both2@x.example>
C2: References: <both@x.example>
C2:
C2: A new one is on its way.
C2: .
S2~: 240 .+

== A day later the first one is for staff, and nobody holds it back
clock 1795435200
connect 1
S1~: 201 .+
C1: AUTHINFO USER sam
S1~: 381 .+
C1: AUTHINFO PASS sam-secret
S1~: 281 .+
C1: HDR :x-state <crowd@x.example>
S1~: 225 .+
S1: 0 escalated
S1: .
C1: POST
S1~: 340 .+
C1: From: Sam <sam@example.org>
C1: Newsgroups: tv.crowd
C1: Subject: Re: No picture
C1: Message-ID: <late@x.example>
C1: References: <crowd@x.example>
C1:
C1: Switch it on.
C1: .
S1~: 240 .+
C1: HDR :x-state <crowd@x.example>
S1~: 225 .+
S1: 0 answered
S1: .
C1: XLIST event act:escalate cols:time,target,args
S1: 292 event
S1: #time	target	args
S1: 2026-11-22T12:00:00Z	<desk@x.example>	rule=desk role=staff to=@sam
S1: 2026-11-23T12:00:00Z	<crowd@x.example>	rule=clock role=manager to=@mia
S1: .
