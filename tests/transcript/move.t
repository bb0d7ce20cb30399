# NEXT and LAST, and what moves the current article (RFC 3977, 6.1).
setup:
	clock 1795348800
	board tv.general :Television
	article <1@example.org> tv.general :One
	article <2@example.org> tv.general :Two
	article <3@example.org> tv.general :Three

== Forward to the end
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: NEXT
S: 223 2 <2@example.org>
C: NEXT
S: 223 3 <3@example.org>
C: NEXT
S: 421 This is the last article
C: STAT
S: 223 3 <3@example.org>

== Back to the beginning
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: STAT 3
S: 223 3 <3@example.org>
C: LAST
S: 223 2 <2@example.org>
C: LAST
S: 223 1 <1@example.org>
C: LAST
S: 422 This is the first article
C: STAT
S: 223 1 <1@example.org>

== Without a board
S~: 201 .+
C: NEXT
S: 412 No board selected; send GROUP first
C: LAST
S: 412 No board selected; send GROUP first
C: STAT
S: 412 No board selected; send GROUP first
C: STAT 1
S: 412 No board selected; send GROUP first

== A number moves, a message-id does not, a failure does not
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: STAT 2
S: 223 2 <2@example.org>
C: STAT <3@example.org>
S: 223 0 <3@example.org>
C: STAT
S: 223 2 <2@example.org>
C: STAT 9
S: 423 No article with that number
C: STAT <9@example.org>
S: 430 No article with that message-id
C: STAT
S: 223 2 <2@example.org>
C: OVER 3
S~: 224 .+
S...
S: .
C: HDR Subject 3
S~: 225 .+
S...
S: .
C: STAT
S: 223 2 <2@example.org>
C: HEAD 3
S~: 221 3 <3@example.org>.*
S...
S: .
C: STAT
S: 223 3 <3@example.org>

== They take nothing
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 3 tv.general
C: NEXT 2
S~: 501 .+
C: LAST 1
S~: 501 .+
