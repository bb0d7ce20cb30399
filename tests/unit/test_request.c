/* Command lines as words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <stdio.h>

#include "proto/request.h"

/* argv: the arguments, "|" between them */
static const struct {
	const char *line;
	enum request_status status;
	int cmd;
	const char *argv;
} cases[] = {
	{ "", REQUEST_EMPTY, -1, "" },
	{ " \t ", REQUEST_EMPTY, -1, "" },
	{ "QUIT", REQUEST_OK, CMD_QUIT, "" },
	{ "  quit \t", REQUEST_OK, CMD_QUIT, "" },
	{ "QUIT now", REQUEST_MANY, CMD_QUIT, "now" },
	{ "FOO", REQUEST_UNKNOWN, -1, "" },
	{ "FOO \xff", REQUEST_UNKNOWN, -1, "" },
	{ "MODE", REQUEST_VARIANT, -1, "" },
	{ "MODE x", REQUEST_VARIANT, -1, "" },
	{ "mode\treader", REQUEST_OK, CMD_MODE_READER, "" },
	{ "GROUP", REQUEST_FEW, CMD_GROUP, "" },
	{ "GROUP  a.b  ", REQUEST_OK, CMD_GROUP, "a.b" },
	{ "GROUP a b", REQUEST_MANY, CMD_GROUP, "a|b" },
	{ "GROUP \xc3\xa4", REQUEST_OK, CMD_GROUP, "\xc3\xa4" },
	{ "GROUP \xc3", REQUEST_UTF8, CMD_GROUP, "" },
	{ "LIST", REQUEST_OK, CMD_LIST, "" },
	{ "LIST active ", REQUEST_OK, CMD_LIST_ACTIVE, "" },
	{ "list Active a.*", REQUEST_OK, CMD_LIST_ACTIVE, "a.*" },
	{ "LIST XYZZY", REQUEST_VARIANT, -1, "" },
	{ "NEWGROUPS 700101 000000 GMT ", REQUEST_OK, CMD_NEWGROUPS,
	  "700101|000000|GMT" },
	{ "NEWGROUPS 700101", REQUEST_FEW, CMD_NEWGROUPS, "700101" },
	{ "AUTHINFO PASS two  words ", REQUEST_OK, CMD_AUTHINFO_PASS,
	  "two|words" },
	{ "AUTHINFO PASS", REQUEST_FEW, CMD_AUTHINFO_PASS, "" },
	{ "XLIST board", REQUEST_OK, CMD_XLIST, "board" },
	{ "XLIST thread  board:a  \"x  y\"", REQUEST_OK, CMD_XLIST,
	  "thread|board:a  \"x  y\"" },
	{ "XACT set server name=a -", REQUEST_OK, CMD_XACT,
	  "set|server name=a -" },
};

static void
join(const struct request *r, char *to, size_t size)
{
	to[0] = '\0';
	for (int i = 0; i < r->argc; i++) {
		size_t n = strlen(to);

		snprintf(to + n, size - n, "%s%.*s", i > 0 ? "|" : "",
		    SLICE_ARG(r->argv[i]));
	}
}

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct request r;
		char argv[600];

		assert_int_equal(
		    request_parse(slice_of(cases[i].line), &r),
		    cases[i].status);
		assert_int_equal(
		    r.cmd != NULL ? (int)r.cmd->id : -1, cases[i].cmd);
		join(&r, argv, sizeof(argv));
		assert_string_equal(argv, cases[i].argv);
		assert_true(slice_is(r.line, cases[i].line));
	}
}

static void
test_rest(void **state)
{
	struct request r;

	(void)state;
	request_parse(SLICE("AUTHINFO PASS  a  b "), &r);
	assert_true(slice_is(r.rest, "a  b"));
	request_parse(SLICE("XLIST thread board:a x"), &r);
	assert_true(slice_is(r.rest, "thread board:a x"));
	request_parse(SLICE("DATE "), &r);
	assert_int_equal(r.rest.len, 0);
}

static enum request_status
parse_arg(const char *verb, const char *before, size_t n, const char *after)
{
	struct request r;
	char line[1024], arg[512];

	memset(arg, 'a', n);
	arg[n] = '\0';
	snprintf(line, sizeof(line), "%s %s%s%s", verb, before, arg, after);
	return request_parse(slice_of(line), &r);
}

static void
test_long(void **state)
{
	(void)state;
	assert_int_equal(
	    parse_arg("GROUP", "", LIMIT_BOARD_NAME + 1, ""), REQUEST_OK);
	assert_int_equal(
	    parse_arg("STAT", "<", LIMIT_MSGID - 2, ">"), REQUEST_OK);
	assert_int_equal(
	    parse_arg("STAT", "<", LIMIT_MSGID - 1, ">"), REQUEST_LONG);
	assert_int_equal(
	    parse_arg("TAKETHIS", "<", LIMIT_MSGID - 1, ">"), REQUEST_LONG);
	assert_int_equal(parse_arg("HDR", "Subject <", LIMIT_MSGID - 1, ">"),
	    REQUEST_LONG);
	assert_int_equal(
	    parse_arg("LIST ACTIVE", "", LIMIT_WILDMAT + 1, ""), REQUEST_LONG);
	assert_int_equal(parse_arg("AUTHINFO USER", "",
	    LIMIT_ACCOUNT_NAME + 1, ""), REQUEST_OK);
	assert_int_equal(parse_arg("XLIST", "thread ", 400, ""), REQUEST_OK);
}

static void
test_many_words(void **state)
{
	char line[512];
	struct request r;

	(void)state;
	memcpy(line, "GROUP", 5);
	for (size_t i = 5; i < sizeof(line); i += 2)
		memcpy(line + i, " a", i + 1 < sizeof(line) ? 2 : 1);
	assert_int_equal(
	    request_parse(slice_make(line, sizeof(line)), &r), REQUEST_MANY);
	assert_int_equal(r.argc, LIMIT_ARGS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_rest),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_many_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
