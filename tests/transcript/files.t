# Lists that the operator keeps as files in the data directory: MOTD,
# SUBSCRIPTIONS, DISTRIB.PATS (RFC 3977, 7.6.5), DISTRIBUTIONS and MODERATORS
# (RFC 6048). Clients read their form: lines without it are left out.
setup:
	clock 1795348800
	board local.test
	file motd
	file subscriptions \r\n
	file distrib.pats 10:local.*:local\n5:*:world\r\n  20:local.here.*:thissite  \n# no\n\nx:*:world\n5:[a]:b\n5:*\n5:*:\n5:*:a b\n:*:world\n
	file distributions local\tOn this server alone\r\n  world   Everywhere, really \n# no\n\nalone\n
	file moderators foo.bar:announce@example.com\n  local.*:%s@localhost  \n# a:b\n*:a%%b:%s@example.com\nx\nx:\n[a]:m@example.com\na:%d@example.com\na:%s%s@example.com\na:m%\n:m@example.com\n

== LIST MOTD and LIST SUBSCRIPTIONS may be empty: 215, not 503
S~: 201 .+
C: LIST MOTD
S~: 215 .+
S: .
C: LIST SUBSCRIPTIONS
S~: 215 .+
S: .

== LIST DISTRIB.PATS: weight, wildmat, distribution
S~: 201 .+
C: LIST DISTRIB.PATS
S~: 215 .+
S: 10:local.*:local
S: 5:*:world
S: 20:local.here.*:thissite
S: .
C: LIST DISTRIB.PATS local.*
S~: 501 .+

== LIST DISTRIBUTIONS: name and description, nothing around them
S~: 201 .+
C: LIST DISTRIBUTIONS
S~: 215 .+
S~: local\tOn this server alone
S: world   Everywhere, really
S: .

== LIST MODERATORS: wildmat and address; "%s" once at most, "%%" for a "%"
S~: 201 .+
C: LIST MODERATORS
S~: 215 .+
S: foo.bar:announce@example.com
S: local.*:%s@localhost
S: *:a%%b:%s@example.com
S: .
