# Wildmats (RFC 3977, 4): the examples of the standard and what it leaves out.
# Where a command takes one, LIST ACTIVE stands for all.
setup:
	clock 1795348800
	board aaa
	board abb
	board ab
	board abc
	board bab
	board cab
	board ccb
	board xxx
	board a.b-c_d+e

== A pattern matches whole names
S~: 201 .+
C: LIST ACTIVE abc
S~: 215 .+
S: abc 0 1 y
S: .
C: LIST ACTIVE a
S~: 215 .+
S: .
C: LIST ACTIVE bc
S~: 215 .+
S: .
C: LIST ACTIVE ABC
S~: 215 .+
S: .

== The rightmost pattern that matches decides: a*,!*b,*c*
S~: 201 .+
C: LIST ACTIVE a*,!*b,*c*
S~: 215 .+
S: a.b-c_d+e 0 1 y
S: aaa 0 1 y
S: abc 0 1 y
S: cab 0 1 y
S: ccb 0 1 y
S: .

== A comma is "or"
S~: 201 .+
C: LIST ACTIVE abc,xxx
S~: 215 .+
S: abc 0 1 y
S: xxx 0 1 y
S: .
C: LIST ACTIVE a*,*b
S~: 215 .+
S: a.b-c_d+e 0 1 y
S: aaa 0 1 y
S: ab 0 1 y
S: abb 0 1 y
S: abc 0 1 y
S: bab 0 1 y
S: cab 0 1 y
S: ccb 0 1 y
S: .

== "!" takes away what came before it, not what comes behind
S~: 201 .+
C: LIST ACTIVE a*,!*b
S~: 215 .+
S: a.b-c_d+e 0 1 y
S: aaa 0 1 y
S: abc 0 1 y
S: .
C: LIST ACTIVE a*,!*b,c*
S~: 215 .+
S: a.b-c_d+e 0 1 y
S: aaa 0 1 y
S: abc 0 1 y
S: cab 0 1 y
S: ccb 0 1 y
S: .
C: LIST ACTIVE a*,c*,!*b
S~: 215 .+
S: a.b-c_d+e 0 1 y
S: aaa 0 1 y
S: abc 0 1 y
S: .

== "?" is one character, "*" any number, none too
S~: 201 .+
C: LIST ACTIVE ?a*
S~: 215 .+
S: aaa 0 1 y
S: bab 0 1 y
S: cab 0 1 y
S: .
C: LIST ACTIVE ??b
S~: 215 .+
S: abb 0 1 y
S: bab 0 1 y
S: cab 0 1 y
S: ccb 0 1 y
S: .
C: LIST ACTIVE *a??
S~: 215 .+
S: aaa 0 1 y
S: abb 0 1 y
S: abc 0 1 y
S: .
C: LIST ACTIVE **a**b**
S~: 215 .+
S: a.b-c_d+e 0 1 y
S: ab 0 1 y
S: abb 0 1 y
S: abc 0 1 y
S: bab 0 1 y
S: cab 0 1 y
S: .

== Signs that mean something elsewhere are plain here
S~: 201 .+
C: LIST ACTIVE a.b-c_d+e
S~: 215 .+
S: a.b-c_d+e 0 1 y
S: .
C: LIST ACTIVE a.b$,^a*,(abc),{ab,abc}
S~: 215 .+
S: .
C: LIST ACTIVE {a*,xxx
S~: 215 .+
S: xxx 0 1 y
S: .

== Sets and backslashes are left out by RFC 3977, and refused
S~: 201 .+
C: LIST ACTIVE a[ab]*
S: 501 Not a wildmat: * and ? match, a comma separates, ! negates
C: LIST ACTIVE a\*
S: 501 Not a wildmat: * and ? match, a comma separates, ! negates
C: LIST ACTIVE ]
S~: 501 .+
C: NEWNEWS a\b 20261122 000000 GMT
S~: 501 .+
C: LIST NEWSGROUPS !
S~: 501 .+
C: LIST NEWSGROUPS !!a
S~: 501 .+
C: LIST NEWSGROUPS a!b
S~: 501 .+
C: LIST NEWSGROUPS ,a
S~: 501 .+
C: LIST NEWSGROUPS a,,b
S~: 501 .+

== As long as a line can hold, and no longer
S~: 201 .+
R: LIST ACTIVE {x,*247}abc\r\n
S~: 215 .+
S: abc 0 1 y
S: .
R: LIST ACTIVE {?*497}\r\n
S~: 215 .+
S: .
R: LIST ACTIVE {?*498}\r\n
S: 501 Too long: a message-id has at most 250 octets, a wildmat 497
R: LIST ACTIVE {*a*200}{*?b*30}\r\n
S~: 215 .+
S: .
C: DATE
S: 111 20261122120000
