# Row 67: an event is talked about while it happens, by whoever watches the
# thread; later it is an archive like any other, and comments stay open.
setup:
	clock 1795348800
	board fair.live kind=discussion
	board fair.other kind=discussion
	user anna anna-password
	user bert bert-password

== While it happens
connect 1
connect 2
connect 3
S1~: 201 .*
S2~: 201 .*
S3~: 201 .*
C1: AUTHINFO USER anna
S1~: 381 .*
C1: AUTHINFO PASS anna-password
S1~: 281 .*
C2: AUTHINFO USER bert
S2~: 381 .*
C2: AUTHINFO PASS bert-password
S2~: 281 .*
C1: POST
S1~: 340 .*
C1: From: Anna <anna@example.net>
C1: Newsgroups: fair.live
C1: Subject: Live from the stand
C1: Message-ID: <live@example.net>
C1:
C1: The lights go on.
C1: .
S1~: 240 .*
# A guest watches the thread, and nothing else.
C3: XWATCH thread:<live@example.net> act:post
S3~: 293 (?P<seen>\d+)
C2: POST
S2~: 340 .*
C2: From: Bert <bert@example.net>
C2: Newsgroups: fair.other
C2: Subject: Something else
C2:
C2: Text.
C2: .
S2~: 240 .*
C2: POST
S2~: 340 .*
C2: From: Bert <bert@example.net>
C2: Newsgroups: fair.live
C2: Subject: Re: Live from the stand
C2: References: <live@example.net>
C2: Message-ID: <b1@example.net>
C2:
C2: What does it show?
C2: .
S2~: 240 .*
S3~: \d+\t2026-11-22T12:00:00Z\t@bert\tpost\t<b1@example.net>\t.*
C1: POST
S1~: 340 .*
C1: From: Anna <anna@example.net>
C1: Newsgroups: fair.live
C1: Subject: Re: Live from the stand
C1: References: <live@example.net> <b1@example.net>
C1: Message-ID: <a1@example.net>
C1:
C1: The new grinder.
C1: .
S1~: 240 .*
S3~: \d+\t2026-11-22T12:00:00Z\t@anna\tpost\t<a1@example.net>\t.*
C3: ARTICLE <a1@example.net>
S3: .
S3~: 220 0 .*
S3...
S3: The new grinder.
S3: .

== A year later
clock 1826884800
connect 1
S1~: 201 .*
C1: GROUP fair.live
S1: 211 3 1 3 fair.live
C1: XLIST article thread:<live@example.net> cols:mid,parent
S1~: 292 .*
S1~: #.*
S1: <live@example.net>	-
S1: <b1@example.net>	<live@example.net>
S1: <a1@example.net>	<b1@example.net>
S1: .
# What happened then can be watched again.
C1: XWATCH since=${seen} thread:<live@example.net> act:post max=2
S1: 293 ${seen}
S1~: \d+\t2026-11-22T12:00:00Z\t@bert\tpost\t<b1@example.net>\t.*
S1~: \d+\t2026-11-22T12:00:00Z\t@anna\tpost\t<a1@example.net>\t.*
S1: .
C1: AUTHINFO USER bert
S1~: 381 .*
C1: AUTHINFO PASS bert-password
S1~: 281 .*
C1: POST
S1~: 340 .*
C1: From: Bert <bert@example.net>
C1: Newsgroups: fair.live
C1: Subject: Re: Live from the stand
C1: References: <live@example.net>
C1: Message-ID: <b2@example.net>
C1:
C1: I have it now, and it is good.
C1: .
S1: 240 <b2@example.net> posted
