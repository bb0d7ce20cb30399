# Row 140: an idea that enough people want goes to review, exactly once. Here
# two are enough; the rule that comes built in says 10,000.
setup:
	clock 1795348800
	builtin
	act board tv.ideas kind=ideas :Ideas
	user anna anna-secret
	user bert bert-secret
	user carl carl-secret
	user dora dora-secret
	act rule rule:review :when kind:ideas is:open support:>=2 do review :two want it

== An idea
S~: 20. .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS anna-secret
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.ideas
C: Subject: A big knob
C: Message-ID: <i@example.org>
C:
C: For the volume.
C: .
S~: 240 .+
C: GROUP view.ideas
S: 211 1 1 1 view.ideas

== Two support it; restarts do not count again
connect 1 socket
S~: 200 .+
C: XACT support <i@example.org> as=@bert
S~: 290 \d+
C: XACT support <i@example.org> as=@carl
S~: 290 \d+
clock 1795348801
C: HDR :x-state <i@example.org>
S~: 225 .+
S: 0 review
S: .
restart
connect 2 socket
S2~: 200 .+
C2: XACT support <i@example.org> as=@carl value=0
S2~: 290 \d+
C2: XACT support <i@example.org> as=@carl
S2~: 290 \d+
C2: XACT support <i@example.org> as=@dora
S2~: 290 \d+
clock 1795348802
C2: XLIST event act:review cols:actor,target,args
S2~: 292 event.*
S2: #actor	target	args
S2: system	<i@example.org>	rule=review :two want it
S2: .
close 1
