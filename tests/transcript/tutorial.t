# The life of a question, by nc(1) alone: each number is a terminal of its own.
# This conversation is a test, and stoa-protocol(7) prints it; its comments
# are the manual's text.
setup:
	clock 1795348800
	builtin

== A question, from asking to the figures
# The operator sits at the server, and has a terminal by
# "nc -U /var/lib/stoad/stoad.sock". There is nobody yet, and no board.
	connect 1 socket lf
S1~: 200 (.*)
C1: XACT board coffee.help kind=qa :Help with coffee machines
S1~: 290 (?P<n>\d+)
C1: XACT join @anna -
S1: 390 Send the text, end with a dot on a line
C1: anna-password
C1: .
S1~: 290 (?P<n>\d+)
C1: XACT join @mona role=manager:coffee.* -
S1: 390 Send the text, end with a dot on a line
C1: mona-password
C1: .
S1~: 290 (?P<n>\d+)
C1: XACT join @otto role=manager:coffee.* -
S1: 390 Send the text, end with a dot on a line
C1: otto-password
C1: .
S1~: 290 (?P<n>\d+)

# Anna calls from elsewhere: "nc news.example.org 1119".
	connect 2 lf
S2~: 201 (.*)
C2: AUTHINFO USER anna
S2: 381 Password, please
C2: AUTHINFO PASS anna-password
S2: 281 Welcome, anna
# Has it been asked before? Rows begin with the names of their columns; there
# is none.
C2: XLIST thread board:coffee.help grinder cols:mid,subject
S2: 292 thread
S2: #mid	subject
S2: .
# So she asks.
C2: POST
S2: 340 Send the article, end with a dot on a line
C2: From: Anna <anna@example.net>
C2: Newsgroups: coffee.help
C2: Subject: The grinder is silent
C2: Message-ID: <q1@example.net>
C2:
C2: It hummed yesterday. What can I try?
C2: .
S2: 240 <q1@example.net> posted, due in 24 h
C2: HDR :x-state <q1@example.net>
S2: 225 Fields follow
S2: 0 open
S2: .
# Her clock runs out in 24 hours.
C2: HDR :x-sla <q1@example.net>
S2: 225 Fields follow
S2: 0 2026-11-23T12:00:00Z
S2: .

# Mona is a manager. The first day belongs to the community, and she must not
# answer yet.
	connect 3 lf
S3~: 201 (.*)
C3: AUTHINFO USER mona
S3: 381 Password, please
C3: AUTHINFO PASS mona-password
S3: 281 Welcome, mona
C3: POST
S3: 340 Send the article, end with a dot on a line
C3: From: Mona <mona@example.net>
C3: Newsgroups: coffee.help
C3: Subject: Re: The grinder is silent
C3: References: <q1@example.net>
C3:
C3: Clean it.
C3: .
S3: 441 hold: the first 24 h belong to the community (reason with X-Override:)
# She waits until she is needed: for one event, at most two days.
C3: XWATCH act:escalate board:coffee.* max=1 for=48h
S3~: 293 (?P<n>\d+)

# Nobody answers, and a day later the question goes to staff by itself.
	clock 1795435200
S3~: (?P<n>\d+)\t2026-11-23T12:00:00Z\tsystem\tescalate\t<q1@example.net>\trule=clock role=manager to=@mona
S3: .
C3: XLIST queue is:escalated cols:mid,why,subject
S3: 292 queue
S3: #mid	why	subject
S3: <q1@example.net>	escalated	The grinder is silent
S3: .
# She takes it, and no second manager can.
C3: XACT claim <q1@example.net>
S3~: 290 (?P<n>\d+)
	connect 4 lf
S4~: 201 (.*)
C4: AUTHINFO USER otto
S4: 381 Password, please
C4: AUTHINFO PASS otto-password
S4: 281 Welcome, otto
C4: XACT claim <q1@example.net>
S4~: 492 (.*)
C3: POST
S3: 340 Send the article, end with a dot on a line
C3: From: Mona <mona@example.net>
C3: Newsgroups: coffee.help
C3: Subject: Re: The grinder is silent
C3: References: <q1@example.net>
C3: Message-ID: <a1@example.net>
C3:
C3: A bean may be stuck. Unplug it, and turn the burr by hand.
C3: .
S3: 240 <a1@example.net> posted

# Anna reads it in a newsreader, and replies with an act. That is all she
# says, so nothing is posted.
C2: POST
S2: 340 Send the article, end with a dot on a line
C2: From: Anna <anna@example.net>
C2: Newsgroups: coffee.help
C2: Subject: Re: The grinder is silent
C2: References: <q1@example.net> <a1@example.net>
C2:
C2: > A bean may be stuck. Unplug it, and turn the burr by hand.
C2: !solve
C2: .
S2~: 240 solve (?P<n>\d+)
C2: HDR :x-state <q1@example.net>
S2: 225 Fields follow
S2: 0 solved
S2: .
C2: XACT rate <q1@example.net> 5
S2~: 290 (?P<n>\d+)
# A token makes an act safe to repeat, after a lost connection as well.
C2: XACT thank <a1@example.net> id=outbox-17 :It hums again!
S2~: 290 (?P<thanks>\d+)
C2: XACT thank <a1@example.net> id=outbox-17 :It hums again!
S2~: 294 ${thanks} (.*)

# For her first solution Mona gets a badge, by a rule.
C2: XLIST badge badge:solved-1 cols:user,badge
S2: 292 badge
S2: #user	badge
S2: @mona	solved-1
S2: .

# How good are we? Of one question none was answered by a peer; who asked is
# content.
C1: XLIST kpi solved_rate par csat board:coffee.* cols:name,value,n
S1: 292 kpi
S1: #name	value	n
S1: par	0.000	1
S1: par_strict	0.000	1
S1: solved_rate	1.000	1
S1: csat	1.000	1
S1: .
C1: QUIT
S1~: 205 (.*)
	closed 1
