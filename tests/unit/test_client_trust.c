/* Pins: what is one, and whose. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "client/trust.h"

#define HEX  "00112233445566778899aabbccddeeff"
#define HEX2 HEX "00112233445566778899AABBCCDDEEFF"
#define COLONS "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff"
#define KEY  "sha256//ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8="

static const unsigned char digest[TRUST_SHA256] = {
	0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
	0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff,
	0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
	0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff,
};
static const unsigned char zero[TRUST_SHA256];

static void
test_forms(void **state)
{
	static const struct {
		const char *line;
		bool good, whole;
	} table[] = {
		{ "h:563 " HEX2, true, true },
		{ "h " COLONS ":" COLONS, true, true },
		{ "nntps://h " KEY, true, false },
		{ "h   " KEY "  ", true, false },
		{ "h " HEX, false, false },
		{ "h " HEX2 "0", false, false },
		{ "h " HEX2 "00", false, false },
		{ "h :" COLONS ":" COLONS, false, false },
		{ "h 0:" HEX2, false, false },
		{ "h sha256//AAAA", false, false },
		{ "h " KEY "x", false, false },
		{ "h " KEY " x", false, false },
		{ "h sha1//AAAA", false, false },
		{ "h", false, false },
		{ "", false, false },
		{ "h:0 " KEY, false, false },
		{ "h:x " KEY, false, false },
		{ "https://h " KEY, false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct trust t = { 0 };
		enum err e = trust_add_pin(&t, slice_of(table[i].line));

		if ((e == OK) != table[i].good)
			fail_msg("\"%s\": %s", table[i].line, err_name(e));
		assert_int_equal(t.npins, table[i].good);
		if (t.npins == 0)
			continue;
		assert_int_equal(t.pin[0].whole, table[i].whole);
		assert_memory_equal(t.pin[0].sha256, digest, TRUST_SHA256);
		assert_string_equal(t.pin[0].server.port, "563");
		trust_clear(&t);
	}
}

static void
test_match(void **state)
{
	struct trust t = { 0 };
	struct server h, other;

	(void)state;
	assert_int_equal(server_parse("nntps://News.Example", &h), OK);
	assert_int_equal(server_parse("news.example:564", &other), OK);
	assert_false(trust_is_pinned(&t, &h));
	assert_int_equal(trust_add_pin(&t, slice_of("news.example " KEY)), OK);
	assert_true(trust_is_pinned(&t, &h));
	assert_false(trust_is_pinned(&t, &other));
	assert_true(trust_matches(&t, &h, digest, zero));
	assert_false(trust_matches(&t, &h, zero, digest));
	assert_false(trust_matches(&t, &other, digest, digest));
	assert_int_equal(trust_add_pin(&t, slice_of("news.example " HEX2)),
	    OK);
	assert_true(trust_matches(&t, &h, zero, digest));
	assert_false(trust_matches(&t, &h, zero, zero));
	server_clear(&h);
	server_clear(&other);
	trust_clear(&t);
}

static void
test_many(void **state)
{
	struct trust t = { 0 };

	(void)state;
	for (int i = 0; i < TRUST_PINS; i++)
		assert_int_equal(trust_add_pin(&t, slice_of("h " KEY)), OK);
	assert_int_equal(trust_add_pin(&t, slice_of("h " KEY)), ERR_FULL);
	trust_clear(&t);
	assert_int_equal(t.npins, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
