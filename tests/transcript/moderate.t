# Moderated boards: what is posted waits until a moderator lets it in.
setup:
	clock 1795348800
	conf name news.example.org
	board tv.news :Moderated
	act board tv.news status=m
	board tv.tips :Moderated too
	act board tv.tips status=m
	board tv.open :Open
	user anna correct-horse
	user bert correct-horse
	user mona correct-horse moderator:tv.news
	user theo correct-horse moderator:tv.tips

== A post waits, seen by its author and the moderators
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.news
C: Subject: News
C: Message-ID: <n1@example.org>
C:
C: Text.
C: .
S: 240 <n1@example.org> waits for a moderator
C: LIST ACTIVE tv.news
S~: 215 .+
S: tv.news 0 1 m
S: .
C: GROUP tv.news
S: 211 0 1 0 tv.news
C: HEAD <n1@example.org>
S~: 221 0 <n1@example.org>.*
S...
S: Subject: News
S...
S: .
C: XINFO <n1@example.org>
S~: 291 .+
S: Message-ID: <n1@example.org>
S: Boards: tv.news
S...
S: Date: -
S...
S: Lines: -
S...
S: State: waiting
S: .
C: XLIST queue
S: 292 queue
S~: #mid	board	since	actor	author	subject	bytes(\t.*)?
S: .
connect 2
S2~: 201 .+
C2: AUTHINFO USER bert
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: ARTICLE <n1@example.org>
S2~: 430 .+
C2: XINFO <n1@example.org>
S2~: 491 .+
C2: XLIST queue
S2: 292 queue
S2~: #mid.*
S2: .
C2: XACT publish <n1@example.org>
S2~: 491 .+
C2: XACT reject <n1@example.org> :no
S2~: 491 .+
C2: XACT cancel <n1@example.org>
S2~: 491 .+
C2: XLIST event cols:act,target limit:100000
S2: 292 event
S2...
S2: join	@theo
S2: .
C2: NEWNEWS * 20261101 000000
S2~: 230 .+
S2: .
connect 3
S3~: 201 .+
C3: AUTHINFO USER mona
S3~: 381 .+
C3: AUTHINFO PASS correct-horse
S3~: 281 .+
C3: XLIST queue
S3: 292 queue
S3~: #mid.*
S3~: <n1@example.org>\ttv.news\t2026-11-22T12:00:00Z\t@anna\tanna@news.example.org\tNews\t\d+\theld\t.*
S3: .
C3: BODY <n1@example.org>
S3~: 222 .+
S3: Text.
S3: .
connect 4
S4~: 201 .+
C4: AUTHINFO USER theo
S4~: 381 .+
C4: AUTHINFO PASS correct-horse
S4~: 281 .+
C4: XLIST queue
S4: 292 queue
S4~: #mid.*
S4: .
C4: ARTICLE <n1@example.org>
S4~: 430 .+

== The same message-id is refused while it waits
S~: 201 .+
C: AUTHINFO USER bert
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: bert@news.example.org
C: Newsgroups: tv.open
C: Subject: Mine
C: Message-ID: <n1@example.org>
C:
C: Text.
C: .
S~: 441 .*Message-ID.*
connect 2 socket
S2~: 200 .+
C2: CHECK <n1@example.org>
S2: 438 <n1@example.org>

== Its author does not publish it
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT publish <n1@example.org>
S~: 490 role.*
C: STAT <n1@example.org>
S: 223 0 <n1@example.org>

== A moderator publishes it
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT publish <n1@example.org>
S~: 290 \d+
C: XACT publish <n1@example.org>
S~: 492 .+
C: XLIST queue
S: 292 queue
S~: #mid.*
S: .
C: GROUP tv.news
S: 211 1 1 1 tv.news
C: HDR Approved 1
S~: 225 .+
S: 1 mona@news.example.org
S: .
C: HDR Injection-Info 1
S~: 225 .+
S: 1 news.example.org; posting-account="anna"
S: .
C: XLIST article board:tv.news by:@anna cols:mid
S: 292 article
S: #mid
S: <n1@example.org>
S: .
# It is the author's all the same.
connect 2
S2~: 201 .+
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XACT cancel <n1@example.org>
S2~: 290 \d+
C2: GROUP tv.news
S2: 211 0 2 1 tv.news

== A moderator refuses one, and says why
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.news
C: Subject: Advertising
C: Message-ID: <n2@example.org>
C:
C: Text.
C: .
S: 240 <n2@example.org> waits for a moderator
connect 2
S2~: 201 .+
C2: AUTHINFO USER mona
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XACT reject <n2@example.org> :No advertising
S2~: 290 \d+
C2: XACT reject <n2@example.org> :No advertising
S2~: 491 .+
C2: XACT publish <n2@example.org>
S2~: 491 .+
C: XINFO <n2@example.org>
S~: 291 .+
S...
S: State: rejected
S: By: @mona
S: At: 2026-11-22T12:00:00Z
S: Reason: No advertising
S: With: -
S: .
connect 3
S3~: 201 .+
C3: STAT <n2@example.org>
S3~: 430 .+

== Its author takes back what waits
connect 3 socket
S3~: 200 .+
C3: XACT board tv.open :Open to all
S3~: 290 (?P<before>\d+)
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.news
C: Subject: Too early
C: Message-ID: <n3@example.org>
C:
C: Text.
C: .
S: 240 <n3@example.org> waits for a moderator
C: XACT cancel <n3@example.org>
S~: 290 \d+
C: STAT <n3@example.org>
S~: 430 .+
connect 2
S2~: 201 .+
C2: AUTHINFO USER mona
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XLIST queue
S2: 292 queue
S2~: #mid.*
S2: .
C2: XACT publish <n3@example.org>
S2~: 491 .+
C2: XLIST event after:${before} cols:act,target
S2: 292 event
S2: #act	target
S2: submit	<n3@example.org>
S2: cancel	<n3@example.org>
S2: .
C: XLIST event after:${before} cols:act
S: 292 event
S: #act
S: submit
S: cancel
S: .
# Nobody else learns that it ever was.
connect 4
S4~: 201 .+
C4: XLIST event after:${before}
S4: 292 event
S4: #seq	time	actor	act	target	args
S4: .
C4: AUTHINFO USER bert
S4~: 381 .+
C4: AUTHINFO PASS correct-horse
S4~: 281 .+
C4: XACT cancel <n3@example.org>
S4~: 491 .+
C: XACT cancel <n3@example.org>
S~: 29[0-9] .*already.*

== Or replaces it: only the new one waits
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.news
C: Subject: Typo
C: Message-ID: <n4@example.org>
C:
C: Text.
C: .
S: 240 <n4@example.org> waits for a moderator
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.news
C: Subject: No typo
C: Message-ID: <n5@example.org>
C: Supersedes: <n4@example.org>
C:
C: Text.
C: .
S: 240 <n5@example.org> waits for a moderator
connect 2
S2~: 201 .+
C2: AUTHINFO USER mona
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XLIST queue cols:mid
S2: 292 queue
S2: #mid
S2: <n5@example.org>
S2: .
connect 4
S4~: 201 .+
C4: XLIST event after:${before}
S4: 292 event
S4~: #seq.*
S4: .
C2: XACT publish <n5@example.org>
S2~: 290 \d+

== What is published stays until its successor is
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.news
C: Subject: Newer
C: Message-ID: <n6@example.org>
C: Supersedes: <n5@example.org>
C:
C: Text.
C: .
S: 240 <n6@example.org> waits for a moderator
C: STAT <n5@example.org>
S: 223 0 <n5@example.org>
connect 2
S2~: 201 .+
C2: AUTHINFO USER mona
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XACT publish <n6@example.org>
S2~: 290 \d+
C2: GROUP tv.news
S2: 211 1 3 3 tv.news
C2: STAT <n6@example.org>
S2: 223 0 <n6@example.org>

== Nothing takes its own place
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.tips
C: Subject: Newer than itself
C: Message-ID: <n7@example.org>
C: Supersedes: <n7@example.org>
C:
C: Text.
C: .
S: 240 <n7@example.org> waits for a moderator
connect 2
S2~: 201 .+
C2: AUTHINFO USER theo
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XACT publish <n7@example.org>
S2~: 290 \d+
C2: STAT <n7@example.org>
S2: 223 0 <n7@example.org>
C2: XACT cancel <n7@example.org>
S2~: 290 \d+

== In two boards it waits as a whole; one moderator is enough
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.open,tv.tips,tv.news
C: Subject: All
C: Message-ID: <x1@example.org>
C:
C: Text.
C: .
S: 240 <x1@example.org> waits for a moderator
C: GROUP tv.open
S: 211 0 1 0 tv.open
connect 2
S2~: 201 .+
C2: AUTHINFO USER theo
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XLIST queue board:tv.t* cols:mid,board
S2: 292 queue
S2: #mid	board
S2: <x1@example.org>	tv.open,tv.tips,tv.news
S2: .
C2: XLIST queue board:tv.else
S2: 292 queue
S2~: #mid.*
S2: .
C2: XACT publish <x1@example.org>
S2~: 290 \d+
C2: HDR Xref <x1@example.org>
S2~: 225 .+
S2: 0 news.example.org tv.open:1 tv.tips:2 tv.news:4
S2: .

== A moderator's own post goes straight in
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: mona@news.example.org
C: Newsgroups: tv.news
C: Subject: Mine
C: Message-ID: <m1@example.org>
C:
C: Text.
C: .
S: 240 <m1@example.org> posted
C: HDR Approved <m1@example.org>
S~: 225 .+
S: 0 mona@news.example.org
S: .
C: POST
S~: 340 .+
C: From: mona@news.example.org
C: Newsgroups: tv.tips
C: Subject: Elsewhere
C: Message-ID: <m2@example.org>
C:
C: Text.
C: .
S: 240 <m2@example.org> waits for a moderator

== Approved is for moderators
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.news
C: Subject: Approved
C: Message-ID: <z1@example.org>
C: Approved: anna@news.example.org
C:
C: Text.
C: .
S~: 441 .*Approved.*moderators.*
C: POST
S~: 340 .+
C: From: anna@news.example.org
C: Newsgroups: tv.open
C: Subject: Approved
C: Message-ID: <z2@example.org>
C: Approved: anna@news.example.org
C:
C: Text.
C: .
S~: 441 .*Approved.*moderators.*
connect 2
S2~: 201 .+
C2: AUTHINFO USER mona
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: POST
S2~: 340 .+
C2: From: mona@news.example.org
C2: Newsgroups: tv.news
C2: Subject: Approved
C2: Message-ID: <z3@example.org>
C2: Approved: The Board <board@example.org>
C2:
C2: Text.
C2: .
S2: 240 <z3@example.org> posted
C2: HDR Approved <z3@example.org>
S2~: 225 .+
S2: 0 The Board <board@example.org>
S2: .

== Who was a moderator is none any more
connect 1 socket
S~: 200 .+
C: XACT revoke @mona role=moderator:tv.news
S~: 290 \d+
connect 2
S2~: 201 .+
C2: AUTHINFO USER mona
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: POST
S2~: 340 .+
C2: From: mona@news.example.org
C2: Newsgroups: tv.news
C2: Subject: Mine
C2: Message-ID: <r1@example.org>
C2:
C2: Text.
C2: .
S2: 240 <r1@example.org> waits for a moderator
C2: XACT publish <r1@example.org>
S2~: 490 .+

== What waits outlives a restart
restart
connect 1 socket
S~: 200 .+
C: XLIST queue cols:mid,actor
S: 292 queue
S: #mid	actor
S: <m2@example.org>	@mona
S: <r1@example.org>	@mona
S: .
C: XACT publish <r1@example.org>
S~: 290 \d+
C: XACT reject <m2@example.org>
S~: 290 \d+
C: XLIST queue
S: 292 queue
S~: #mid.*
S: .
C: XLIST queue limit:x
S~: 494 .+
C: XLIST queue after:x
S~: 494 .+
