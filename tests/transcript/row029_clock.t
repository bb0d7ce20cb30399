# Row 29: without a human's answer a question is escalated 24 hours after it
# was asked, to the second; then it goes on to experts and to admins. A
# restart changes nothing.
setup:
	clock 1795348800
	builtin
	board tv.general :Television
	user anna anna-secret
	user bert bert-secret
	user mia mia-secret manager
	user eva eva-secret expert:tv.*

== A question is asked; the clock is there for every newsreader
S~: 20. .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS anna-secret
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: No picture
C: Message-ID: <q@example.org>
C:
C: Why?
C: .
S~: 240 .+
C: HDR :x-sla <q@example.org>
S~: 225 .+
S: 0 2026-11-23T12:00:00Z
S: .
C: GROUP view.open
S: 211 1 1 1 view.open
C: GROUP view.escalated
S: 211 0 1 0 view.escalated

== A second before, nothing; the server ends and begins again
clock 1795435199
S~: 20. .+
C: HDR :x-state <q@example.org>
S~: 225 .+
S: 0 open
S: .
close 1
restart

== The second it is due, it is escalated
clock 1795435200
S~: 20. .+
C: HDR :x-state <q@example.org>
S~: 225 .+
S: 0 escalated
S: .
C: GROUP view.escalated
S: 211 1 1 1 view.escalated
C: GROUP view.open
S: 211 0 2 1 view.open
C: XLIST event act:escalate cols:time,actor,target,args
S~: 292 event.*
S: #time	actor	target	args
S: 2026-11-23T12:00:00Z	system	<q@example.org>	rule=clock role=manager to=@mia
S: .

== A day later it is an expert's, two days later the admins'
clock 1795521600
S~: 20. .+
C: XLIST event act:escalate cols:time,args
S~: 292 event.*
S: #time	args
S: 2026-11-23T12:00:00Z	rule=clock role=manager to=@mia
S: 2026-11-24T12:00:00Z	rule=clock-expert role=expert to=@eva
S: .
close 1
clock 1795608000
S~: 20. .+
C: XLIST event act:escalate cols:time,args
S~: 292 event.*
S: #time	args
S: 2026-11-23T12:00:00Z	rule=clock role=manager to=@mia
S: 2026-11-24T12:00:00Z	rule=clock-expert role=expert to=@eva
S: 2026-11-25T12:00:00Z	rule=clock-admin role=admin
S: .

== An answer ends it
S~: 20. .+
C: AUTHINFO USER bert
S~: 381 .+
C: AUTHINFO PASS bert-secret
S~: 281 .+
C: POST
S~: 340 .+
C: From: Bert <bert@example.org>
C: Newsgroups: tv.general
C: Subject: Re: No picture
C: References: <q@example.org>
C: Message-ID: <r@example.org>
C:
C: The cable.
C: .
S~: 240 .+
C: HDR :x-state <q@example.org>
S~: 225 .+
S: 0 answered
S: .
C: HDR :x-sla <q@example.org>
S~: 225 .+
S: 0 -
S: .
C: GROUP view.escalated
S: 211 0 2 1 view.escalated
