# What must not stay goes for ever, the fact that it was there does not: the
# header is as it was, the thread hangs together.
setup:
	clock 1795348800
	conf name news.example.org
	board tv.general
	user mona correct-horse moderator:tv.*
	user susi correct-horse superuser
	article <a@example.org> tv.general body=Call_me:_0664_1234567 :Please call
	article <b@example.org> tv.general refs=<a@example.org> :Re: Please call

== Only the header stays
S~: 201 .+
C: AUTHINFO USER susi
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT redact <a@example.org> :a phone number
S: 490 role: redact is for moderator
connect 2
S2~: 201 .+
C2: AUTHINFO USER mona
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XACT redact <a@example.org>
S2~: 494 23 redact takes a reason.*
C2: XACT redact <a@example.org> :a phone number
S2~: 290 \d+.*
C2: XACT redact <a@example.org> :again
S2: 294 0 its text is deleted already
C: ARTICLE <a@example.org>
S~: 220 0 <a@example.org>.*
S...
S: Subject: Please call
S...
S:
S: [A moderator has deleted the text of this article.]
S: .
C: GROUP tv.general
S: 211 2 1 2 tv.general
C: HDR :lines 1
S~: 225 .+
S: 1 1
S: .
C: XINFO <a@example.org>
S~: 291 .+
S...
S: Lines: 1
S...
S: Label: redacted
S...
S: .
C: XINFO <b@example.org>
S~: 291 .+
S...
S: Parent: <a@example.org>
S...
S: .

== And after a restart
connect 1 socket
S~: 200 .+
restart
connect 2
S2~: 201 .+
C2: BODY <a@example.org>
S2~: 222 .+
S2: [A moderator has deleted the text of this article.]
S2: .
