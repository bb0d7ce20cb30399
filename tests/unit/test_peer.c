/* Who is a peer; what it was asked to send; what Path and relaying say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "proto/limits.h"
#include "proto/path.h"
#include "server/cmd/relay.h"
#include "server/feed/offer.h"
#include "server/feed/peer.h"

static struct ip
ip(const char *text)
{
	struct ip_net net;

	assert_true(ip_net_parse(slice_of(text), &net));
	return net.ip;
}

static bool
in(const char *one, const char *net)
{
	struct ip_net n;
	struct ip i = ip(one);

	assert_true(ip_net_parse(slice_of(net), &n));
	return ip_in(&i, &n);
}

static void
test_ip(void **state)
{
	static const char *const bad[] = {
		"", "1.2.3", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "::1/129",
		"news.example.org", "1.2.3.4/8/8", "/8", "1.2.3.4 ",
	};
	struct sockaddr_in sin = { .sin_family = AF_INET };
	struct sockaddr unix_socket = { .sa_family = AF_UNIX };
	struct ip_net net;
	struct ip i;
	char text[IP_TEXT];

	(void)state;
	assert_true(in("192.0.2.7", "192.0.2.7"));
	assert_false(in("192.0.2.8", "192.0.2.7"));
	assert_true(in("192.0.2.255", "192.0.2.0/24"));
	assert_false(in("192.0.3.0", "192.0.2.0/24"));
	assert_true(in("192.0.2.5", "192.0.2.4/31"));
	assert_false(in("192.0.2.6", "192.0.2.4/31"));
	assert_true(in("198.51.100.1", "0.0.0.0/0"));
	assert_false(in("2001:db8::1", "0.0.0.0/0"));
	assert_true(in("2001:db8::1", "::/0"));
	assert_true(in("2001:db8:ffff::1", "2001:db8::/32"));
	assert_false(in("2001:db9::1", "2001:db8::/32"));
	assert_true(in("::ffff:192.0.2.7", "192.0.2.0/24"));
	for (size_t k = 0; k < sizeof(bad) / sizeof(bad[0]); k++)
		assert_false(ip_net_parse(slice_of(bad[k]), &net));
	inet_pton(AF_INET, "192.0.2.7", &sin.sin_addr);
	i = ip_of((struct sockaddr *)&sin);
	ip_print(&i, text);
	assert_string_equal(text, "192.0.2.7");
	i = ip("2001:db8::7");
	ip_print(&i, text);
	assert_string_equal(text, "2001:db8::7");
	i = ip_of(&unix_socket);
	ip_print(&i, text);
	assert_string_equal(text, "");
	assert_true(ip_net_parse(SLICE("::/0"), &net));
	assert_false(ip_in(&i, &net));
}

static char name_one[] = "one.example.org", name_two[] = "two.example.org",
    net_one[] = "192.0.2.0/24", host_one[] = "::1", host_two[] = "localhost",
    account_two[] = "two";
static struct conf_peer one = {
	.name = name_one, .address = { net_one, host_one }, .naddresses = 2,
};
static struct conf_peer two = {
	.name = name_two, .address = { host_two }, .naddresses = 1,
	.account = account_two,
};
static const struct conf conf = { .peer = { &one, &two }, .npeers = 2 };

static const struct conf_peer *
who(struct names *n, const char *from, const char *account)
{
	struct ip i = ip(from);

	return peer_find(&conf, n, &i, slice_of(account));
}

static void
test_find(void **state)
{
	struct names *n = names_new();
	struct ip none = { .known = false };

	(void)state;
	assert_ptr_equal(who(NULL, "192.0.2.9", ""), &one);
	assert_ptr_equal(who(NULL, "::1", ""), &one);
	assert_null(who(NULL, "192.0.3.9", ""));
	assert_null(who(NULL, "192.0.3.9", "one"));
	/* The account counts more than where it comes from. */
	assert_ptr_equal(who(NULL, "192.0.3.9", "two"), &two);
	assert_ptr_equal(who(NULL, "192.0.2.9", "two"), &two);
	assert_null(peer_find(&conf, n, &none, SLICE("")));
	/* By host name, once it was looked up. */
	assert_null(who(n, "127.0.0.1", ""));
	assert_true(names_refresh(n, &conf));
	assert_ptr_equal(who(n, "127.0.0.1", ""), &two);
	assert_ptr_equal(peer_named(&conf, SLICE("TWO.example.ORG")), &two);
	assert_null(peer_named(&conf, SLICE("three")));
	names_free(&n);
}

static void
test_offer(void **state)
{
	struct offers *o = offers_new();
	char id[64];
	int twice = 0;

	(void)state;
	assert_true(offer_take(NULL, SLICE("<a@b>"), 1));
	assert_true(offer_take(o, SLICE("<a@b>"), 1));
	assert_true(offer_take(o, SLICE("<a@b>"), 1));
	assert_false(offer_take(o, SLICE("<a@b>"), 2));
	assert_true(offer_take(o, SLICE("<b@b>"), 2));
	/* Another's is not his to drop. */
	offer_drop(o, SLICE("<a@b>"), 2);
	assert_false(offer_take(o, SLICE("<a@b>"), 2));
	offer_drop(o, SLICE("<a@b>"), 1);
	assert_true(offer_take(o, SLICE("<a@b>"), 2));
	offer_drop_all(NULL, 2);
	offer_drop_all(o, 1);
	assert_false(offer_take(o, SLICE("<a@b>"), 1));
	offer_drop_all(o, 2);
	assert_true(offer_take(o, SLICE("<a@b>"), 1));
	assert_true(offer_take(o, SLICE("<b@b>"), 1));
	offer_drop_all(o, 1);
	/* More than it holds: nobody is kept out for ever. */
	for (int i = 0; i < 200000; i++) {
		snprintf(id, sizeof(id), "<%d@flood>", i);
		assert_true(offer_take(o, slice_of(id), 3));
	}
	for (int i = 0; i < 200000; i++) {
		snprintf(id, sizeof(id), "<%d@flood>", i);
		twice += offer_take(o, slice_of(id), 4);
	}
	assert_in_range(twice, 100000, 199999);
	offers_free(&o);
}

static void
test_path(void **state)
{
	static const struct {
		const char *path, *first;
		bool here;
	} cases[] = {
		{ "a.example!here.example!not-for-mail", "a.example", true },
		{ "HERE.example!!b!x", "HERE.example", true },
		{ "a!.MISMATCH.here.example!b!x", "a", false },
		{ "a!here.example", "a", false },	/* no server */
		{ "here.example", "", false },
		{ "not-for-mail", "", false },
		{ "", "", false },
		{ "!!!", "", false },
		{ "a!\r\n here.example !x", "a", true },
		{ "a!xhere.example!here.example.net!x", "a", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct slice path = slice_of(cases[i].path);

		assert_true(slice_is(path_first(path), cases[i].first));
		assert_int_equal(path_holds(path, "here.example"),
		    cases[i].here);
	}
}

#define REST "From: a@b.example\r\nNewsgroups: tv.x\r\nSubject: s\r\n" \
	"Message-ID: <1@b.example>\r\nDate: 21 Nov 2026 10:00:00 +0000\r\n"

static void
check_accept(const char *peer, const char *accept, const char *head,
    enum err want, const char *path)
{
	const struct relay_from from = { .server = "us.example", .peer = peer,
		.accept = accept, .now = 1795348800 };
	struct buf raw = BUF_INIT(LIMIT_ARTICLE), block = BUF_INIT(8192);
	struct relay_author author;
	enum err e;

	buf_printf(&block, "%s\r\nText.\r\n", head);
	e = relay_article(&from, buf_slice(&block), &raw, &author);
	if (e != want)
		fail_msg("%s: %d, %s", head, e, err_detail());
	if (e == OK)
		assert_memory_equal(raw.p, path, strlen(path));
	buf_clear(&raw);
	buf_clear(&block);
}

static void
check_relay(const char *peer, const char *head, enum err want,
    const char *path)
{
	check_accept(peer, "*", head, want, path);
}

static void
test_accept(void **state)
{
	static const char head[] = "Path: a!x\r\n" REST;
	static const char both[] = "Path: a!x\r\nFrom: a@b.example\r\n"
	    "Newsgroups: de.y, tv.x\r\nSubject: s\r\n"
	    "Message-ID: <1@b.example>\r\n"
	    "Date: 21 Nov 2026 10:00:00 +0000\r\n";

	(void)state;
	check_accept("p.example", "tv.*", head, OK, "Path: us.example!");
	check_accept("p.example", "tv.*,!tv.x", head, ERR_DENIED, "");
	check_accept("p.example", NULL, head, ERR_DENIED, "");
	check_accept("p.example", "tv.*", both, OK, "Path: us.example!");
	check_accept("p.example", "de.z", both, ERR_DENIED, "");
	check_accept(NULL, NULL, head, OK, "Path: us.example!");
}

static void
test_relay(void **state)
{
	(void)state;
	check_relay("p.example", "Path: p.example!x\r\n" REST, OK,
	    "Path: us.example!!p.example!x\r\nFrom");
	check_relay("p.example", "Path: q!p.example!x\r\nXref: a b:1\r\n" REST,
	    OK, "Path: us.example!.MISMATCH.p.example!q!p.example!x\r\nFrom");
	check_relay("p.example", "Path: p.example!us.example!x\r\n" REST,
	    ERR_STATE, "");
	check_relay("p.example", "Path: p.example!us.example\r\n" REST,
	    OK, "Path: us.example!!p.example!us.example\r\n");
	check_relay("p.example", REST, ERR_SYNTAX, "");
	check_relay("p.example", "Path: a!x\r\nPath: b!x\r\n" REST,
	    ERR_SYNTAX, "");
	check_relay("p.example", "Path: a!x\r\n" REST "subject: t\r\n",
	    ERR_SYNTAX, "");
	check_relay("p.example", "Path: a!x\r\nDate: soon\r\n", ERR_SYNTAX,
	    "");
	check_relay("p.example", "Path: a!x\r\nFrom: a@b.example\r\n"
	    "Newsgroups: tv.x\r\nSubject: s\r\nMessage-ID: <1@b.example>\r\n"
	    "Date: 25 Nov 2026 10:00:00 +0000\r\n", ERR_SYNTAX, "");
	check_relay("p.example", "Path: a!x\r\n" REST
	    "Injection-Date: 25 Nov 2026 10:00:00 +0000\r\n", ERR_SYNTAX, "");
	/* What the operator brings in is taken as it is. */
	check_relay(NULL, REST, OK, "Path: us.example!not-for-mail\r\nFrom");
	check_relay(NULL, "Path: us.example!x\r\n" REST, OK,
	    "Path: us.example!x\r\nFrom");
	check_relay(NULL, "Path: a!us.example!x\r\n" REST, OK,
	    "Path: us.example!a!us.example!x\r\nFrom");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ip),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_offer),
		cmocka_unit_test(test_path),
		cmocka_unit_test(test_relay),
		cmocka_unit_test(test_accept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
