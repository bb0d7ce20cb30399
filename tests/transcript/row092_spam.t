# Row 92: what looks like spam is not lost: it waits, its author is told so,
# a moderator sees it and what it waits for, and lets it in or says why not.
# A score from elsewhere would come as another reason to wait.
setup:
	clock 1795348800
	conf name news.example.org
	conf community {
	conf bootstrap 0
	conf new-thread-gap 0
	conf new-post-gap 0
	conf }
	board tv.general
	user anna correct-horse
	user bert correct-horse
	user mona correct-horse moderator:tv.*

== It waits
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT word word:casino
S~: 290 \d+
connect 2
S2~: 201 .+
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: POST
S2~: 340 .+
C2: From: anna@news.example.org
C2: Newsgroups: tv.general
C2: Subject: Casino!
C2: Message-ID: <spam@example.org>
C2:
C2: Win.
C2: .
S2: 240 <spam@example.org> waits for a moderator
C2: POST
S2~: 340 .+
C2: From: anna@news.example.org
C2: Newsgroups: tv.general
C2: Subject: The noise in the remake of Casino
C2: Message-ID: <film@example.org>
C2:
C2: Too loud.
C2: .
S2: 240 <film@example.org> waits for a moderator
C2: XINFO <film@example.org>
S2: 291 <film@example.org>
S2...
S2: State: waiting
S2...
S2: .
connect 3
S3~: 201 .+
C3: AUTHINFO USER bert
S3~: 381 .+
C3: AUTHINFO PASS correct-horse
S3~: 281 .+
C3: STAT <film@example.org>
S3~: 430 .+
C3: XINFO <film@example.org>
S3~: 491 .+
C3: XLIST queue
S3: 292 queue
S3~: #.+
S3: .
C: XLIST queue cols:mid,actor,why,reason
S: 292 queue
S: #mid	actor	why	reason
S: <spam@example.org>	@anna	held	word:casino
S: <film@example.org>	@anna	held	word:casino
S: .
C: XACT publish <film@example.org>
S~: 290 \d+
C: XACT reject <spam@example.org> :advertising
S~: 290 \d+
C3: STAT <film@example.org>
S3~: 223 .+
C3: STAT <spam@example.org>
S3~: 430 .+
C2: XINFO <spam@example.org>
S2: 291 <spam@example.org>
S2...
S2: State: rejected
S2: By: @mona
S2~: At: .+
S2: Reason: advertising
S2...
S2: .
C2: XLIST event act:reject cols:actor,target,args
S2: 292 event
S2: #actor	target	args
S2: @mona	<spam@example.org>	boards=tv.general :advertising
S2: .
