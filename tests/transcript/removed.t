# What was hidden or removed stands in no board; who may see it finds it.
setup:
	clock 1795348800
	board tv.qa
	user anna anna-password
	user bert bert-password
	user mona mona-password moderator:tv.*

== Whoever may see it finds it by is:, and what is hidden by its thread and author
S~: 201 .*
C: AUTHINFO USER anna
S~: 381 .*
C: AUTHINFO PASS anna-password
S~: 281 .*
C: POST
S~: 340 .*
C: From: Anna <anna@example.net>
C: Newsgroups: tv.qa
C: Subject: Snow on all channels
C: Message-ID: <q@example.net>
C:
C: Which cable?
C: .
S~: 240 .*
C: POST
S~: 340 .*
C: From: Anna <anna@example.net>
C: Newsgroups: tv.qa
C: Subject: Buy this
C: Message-ID: <ad@example.net>
C:
C: The best.
C: .
S~: 240 .*
C: POST
S~: 340 .*
C: From: Anna <anna@example.net>
C: Newsgroups: tv.qa
C: Subject: Re: Snow on all channels
C: Message-ID: <spam@example.net>
C: References: <q@example.net>
C:
C: Any will do, buy this one.
C: .
S~: 240 .*
C: POST
S~: 340 .*
C: From: Anna <anna@example.net>
C: Newsgroups: tv.qa
C: Subject: Re: Snow on all channels
C: Message-ID: <rude@example.net>
C: References: <q@example.net>
C:
C: You should know.
C: .
S~: 240 .*
connect 2
S2~: 201 .*
C2: AUTHINFO USER mona
S2~: 381 .*
C2: AUTHINFO PASS mona-password
S2~: 281 .*
C2: XACT remove <ad@example.net> :advertising
S2~: 290 .*
C2: XACT remove <spam@example.net> :advertising
S2~: 290 .*
C2: XACT hide <rude@example.net> :rude
S2~: 290 .*
C2: XLIST thread is:removed cols:mid,board,number,articles,state
S2: 292 thread
S2: #mid	board	number	articles	state
S2: <ad@example.net>	tv.qa	0	0	removed
S2: .
C2: XLIST article is:removed cols:mid,state
S2: 292 article
S2: #mid	state
S2: <ad@example.net>	removed
S2: <spam@example.net>	removed
S2: .
C2: XLIST article is:removed is:reply board:tv.* cols:mid
S2: 292 article
S2: #mid
S2: <spam@example.net>
S2: .
C2: XLIST article state:removed cols:mid
S2: 292 article
S2: #mid
S2: <ad@example.net>
S2: .
C2: XLIST article is:removed by:@anna sort:date cols:mid
S2: 292 article
S2: #mid
S2: <spam@example.net>
S2: <ad@example.net>
S2: .
C2: XLIST article is:hidden cols:mid,parent,state
S2: 292 article
S2: #mid	parent	state
S2: <rude@example.net>	<q@example.net>	hidden
S2: .
C2: XLIST article is:hidden,removed thread:<q@example.net> cols:mid
S2: 292 article
S2: #mid
S2: <spam@example.net>
S2: <rude@example.net>
S2: .
# Its author sees it, too, and what is hidden stands in its thread.
C: XLIST article is:removed by:@me cols:mid
S: 292 article
S: #mid
S: <spam@example.net>
S: <ad@example.net>
S: .
C: XLIST article thread:<q@example.net> cols:mid
S: 292 article
S: #mid
S: <q@example.net>
S: <rude@example.net>
S: .
C: XLIST article by:@anna cols:mid
S: 292 article
S: #mid
S: <rude@example.net>
S: <q@example.net>
S: .
C: XLIST article by:@anna,@bert cols:mid
S: 292 article
S: #mid
S: <q@example.net>
S: <rude@example.net>
S: .
C: XLIST article board:tv.qa cols:mid
S: 292 article
S: #mid
S: <q@example.net>
S: .
C: XLIST article -is:reply cols:mid
S: 292 article
S: #mid
S: <q@example.net>
S: .
# To others it is not there.
connect 3
S3~: 201 .*
C3: AUTHINFO USER bert
S3~: 381 .*
C3: AUTHINFO PASS bert-password
S3~: 281 .*
C3: XLIST article is:removed cols:mid
S3: 292 article
S3: #mid
S3: .
C3: XLIST article is:hidden,removed cols:mid
S3: 292 article
S3: #mid
S3: .
C3: XLIST thread is:removed cols:mid
S3: 292 thread
S3: #mid
S3: .
C3: XLIST article by:@anna cols:mid
S3: 292 article
S3: #mid
S3: <q@example.net>
S3: .
C3: XLIST article thread:<q@example.net> cols:mid
S3: 292 article
S3: #mid
S3: <q@example.net>
S3: .
# Page by page, too.
C2: XLIST article by:@anna,@bert is:hidden,removed,root limit:2 cols:mid
S2: 292 article
S2: #mid
S2: <q@example.net>
S2: <ad@example.net>
S2~: #more	after:(?P<token>\S+)
S2: .
C2: XLIST article by:@anna,@bert is:hidden,removed,root limit:2 cols:mid after:${token}
S2: 292 article
S2: #mid
S2: <spam@example.net>
S2: <rude@example.net>
S2: .
