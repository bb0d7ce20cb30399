# Row 73: thanks is something that the helper sees, and everybody who looks.
setup:
	clock 1795348800
	board tv.general kind=qa :Television
	user anna anna-secret
	user bert bert-secret
	user carl carl-secret

== An answer
connect 2
S2~: 20. .+
C2: AUTHINFO USER bert
S2~: 381 .+
C2: AUTHINFO PASS bert-secret
S2~: 281 .+
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
C2: POST
S2~: 340 .+
C2: From: Bert <bert@example.org>
C2: Newsgroups: tv.general
C2: Subject: Re: No picture
C2: References: <q@example.org>
C2: Message-ID: <r@example.org>
C2:
C2: The cable.
C2: .
S2~: 240 .+

== The helper sees it when it is said, and what was said
connect 2
S2~: 20. .+
C2: AUTHINFO USER bert
S2~: 381 .+
C2: AUTHINFO PASS bert-secret
S2~: 281 .+
C2: XWATCH act:thank by:@anna max=1
S2~: 293 \d+
connect 1
S~: 20. .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS anna-secret
S~: 281 .+
C: XACT thank <r@example.org> :It was the cable!
S~: 290 \d+
S2~: \d+	2026-11-22T12:00:00Z	@anna	thank	<r@example.org>	:It was the cable!
S2: .
C: XACT thank <r@example.org> :Really!
S~: 294 0 you thanked for it already
C2: XACT thank <r@example.org>
S2~: 490 own: .+

== It counts, for everybody to see
S~: 201 .+
C: XINFO <r@example.org>
S: 291 <r@example.org>
S...
S: Thanks: 1
S...
S: .
C: XLIST user thanks:>=1 sort:-thanks cols:name,thanks
S: 292 user
S: #name	thanks
S: bert	1
S: .
C: XLIST event act:thank cols:actor,target,args
S~: 292 event
S: #actor	target	args
S: @anna	<r@example.org>	:It was the cable!
S: .
