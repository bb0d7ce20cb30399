# Rows 55 and 78: nothing is thrown away unless the operator says so, and who
# only reads, reads all that is public without a login.
setup:
	clock 1795348800
	builtin
	board tv.general :Television
	user anna anna-secret
	user bert bert-secret

== A question is answered and solved
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
C2: AUTHINFO USER bert
S2~: 20. .+
S2~: 381 .+
C2: AUTHINFO PASS bert-secret
S2~: 281 .+
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
C: XACT solve <r@example.org>
S~: 290 \d+

== Fifty years later a guest reads it, by its message-id and in its board
clock 3373185600
S~: 201 .+
C: BODY <r@example.org>
S~: 222 0 <r@example.org>
S: The cable.
S: .
C: GROUP tv.general
S: 211 2 1 2 tv.general
C: HDR Message-ID 1-2
S~: 225 .+
S: 1 <q@example.org>
S: 2 <r@example.org>
S: .
C: HDR :x-solution <q@example.org>
S~: 225 .+
S: 0 <r@example.org>
S: .
C: XLIST thread is:solved cols:mid,solution
S: 292 thread
S: #mid	solution
S: <q@example.org>	<r@example.org>
S: .
C: XINFO @bert
S: 291 @bert
S...
S: Solved: 1
S...
S: .

== Who has something to say to it still may
S~: 20. .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS anna-secret
S~: 281 .+
C: POST
S~: 340 .+
C: From: Anna <anna@example.org>
C: Newsgroups: tv.general
C: Subject: Re: No picture
C: References: <q@example.org> <r@example.org>
C:
C: It still works.
C: .
S~: 240 .+
