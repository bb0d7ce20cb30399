# TLS from the first octet on; there is no STARTTLS.
setup:
	clock 1795348800
	tls
	board tv.general :Television
	user anna correct-horse

== A session like any other
connect 1 tls
S~: 201 .+
C: GROUP tv.general
S: 211 0 1 0 tv.general
C: QUIT
S~: 205 .+
closed

== A login
connect 1 tls
S~: 201 .+
C: CAPABILITIES
S~: 101 .+
S...
S: AUTHINFO USER SASL
S: SASL PLAIN
S...
S: .
C: AUTHINFO USER anna
S~: 381 .+
C: AUTHINFO PASS correct-horse
S: 281 Welcome, anna

== There is no STARTTLS, on no port
S~: 201 .+
C: STARTTLS
S~: 500 .+
connect 2 tls
S2~: 201 .+
C2: STARTTLS
S2~: 500 .+

== LF line ends
connect 1 tls lf
S~: 201 .+
C: DATE
S~: 111 \d{14}
