# Rules: an act that is done whenever a query holds so long.
setup:
	clock 1795348800
	board tv.general :Television
	user anna anna-secret
	user bert bert-secret
	user root root-secret admin

== A rule is made, seen, made again, ended
connect 1 socket
S~: 200 .+
C: XACT rule rule:wait :when is:open after 2h do escalate role=manager
S~: 290 \d+
C: XLIST rule
S~: 292 rule.*
S: #name	rule
S: wait	when is:open after 2h do escalate role=manager
S: .
C: XACT rule rule:wait :when is:open after 2h do escalate role=manager
S~: 294 .+
C: XACT rule rule:wait :when is:open after 1h do escalate role=manager
S~: 290 \d+
C: XACT rule rule:other
S~: 491 .+

== Misspelt
connect 1 socket
S~: 200 .+
C: XACT rule rule:x :is:open do alarm
S~: 494 .+
C: XACT rule rule:x :when is:open do
S~: 494 .+
C: XACT rule rule:x :when is:open do fly
S~: 494 30 no act "fly".*
C: XACT rule rule:x :when is:open do leave
S: 494 13 leave: only who it is about does that
C: XACT rule rule:x :when is:open foo:bar do nudge
S~: 494 27 no key "foo:".*
C: XACT rule rule:x :when older:2h do escalate
S~: 494 .+
C: XACT rule wait :when is:open do escalate
S~: 494 .+

== What it holds for is armed; the clock does the rest
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
S: 0 2026-11-22T13:00:00Z
S: .
clock 1795352399
C: HDR :x-state <q@example.org>
S~: 225 .+
S: 0 open
S: .
clock 1795352400
C: HDR :x-state <q@example.org>
S~: 225 .+
S: 0 escalated
S: .
C: XLIST event act:escalate
S~: 292 event.*
S~: #seq\t.+
S~: \d+\t2026-11-22T13:00:00Z\tsystem\tescalate\t<q@example.org>\trule=wait .*role=manager.*
S: .

== It does so once, also when the server ends meanwhile
connect 1 socket
S~: 200 .+
restart
connect 2 socket
S2~: 200 .+
C2: XLIST event act:escalate cols:act
S2~: 292 event.*
S2: #act
S2: escalate
S2: .
close 1

== A rule that ends does nothing more
connect 1 socket
S~: 200 .+
C: XACT rule rule:wait
S~: 290 \d+
C: XLIST rule
S~: 292 rule.*
S: #name	rule
S: .
C: XACT rule rule:wait
S~: 491 .+

== Rules are for admins
S~: 20. .+
C: AUTHINFO USER bert
S~: 381 .+
C: AUTHINFO PASS bert-secret
S~: 281 .+
C: XACT rule rule:wait :when is:open do escalate
S~: 490 .+

== What a rule did not do any more, the server alone says
connect 1 socket
S~: 200 .+
C: XACT lapse <q@example.org>
S~: 490 .+
