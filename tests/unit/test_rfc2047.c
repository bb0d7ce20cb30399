/* Encoded words and charsets, both ways. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "proto/rfc2047.h"

#define BAD "\xef\xbf\xbd"
#define UE "\xc3\xbc"		/* u with diaeresis */

static void
decode(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "plain = text ?", "plain = text ?" },
		{ "a\r\n b", "a b" },
		{ "=?iso-8859-1?Q?J=FCrgen?= <j@x>", "J" UE "rgen <j@x>" },
		{ "=?UTF-8?B?SsO8cmdlbg==?=", "J" UE "rgen" },
		{ "=?utf-8?q?a_b=20c?=", "a b c" },
		{ "=?US-ASCII*en?Q?Keith?=", "Keith" },
		/* RFC 2047, 8 */
		{ "(=?ISO-8859-1?Q?a?=)", "(a)" },
		{ "(=?ISO-8859-1?Q?a?= b)", "(a b)" },
		{ "(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)" },
		{ "(=?ISO-8859-1?Q?a?=  \r\n\t =?ISO-8859-2?Q?b?=)", "(ab)" },
		{ "(=?ISO-8859-1?Q?a_b?=)", "(a b)" },
		{ "(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)" },
		/* a character cut in two */
		{ "=?utf-8?q?=C3?= =?utf-8?q?=BC?=", UE },
		{ "=?utf-8?b?ww==?=\r\n =?UTF-8?b?vA==?=", UE },
		/* written badly */
		{ "=?utf-8?q?a b=C3=BC c?=", "a b" UE " c" },
		{ "=?utf-8?q?no end=C3=BC", "no end" UE },
		{ "=?utf-8?b?SsO8cmdlbg", "J" UE "rgen" },
		{ "x=?utf-8?q?=C3=BC?=y", "x" UE "y" },
		{ "\"=?utf-8?q?=C3=BC?=\"", "\"" UE "\"" },
		{ "=?iso8859- 1?q?=FC?=", UE },
		{ "=?utf-8?x?abc?=", "=?utf-8?x?abc?=" },
		{ "=?utf-8?q", "=?utf-8?q" },
		{ "=??q?a?=", "=??q?a?=" },
		{ "=?=?=?", "=?=?=?" },
		{ "=?utf-8?q?" "?=", "" },
		{ "=?utf-8?q?=C3=ZZ=?=", BAD "=ZZ=" },
		{ "=?x-unknown?q?=FC?=", UE },
		{ "=?none?q?=C3=BC?=", UE },
		/* what would break the line */
		{ "=?utf-8?q?a=0D=0ABcc:_x=00y?=", "a  Bcc: x y" },
		/* not encoded at all */
		{ "J\xfcrgen", "J" UE "rgen" },
		{ "J" UE "rgen", "J" UE "rgen" },
		{ "\x80uro =?utf-8?q?x?=", "\xe2\x82\xacuro x" },
		{ "=?iso-2022-jp?B?GyRCJDMbKEI=?=", "\xe3\x81\x93" },
		{ "=?gb2312?B?1tA=?=", "\xe4\xb8\xad" },
		{ "=?koi8-r?Q?=C4=C1?=", "\xd0\xb4\xd0\xb0" },
	};
	struct buf b = BUF_INIT(1000);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		rfc2047_decode(slice_of(cases[i][0]), &b);
		assert_string_equal(buf_cstr(&b), cases[i][1]);
	}
	buf_clear(&b);
}

static void
encode(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "Re: no picture", "Re: no picture" },
		{ "Gr" UE "ne", "=?UTF-8?Q?Gr=C3=BCne?=" },
		{ "Re: Gr" UE "ne Hose da", "Re: =?UTF-8?Q?Gr=C3=BCne?= "
		    "Hose da" },
		{ "a" UE " b c" UE " d", "=?UTF-8?Q?a=C3=BC_b_c=C3=BC?= d" },
		{ "J" UE "rgen <j@x.org>",
		    "=?UTF-8?Q?J=C3=BCrgen?= <j@x.org>" },
		{ "\xd0\xb4\xd0\xb0", "=?UTF-8?B?0LTQsA==?=" },
		{ "=?utf-8?q?x?=", "=?UTF-8?Q?=3D=3Futf-8=3Fq=3Fx=3F=3D?=" },
		{ "a  b", "a  b" },
		{ "a   b", "a =?UTF-8?Q?_?= b" },
		{ "\xff", "=?UTF-8?B?77+9?=" },
	};
	struct buf b = BUF_INIT(1000);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		rfc2047_encode(slice_of(cases[i][0]), &b);
		assert_string_equal(buf_cstr(&b), cases[i][1]);
	}
	buf_clear(&b);
}

/* Texts of every length, of many kinds: short lines, and back again. */
static void
encode_lengths(void **state)
{
	static const char *const words[] = {
		"word", UE "ber", "a", "Donaudampfschifffahrtsgesellschaft",
		"\xe4\xb8\xad\xe6\x96\x87", "=?x", "\xf0\x9f\x98\x80",
		("http://example.org/a/very/long/path/that/does/not/end/soon/"
		"and/goes/on/and/on"),
	};
	struct buf text = BUF_INIT(10000), coded = BUF_INIT(100000);
	struct buf back = BUF_INIT(10000);

	(void)state;
	for (unsigned seed = 0; seed < 2000; seed++) {
		struct slice rest;
		unsigned r = seed * 2654435761u;

		buf_reset(&text);
		buf_reset(&coded);
		buf_reset(&back);
		for (unsigned n = 0; n <= seed % 23; n++) {
			if (n != 0)
				buf_putc(&text, ' ');
			buf_puts(&text, words[(r >> 20) % 8]);
			r = r * 1103515245u + 12345u;
		}
		rfc2047_encode(buf_slice(&text), &coded);
		for (rest = buf_slice(&coded); rest.p != NULL;) {
			struct slice line = slice_cut(&rest, '\n');

			assert_true(line.len <= 77);
			assert_true(slice_trim(line).len != 0);
		}
		rfc2047_decode(buf_slice(&coded), &back);
		assert_string_equal(buf_cstr(&back), buf_cstr(&text));
	}
	buf_clear(&text);
	buf_clear(&coded);
	buf_clear(&back);
}

static void
charsets(void **state)
{
	static const char *const cases[][3] = {
		{ "utf-8", "\xc3\xbc", UE },
		{ "UTF8", "\xc3\xbc", UE },
		{ "utf-8\\n", "\xc3\xbc", UE },
		{ "unicode-2-0-utf-8", "\xc3\xbc", UE },
		{ "utf-8", "\xfc" "a", BAD "a" },
		{ "us-ascii", "\xfc", UE },
		{ "us-ascii", "\xc3\xbc", UE },
		{ "", "\xfc", UE },
		{ "", "\xc3\xbc", UE },
		{ "x-unknown", "\x93", "\xe2\x80\x9c" },
		{ "iso-8859-1", "\xfc\x80", UE "\xe2\x82\xac" },
		{ "ISO_8859-1:1987", "\xfc", UE },
		{ "iso8859-1", "\xfc", UE },
		{ "o-8859-1", "\xfc", UE },
		{ "latin1", "\xfc", UE },
		{ "'iso-8859-1'", "\xfc", UE },
		{ "windows-1252", "\x81", BAD },
		{ "cp1252", "\x80", "\xe2\x82\xac" },
		{ "iso-8859-2", "\xb9", "\xc5\xa1" },
		{ "iso-8859-7", "\xe1", "\xce\xb1" },
		{ "iso-8859-8-i", "\xe0", "\xd7\x90" },
		{ "iso-8859-9", "\xfd", "\xc4\xb1" },
		{ "iso-8859-15", "\xa4", "\xe2\x82\xac" },
		{ "latin-9", "\xa4", "\xe2\x82\xac" },
		{ "iso-8859-12", "\xfc", UE },
		{ "iso-8859-99", "\xfc", UE },
		{ "windows-1251", "\xe4\xe0", "\xd0\xb4\xd0\xb0" },
		{ "cp-1251", "\xe4\xe0", "\xd0\xb4\xd0\xb0" },
		{ "win-1251", "\xe4\xe0", "\xd0\xb4\xd0\xb0" },
		{ "koi8-r", "\xc4\xc1", "\xd0\xb4\xd0\xb0" },
		{ "windows-874", "\xa1", "\xe0\xb8\x81" },
		{ "tis-620", "\xa1", "\xe0\xb8\x81" },
		{ "gb2312", "\xd6\xd0", "\xe4\xb8\xad" },
		{ "gbk", "\x81\x40", "\xe4\xb8\x82" },
		{ "gb18030", "\x81\x30\x84\x36", "\xc2\xa5" },
		{ "cp936", "\xd6\xd0", "\xe4\xb8\xad" },
		{ "big5", "\xa4\xa4", "\xe4\xb8\xad" },
		{ "shift_jis", "\x82\xb1\x87\x40", "\xe3\x81\x93\xe2\x91\xa0" },
		{ "cp932", "\x82\xb1", "\xe3\x81\x93" },
		{ "sjis", "\x82\xb1", "\xe3\x81\x93" },
		{ "eucjp", "\xa4\xb3", "\xe3\x81\x93" },
		{ "euc-jp", "\xa4\xb3", "\xe3\x81\x93" },
		{ "iso-2022-jp", "\033$B$3\033(B!", "\xe3\x81\x93!" },
		{ "", "\033$B$3\033(B!", "\xe3\x81\x93!" },
		{ "ks_c_5601-1987", "\xb0\xa1", "\xea\xb0\x80" },
		{ "x-windows-949", "\xb0\xa1", "\xea\xb0\x80" },
		{ "euc-kr", "\xb0\xa1", "\xea\xb0\x80" },
		{ "utf-7", "+APw-", UE },
		{ "unicode-1-1-utf-7", "+APw-", UE },
		/* cut in the middle, wrong in the middle */
		{ "euc-jp", "\xa4\xb3\xa4", "\xe3\x81\x93" BAD },
		{ "euc-jp", "a\xff" "b", "a" BAD "b" },
		/* what must not reach iconv */
		{ "utf-8//TRANSLIT", "\xc3\xbc", UE },
		{ "iso-2022-cn-ext", "\xfc", UE },
		{ "koi8-r//IGNORE", "\xfc", UE },
	};
	struct buf b = BUF_INIT(1000);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		charset_to_utf8(slice_of(cases[i][0]), slice_of(cases[i][1]),
		    &b);
		if (!slice_is(buf_slice(&b), cases[i][2]))
			fail_msg("%s: %s is not %s", cases[i][0],
			    buf_cstr(&b), cases[i][2]);
	}
	buf_clear(&b);
}

static void
wide_charsets(void **state)
{
	static const struct {
		const char *charset;
		struct slice text;
		const char *want;
	} cases[] = {
		{ "utf-16le", { "\xfc\0a\0", 4 }, UE "a" },
		{ "utf-16be", { "\0\xfc\0a", 4 }, UE "a" },
		{ "utf-16", { "\xfe\xff\0\xfc", 4 }, UE },
		{ "utf-16le", { "\x3d\xd8\0\xde", 4 }, "\xf0\x9f\x98\x80" },
		{ "utf-16le", { "\0\xdc" "a\0", 4 }, BAD "a" },
		{ "utf-16le", { "a\0b", 3 }, "a" BAD },
		{ "utf-32le", { "\xfc\0\0\0", 4 }, UE },
		{ "utf-32be", { "\x7f\0\0\0\0\0\0a", 8 }, BAD "a" },
	};
	struct buf b = BUF_INIT(1000);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		charset_to_utf8(slice_of(cases[i].charset), cases[i].text, &b);
		assert_string_equal(buf_cstr(&b), cases[i].want);
	}
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decode),
		cmocka_unit_test(encode),
		cmocka_unit_test(encode_lengths),
		cmocka_unit_test(charsets),
		cmocka_unit_test(wide_charsets),
	};

	return cmocka_run_group_tests_name("rfc2047", tests, NULL, NULL);
}
