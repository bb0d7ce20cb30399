# NEWGROUPS and NEWNEWS (RFC 3977, 7.3 and 7.4). The clock stands at
# 2026-11-22 12:00:00 UTC.
setup:
	clock 1795348800
	board tv.general :Television
	board radio.general :Wireless
	article <1@example.org> tv.general date=Mon,_5_Apr_1993_10:00:00_+0000 :Old date, new here
	article <2@example.org> radio.general :New
	article <3@example.org> radio.general,tv.general :Both

== NEWGROUPS
S~: 201 .+
C: NEWGROUPS 20261122 115959 GMT
S~: 231 .+
S~: radio.general 2 1 y
S~: tv.general 2 1 y
S: .
C: NEWGROUPS 20261122 120001 GMT
S~: 231 .+
S: .
# Two-digit years (7.3.2): this century up to this year, else the one before.
C: NEWGROUPS 261122 120001 GMT
S~: 231 .+
S: .
C: NEWGROUPS 261231 235959
S~: 231 .+
S: .
C: NEWGROUPS 270101 000000 gmt
S~: 231 .+
S: radio.general 2 1 y
S: tv.general 2 1 y
S: .
C: NEWGROUPS 930405 000000
S~: 231 .+
S...
S: tv.general 2 1 y
S: .
# Net::NNTP leaves a blank at the end.
R: NEWGROUPS 700101 000000 GMT\x20\r\n
S~: 231 .+
S...
S: tv.general 2 1 y
S: .

== NEWGROUPS misspelt
S~: 201 .+
C: NEWGROUPS
S~: 501 .+
C: NEWGROUPS 20261122
S~: 501 .+
C: NEWGROUPS 20261322 000000 GMT
S~: 501 .+
C: NEWGROUPS 20261122 250000 GMT
S~: 501 .+
C: NEWGROUPS 20261122 12:00 GMT
S~: 501 .+
C: NEWGROUPS yesterday noon
S~: 501 .+
C: NEWGROUPS 20261122 120000 CET
S~: 501 .+
C: NEWGROUPS 20261122 120000 GMT x
S~: 501 .+

== NEWNEWS counts by arrival, not by Date
S~: 201 .+
C: NEWNEWS tv.general 20261122 115959 GMT
S~: 230 .+
S: <1@example.org>
S: <3@example.org>
S: .
C: NEWNEWS radio.* 20261122 115959 GMT
S~: 230 .+
S: <2@example.org>
S: <3@example.org>
S: .

== NEWNEWS names an article once
S~: 201 .+
C: NEWNEWS * 20261122 115959 GMT
S~: 230 .+
S: <1@example.org>
S: <2@example.org>
S: <3@example.org>
S: .
C: NEWNEWS *,!tv.* 20261122 115959
S~: 230 .+
S: <2@example.org>
S: <3@example.org>
S: .
C: NEWNEWS !tv.* 700101 000000
S~: 230 .+
S: .
C: NEWNEWS !radio.*,*ä*,tv.?eneral 700101 000000
S~: 230 .+
S: <1@example.org>
S: <3@example.org>
S: .

== NEWNEWS where there is nothing
S~: 201 .+
C: NEWNEWS * 20261122 120001 GMT
S~: 230 .+
S: .
C: NEWNEWS nothing.* 19700101 000000 GMT
S~: 230 .+
S: .

== NEWNEWS misspelt
S~: 201 .+
C: NEWNEWS
S~: 501 .+
C: NEWNEWS *
S~: 501 .+
C: NEWNEWS * 20261122
S~: 501 .+
C: NEWNEWS * 20261122 126000 GMT
S~: 501 .+
C: NEWNEWS * 20261131 120000 GMT
S~: 501 .+
C: NEWNEWS * 20261122 120000 GMT x
S~: 501 .+
C: NEWNEWS tv.[g]* 20261122 120000
S~: 501 .+
