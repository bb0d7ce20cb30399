# Lists of a community: any key of what is listed, in any order, cut anywhere;
# and for each only what he may know of.
setup:
	clock 1795348800
	conf name news.example.org
	board tv.general
	board radio
	act board inner.circle kind=lounge :The inner circle
	user anna correct-horse
	user boris correct-horse
	user mona correct-horse moderator:tv.*
	act trust @boris level=1
	act join @carl :Carl
	act trust @carl level=1
	act grant @anna role=invited:inner.*

== Four questions of then, and what became of them
connect 1 socket
S~: 200 .+
C: MODE IMPORT
S~: 203 .+
C: TAKETHIS <q1@x.example>
C: From: Anna <anna@x.example>
C: Newsgroups: tv.general
C: Subject: No picture
C: Date: Thu, 19 Nov 2026 10:00:00 +0000
C: Message-ID: <q1@x.example>
C: Injection-Info: news.example.org; posting-account="anna"
C:
C: Since the update.
C: .
S: 239 <q1@x.example>
C: TAKETHIS <q2@x.example>
C: From: Boris <boris@x.example>
C: Newsgroups: tv.general
C: Subject: No sound
C: Date: Fri, 20 Nov 2026 10:00:00 +0000
C: Message-ID: <q2@x.example>
C: Injection-Info: news.example.org; posting-account="boris"
C:
C: Since the storm.
C: .
S: 239 <q2@x.example>
C: TAKETHIS <q3@x.example>
C: From: Anna <anna@x.example>
C: Newsgroups: radio
C: Subject: Valve
C: Date: Fri, 20 Nov 2026 11:00:00 +0000
C: Message-ID: <q3@x.example>
C: Injection-Info: news.example.org; posting-account="anna"
C:
C: It glows.
C: .
S: 239 <q3@x.example>
C: TAKETHIS <q4@x.example>
C: From: Anna <anna@x.example>
C: Newsgroups: inner.circle
C: Subject: Among us
C: Date: Fri, 20 Nov 2026 12:00:00 +0000
C: Message-ID: <q4@x.example>
C: Injection-Info: news.example.org; posting-account="anna"
C:
C: Tell nobody.
C: .
S: 239 <q4@x.example>
C: XACT metoo <q2@x.example> as=@anna
S~: 290 \d+
C: XACT metoo <q2@x.example> as=@mona
S~: 290 \d+
C: XACT metoo <q3@x.example> as=@boris
S~: 290 \d+
C: XACT escalate <q1@x.example> :nobody knows
S~: (290|294) \d+.*
C: XACT escalate <q2@x.example>
S~: (290|294) \d+.*
C: XACT flag <q3@x.example> reason=spam as=@boris :sells valves
S~: 290 \d+
C: XACT flag <q1@x.example> reason=abuse as=@boris :shouts
S~: 290 \d+

== Over all boards, by any number
S~: 201 .+
C: XLIST thread sort:-metoo cols:mid,metoo,state
S: 292 thread
S: #mid	metoo	state
S: <q2@x.example>	2	escalated
S~: <q3@x.example>	1	(open|escalated)
S: <q1@x.example>	0	escalated
S: .
C: XLIST thread sort:date cols:mid,date limit:1
S: 292 thread
S: #mid	date
S: <q1@x.example>	2026-11-19T10:00:00Z
S~: #more	after:(?P<token>\S+)
S: .
C: XLIST thread sort:date cols:mid,date after:${token}
S: 292 thread
S: #mid	date
S: <q2@x.example>	2026-11-20T10:00:00Z
S: <q3@x.example>	2026-11-20T11:00:00Z
S: .
C: XLIST thread asker:@anna metoo:>=1 cols:mid
S: 292 thread
S: #mid
S: <q3@x.example>
S: .
C: XLIST article by:@boris -board:radio cols:mid,by
S: 292 article
S: #mid	by
S: <q2@x.example>	@boris
S: .
C: XLIST thread is:escalated limit:2 cols:mid board:tv.*
S: 292 thread
S: #mid
S~: <q[12]@x.example>
S~: <q[12]@x.example>
S: .

== A closed board is not there; whether it is asked for or not
S~: 201 .+
C: XLIST thread board:inner.circle
S: 491 no such board; XLIST board shows what there is
C: XLIST thread board:no.such.board
S: 491 no such board; XLIST board shows what there is
C: XLIST article thread:<q4@x.example>
S: 491 no article with that message-id
C: XLIST article thread:<none@x.example>
S: 491 no article with that message-id
C: XLIST thread us cols:mid
S: 292 thread
S: #mid
S: .
C: XLIST board board:inner.* cols:name
S: 292 board
S: #name
S: .
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XLIST thread us cols:mid
S: 292 thread
S: #mid
S: <q4@x.example>
S: .
C: XLIST thread asker:@me sort:-date limit:1 cols:mid
S: 292 thread
S: #mid
S: <q4@x.example>
S~: #more	after:\S+
S: .

== Who flagged what is for moderators of the board, by whatever question
S~: 201 .+
C: XLIST thread asker:@me
S~: 480 .+
C: XLIST flag
S: 292 flag
S: #mid	board	time	by	reason	state	text	author	subject	took	title
S: .
C: XLIST thread is:flagged cols:mid
S: 292 thread
S: #mid
S: .
C: XLIST article has:flag cols:mid
S: 292 article
S: #mid
S: .
C: XLIST thread -is:flagged cols:mid
S: 292 thread
S: #mid
S: .
C: XLIST kpi moderation cols:name
S: 292 kpi
S: #name
S: overturned
S: sanctions
S: boards_short
S: .
C: XLIST kpi par reward
S~: 480 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XLIST flag cols:mid,by,reason,state,text
S: 292 flag
S: #mid	by	reason	state	text
S: <q1@x.example>	@boris	abuse	open	shouts
S: .
C: XLIST thread is:flagged cols:mid
S: 292 thread
S: #mid
S: <q1@x.example>
S: .
C: XLIST kpi flag_rate cols:name,value,n
S: 292 kpi
S: #name	value	n
S: flag_rate	666.67	3
S: .
C: XACT reject <q1@x.example> :no, he does not
S~: 290 \d+
C: XLIST flag cols:mid,state,took
S: 292 flag
S: #mid	state	took
S~: <q1@x.example>	rejected	\d+
S: .

== What waits: escalated questions for all, the rest for who decides
connect 2 socket
S2~: 200 .+
C2: XACT flag <q1@x.example> reason=other as=@mona :again
S2~: 290 \d+
C2: XLIST queue cols:mid,why
S2: 292 queue
S2: #mid	why
S2~: <q[12]@x.example>	escalated
S2~: <q[12]@x.example>	escalated
S2~: <q[13]@x.example>	(escalated|flagged)
S2...
S2: .
C2: XACT flag <q1@x.example> reason=spam as=@carl
S2~: 290 \d+
C2: XLIST queue is:flagged cols:why,reason,target
S2: 292 queue
S2: #why	reason	target
S2...
S2: flagged	other,spam	<q1@x.example>
S2...
S2: .
C2: XACT alarm inner.circle :look here
S2~: 290 \d+
C2: XLIST queue board:inner.* cols:board,subject,why,reason
S2: 292 queue
S2: #board	subject	why	reason
S2: inner.circle	The inner circle	alarm	look here
S2: .
connect 1
S~: 201 .+
C: XLIST queue is:escalated board:tv.* cols:mid,why,reason sort:seq
S: 292 queue
S: #mid	why	reason
S~: <q1@x.example>	escalated	.+
S~: <q2@x.example>	escalated	.+
S: .
C: XLIST queue board:tv.* sort:-metoo limit:1 cols:mid,metoo
S: 292 queue
S: #mid	metoo
S: <q2@x.example>	2
S~: #more	after:(?P<token>\S+)
S: .
C: XLIST queue board:tv.* sort:-metoo limit:1 cols:mid,metoo after:${token}
S: 292 queue
S: #mid	metoo
S: <q1@x.example>	0
S: .
C: XLIST queue sort:subject
S: 494 1 XLIST queue sorts by since sla metoo seq
C: XLIST queue sort:metoo limit:5000
S: 494 12 limit: is at most 1000 with sort:

== The journal from its end
S~: 201 .+
C: XLIST event sort:-seq limit:1 act:metoo cols:act,target,actor
S: 292 event
S: #act	target	actor
S: metoo	<q3@x.example>	@boris
S~: #more	after:(?P<token>\S+)
S: .
C: XLIST event sort:-seq limit:1 act:metoo cols:actor after:${token}
S: 292 event
S: #actor
S: @mona
S~: #more	after:\S+
S: .
C: XLIST event act:flag
S: 292 event
S: #seq	time	actor	act	target	args
S: .

== What was removed from a closed board is not told, nor that it was there
connect 2 socket
S2~: 200 .+
C2: XACT remove <q4@x.example> :told too much
S2~: 290 \d+
C2: XACT remove <q3@x.example> :sells valves
S2~: 290 \d+
connect 1
S~: 201 .+
C: XINFO <q3@x.example>
S: 291 <q3@x.example>
S: Message-ID: <q3@x.example>
S: Boards: radio
S~: Seq: \d+
S: State: removed
S: By: @root
S~: At: .+
S: Reason: sells valves
S: With: -
S: .
C: XINFO <q4@x.example>
S~: 491 .+
C: XLIST modlog cols:act,target,board,reason
S: 292 modlog
S: #act	target	board	reason
S: remove	<q3@x.example>	radio	sells valves
S: .
