# The selected board and the current article (RFC 3977, 6): what moves them and
# what does not; boards with holes where articles were taken back.
setup:
	clock 1795348800
	board tv.general :Television
	board tv.other :Other
	board tv.empty :Nothing
	article <1@example.org> tv.general :One
	article <2@example.org> tv.general :Two
	article <3@example.org> tv.general,tv.other :Three
	article <4@example.org> tv.general :Four
	article <5@example.org> tv.general :Five
	article <6@example.org> tv.other :Six

== A message-id moves nothing, whatever asks with it
S~: 201 .+
C: GROUP tv.general
S: 211 5 1 5 tv.general
C: STAT 3
S: 223 3 <3@example.org>
C: STAT <5@example.org>
S: 223 0 <5@example.org>
C: HEAD <6@example.org>
S~: 221 0 <6@example.org>.*
S...
S: .
C: BODY <1@example.org>
S~: 222 0 <1@example.org>.*
S...
S: .
C: ARTICLE <2@example.org>
S~: 220 0 <2@example.org>.*
S...
S: .
C: OVER <2@example.org>
S~: 224 .+
S~: 0\tTwo\t.*
S: .
C: HDR Subject <2@example.org>
S~: 225 .+
S: 0 Two
S: .
C: XHDR Subject <2@example.org>
S~: 221 .+
S: <2@example.org> Two
S: .
C: STAT <none@example.org>
S~: 430 .+
C: STAT
S: 223 3 <3@example.org>

== A number moves the current article, a range does not
S~: 201 .+
C: GROUP tv.general
S: 211 5 1 5 tv.general
C: HEAD 2
S~: 221 2 <2@example.org>.*
S...
S: .
C: STAT
S: 223 2 <2@example.org>
C: BODY 4
S~: 222 4 <4@example.org>.*
S...
S: .
C: OVER 1-3
S~: 224 .+
S...
S: .
C: HDR Subject 1
S~: 225 .+
S: 1 One
S: .
C: OVER 5
S~: 224 .+
S~: 5\tFive\t.*
S: .
C: STAT
S: 223 4 <4@example.org>

== What fails moves nothing either
S~: 201 .+
C: GROUP tv.general
S: 211 5 1 5 tv.general
C: STAT 4
S: 223 4 <4@example.org>
C: ARTICLE 9
S~: 423 .+
C: HEAD 0
S~: 423 .+
C: STAT x
S~: 501 .+
C: GROUP nowhere
S~: 411 .+
C: LISTGROUP nowhere
S~: 411 .+
C: LISTGROUP tv.other x
S~: 501 .+
C: OVER 9
S~: 423 .+
C: STAT
S: 223 4 <4@example.org>

== NEXT and LAST, to both ends
S~: 201 .+
C: GROUP tv.general
S: 211 5 1 5 tv.general
C: LAST
S: 422 This is the first article
C: NEXT
S: 223 2 <2@example.org>
C: STAT 5
S: 223 5 <5@example.org>
C: NEXT
S: 421 This is the last article
C: STAT
S: 223 5 <5@example.org>
C: LAST
S: 223 4 <4@example.org>

== Without a board, and in an empty one
S~: 201 .+
C: NEXT
S: 412 No board selected; send GROUP first
C: LAST
S: 412 No board selected; send GROUP first
C: LISTGROUP
S~: 412 .+
C: OVER
S~: 412 .+
C: HDR Subject
S~: 412 .+
C: XPAT Subject 1- *
S~: 412 .+
C: GROUP tv.empty
S: 211 0 1 0 tv.empty
C: NEXT
S: 420 No current article: the board was empty
C: LAST
S~: 420 .+
C: ARTICLE
S~: 420 .+
C: ARTICLE 1
S: 423 No article with that number
C: OVER
S~: 420 .+
C: HDR Subject
S~: 420 .+
C: HDR Subject 1-
S~: 423 .+
C: XHDR Subject 1-
S~: 420 .+
C: LISTGROUP
S~: 211 0 1 0 tv.empty.*
S: .

== GROUP and LISTGROUP go to the first article, also of the same board
S~: 201 .+
C: GROUP tv.general
S: 211 5 1 5 tv.general
C: STAT 4
S: 223 4 <4@example.org>
C: GROUP tv.general
S: 211 5 1 5 tv.general
C: STAT
S: 223 1 <1@example.org>
C: STAT 4
S: 223 4 <4@example.org>
C: LISTGROUP tv.general 3-4
S~: 211 5 1 5 tv.general.*
S: 3
S: 4
S: .
C: STAT
S: 223 1 <1@example.org>
C: STAT 4
S: 223 4 <4@example.org>
C: LISTGROUP
S~: 211 5 1 5 tv.general.*
S...
S: .
C: STAT
S: 223 1 <1@example.org>

== Holes: an article goes while another connection stands on it
S~: 201 .+
connect 2 socket
S2~: 200 .+
C: GROUP tv.general
S: 211 5 1 5 tv.general
C: STAT 4
S: 223 4 <4@example.org>
C2: XACT cancel <4@example.org> :Spam
S2~: 290 .+
C2: XACT cancel <2@example.org> :Spam
S2~: 290 .+
C: STAT
S: 420 No current article: it is gone
C: ARTICLE
S~: 420 .+
C: OVER
S~: 420 .+
C: HDR Subject
S~: 420 .+
# From where it stood both ways are open.
C: LAST
S: 223 3 <3@example.org>
C: LAST
S: 223 1 <1@example.org>
C: NEXT
S: 223 3 <3@example.org>
C: NEXT
S: 223 5 <5@example.org>
C: NEXT
S~: 421 .+

== Holes: counts and lists leave them out, the marks stay
S~: 201 .+
C: GROUP tv.general
S: 211 3 1 5 tv.general
C: LISTGROUP tv.general
S~: 211 3 1 5 tv.general.*
S: 1
S: 3
S: 5
S: .
C: LISTGROUP tv.general 2-4
S~: 211 3 1 5 tv.general.*
S: 3
S: .
C: LISTGROUP tv.general 4
S~: 211 3 1 5 tv.general.*
S: .
C: OVER 2-4
S~: 224 .+
S~: 3\tThree\t.*
S: .
C: OVER 4
S~: 423 .+
C: OVER 2-2
S~: 423 .+
C: XOVER 2-2
S~: 420 .+
C: HDR Subject 1-
S~: 225 .+
S: 1 One
S: 3 Three
S: 5 Five
S: .
C: HDR :lines 4-4
S~: 423 .+
C: STAT 4
S: 423 No article with that number
C: STAT <4@example.org>
S: 430 No article with that message-id
C: NEWNEWS tv.general 20261101 000000 GMT
S~: 230 .+
S: <1@example.org>
S: <3@example.org>
S: <5@example.org>
S: .
C: LIST COUNTS tv.general
S~: 215 .+
S: tv.general 5 1 3 y
S: .

== Holes at the ends: the low mark moves up, the high mark never down
connect 2 socket
S2~: 200 .+
C2: XACT cancel <1@example.org> :Spam
S2~: 290 .+
C2: XACT cancel <5@example.org> :Spam
S2~: 290 .+
C2: GROUP tv.general
S2: 211 1 3 5 tv.general
C2: STAT
S2: 223 3 <3@example.org>
C2: LAST
S2~: 422 .+
C2: NEXT
S2~: 421 .+
C2: XACT cancel <3@example.org> :Spam
S2~: 290 .+
C2: GROUP tv.general
S2: 211 0 6 5 tv.general
C2: STAT
S2~: 420 .+
C2: LIST ACTIVE tv.general
S2~: 215 .+
S2: tv.general 5 6 y
S2: .
