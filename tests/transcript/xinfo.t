# XINFO: one thing as "Key: value" lines (stoa-protocol(7)).
setup:
	clock 1795348800
	board tv.general :Television
	user anna correct-horse
	article <1@example.org> tv.general :Aerial

== The server
S~: 201 .+
C: XINFO server
S~: 291 .+
S~: \w[\w-]*: .+
S...
S: .

== The acts, as the table has them
S~: 201 .+
C: XINFO acts
S~: 291 .+
S...
S~: cancel: .+
S...
S~: join: .+
S...
S~: board: .+
S...
S: .

== The keys of queries, and the words of is: and has:
S~: 201 .+
C: XINFO keys
S~: 291 .+
S~: board: article, board, event, kpi\twildmat\twildmat of board names
S...
S~: metoo: article\tnumber\taccounts with the same problem
S...
S~: is:open: article\tword\tnobody has answered yet
S...
S~: has:solution: article\tword\tan answer that solved it
S...
S: .

== A board, an article, an account
S~: 201 .+
C: XINFO tv.general
S~: 291 .+
S...
S~: .*Television.*
S...
S: .
C: XINFO <1@example.org>
S~: 291 .+
S...
S~: .*tv.general.*
S...
S: .
C: XINFO @anna
S~: 291 .+
S...
S~: .*anna.*
S...
S: .

== Myself
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XINFO @me
S~: 291 .+
S: Name: anna
S...
S~: Address: anna@.+
S: .
connect 2
S2~: 201 .+
C2: XINFO @me
S2~: (291|480) .+
close 2

== What is not there
S~: 201 .+
C: XINFO no.such.board
S~: 491 .+
C: XINFO <none@example.org>
S~: 491 .+
C: XINFO @nobody-here
S~: 491 .+

== Misspelt
S~: 201 .+
C: XINFO
S~: 501 .+
C: XINFO a b
S~: 501 .+
C: XINFO %%%
S~: 491 .+
