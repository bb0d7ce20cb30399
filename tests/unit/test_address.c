/* Connections per address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "server/net/address.h"

static struct sockaddr_storage
make(const char *text)
{
	struct sockaddr_storage ss = { .ss_family = AF_UNSPEC };
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
		memcpy(&ss, &v4, sizeof(v4));
	} else {
		assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
		memcpy(&ss, &v6, sizeof(v6));
	}
	return ss;
}

static bool
take(struct address_table *t, const char *text, struct address *out)
{
	struct sockaddr_storage ss = make(text);

	*out = (struct address){ .ip = ip_of((struct sockaddr *)&ss) };
	return address_take(t, out);
}

static void
test_limit(void **state)
{
	struct address_table *t = address_table_new(2);
	struct address a, b, c, d;

	(void)state;
	assert_true(take(t, "192.0.2.1", &a));
	assert_true(take(t, "192.0.2.1", &b));
	assert_false(take(t, "192.0.2.1", &c));
	assert_true(take(t, "192.0.2.2", &d));
	/* A refused one gives nothing back. */
	address_release(t, &c);
	assert_false(take(t, "192.0.2.1", &c));
	address_release(t, &a);
	address_release(t, &a);
	assert_true(take(t, "192.0.2.1", &c));
	assert_false(take(t, "192.0.2.1", &a));
	address_release(t, &b);
	address_release(t, &c);
	address_release(t, &d);
	address_table_free(&t);
	assert_null(t);
}

/* One host has a whole /64; an IPv4 address is itself however written. */
static void
test_same_host(void **state)
{
	static const struct {
		const char *one, *other;
		bool same;
	} cases[] = {
		{ "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true },
		{ "2001:db8:1:2::1", "2001:db8:1:3::1", false },
		{ "192.0.2.7", "::ffff:192.0.2.7", true },
		{ "192.0.2.7", "192.0.2.8", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct address_table *t = address_table_new(1);
		struct address a, b;

		assert_true(take(t, cases[i].one, &a));
		assert_int_equal(take(t, cases[i].other, &b), !cases[i].same);
		address_release(t, &a);
		address_release(t, &b);
		address_table_free(&t);
	}
}

static void
test_local(void **state)
{
	static const char *const local[] = { "127.0.0.1", "127.8.9.1", "::1",
		"::ffff:127.0.0.1" };
	static const char *const remote[] = { "128.0.0.1", "10.0.0.1",
		"fe80::1", "::ffff:126.0.0.1", "::2" };
	const struct sockaddr un = { .sa_family = AF_UNIX };

	(void)state;
	for (size_t i = 0; i < sizeof(local) / sizeof(local[0]); i++) {
		struct sockaddr_storage ss = make(local[i]);

		assert_true(address_local((struct sockaddr *)&ss));
	}
	for (size_t i = 0; i < sizeof(remote) / sizeof(remote[0]); i++) {
		struct sockaddr_storage ss = make(remote[i]);

		assert_false(address_local((struct sockaddr *)&ss));
	}
	assert_true(address_local(&un));
}

static void
test_no_limit(void **state)
{
	struct address_table *t = address_table_new(0);
	struct address a;

	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_true(take(t, "192.0.2.1", &a));
	address_table_free(&t);
}

/* Many addresses, many of them in one chain: every place comes back. */
static void
test_many(void **state)
{
	enum { N = 20000 };
	static struct address a[N];
	struct address_table *t = address_table_new(1);
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct address again;

	(void)state;
	for (int round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < N; i++) {
			v4.sin_addr.s_addr = htonl(0x0a000000u + i);
			a[i].ip = ip_of((struct sockaddr *)&v4);
			again = a[i];
			assert_true(address_take(t, &a[i]));
			assert_false(address_take(t, &again));
		}
		for (uint32_t i = 0; i < N; i++)
			address_release(t, &a[i]);
	}
	address_table_free(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_same_host),
		cmocka_unit_test(test_local),
		cmocka_unit_test(test_no_limit),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
