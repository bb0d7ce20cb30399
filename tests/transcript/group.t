# GROUP and LISTGROUP (RFC 3977, 6.1.1 and 6.1.2).
setup:
	clock 1795348800
	board tv.general :Television
	board tv.empty :Nothing yet
	board kueche.de :Kochen
	article <1@example.org> tv.general :Aerial
	article <2@example.org> tv.general :Remote control
	article <3@example.org> tv.general,kueche.de :Both

== A board with articles: count, low, high, name
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: STAT
S: 223 1 <1@example.org>

== An empty board: high is low - 1
S~: 201 .+
C: GROUP tv.empty
S: 211 0 1 0 tv.empty
C: STAT
S~: 420 .+
C: NEXT
S~: 420 .+
C: LAST
S~: 420 .+

== A failed GROUP keeps the old board and article
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: NEXT
S: 223 2 <2@example.org>
C: GROUP no.such.board
S: 411 No such board; LIST ACTIVE shows what there is
C: STAT
S: 223 2 <2@example.org>

== Names are compared exactly
S~: 201 .+
C: GROUP TV.general
S~: 411 .+
C: GROUP tv.*
S~: 411 .+
C: GROUP tv
S~: 411 .+
C: GROUP ../../etc/passwd
S~: 411 .+

== GROUP wants one name
S~: 201 .+
C: GROUP
S~: 501 .+
C: GROUP tv.general tv.empty
S~: 501 .+
# A name that cannot be is a board that is not there.
R: GROUP {a*129}\r\n
S~: 411 .+
R: GROUP {a*504}\r\n
S~: 411 .+
R: GROUP {a*505}\r\n
S~: 501 .+

== LISTGROUP of the selected board
S~: 201 .+
C: LISTGROUP
S: 412 No board selected; send GROUP first
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: LISTGROUP
S~: 211 3 1 3 tv.general.*
S: 1
S: 2
S: 3
S: .

== LISTGROUP selects, and the first article becomes the current one
S~: 201 .+
C: LISTGROUP tv.general
S~: 211 3 1 3 tv.general.*
S: 1
S: 2
S: 3
S: .
C: STAT
S: 223 1 <1@example.org>
C: LISTGROUP tv.empty
S~: 211 0 1 0 tv.empty.*
S: .
C: STAT
S~: 420 .+

== LISTGROUP with a range
S~: 201 .+
C: LISTGROUP tv.general 2-
S~: 211 3 1 3 tv.general.*
S: 2
S: 3
S: .
C: LISTGROUP tv.general 2-2
S~: 211 3 1 3 tv.general.*
S: 2
S: .
C: LISTGROUP tv.general 3
S~: 211 3 1 3 tv.general.*
S: 3
S: .
# An empty range is an empty list (6.1.2.2).
C: LISTGROUP tv.general 3-1
S~: 211 3 1 3 tv.general.*
S: .
C: LISTGROUP tv.general 7-
S~: 211 3 1 3 tv.general.*
S: .

== LISTGROUP refused
S~: 201 .+
C: LISTGROUP no.such.board
S~: 411 .+
C: LISTGROUP tv.general x-y
S~: 501 .+
C: LISTGROUP tv.general 1-2 3
S~: 501 .+
C: LISTGROUP tv.general -
S~: 501 .+

== A number past all numbers does not wrap round
S~: 201 .+
C: LISTGROUP tv.general 1-9999999999999999
S~: 211 3 1 3 tv.general.*
S...
S: .
C: LISTGROUP tv.general 1-99999999999999999
S~: 501 .+
C: LISTGROUP tv.general 18446744073709551617
S~: 501 .+

== What arrives is counted when GROUP is said again
S~: 201 .+
C: GROUP tv.empty
S: 211 0 1 0 tv.empty
connect 2 socket
S2~: 200 .+
C2: TAKETHIS <new@example.org>
C2: From: anna@example.org
C2: Newsgroups: tv.empty
C2: Subject: Not empty any more
C2: Message-ID: <new@example.org>
C2: Date: Sun, 22 Nov 2026 12:00:00 +0000
C2: Path: example.org!not-for-mail
C2:
C2: Text.
C2: .
S2~: 239 <new@example.org>.*
C: GROUP tv.empty
S: 211 1 1 1 tv.empty
C: STAT
S: 223 1 <new@example.org>
