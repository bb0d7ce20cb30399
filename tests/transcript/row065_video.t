# Row 65: a video before a text, for install and repair: what shows one is
# found by has:video, whether it is a part of the article or a link.
setup:
	clock 1795348800
	act board tv.howto kind=howto :How to
	board tv.qa
	user anna anna-password
	user mona mona-password moderator

== A part, a link, and a text
S~: 201 .*
C: AUTHINFO USER anna
S~: 381 .*
C: AUTHINFO PASS anna-password
S~: 281 .*
C: POST
S~: 340 .*
C: From: Anna <anna@example.net>
C: Newsgroups: tv.howto
C: Subject: How to descale it
C: Message-ID: <part@example.net>
C: MIME-Version: 1.0
C: Content-Type: multipart/mixed; boundary=x
C:
C: --x
C: Content-Type: text/plain
C:
C: Watch this.
C: --x
C: Content-Type: video/mp4; name=descale.mp4
C: Content-Transfer-Encoding: base64
C:
C: AAAAIGZ0eXBpc29t
C: --x--
C: .
S~: 240 .*
C: POST
S~: 340 .*
C: From: Anna <anna@example.net>
C: Newsgroups: tv.howto
C: Subject: How to hang it up
C: Message-ID: <link@example.net>
C: MIME-Version: 1.0
C: Content-Type: text/plain; charset=UTF-8
C: Content-Transfer-Encoding: quoted-printable
C:
C: It is on https://films.example.org/on=
C: -the-wall.webm?t=3D20, at minute two.
C: .
S~: 240 .*
C: POST
S~: 340 .*
C: From: Anna <anna@example.net>
C: Newsgroups: tv.howto
C: Subject: How to read the manual
C: Message-ID: <text@example.net>
C:
C: The video is gone, see https://example.org/manual.pdf for all of it.
C: .
S~: 240 .*
C: XLIST thread kind:howto has:video sort:-date cols:mid
S: 292 thread
S: #mid
S: <link@example.net>
S: <part@example.net>
S: .
C: XLIST article -has:video board:tv.* cols:mid
S: 292 article
S: #mid
S: <text@example.net>
S: .
# It is a part of the journal, and of what is watched.
C: XLIST event act:post has:video cols:target,args
S: 292 event
S: #target	args
S~: <part@example.net>	.*has=video.*
S~: <link@example.net>	.*has=video.*
S: .
connect 2
S2~: 201 .*
C2: AUTHINFO USER mona
S2~: 381 .*
C2: AUTHINFO PASS mona-password
S2~: 281 .*
C2: XACT redact <link@example.net> :a child is to be seen
S2~: 290 .*
C: XLIST thread has:video cols:mid
S: 292 thread
S: #mid
S: <part@example.net>
S: .
