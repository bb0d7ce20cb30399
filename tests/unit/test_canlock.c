/* Roles for a board, and keys for the locks of articles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "server/auth/account.h"
#include "server/auth/canlock.h"
#include "server/store/store.h"

/* --- roles ---------------------------------------------------------------- */

static void
roles(void **state)
{
	static const struct {
		const char *roles, *board;
		bool has;
	} cases[] = {
		{ "", "tv.a", false },
		{ "member", "tv.a", false },
		{ "moderator", "tv.a", true },
		{ "member,moderator", "tv.a", true },
		{ "moderator:tv.*", "tv.a", true },
		{ "moderator:tv.*", "radio.a", false },
		{ "moderator:radio.*,moderator:tv.a", "tv.a", true },
		{ "moderator:tv.a", "tv.ab", false },
		{ "moderators", "tv.a", false },
		{ "expert:tv.*", "tv.a", false },
		{ "admin", "tv.a", true },
		{ "superadmin", "tv.a", false },
		{ "admin:tv.*", "radio.a", false },
		{ "moderator:", "tv.a", false },
		{ ",,", "tv.a", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (account_has_role(slice_of(cases[i].roles), "moderator",
		    slice_of(cases[i].board)) != cases[i].has)
			fail_msg("%s for %s", cases[i].roles, cases[i].board);
	assert_false(account_has_role(slice_make(NULL, 0), "moderator",
	    SLICE("tv.a")));
}

/* --- locks ---------------------------------------------------------------- */

/* RFC 8315, 5: this key and lock belong together. */
#define KEY "sha256:qv1VXHYiCGjkX/N1nhfYKcAeUn8bCVhrWhoKuBSnpMA="
#define LOCK "sha256:s/pmK/3grrz++29ce2/mQydzJuc7iqHn1nqcJiQTPMc="

static bool
opens(const char *keys, const char *locks)
{
	return canlock_opens(slice_of(keys), slice_of(locks));
}

static void
known_pair(void **state)
{
	(void)state;
	assert_true(opens(KEY, LOCK));
	assert_true(opens("sha256:bm90IHRoaXM= " KEY, LOCK));
	assert_true(opens(KEY, "sha256:bm90IHRoaXM=\r\n\t" LOCK));
	assert_true(opens("(mine) " KEY " (indeed (it is))", LOCK));
	assert_false(opens(KEY, "sha256:bm90IHRoaXM="));
	assert_false(opens(LOCK, LOCK));
	assert_false(opens("", LOCK));
	assert_false(opens(KEY, ""));
	assert_false(opens("(" KEY ")", LOCK));
	assert_false(opens("sha256:", "sha256:"));
	assert_false(opens(":", ":"));
	assert_false(opens("md5:" , "md5:"));
}

static void
own_pair(void **state)
{
	static const unsigned char secret[STORE_CANLOCK] = "of this store";
	static const unsigned char other[STORE_CANLOCK] = "of another";
	struct canlock c = { .secret = secret, .account = SLICE("anna"),
		.msgid = SLICE("<1@x>") };
	struct buf lock = BUF_INIT(256), key = BUF_INIT(256);

	(void)state;
	canlock_put_lock(&lock, &c);
	canlock_put_key(&key, &c);
	assert_true(slice_starts(buf_slice(&lock), "sha256:"));
	assert_true(opens(buf_cstr(&key), buf_cstr(&lock)));
	/* Another article, account or store has another key. */
	for (int i = 0; i < 3; i++) {
		struct canlock d = c;

		if (i == 0)
			d.msgid = SLICE("<2@x>");
		else if (i == 1)
			d.account = SLICE("bert");
		else
			d.secret = other;
		buf_reset(&key);
		canlock_put_key(&key, &d);
		assert_false(opens(buf_cstr(&key), buf_cstr(&lock)));
	}
	buf_clear(&lock);
	buf_clear(&key);
}

/* However many there are, few are tried; junk is no element. */
static void
hostile_fields(void **state)
{
	struct buf many = BUF_INIT(1 << 17);

	(void)state;
	for (int i = 0; i < 2000; i++)
		buf_puts(&many, "sha256:bm90IHRoaXM= ");
	assert_false(canlock_opens(buf_slice(&many), buf_slice(&many)));
	buf_puts(&many, KEY);
	assert_false(opens(buf_cstr(&many), LOCK));
	assert_false(opens("\x01\xff(((((", "))))\\"));
	assert_false(opens("(\\", LOCK));
	buf_clear(&many);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roles),
		cmocka_unit_test(known_pair),
		cmocka_unit_test(own_pair),
		cmocka_unit_test(hostile_fields),
	};

	return cmocka_run_group_tests_name("canlock", tests, NULL, NULL);
}
