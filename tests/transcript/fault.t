# 403: what is known and kept, but cannot be had now (RFC 3977, 3.2.1). The
# connection goes on.
setup:
	clock 1795348800
	board tv.general :Television
	file motd Gr\xfc\xdfe\n
	file subscriptions {tv.general\r\n*6000}

== A list of the operator's that is no UTF-8, or too large
S~: 201 .+
C: LIST MOTD
S: 403 motd is not UTF-8; ask the operator
C: LIST SUBSCRIPTIONS
S: 403 subscriptions is no file of at most 65536 bytes; ask the operator
C: LIST DISTRIBUTIONS
S: 503 No such list is kept here
C: DATE
S: 111 20261122120000
