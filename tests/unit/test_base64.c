/* Base64, strict and loose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/base64.h"

static void
rfc4648(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" },
		{ "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
		{ "\xff\xfe\xfd", "//79" }, { "\xfb\xef\xbe", "++++" },
	};
	struct buf b = BUF_INIT(100);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		base64_encode(slice_of(cases[i][0]), &b);
		assert_string_equal(buf_cstr(&b), cases[i][1]);
		buf_reset(&b);
		assert_true(base64_decode(slice_of(cases[i][1]), &b));
		assert_string_equal(buf_cstr(&b), cases[i][0]);
		buf_reset(&b);
		base64_decode_loose(slice_of(cases[i][1]), &b);
		assert_string_equal(buf_cstr(&b), cases[i][0]);
	}
	buf_clear(&b);
}

static void
strict_refuses(void **state)
{
	static const char *const cases[] = {
		"Zg", "Zg=", "Zg===", "Z", "Zm9v\n", "Zm 9v", "Zm9-", "=",
		"==", "====", "Z===", "Zh==", "Zm9=", "Zg==Zg==", "Zm=v",
	};
	struct buf b = BUF_INIT(100);

	(void)state;
	buf_puts(&b, "kept");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (base64_decode(slice_of(cases[i]), &b))
			fail_msg("\"%s\" was taken", cases[i]);
		assert_string_equal(buf_cstr(&b), "kept");
	}
	buf_clear(&b);
}

static void
loose_takes(void **state)
{
	static const char *const cases[][2] = {
		{ "Zm9v\r\nYmFy\r\n", "foobar" }, { "Zg", "f" },
		{ "Zm8", "fo" }, { " Z*m-9_v", "foo" },
		{ "Zm8=Zm8=", "fo" }, { "Z", "" }, { "=Zm9v", "foo" },
	};
	struct buf b = BUF_INIT(100);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		base64_decode_loose(slice_of(cases[i][0]), &b);
		assert_string_equal(buf_cstr(&b), cases[i][1]);
	}
	buf_clear(&b);
}

static void
all_lengths(void **state)
{
	unsigned char bytes[300];
	struct buf text = BUF_INIT(1000), back = BUF_INIT(1000);

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 89 + 7);
	for (size_t n = 0; n <= sizeof(bytes); n++) {
		struct slice in = slice_make((char *)bytes, n);

		buf_reset(&text);
		buf_reset(&back);
		base64_encode(in, &text);
		assert_int_equal(text.len, (n + 2) / 3 * 4);
		assert_true(base64_decode(buf_slice(&text), &back));
		assert_true(slice_eq(buf_slice(&back), in));
	}
	buf_clear(&text);
	buf_clear(&back);
}

static void
too_small(void **state)
{
	struct buf b = BUF_INIT(3);

	(void)state;
	base64_encode(SLICE("foo"), &b);
	assert_false(buf_ok(&b));
	buf_reset(&b);
	assert_false(base64_decode(SLICE("Zm9vYmFy"), &b));
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rfc4648),
		cmocka_unit_test(strict_refuses),
		cmocka_unit_test(loose_takes),
		cmocka_unit_test(all_lengths),
		cmocka_unit_test(too_small),
	};

	return cmocka_run_group_tests_name("base64", tests, NULL, NULL);
}
