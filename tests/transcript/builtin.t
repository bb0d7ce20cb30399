# The rules and views of a new store are made once: one that was ended does not
# come back, one that was changed stays so.
setup:
	clock 1795348800
	builtin
	user anna anna-secret

== They are the server's own acts
S~: 20. .+
C: XLIST event act:view cols:actor,target,args limit:1
S~: 292 event.*
S: #actor	target	args
S~: system\tview.open\tid=\d+ title=Open\\squestions ready=1 :is:open kind:qa
S~: #more\tafter:.+
S: .
C: XINFO server
S~: 291 .*
S...
S: Timers: 0
S: Timer-Late: 0
S: Walks: 0
S: .

== What was ended stays so, also after a restart
connect 1 socket
S~: 200 .+
C: XACT rule rule:nudge
S~: 290 \d+
C: XACT view view.ideas
S~: 290 \d+
C: XACT rule rule:alarm :when metoo:>=5 do alarm
S~: 290 \d+
restart
connect 2 socket
S2~: 200 .+
C2: XLIST rule after:nice-question limit:1
S2~: 292 rule.*
S2: #name	rule
S2~: night-owl\t.+
S2~: #more\t.+
S2: .
C2: XLIST rule after:night-owl limit:1
S2~: 292 rule.*
S2: #name	rule
S2~: owner\t.+
S2~: #more\t.+
S2: .
C2: XLIST rule limit:1
S2~: 292 rule.*
S2: #name	rule
S2: alarm	when metoo:>=5 do alarm
S2~: #more\t.+
S2: .
C2: GROUP view.ideas
S2~: 411 .+
C2: GROUP view.open
S2: 211 0 1 0 view.open
close 1
