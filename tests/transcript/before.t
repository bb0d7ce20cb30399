# Threads that came by a feed or an import of articles: acts find them as
# questions, but of when they were answered nobody here knows anything, so the
# figures leave them out.
setup:
	clock 1795348800
	board tv.general :Television
	user anna anna-secret
	user bert bert-secret
	article <q@old.example> tv.general date=Sun,_01_Nov_2026_10:00:00_+0000 :No picture
	article <a@old.example> tv.general refs=<q@old.example> date=Sun,_01_Nov_2026_10:20:00_+0000 :Re: No picture
	article <lone@old.example> tv.general date=Sun,_22_Nov_2026_11:00:00_+0000 :No sound

== A solution is marked, taken back, and another reply comes
connect 1 socket
connect 2
S1~: 200 .+
S2~: 201 .+
C1: XACT solve <a@old.example>
S1~: 290 \d+
C1: XACT reopen <q@old.example>
S1~: 290 \d+
C1: HDR :x-state <q@old.example>
S1~: 225 .+
S1: 0 answered
S1: .
C2: AUTHINFO USER bert
S2~: 381 .+
C2: AUTHINFO PASS bert-secret
S2~: 281 .+
C2: POST
S2~: 340 .+
C2: From: Bert <bert@example.org>
C2: Newsgroups: tv.general
C2: Subject: Re: No picture
C2: References: <q@old.example>
C2:
C2: Mine neither.
C2: .
S2~: 240 .+
C1: XINFO <q@old.example>
S1: 291 <q@old.example>
S1...
S1: Question: answered
S1: Replies: 2
S1~: Changed: \d+
S1: .
C1: XLIST kpi answer_rate
S1: 292 kpi
S1~: #name.+
S1: answer_rate_1h	-	0	-	-	ratio	-
S1: answer_rate	-	0	-	-	ratio	-
S1: answer_rate_7d	-	0	-	-	ratio	-
S1: .

== What nobody had answered yet counts from the act on
connect 1 socket
connect 2
S1~: 200 .+
S2~: 201 .+
C1: XACT metoo <lone@old.example> as=@anna
S1~: 290 \d+
C2: AUTHINFO USER bert
S2~: 381 .+
C2: AUTHINFO PASS bert-secret
S2~: 281 .+
C2: POST
S2~: 340 .+
C2: From: Bert <bert@example.org>
C2: Newsgroups: tv.general
C2: Subject: Re: No sound
C2: References: <lone@old.example>
C2:
C2: Turn it up.
C2: .
S2~: 240 .+
C1: XLIST kpi answer_rate
S1: 292 kpi
S1~: #name.+
S1: answer_rate_1h	1.000	1	-	-	ratio	-
S1: answer_rate	1.000	1	-	-	ratio	-
S1: answer_rate_7d	1.000	1	-	-	ratio	-
S1: .
