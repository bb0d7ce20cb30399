# Row 124, the part of boards: where delay costs a customer, a board has a
# clock of its own and escalates earlier. Deadlines of a company or of one
# question (X-Due) come with companies' accounts.
setup:
	clock 1795348800
	builtin
	board tv.general
	act board tv.b2b kind=qa sla=4h hold=1h :For companies
	act board tv.slow kind=qa sla=0s :Whenever somebody comes by
	user anna anna-secret
	user mia mia-secret manager

== Each board tells its clock, each question when it runs out
connect 1
S1~: 201 .+
C1: AUTHINFO USER anna
S1~: 381 .+
C1: AUTHINFO PASS anna-secret
S1~: 281 .+
C1: XLIST board board:tv.* cols:name,sla,hold
S1: 292 board
S1: #name	sla	hold
S1: tv.b2b	14400	3600
S1: tv.general	-	-
S1: tv.slow	0	-
S1: .
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.org>
C1: Newsgroups: tv.b2b
C1: Subject: The line stands
C1: Message-ID: <b2b@x.example>
C1:
C1: Text.
C1: .
S1: 240 <b2b@x.example> posted, due in 4 h
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.org>
C1: Newsgroups: tv.general
C1: Subject: No picture
C1: Message-ID: <gen@x.example>
C1:
C1: Text.
C1: .
S1: 240 <gen@x.example> posted, due in 24 h
C1: POST
S1~: 340 .+
C1: From: Anna <anna@example.org>
C1: Newsgroups: tv.slow
C1: Subject: A riddle
C1: Message-ID: <slow@x.example>
C1:
C1: Text.
C1: .
S1: 240 <slow@x.example> posted
C1: HDR :x-sla <b2b@x.example>
S1~: 225 .+
S1: 0 2026-11-22T16:00:00Z
S1: .
C1: HDR :x-sla <gen@x.example>
S1~: 225 .+
S1: 0 2026-11-23T12:00:00Z
S1: .
C1: HDR :x-sla <slow@x.example>
S1~: 225 .+
S1: 0 -
S1: .
C1: XLIST thread due:5h cols:mid
S1: 292 thread
S1: #mid
S1: <b2b@x.example>
S1: .

== A second before, and to the second
clock 1795363199
connect 1
S1~: 201 .+
C1: HDR :x-state <b2b@x.example>
S1~: 225 .+
S1: 0 open
S1: .
close 1
clock 1795363200
connect 1
S1~: 201 .+
C1: HDR :x-state <b2b@x.example>
S1~: 225 .+
S1: 0 escalated
S1: .
C1: HDR :x-state <gen@x.example>
S1~: 225 .+
S1: 0 open
S1: .
C1: XLIST kpi sla_breach board:tv.b2b
S1: 292 kpi
S1~: #name.+
S1~: sla_breach\t1.000\t1\t.+
S1~: sla_late\t0\t.+
S1: .

== A clock that is set later counts for what is asked from then on
connect 1 socket
connect 2
S1~: 200 .+
S2~: 201 .+
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS anna-secret
S2~: 281 .+
C1: XACT board tv.general sla=8h
S1~: 290 \d+
C1: HDR :x-sla <gen@x.example>
S1~: 225 .+
S1: 0 2026-11-23T12:00:00Z
S1: .
C1: XACT board tv.general sla=soon
S1: 494 18 sla= is a span, like 24h or 90m; 0s is none, - as in other boards
C2: POST
S2~: 340 .+
C2: From: Anna <anna@example.org>
C2: Newsgroups: tv.general
C2: Subject: No colour
C2: Message-ID: <next@x.example>
C2:
C2: Text.
C2: .
S2: 240 <next@x.example> posted, due in 8 h

== Where there is none nothing is ever late
clock 1797940800
connect 1
S1~: 201 .+
C1: HDR :x-state <slow@x.example>
S1~: 225 .+
S1: 0 open
S1: .
