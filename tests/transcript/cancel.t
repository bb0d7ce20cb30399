# Taking articles back: by their author, with a Cancel-Key (RFC 8315), or as
# a moderator. What it means for readers, for threads and for peers.
setup:
	clock 1795348800
	conf name news.example.org
	board tv.general :Television
	board tv.other :Other
	user anna correct-horse
	user bert correct-horse
	user mona correct-horse moderator:tv.general
	user olga correct-horse moderator:tv.*
	article <1@example.org> tv.general :Aerial
	article <2@example.org> tv.general refs=<1@example.org> :Re: Aerial
	article <3@example.org> tv.general refs=<1@example.org>,<2@example.org> :Re: Aerial

== An author takes an article back
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: A question
C: Message-ID: <q1@example.org>
C:
C: Text.
C: .
S: 240 <q1@example.org> posted
C: GROUP tv.general
S: 211 4 1 4 tv.general
C: STAT 4
S: 223 4 <q1@example.org>
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: cancel
C: Message-ID: <c1@example.org>
C: Control: cancel <q1@example.org>
C:
C: Found it myself.
C: .
S: 240 <c1@example.org> posted
C: GROUP tv.general
S: 211 3 1 4 tv.general
C: LISTGROUP tv.general
S~: 211 3 1 4 tv.general.*
S: 1
S: 2
S: 3
S: .
C: STAT 4
S~: 423 .+
C: STAT 3
S: 223 3 <3@example.org>
C: NEXT
S~: 421 .+
C: OVER 4
S~: 423 .+
C: HDR Subject 1-
S~: 225 .+
S: 1 Aerial
S: 2 Re: Aerial
S: 3 Re: Aerial
S: .
C: ARTICLE <q1@example.org>
S~: 430 .+
C: XINFO <q1@example.org>
S~: 491 .+
C: XLIST article thread:<q1@example.org>
S~: 491 .+

== Its number is not used again
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: Another
C: Message-ID: <q2@example.org>
C:
C: Text.
C: .
S: 240 <q2@example.org> posted
C: GROUP tv.general
S: 211 4 1 5 tv.general
C: STAT 5
S: 223 5 <q2@example.org>

== Nor its message-id
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: Again
C: Message-ID: <q1@example.org>
C:
C: Text.
C: .
S~: 441 .*Message-ID.*
connect 2 socket
S2~: 200 .+
C2: IHAVE <q1@example.org>
S2~: 435 .+
C2: CHECK <q1@example.org>
S2: 438 <q1@example.org>

== The control article stands in no board and is there by its message-id
S~: 201 .+
C: STAT <c1@example.org>
S: 223 0 <c1@example.org>
C: HDR Control <c1@example.org>
S~: 225 .+
S: 0 cancel <q1@example.org>
S: .
C: OVER <c1@example.org>
S~: 224 .+
S~: 0\tcancel\tAnna <anna@example.org>\t.*\t<c1@example.org>\t.*
S: .
C: NEWNEWS tv.general 20261122 000000
S~: 230 .+
S...
S: <c1@example.org>
S: <q2@example.org>
S: .
C: NEWNEWS tv.other 20261122 000000
S~: 230 .+
S: .
# Peers that know of Cancel-Lock are shown that the author wrote it.
C: HDR Cancel-Key <c1@example.org>
S~: 225 .+
S~: 0 sha256:\S{44}
S: .

== Twice, of nothing, or of a control article
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: cancel
C: Message-ID: <c2@example.org>
C: Control: cancel <q1@example.org>
C:
C: Text.
C: .
S~: 441 .*already.*
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: cancel
C: Message-ID: <c3@example.org>
C: Control: cancel <never@example.org>
C:
C: Text.
C: .
S~: 441 .*no article.*
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: cancel
C: Message-ID: <c4@example.org>
C: Control: cancel <c1@example.org>
C:
C: Text.
C: .
S~: 441 .*control article.*
C: STAT <c2@example.org>
S~: 430 .+

== Somebody else's article stays
S~: 201 .+
C: AUTHINFO USER bert
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: cancel
C: Message-ID: <cb@example.org>
C: Control: cancel <q2@example.org>
C:
C: Text.
C: .
S~: 441 .*not yours.*author.*
C: XACT cancel <q2@example.org>
S~: 490 .*not yours.*
C: XACT cancel <2@example.org>
S~: 490 .*not yours.*
C: STAT <q2@example.org>
S: 223 0 <q2@example.org>
C: STAT <cb@example.org>
S~: 430 .+

== By an act, with a reason
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT cancel <q2@example.org> :Found it
S~: 290 \d+
C: XACT cancel <q2@example.org> :Found it
S~: 294 \d+ .*already
C: STAT <q2@example.org>
S~: 430 .+
C: XACT cancel <never@example.org>
S~: 491 .+
C: XACT cancel tv.general
S~: 494 .+
C: XACT cancel <1@example.org> nonsense=1
S~: 494 .+

== A thread without its root is still one thread
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT cancel <1@example.org> :Spam
S~: 290 \d+
C: XLIST thread board:tv.general cols:mid,number,articles,last
S: 292 thread
S: #mid	number	articles	last
S: <2@example.org>	2	2	3
S: .
C: XLIST article thread:<3@example.org> cols:mid,parent
S: 292 article
S: #mid	parent
S: <2@example.org>	-
S: <3@example.org>	<2@example.org>
S: .
# The first one is gone, so the board begins later.
C: GROUP tv.general
S: 211 2 2 5 tv.general
# A late answer to what is gone joins them.
C: POST
S~: 340 .+
C: From: mona@news.example.org
C: Newsgroups: tv.general
C: Subject: Re: Aerial
C: Message-ID: <late@example.org>
C: References: <1@example.org>
C:
C: Text.
C: .
S: 240 <late@example.org> posted
C: XLIST thread board:tv.general cols:mid,articles,last
S: 292 thread
S: #mid	articles	last
S: <2@example.org>	3	6
S: .

== What stood between is left out of the thread
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT cancel <2@example.org>
S~: 290 \d+
C: XLIST article thread:<3@example.org> cols:mid,parent
S: 292 article
S: #mid	parent
S: <3@example.org>	-
S: <late@example.org>	-
S: .
C: XLIST thread board:tv.general cols:articles,last
S: 292 thread
S: #articles	last
S: 2	6
S: .

== Moderators see what was taken out, and by whom
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: ARTICLE <1@example.org>
S~: 220 0 <1@example.org>.*
S...
S: Subject: Aerial
S...
S: .
C: XINFO <1@example.org>
S~: 291 .+
S: Message-ID: <1@example.org>
S: Boards: tv.general
S...
S: Subject: Aerial
S~: Seq: \d+
S: State: cancelled
S: By: @mona
S: At: 2026-11-22T12:00:00Z
S: Reason: Spam
S: With: -
S: .
C: XINFO <q1@example.org>
S~: 291 .+
S...
S: State: cancelled
S: By: @anna
S...
S: With: <c1@example.org>
S: .

== A moderator of one board does not rule the other
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general,tv.other
C: Subject: Both
C: Message-ID: <x1@example.org>
C:
C: Text.
C: .
S: 240 <x1@example.org> posted
connect 2
S2~: 201 .+
C2: AUTHINFO USER mona
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XACT cancel <x1@example.org>
S2~: 490 .+
connect 3
S3~: 201 .+
C3: AUTHINFO USER olga
S3~: 381 .+
C3: AUTHINFO PASS correct-horse
S3~: 281 .+
C3: XACT cancel <x1@example.org>
S3~: 290 \d+
C3: GROUP tv.other
S3: 211 0 2 1 tv.other
C3: STAT <x1@example.org>
S3: 223 0 <x1@example.org>

== Who has the key opens the lock
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: Locked
C: Message-ID: <k1@example.org>
C: Cancel-Lock: sha256:Le9bNbjJqiK2E/Jv42FwNfg7nsiyPfsJxjp47CLcBNE=
C:
C: Text.
C: .
S: 240 <k1@example.org> posted
# Our own lock is added to that of the poster.
C: HDR Cancel-Lock <k1@example.org>
S~: 225 .+
S~: 0 sha256:Le9bNbjJqiK2E/Jv42FwNfg7nsiyPfsJxjp47CLcBNE= sha256:\S{44}
S: .
connect 2
S2~: 201 .+
C2: AUTHINFO USER bert
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: POST
S2~: 340 .+
C2: From: b@example.org
C2: Newsgroups: tv.general
C2: Subject: cancel
C2: Message-ID: <ck1@example.org>
C2: Control: cancel <k1@example.org>
C2: Cancel-Key: sha256:bm90IHRoZSBrZXk=
C2:
C2: .
S2~: 441 .*not yours.*
C2: POST
S2~: 340 .+
C2: From: b@example.org
C2: Newsgroups: tv.general
C2: Subject: cancel
C2: Message-ID: <ck1@example.org>
C2: Control: cancel <k1@example.org>
C2: Cancel-Key: sha256:bm90IHRoZSBrZXk= (not this one)
C2:  sha256:dGhlIGtleSBvZiB0aGUgcG9zdGVyIGlzIGEgc2VjcmV0ISE=
C2:
C2: .
S2: 240 <ck1@example.org> posted
C2: STAT <k1@example.org>
S2~: 430 .+

== From a feed it counts with the key alone
connect 1 socket
S~: 200 .+
R: TAKETHIS <f1@example.org>\r\nPath: peer.example.net!x\r\nFrom: a@example.org\r\nNewsgroups: tv.other\r\nSubject: Fed\r\nDate: Sun, 22 Nov 2026 11:00:00 +0000\r\nMessage-ID: <f1@example.org>\r\nCancel-Lock: sha256:Le9bNbjJqiK2E/Jv42FwNfg7nsiyPfsJxjp47CLcBNE=\r\n\r\nText.\r\n.\r\n
S: 239 <f1@example.org>
R: TAKETHIS <fc1@example.org>\r\nPath: peer.example.net!x\r\nFrom: a@example.org\r\nNewsgroups: tv.other\r\nSubject: cancel\r\nDate: Sun, 22 Nov 2026 11:00:00 +0000\r\nMessage-ID: <fc1@example.org>\r\nControl: cancel <f1@example.org>\r\n\r\n.\r\n
S: 239 <fc1@example.org>
C: STAT <f1@example.org>
S: 223 0 <f1@example.org>
C: STAT <fc1@example.org>
S: 223 0 <fc1@example.org>
# Both at once: the cancel is weighed behind what it names.
R: TAKETHIS <f2@example.org>\r\nPath: peer.example.net!x\r\nFrom: a@example.org\r\nNewsgroups: tv.other\r\nSubject: Fed\r\nDate: Sun, 22 Nov 2026 11:00:00 +0000\r\nMessage-ID: <f2@example.org>\r\nCancel-Lock: sha256:Le9bNbjJqiK2E/Jv42FwNfg7nsiyPfsJxjp47CLcBNE=\r\n\r\nText.\r\n.\r\nTAKETHIS <fc2@example.org>\r\nPath: peer.example.net!x\r\nFrom: a@example.org\r\nNewsgroups: tv.other\r\nSubject: cancel\r\nDate: Sun, 22 Nov 2026 11:00:00 +0000\r\nMessage-ID: <fc2@example.org>\r\nControl: cancel <f2@example.org>\r\nCancel-Key: sha256:dGhlIGtleSBvZiB0aGUgcG9zdGVyIGlzIGEgc2VjcmV0ISE=\r\n\r\n.\r\n
S: 239 <f2@example.org>
S: 239 <fc2@example.org>
C: GROUP tv.other
S: 211 1 2 3 tv.other

== What comes behind its cancel is taken: a cancel waits for nothing
connect 1 socket
S~: 200 .+
R: TAKETHIS <fc3@example.org>\r\nPath: peer.example.net!x\r\nFrom: a@example.org\r\nNewsgroups: tv.other\r\nSubject: cancel\r\nDate: Sun, 22 Nov 2026 11:00:00 +0000\r\nMessage-ID: <fc3@example.org>\r\nControl: cancel <f3@example.org>\r\nCancel-Key: sha256:dGhlIGtleSBvZiB0aGUgcG9zdGVyIGlzIGEgc2VjcmV0ISE=\r\n\r\n.\r\n
S: 239 <fc3@example.org>
R: TAKETHIS <f3@example.org>\r\nPath: peer.example.net!x\r\nFrom: a@example.org\r\nNewsgroups: tv.other\r\nSubject: Fed\r\nDate: Sun, 22 Nov 2026 11:00:00 +0000\r\nMessage-ID: <f3@example.org>\r\n\r\nText.\r\n.\r\n
S: 239 <f3@example.org>

== It outlives a restart, and the operator sees it in the journal
connect 1 socket
S~: 200 .+
C: XLIST event limit:100000 cols:actor,act,target
S: 292 event
S...
S: @anna	cancel	<q1@example.org>
S...
S: @mona	cancel	<1@example.org>
S...
S: .
close
restart
connect 2
S2~: 201 .+
C2: STAT <q1@example.org>
S2~: 430 .+
C2: GROUP tv.general
S2: 211 2 3 8 tv.general
