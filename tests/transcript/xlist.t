# XLIST: rows with tabs between the columns, the first names them. Columns
# may be added at the end, so scripts should ask for theirs with cols:.
setup:
	clock 1795348800
	board tv.general :Television
	board tv.empty :Nothing yet
	board radio :Wireless
	user anna correct-horse
	article <1@example.org> tv.general date=Fri,_20_Nov_2026_10:00:00_+0000 :Aerial
	article <2@example.org> tv.general date=Fri,_20_Nov_2026_11:00:00_+0000 from=Boris_<boris@example.org> :=?utf-8?q?K=C3=BCche?=
	article <3@example.org> tv.general date=Fri,_20_Nov_2026_12:00:00_+0000 refs=<1@example.org> :Re: Aerial
	article <4@example.org> radio date=Fri,_20_Nov_2026_13:00:00_+0000 :Valve

== Boards
S~: 201 .+
C: XLIST board
S: 292 board
S~: #name\tkind\tstatus\tlow\thigh\tcount\tthreads\ttitle(\t.*)?
S~: radio\t[^\t]+\ty\t1\t1\t1\t1\tWireless(\t.*)?
S~: tv.empty\t[^\t]+\ty\t1\t0\t0\t0\tNothing yet(\t.*)?
S~: tv.general\t[^\t]+\ty\t1\t3\t3\t2\tTelevision(\t.*)?
S: .
C: XLIST board board:tv.* cols:name,count
S: 292 board
S~: #name\tcount
S~: tv.empty\t0
S~: tv.general\t3
S: .

== Threads, newest activity first
S~: 201 .+
C: XLIST thread board:tv.general
S: 292 thread
S~: #mid\tboard\tnumber\tdate\tactive\tarticles\tlast\tauthor\tsubject(\t.*)?
S~: <1@example.org>\ttv.general\t1\t2026-11-20T10:00:00Z\t2026-11-20T12:00:00Z\t2\t3\t.*Anna Tester.*\tAerial(\t.*)?
S~: <2@example.org>\ttv.general\t2\t2026-11-20T11:00:00Z\t2026-11-20T11:00:00Z\t1\t2\t.*Boris.*\tKüche(\t.*)?
S: .

== Threads by a word of subject or author, case ignored
S~: 201 .+
C: XLIST thread board:tv.general küche cols:mid
S: 292 thread
S: #mid
S: <2@example.org>
S: .
C: XLIST thread board:tv.general AERIAL cols:mid
S: 292 thread
S: #mid
S: <1@example.org>
S: .
C: XLIST thread board:tv.general boris cols:mid
S: 292 thread
S: #mid
S: <2@example.org>
S: .
C: XLIST thread board:tv.general by:boris cols:mid
S: 292 thread
S: #mid
S: <2@example.org>
S: .
C: XLIST thread board:tv.general nothing-like-it
S: 292 thread
S~: #mid.*
S: .

== The articles of a thread, by arrival
S~: 201 .+
C: XLIST article thread:<3@example.org>
S: 292 article
S~: #mid\tboard\tnumber\tparent\tdate\tbytes\tlines\tauthor\tsubject(\t.*)?
S~: <1@example.org>\ttv.general\t1\t-\t2026-11-20T10:00:00Z\t\d+\t1\t.*\tAerial(\t.*)?
S~: <3@example.org>\ttv.general\t3\t<1@example.org>\t2026-11-20T12:00:00Z\t\d+\t1\t.*\tRe: Aerial(\t.*)?
S: .
C: XLIST article board:tv.general cols:number,mid
S: 292 article
S~: #number\tmid
S~: 1\t<1@example.org>
S~: 2\t<2@example.org>
S~: 3\t<3@example.org>
S: .

== A list that is cut says how to go on
S~: 201 .+
C: XLIST article board:tv.general cols:mid limit:2
S: 292 article
S: #mid
S: <1@example.org>
S: <2@example.org>
S~: #more\tafter:(?P<token>\S+)
S: .
C: XLIST article board:tv.general cols:mid limit:2 after:${token}
S: 292 article
S: #mid
S: <3@example.org>
S: .
C: XLIST thread board:tv.general cols:mid limit:1
S: 292 thread
S: #mid
S: <1@example.org>
S~: #more\tafter:(?P<token>\S+)
S: .
C: XLIST thread board:tv.general cols:mid limit:1 after:${token}
S: 292 thread
S: #mid
S: <2@example.org>
S: .
C: XLIST board cols:name limit:1
S: 292 board
S: #name
S: radio
S~: #more\tafter:(?P<token>\S+)
S: .
C: XLIST board cols:name limit:1 after:${token}
S: 292 board
S: #name
S: tv.empty
S~: #more\tafter:\S+
S: .

== Accounts
S~: 201 .+
C: XLIST user cols:name
S~: (292|480|490) .+
close
connect 2 socket
S2~: 200 .+
C2: XLIST user
S2: 292 user
S2~: #name\troles\tcreated(\t.*)?
S2~: @?anna\t\S+\t2026-11-22T12:00:00Z(\t.*)?
S2: .

== The journal
connect 1 socket
S~: 200 .+
C: XLIST event limit:2
S: 292 event
S~: #seq\ttime\tactor\tact\ttarget\targs
S~: 1\t2026-11-22T12:00:00Z\t.+
S~: 2\t2026-11-22T12:00:00Z\t.+
S~: #more\tafter:\S+
S: .

== What is misspelt is named with its column
S~: 201 .+
C: XLIST
S~: 501 .+
C: XLIST nonsense
S~: 494 .+
C: XLIST board cols:name,nonsense
S~: 494 .+
C: XLIST board cols:name,kind,name
S: 494 1 cols: names name twice
C: XLIST board limit:many
S~: 494 .+
C: XLIST board limit:0
S~: (292|494) .+
close
connect 2
S2~: 201 .+
C2: XLIST thread board:no.such.board
S2~: 491 .+
C2: XLIST article thread:<none@example.org>
S2~: 491 .+
C2: XLIST board nonsense:x
S2~: 494 .+
C2: XLIST board "open
S2~: 494 .+
# Behind the last of all numbers comes nothing.
C2: XLIST event after:18446744073709551615 cols:seq
S2: 292 event
S2: #seq
S2: .
