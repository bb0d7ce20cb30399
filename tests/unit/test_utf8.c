/* UTF-8, widths and the terminal filter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/utf8.h"

static void
valid(void **state)
{
	static const struct {
		struct slice s;
		bool valid;
	} cases[] = {
		{ { "", 0 }, true },
		{ { "plain ASCII, more than eight bytes", 34 }, true },
		{ { "\0", 1 }, true },
		{ { "\xc3\xbc", 2 }, true },
		{ { "\xe2\x82\xac", 3 }, true },
		{ { "\xf0\x9f\x98\x80", 4 }, true },
		{ { "\xf4\x8f\xbf\xbf", 4 }, true },
		{ { "12345678\xc3", 9 }, false },
		{ { "1234567\xff", 8 }, false },
		{ { "\x80", 1 }, false },
		{ { "\xc0\x80", 2 }, false },
		{ { "\xc1\xbf", 2 }, false },
		{ { "\xe0\x9f\xbf", 3 }, false },
		{ { "\xed\xa0\x80", 3 }, false },
		{ { "\xed\xbf\xbf", 3 }, false },
		{ { "\xf0\x8f\xbf\xbf", 4 }, false },
		{ { "\xf4\x90\x80\x80", 4 }, false },
		{ { "\xf5\x80\x80\x80", 4 }, false },
		{ { "\xe2\x82", 2 }, false },
		{ { "\xfc\x80\x80\x80\x80\x80", 6 }, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (utf8_valid(cases[i].s) != cases[i].valid)
			fail_msg("case %zu", i);
}

/* Every character there is, written and read. */
static void
round_trip(void **state)
{
	struct buf b = BUF_INIT(16);

	(void)state;
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		struct slice s;

		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		buf_reset(&b);
		utf8_put(&b, c);
		s = buf_slice(&b);
		assert_true(utf8_valid(s));
		assert_int_equal(utf8_next(&s), c);
		assert_int_equal(s.len, 0);
	}
	buf_clear(&b);
}

static void
next_bad(void **state)
{
	struct slice s = SLICE("\xe2\x82" "a\xff");
	struct buf b = BUF_INIT(16);

	(void)state;
	assert_int_equal(utf8_next(&s), UTF8_BAD);
	assert_int_equal(s.len, 3);
	assert_int_equal(utf8_next(&s), UTF8_BAD);
	assert_int_equal(utf8_next(&s), 'a');
	assert_int_equal(utf8_next(&s), UTF8_BAD);
	assert_int_equal(s.len, 0);
	utf8_put(&b, 0xd800);
	utf8_put(&b, 0x110000);
	assert_true(slice_is(buf_slice(&b), "\xef\xbf\xbd\xef\xbf\xbd"));
	buf_clear(&b);
}

static void
width(void **state)
{
	static const struct {
		uint32_t c;
		int width;
	} cases[] = {
		{ 'a', 1 }, { '~', 1 }, { 0xe4, 1 }, { 0x410, 1 },
		{ 0x2502, 1 }, { 0x301, 0 }, { 0x200d, 0 }, { 0xfe0f, 0 },
		{ 0x5d0, 1 }, { 0x627, 1 }, { 0x64e, 0 }, { 0xe31, 0 },
		{ 0x1100, 2 }, { 0x1161, 0 }, { 0x3042, 2 }, { 0x4e2d, 2 },
		{ 0xac00, 2 }, { 0xff21, 2 }, { 0xff71, 1 }, { 0x20000, 2 },
		{ 0x1f600, 2 }, { 0x1f468, 2 }, { 0x231a, 2 }, { 0x2764, 1 },
		{ 0x1f1e6, 1 }, { 0x1faff, 2 }, { 0x378, 1 }, { 0xfffd, 1 },
		{ 0, 0 }, { 0x1b, 0 }, { 0x10ffff, 1 }, { 0x7fffffff, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (utf8_width(cases[i].c) != cases[i].width)
			fail_msg("U+%04X: %d", (unsigned)cases[i].c,
			    utf8_width(cases[i].c));
}

static void
filter(void **state)
{
	static const struct {
		const char *in, *out;
		int flags;
	} cases[] = {
		{ "plain", "plain", 0 },
		{ "a\nb\tc", "a<LF>b<TAB>c", 0 },
		{ "a\nb\tc", "a\nb<TAB>c", FILTER_LF },
		{ "a\nb\tc", "a<LF>b\tc", FILTER_TAB },
		{ "a\r\n", "a<CR>\n", FILTER_LF },
		{ "\033[31mred", "<ESC>[31mred", 0 },
		{ "\033]52;c;eA==\a", "<ESC>]52;c;eA==<BEL>", 0 },
		{ "\x7f\b", "<DEL><BS>", 0 },
		{ "\xc2\x9b" "6n", "<CSI>6n", 0 },
		{ "\xc2\x9d" "0;t\xc2\x9c", "<OSC>0;t<ST>", 0 },
		{ "\x9b" "6n", "\xef\xbf\xbd" "6n", 0 },
		{ "\xc0\x9b", "\xef\xbf\xbd\xef\xbf\xbd", 0 },
		{ "\xe2\x80\xae" "exe.gpj", "<RLO>exe.gpj", 0 },
		{ "\xe2\x81\xa6x\xe2\x81\xa9", "<LRI>x<PDI>", 0 },
		{ "\xd8\x9c\xe2\x80\x8e\xe2\x80\x8f", "<ALM><LRM><RLM>", 0 },
		{ "a\xe2\x80\x8b" "b", "a<ZWSP>b", 0 },
		{ "\xef\xbb\xbf" "a", "<BOM>a", 0 },
		{ "co\xc2\xadop", "co<SHY>op", 0 },
		{ "a\xe2\x80\x8d" "b", "a<ZWJ>b", 0 },
		{ "a\xef\xb8\x8f", "a<VS16>", 0 },
		{ "\xf3\xa0\x81\xa7", "<U+E0067>", 0 },
		{ "\xe3\x85\xa4", "<U+3164>", 0 },
		{ "\xcd\xb8", "\xef\xbf\xbd", 0 },
		{ "\xef\xbf\xbe", "\xef\xbf\xbd", 0 },
		/* a family, a red heart, a skin tone, a keycap */
		{ "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9",
		    "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9", 0 },
		{ "\xe2\x9d\xa4\xef\xb8\x8f\xe2\x80\x8d\xf0\x9f\x94\xa5",
		    "\xe2\x9d\xa4\xef\xb8\x8f\xe2\x80\x8d\xf0\x9f\x94\xa5",
		    0 },
		{ "\xf0\x9f\x91\xa9\xf0\x9f\x8f\xbd\xe2\x80\x8d"
		    "\xf0\x9f\x92\xbb", "\xf0\x9f\x91\xa9\xf0\x9f\x8f\xbd"
		    "\xe2\x80\x8d\xf0\x9f\x92\xbb", 0 },
		{ "x 1\xef\xb8\x8f\xe2\x83\xa3", "x 1\xef\xb8\x8f\xe2\x83\xa3",
		    0 },
		{ "\xe2\x9d\xa4\xef\xb8\x8f\xef\xb8\x8f",
		    "\xe2\x9d\xa4\xef\xb8\x8f<VS16>", 0 },
		{ "\xf0\x9f\x91\xa8\xe2\x80\x8dx",
		    "\xf0\x9f\x91\xa8<ZWJ>x", 0 },
		/* combining marks */
		{ "e\xcc\x81", "e\xcc\x81", 0 },
		{ "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81" "f",
		    "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81" "f", 0 },
		{ "\xcc\x81x", "\xe2\x97\x8c\xcc\x81x", 0 },
		{ "a\n\xcc\x81", "a\n\xe2\x97\x8c\xcc\x81", FILTER_LF },
		{ "Gr\xc3\xbc\xc3\x9f" "e \xe4\xb8\xad",
		    "Gr\xc3\xbc\xc3\x9f" "e \xe4\xb8\xad", 0 },
	};
	struct buf b = BUF_INIT(1000);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		utf8_filter(slice_of(cases[i].in), cases[i].flags, &b);
		assert_string_equal(buf_cstr(&b), cases[i].out);
	}
	buf_reset(&b);
	utf8_filter(slice_make("a\0b", 3), 0, &b);
	assert_string_equal(buf_cstr(&b), "a<NUL>b");
	buf_clear(&b);
}

static bool
harmless(struct slice s)
{
	while (s.len != 0) {
		uint32_t c = utf8_next(&s);

		if (c < ' ' || (c >= 0x7f && c <= 0x9f))
			return false;
	}
	return true;
}

/* Every string of up to three bytes. */
static void
filter_all_short(void **state)
{
	struct buf b = BUF_INIT(64);

	(void)state;
	for (uint32_t v = 0; v < 1u << 24; v++) {
		char s[3] = { (char)v, (char)(v >> 8), (char)(v >> 16) };

		/* Letters differ in nothing the filter looks at. */
		if ((s[1] >= 'b' && s[1] <= 'z') ||
		    (s[2] >= 'b' && s[2] <= 'z') ||
		    (s[0] >= 'b' && s[0] <= 'z'))
			continue;
		buf_reset(&b);
		utf8_filter(slice_make(s, 3), 0, &b);
		if (!buf_ok(&b) || !harmless(buf_slice(&b)))
			fail_msg("%06x", (unsigned)v);
	}
	buf_clear(&b);
}

/* Every character alone: shown as itself or as something harmless. */
static void
filter_all_characters(void **state)
{
	struct buf in = BUF_INIT(16), out = BUF_INIT(64);

	(void)state;
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		struct slice s;
		int columns = 0;

		buf_reset(&in);
		buf_reset(&out);
		utf8_put(&in, c);
		utf8_filter(buf_slice(&in), 0, &out);
		assert_true(harmless(buf_slice(&out)));
		for (s = buf_slice(&out); s.len != 0;)
			columns += utf8_width(utf8_next(&s));
		assert_true(columns > 0);
	}
	buf_clear(&in);
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(valid),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(next_bad),
		cmocka_unit_test(width),
		cmocka_unit_test(filter),
		cmocka_unit_test(filter_all_short),
		cmocka_unit_test(filter_all_characters),
	};

	return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
