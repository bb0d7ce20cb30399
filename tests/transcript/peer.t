# Peers (stoad.conf, "peer NAME {"): who is one, what it may send, what
# becomes of it. The connections over TCP are p.example.org's.
setup:
	clock 1795348800
	conf name us.example.org
	conf peer p.example.org {
	conf 	address 192.0.2.0/24 127.0.0.1
	conf 	accept tv.*,!tv.secret
	conf 	max-size 1K
	conf }
	conf peer q.example.org {
	conf 	account feeder
	conf 	accept *
	conf }
	conf peer silent.example.org {
	conf 	account silent
	conf 	host 127.0.0.1:9
	conf 	send none.*
	conf }
	board tv.general :Television
	board tv.secret :Not for peers
	board tv.calm :Moderated
	board misc.other :Another
	act board tv.calm status=m
	user anna correct-horse
	user feeder correct-horse
	user silent correct-horse
	article <here@example.org> tv.general :Here

== A peer by its address: it feeds, to post it must log in
connect 1
S~: 201 .+
C: CAPABILITIES
S~: 101 .+
S...
S: IHAVE
S: STREAMING
S...
S: .
C: MODE STREAM
S~: 203 .+
C: POST
S~: 480 .+
C: XACT board tv.x
S~: 480 .+
C: XLIST peer
S~: 480 .+
C: MODE READER
S~: 201 .+
C: GROUP tv.general
S: 211 1 1 1 tv.general

== A peer by its account
connect 1
S~: 201 .+
C: AUTHINFO USER feeder
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
R: TAKETHIS <acc@example.org>\r\nPath: Q.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: misc.other\r\nSubject: Fed\r\nMessage-ID: <acc@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S: 239 <acc@example.org>
C: HDR Path <acc@example.org>
S~: 225 .+
S: 0 us.example.org!!Q.example.org!x
S: .

== An account that is no peer, from the address of one, is a peer
connect 1
S~: 201 .+
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: CHECK <here@example.org>
S: 438 <here@example.org>

== A peer of whom nothing is accepted
connect 1
S~: 201 .+
C: AUTHINFO USER silent
S~: 381 .+
C: AUTHINFO PASS correct-horse
S~: 281 .+
C: CHECK <silent@example.org>
S: 438 <silent@example.org>
C: IHAVE <silent@example.org>
S: 435 <silent@example.org> nothing is taken from you
R: TAKETHIS <silent@example.org>\r\nPath: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Fed\r\nMessage-ID: <silent@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S: 439 <silent@example.org> none of its boards is taken from silent.example.org

== Path says how it came
connect 1
S~: 201 .+
R: TAKETHIS <p1@example.org>\r\nPath: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Fed\r\nMessage-ID: <p1@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S: 239 <p1@example.org>
R: TAKETHIS <p2@example.org>\r\nPath: z.example.org!p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Fed\r\nMessage-ID: <p2@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nXref: z.example.org tv.general:7\r\n\r\nText.\r\n.\r\n
S: 239 <p2@example.org>
C: HDR Path <p1@example.org>
S~: 225 .+
S: 0 us.example.org!!p.example.org!x
S: .
C: HDR Path <p2@example.org>
S~: 225 .+
S: 0 us.example.org!.MISMATCH.p.example.org!z.example.org!p.example.org!x
S: .
C: HDR Xref <p2@example.org>
S~: 225 .+
S~: 0 ?
S: .

== The event has the peer's name
connect 1 socket
S~: 200 .+
C: XLIST event limit:1000 cols:actor,act,target
S: 292 event
S...
S: peer:q.example.org	post	<acc@example.org>
S...
S: peer:p.example.org	post	<p2@example.org>
S: .

== Loops are cut
connect 1
S~: 201 .+
R: TAKETHIS <loop@example.org>\r\nPath: p.example.org!US.example.org!y!x\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Fed\r\nMessage-ID: <loop@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S~: 439 <loop@example.org> it was here before.*
R: TAKETHIS <tail@example.org>\r\nPath: p.example.org!us.example.org\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Fed\r\nMessage-ID: <tail@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S: 239 <tail@example.org>

== Boards: those it may, those that are
connect 1
S~: 201 .+
R: TAKETHIS <secret@example.org>\r\nPath: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.secret\r\nSubject: Fed\r\nMessage-ID: <secret@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S: 439 <secret@example.org> none of its boards is taken from p.example.org
R: TAKETHIS <other@example.org>\r\nPath: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: misc.other,x.y\r\nSubject: Fed\r\nMessage-ID: <other@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S: 439 <other@example.org> none of its boards is taken from p.example.org
R: TAKETHIS <nosuch@example.org>\r\nPath: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: misc.other,tv.nosuch\r\nSubject: Fed\r\nMessage-ID: <nosuch@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S~: 439 <nosuch@example.org> no such board: tv.nosuch; .+
R: TAKETHIS <both@example.org>\r\nPath: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.secret,tv.nosuch,tv.general,misc.other\r\nSubject: Fed\r\nMessage-ID: <both@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S: 239 <both@example.org>
C: STAT <both@example.org>
S~: 223 .+
C: XLIST article board:tv.general limit:1000 cols:mid
S: 292 article
S...
S: <both@example.org>
S: .
C: GROUP tv.secret
S: 211 0 1 0 tv.secret

== What was refused for its board comes when the board is there
connect 1
S~: 201 .+
R: TAKETHIS <later@example.org>\r\nPath: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.later\r\nSubject: Fed\r\nMessage-ID: <later@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S~: 439 <later@example.org> no such board: tv.later; .+
connect 2 socket
S2~: 200 .+
C2: XACT board tv.later
S2~: 290 .+
C: CHECK <later@example.org>
S: 238 <later@example.org>
R: TAKETHIS <later@example.org>\r\nPath: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.later\r\nSubject: Fed\r\nMessage-ID: <later@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S: 239 <later@example.org>

== A moderated board takes what was approved
connect 1
S~: 201 .+
R: TAKETHIS <mod1@example.org>\r\nPath: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.calm,tv.general\r\nSubject: Fed\r\nMessage-ID: <mod1@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S~: 439 <mod1@example.org> a board is moderated .+
R: TAKETHIS <mod2@example.org>\r\nPath: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.calm\r\nSubject: Fed\r\nMessage-ID: <mod2@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nApproved: m@example.org\r\n\r\nText.\r\n.\r\n
S: 239 <mod2@example.org>
C: IHAVE <mod3@example.org>
S~: 335 .+
R: Path: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.calm\r\nSubject: Fed\r\nMessage-ID: <mod3@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S~: 437 <mod3@example.org> a board is moderated .+

== A control article stands in no board; newgroup does nothing
connect 1
S~: 201 .+
R: TAKETHIS <ng@example.org>\r\nPath: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nControl: newgroup tv.made\r\nApproved: a@example.org\r\nSubject: cmsg newgroup tv.made\r\nMessage-ID: <ng@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S: 239 <ng@example.org>
C: GROUP tv.made
S~: 411 .+
C: STAT <ng@example.org>
S~: 223 0 <ng@example.org>.*
C: CHECK <ng@example.org>
S: 438 <ng@example.org>
R: TAKETHIS <rg@example.org>\r\nPath: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nControl: rmgroup tv.general\r\nApproved: a@example.org\r\nSubject: cmsg rmgroup tv.general\r\nMessage-ID: <rg@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S: 239 <rg@example.org>
C: GROUP tv.general
S~: 211 [1-9].+

== As large as it may be
connect 1
S~: 201 .+
R: TAKETHIS <big@example.org>\r\nPath: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Fed\r\nMessage-ID: <big@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\n{0123456789abcdefghijklmnopqrst\r\n*50}\r\n.\r\n
S: 439 <big@example.org> it is too large
C: IHAVE <big2@example.org>
S~: 335 .+
R: Path: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Fed\r\nMessage-ID: <big2@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\n{0123456789abcdefghijklmnopqrst\r\n*50}\r\n.\r\n
S: 437 <big2@example.org> it is too large
C: DATE
S~: 111 .+

== What every article has
connect 1
S~: 201 .+
R: TAKETHIS <bad1@example.org>\r\nPath: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nMessage-ID: <bad1@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S: 439 <bad1@example.org> Subject is missing
R: TAKETHIS <bad2@example.org>\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Fed\r\nMessage-ID: <bad2@example.org>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S: 439 <bad2@example.org> Path is missing
R: TAKETHIS <bad3@example.org>\r\nPath: x\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Fed\r\nMessage-ID: <bad3@example.org>\r\nDate: Sat, 28 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S: 439 <bad3@example.org> its date lies more than a day ahead
R: TAKETHIS <bad4@example.org>\r\nPath: p.example.org!x\r\nFrom: a@example.org\r\nNewsgroups: tv.general\r\nSubject: Fed\r\nMessage-ID: <other@example.net>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nText.\r\n.\r\n
S: 439 <bad4@example.org> the article has another message-id

== The operator sees it
connect 1 socket
S~: 200 .+
C: XLIST peer cols:name,state,sent,received,denied,error
S: 292 peer
S: #name	state	sent	received	denied	error
S~: p.example.org	none	0	[1-9]\d*	[1-9]\d*	-
S: q.example.org	none	0	1	0	-
S: silent.example.org	idle	0	0	1	-
S: .
C: XLIST peer limit:1 cols:name
S: 292 peer
S: #name
S: p.example.org
S: #more	after:p.example.org
S: .
C: XLIST peer limit:1 cols:name after:p.example.org
S: 292 peer
S: #name
S: q.example.org
S: #more	after:q.example.org
S: .
C: XACT feed server
S~: 494 \d+ feed needs peer=
C: XACT feed server peer=p.example.org
S~: 491 nothing is sent .+
C: XACT feed server peer=nobody after=7
S~: 491 nothing is sent .+
connect 2
S2~: 201 .+
C2: AUTHINFO USER anna
S2~: 381 .+
C2: AUTHINFO PASS correct-horse
S2~: 281 .+
C2: XLIST peer
S2~: 490 role: .+
C2: XACT feed server peer=p.example.org
S2~: 490 role: .+
