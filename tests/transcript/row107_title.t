# Row 107: a thread has the title that it was given wherever people look; its
# Subject stays, in the article and in the overview, and whatever it was
# called finds it.
setup:
	clock 1795348800
	conf name news.example.org
	board tv.general
	board tv.antenna
	user anna correct-horse
	user susi correct-horse superuser:tv.*
	user mona correct-horse moderator:tv.*
	article <q@example.org> tv.general :no picture!!!
	article <r@example.org> tv.general refs=<q@example.org> :Re: no picture!!!
	article <p@example.org> tv.general :=?UTF-8?Q?Ger=C3=A4usch?=
	article <f@example.org> tv.general refs=<p@example.org> :Re: hum

== Before, a thread is called as its Subject says
S~: 201 .+
C: XLIST thread board:tv.general cols:mid,subject,title
S~: 292 .+
S: #mid	subject	title
S: <q@example.org>	no picture!!!	no picture!!!
S: <p@example.org>	Geräusch	Geräusch
S: .
C: XLIST article board:tv.general cols:mid,subject,title
S~: 292 .+
S: #mid	subject	title
S: <q@example.org>	no picture!!!	no picture!!!
S: <r@example.org>	Re: no picture!!!	no picture!!!
S: <p@example.org>	Geräusch	Geräusch
S: <f@example.org>	Re: hum	Geräusch
S: .
C: HDR :x-title <q@example.org>
S~: 225 .+
S~: 0\s
S: .

== A thread gets a title, and another one
S~: 201 .+
C: AUTHINFO USER susi
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT retitle <r@example.org> :Kein Bild nach einem Gewitter
S~: 290 \d+.*
C: XACT retitle <q@example.org> :No picture: the antenna is dead \\ „dead“
S~: 290 \d+.*
C: XACT tag <p@example.org> tags=hum
S~: 290 \d+.*
C: XACT retitle <q@example.org> :No picture\tat all
S~: 494 .+control byte.+
C: XACT retitle <q@example.org> :No picture\nat all
S~: 494 .+control byte.+

== It stands in the overview of what begins the thread, beside its Subject
S~: 201 .+
C: GROUP tv.general
S~: 211 .+
C: OVER 1-2
S~: 224 .+
S~: 1	no picture!!!	.+\t:x-seq \d+\t:x-title No picture: the antenna is dead \\ „dead“
S~: 2	Re: no picture!!!	[^	]+(\t[^	]*){5}\t\t\t\t\t\t\t\t(:x-seq \d+)?
S: .
C: HDR :X-Title 1-3
S~: 225 .+
S: 1 No picture: the antenna is dead \ „dead“
S~: 2\s
S~: 3\s
S: .
C: HDR Subject 1
S~: 225 .+
S: 1 no picture!!!
S: .
C: XPAT :x-title 1- *antenna*
S~: 221 .+
S: 1 No picture: the antenna is dead \ „dead“
S: .
C: HEAD 1
S~: 221 .+
S...
S: Subject: no picture!!!
S...
S: .

== Lists say it of all articles of the thread, and the Subject too
S~: 201 .+
C: XLIST thread board:tv.general cols:mid,subject,title
S~: 292 .+
S: #mid	subject	title
S: <q@example.org>	no picture!!!	No picture: the antenna is dead \\ „dead“
S: <p@example.org>	Geräusch	Geräusch
S: .
C: XLIST article thread:<q@example.org> cols:mid,subject,title
S~: 292 .+
S: #mid	subject	title
S: <q@example.org>	no picture!!!	No picture: the antenna is dead \\ „dead“
S: <r@example.org>	Re: no picture!!!	No picture: the antenna is dead \\ „dead“
S: .

== What it is called, what it was called and its Subject find it
S~: 201 .+
C: XLIST thread board:tv.* antenna cols:mid
S~: 292 .+
S: #mid
S: <q@example.org>
S: .
C: XLIST thread board:tv.* "nach einem gewitter" cols:mid
S~: 292 .+
S: #mid
S: <q@example.org>
S: .
C: XLIST thread board:tv.* "picture!!!" cols:mid
S~: 292 .+
S: #mid
S: <q@example.org>
S: .
C: XLIST thread board:tv.* "nach einem gewitter" antenna cols:title
S~: 292 .+
S: #title
S: No picture: the antenna is dead \\ „dead“
S: .
C: XLIST thread board:tv.* thunderstorm cols:mid
S~: 292 .+
S: #mid
S: .

== Who sees to order reads what the thread is called
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT flag <r@example.org> reason=spam :An advert
S~: 290 .+
C: XLIST flag cols:mid,subject,title
S~: 292 .+
S: #mid	subject	title
S: <r@example.org>	Re: no picture!!!	No picture: the antenna is dead \\ „dead“
S: .
C: XLIST queue cols:why,target,subject,title
S~: 292 .+
S: #why	target	subject	title
S: flagged	<r@example.org>	Re: no picture!!!	No picture: the antenna is dead \\ „dead“
S: .
C: XACT move <q@example.org> board=tv.antenna
S~: 290 .+
C: XACT retitle <p@example.org> :Hum
S~: 290 .+

== It goes along to another board, and stays when more is said there
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.antenna
C: Subject: Re: no picture!!!
C: References: <q@example.org>
C:
C: Mine is dead too.
C: .
S~: 240 .+
C: GROUP tv.antenna
S~: 211 .+
C: HDR :x-title 1
S~: 225 .+
S: 1 No picture: the antenna is dead \ „dead“
S: .
C: XLIST thread board:tv.antenna cols:mid,replies,title
S~: 292 .+
S: #mid	replies	title
S: <q@example.org>	2	No picture: the antenna is dead \\ „dead“
S: .

== What became a part of another thread is called as that one is
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT move <p@example.org> board=tv.antenna
S~: 290 .+
C: XACT merge <p@example.org> into=<q@example.org>
S~: 290 .+
C: HDR :x-title <p@example.org>
S~: 225 .+
S~: 0\s
S: .
C: XLIST article thread:<p@example.org> by:@anna cols:subject,title
S~: 292 .+
S: #subject	title
S: Re: no picture!!!	No picture: the antenna is dead \\ „dead“
S: .

== Of what is hidden nothing is told, and its replies do not tell it
S~: 201 .+
C: AUTHINFO USER mona
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: XACT hide <q@example.org> :Looked at
S~: 290 .+
C: HDR :x-title <q@example.org>
S~: 225 .+
S: 0 No picture: the antenna is dead \ „dead“
S: .

== A guest sees none of it
S~: 201 .+
C: HDR :x-title <q@example.org>
S~: 430 .+
C: XLIST article thread:<r@example.org> cols:mid,title
S~: 292 .+
S: #mid	title
S: <r@example.org>	-
S...
S: .
