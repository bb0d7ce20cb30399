# Row 146: terms of use that everybody accepts before he posts; by a command,
# or from any newsreader. Reading stays open.
setup:
	clock 1795348800
	board tv.general
	user anna correct-horse
	user boris correct-horse
	user carla correct-horse

== No terms, nothing to accept
connect 1
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XINFO terms
S~: 491 .+
C: XACT accept terms:1
S: 491 there are no terms of use here

== The operator sets them; they stand in local.terms
connect 1 socket
connect 2
S1~: 200 .+
S2~: 201 .+
C1: XACT terms terms:1 -
S1~: 390 .+
C1: Be kind.
C1: Be brief.
C1: .
S1~: 290 \d+
C2: XINFO terms
S2: 291 terms
S2: Version: 1
S2: Since: 2026-11-22T12:00:00Z
S2: Text: Be kind.
S2: Text: Be brief.
S2: .
C2: GROUP local.terms
S2: 211 1 1 1 local.terms
C2: BODY 1
S2~: 222 1 .+
S2: Be kind.
S2: Be brief.
S2:
S2~: -- ?
S2: To accept: post a line "!accept 1" here, or XACT accept terms:1
S2: .
C1: XACT terms terms:1 :Be kind.\nBe brief.
S1~: 294 \d+ these are the terms already

== Until then there is no posting and no act, but all reading
connect 1
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: CAPABILITIES
S~: 101 .+
S...
S: XTERMS 1
S: .
C: GROUP tv.general
S~: 211 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: hello
C:
C: Is anybody here?
C: .
S~: 401 XTERMS terms v1, see local\.terms; a posting "!accept 1" there.*
C: XACT follow tv.general
S~: 401 XTERMS .*accept terms:1.*
C: XACT accept terms:7
S~: 492 terms v1 .*accept terms:1
C: XACT accept terms:1
S~: 290 (?P<seq>\d+)
C: XACT accept terms:1
S~: 294 \d+ they are accepted already
C: XLIST event act:accept
S: 292 event
S~: #seq.+
S~: ${seq}\t2026-11-22T12:00:00Z\t@anna\taccept\tterms:1\t-
S: .
C: CAPABILITIES
S~: 101 .+
S...
S~: XOPENSUPPORT .+
S: .
C: XINFO @me
S: 291 @me
S...
S: Terms: 1 of 1
S...
S: .
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: Hello
C:
C: Now I may.
C: .
S~: 240 .+

== A newsreader goes to the board and says so there
connect 1
S~: 201 .+
C: AUTHINFO USER boris
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: GROUP tv.general
S~: 211 .+
C: POST
S~: 340 .+
C: From: Boris <boris@example.org>
C: Newsgroups: tv.general
C: Subject: hello
C:
C: Is anybody here?
C: .
S~: 401 XTERMS terms v1, see local\.terms; a posting "!accept 1" there.*
C: GROUP local.terms
S~: 211 .+
C: POST
S~: 340 .+
C: From: Boris <boris@example.org>
C: Newsgroups: local.terms
C: Subject: hello
C:
C: Is anybody here?
C: .
S~: 401 XTERMS terms v1, see local\.terms.*
C: POST
S~: 340 .+
C: From: Boris <boris@example.org>
C: Newsgroups: local.terms
C: Subject: yes
C:
C: !accept
C: .
S: 441 accept: terms v1 are in force; read them (XINFO terms) and say: accept terms:1
C: POST
S~: 340 .+
C: From: Boris <boris@example.org>
C: Newsgroups: local.terms
C: Subject: yes
C:
C: !accept 1
C: .
S~: 240 accept \d+.*
C: GROUP local.terms
S: 211 1 1 1 local.terms
C: POST
S~: 340 .+
C: From: Boris <boris@example.org>
C: Newsgroups: local.terms
C: Subject: hello
C:
C: Is anybody here?
C: .
S~: 441 role: local\.terms takes nothing but .*
C: GROUP tv.general
S~: 211 .+
C: POST
S~: 340 .+
C: From: Boris <boris@example.org>
C: Newsgroups: tv.general
C: Subject: Me too
C:
C: Now I may.
C: .
S~: 240 .+

== A newsreader that posts from a connection of its own selects no board there
# (slrn shows the answer to an article, and none that comes instead of 340).
connect 1
S~: 201 .+
C: AUTHINFO USER carla
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: Carla <carla@example.org>
C: Newsgroups: tv.general
C: Subject: hello
C:
C: Is anybody here?
C: .
S~: 401 XTERMS terms v1, see local\.terms.*
C: POST
S~: 340 .+
C: From: Carla <carla@example.org>
C: Newsgroups: local.terms
C: Subject: yes
C:
C: !accept
C: .
S: 441 accept: terms v1 are in force; read them (XINFO terms) and say: accept terms:1
C: POST
S~: 340 .+
C: From: Carla <carla@example.org>
C: Newsgroups: local.terms
C: Subject: yes
C:
C: !accept 1
C: .
S~: 240 accept \d+.*

== New ones are accepted anew; the operator need not
connect 1 socket
connect 2
S1~: 200 .+
S2~: 201 .+
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C1: XACT terms terms:2 :Be kind, always.
S1~: 290 \d+
C1: XACT terms terms:1 :Be kind.
S1: 492 terms v2 are in force; new ones are terms:3
C2: GROUP tv.general
S2~: 211 2 .+
C2: POST
S2~: 340 .+
C2: From: Anna <anna@example.org>
C2: Newsgroups: tv.general
C2: Subject: hello
C2:
C2: Once more.
C2: .
S2~: 401 XTERMS terms v2.*
C2: XACT accept terms:1
S2~: 492 terms v2 .*
C2: GROUP tv.general
S2~: 211 2 .+
C2: XACT accept terms:2
S2~: 290 \d+
C2: POST
S2~: 340 .+
C2: .
S2~: 441 .+
