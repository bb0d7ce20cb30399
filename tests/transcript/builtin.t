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
S: Jobs: 0
S: .

== The numbers of what runs by itself
S~: 20. .+
C: XLIST rule
S: 292 rule
S: #name	rule
S: alarm	when metoo:>=100 do alarm :100 have this problem
S: anniversary	when contributions:>=1 every 365d do badge name=anniversary-#
S: claim	when is:claimed after 60m do release :the claim is over
S: clock	when is:open kind:qa after 24h do escalate role=manager
S: clock-admin	when is:escalated after 48h do escalate role=admin
S: clock-expert	when is:escalated after 24h do escalate role=expert
S: co-creator	when role:cocreator do badge name=co-creator
S: discoverer	when is:root metoo:>=10 do badge name=discoverer
S: expert	when topics:>=1 do badge name=expert/*
S: faq-author	when listed:>=1 do badge name=faq-author
S: fire-brigade	when late:>=10 do badge name=fire-brigade
S: first-answer	when answers:>=1 do badge name=first-answer
S: first-edit	when edits:>=1 do badge name=first-edit
S: first-flag	when flags:>=1 do badge name=first-flag
S: first-question	when questions:>=1 do badge name=first-question
S: first-vote	when given:>=1 do badge name=first-vote
S: good-answer	when is:reply votes:>=25 do badge name=good-answer
S: good-question	when is:root votes:>=25 do badge name=good-question
S: great-answer	when is:reply votes:>=50 do badge name=great-answer
S: great-question	when is:root votes:>=50 do badge name=great-question
S: guide	when role:superuser do badge name=guide
S: honest	when advised:>=5 csat:>=45 do badge name=honest
S: idea-1	when kind:ideas is:open reached:<100 after 60d do status value=expired :fewer than 100 wanted it in 60 days
S: idea-2	when kind:ideas is:open reached:>=100 reached:<1000 after 365d do status value=expired :fewer than 1,000 wanted it in a year
S: idea-3	when kind:ideas is:open reached:>=1000 reached:<5000 after 182d do status value=expired :fewer than 5,000 wanted it in half a year
S: idea-4	when kind:ideas is:open reached:>=5000 reached:<10000 after 182d do status value=expired :fewer than 10,000 wanted it in half a year
S: long-time	when owned:>=1 after 1095d do badge name=long-time
S: moderators	when open:>=1 moderators:<2 do alarm :fewer than two moderators
S: needinfo	when is:needsinfo after 7d do nudge stale=1
S: nice-answer	when is:reply votes:>=10 do badge name=nice-answer
S: nice-question	when is:root votes:>=10 do badge name=nice-question
S: night-owl	when night:>=25 do badge name=night-owl
S: nudge	when is:answered after 48h do nudge
S: owner	when owned:>=1 do badge name=owner
S: rank-1	when contributions:>=1 do badge name=rank-1
S: rank-2	when contributions:>=10 do badge name=rank-2
S: rank-3	when contributions:>=50 do badge name=rank-3
S: rank-4	when contributions:>=250 ratio:>=20 do badge name=rank-4
S: rank-5	when contributions:>=1000 ratio:>=20 do badge name=rank-5
S: rank-6	when contributions:>=5000 ratio:>=20 do badge name=rank-6
S: review	when kind:ideas is:open support:>=10000 do review :10,000 want it
S: solved-1	when solved:>=1 do badge name=solved-1
S: solved-10	when solved:>=10 do badge name=solved-10
S: solved-150	when solved:>=150 do badge name=solved-150
S: solved-50	when solved:>=50 do badge name=solved-50
S: tester	when is:early is:member -kind:lounge,case do badge name=tester
S: thanks-100	when thanks:>=100 do badge name=thanks-100
S: trust-1	when solved:>=1 do trust level=1
S: trust-2	when solved:>=3 helpful:>=10 do trust level=2
S: trust-3	when solved:>=25 helpful:>=100 do trust level=3
S: weekend	when weekend:>=25 do badge name=weekend
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
