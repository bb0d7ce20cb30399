/* Replies: the table, the writer, the reader. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/limits.h"
#include "proto/reply.h"

static void
test_table(void **state)
{
	static const int codes[] = {
#define X(code, id, multi, text, args, help) code,
#include "proto/reply.def"
#undef X
	};
	int last = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++) {
		const char *text = reply_text(codes[i]);

		assert_true(codes[i] > last);
		last = codes[i];
		assert_non_null(text);
		/* at most one "%s" and no other conversion */
		text = strchr(text, '%');
		assert_true(text == NULL || text[1] == 's');
		assert_true(text == NULL || strchr(text + 1, '%') == NULL);
	}
	assert_null(reply_text(299));
	assert_null(reply_text(0));
}

static void
test_put(void **state)
{
	struct buf out = BUF_INIT(2048);

	(void)state;
	reply_put(&out, REPLY_BYE);
	reply_put(&out, REPLY_STAT, "1 <a@b>");
	reply_put(&out, REPLY_AUTH_OK, "anna");
	reply_put(&out, REPLY_ACT_SEND);
	reply_putf(&out, REPLY_GROUP, "%d %d %d %s", 2, 1, 2, "a.b");
	assert_string_equal(buf_cstr(&out),
	    "205 Bye\r\n"
	    "223 1 <a@b>\r\n"
	    "281 Welcome, anna\r\n"
	    "390 Send the text, end with a dot on a line\r\n"
	    "211 2 1 2 a.b\r\n");
	buf_clear(&out);
}

/* What a peer sent cannot make a second line out of a reply. */
static void
test_put_hostile(void **state)
{
	struct buf out = BUF_INIT(2048);

	(void)state;
	reply_put(&out, REPLY_SYNTAX, "a\r\n205 Bye\x1b[2J\x7f");
	reply_putf(&out, REPLY_SYNTAX, "%s", "b\r\n.\r\n\t");
	assert_string_equal(buf_cstr(&out),
	    "501 a??205 Bye?[2J?\r\n501 b??.???\r\n");
	buf_clear(&out);
}

static void
test_put_long(void **state)
{
	struct buf out = BUF_INIT(4096), text = BUF_INIT(4096);

	(void)state;
	reply_put(&out, REPLY_BYE);
	for (int i = 0; i < 600; i++)
		buf_puts(&text, "\xe2\x82\xac");
	reply_put(&out, REPLY_SYNTAX, buf_cstr(&text));
	/* 4 + 168 * 3 + 2: no half character */
	assert_int_equal(out.len, 9 + 510);
	assert_memory_equal(out.p + out.len - 5, "\xe2\x82\xac\r\n", 5);
	buf_reset(&out);
	buf_putc(&text, 'x');
	reply_putf(&out, REPLY_SYNTAX, "x%s", buf_cstr(&text));
	assert_true(out.len <= LIMIT_LINE);
	buf_clear(&out);
	buf_clear(&text);
}

static void
test_put_full(void **state)
{
	struct buf out = BUF_INIT(6);

	(void)state;
	reply_put(&out, REPLY_BYE);
	assert_false(buf_ok(&out));
	assert_true(out.len <= 6);
	buf_clear(&out);
}

static const struct {
	const char *line;
	int code;		/* 0: no reply */
	const char *text;
} lines[] = {
	{ "200 ready", 200, "ready" },
	{ "205", 205, "" },
	{ "205 ", 205, "" },
	{ "223 1  <a@b> ", 223, "1  <a@b> " },
	{ "599 x", 599, "x" },
	{ "", 0, "" },
	{ "20", 0, "" },
	{ "2000", 0, "" },
	{ "099 x", 0, "" },
	{ "600 x", 0, "" },
	{ "2x0 x", 0, "" },
	{ "200-x", 0, "" },
	{ " 200 x", 0, "" },
};

static void
test_parse(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct slice text;
		int code = 0;

		assert_int_equal(reply_parse(slice_of(lines[i].line), &code,
		    &text), lines[i].code != 0);
		assert_int_equal(code, lines[i].code);
		if (code != 0)
			assert_true(slice_is(text, lines[i].text));
	}
}

static void
test_block(void **state)
{
	(void)state;
	assert_true(reply_has_block(211, CMD_LISTGROUP));
	assert_false(reply_has_block(211, CMD_GROUP));
	assert_true(reply_has_block(220, CMD_ARTICLE));
	assert_true(reply_has_block(292, CMD_XLIST));
	assert_true(reply_has_block(101, CMD_CAPABILITIES));
	assert_false(reply_has_block(223, CMD_STAT));
	assert_false(reply_has_block(200, CMD_COUNT));
	assert_false(reply_has_block(390, CMD_XACT));
	assert_false(reply_has_block(500, CMD_LISTGROUP));
	assert_false(reply_has_block(999, CMD_LIST));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_put),
		cmocka_unit_test(test_put_hostile),
		cmocka_unit_test(test_put_long),
		cmocka_unit_test(test_put_full),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
