/* The log: what is escaped, and what a flood leaves of itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "common/log.h"

static int lines;
static char last[1024];

static void
on_line(enum log_level level, const char *line, void *arg)
{
	(void)level;
	(void)arg;
	lines++;
	snprintf(last, sizeof(last), "%s", line);
}

static void
test_escape(void **state)
{
	(void)state;
	log_set_handler(on_line, NULL);
	log_info("name \"%s\"", "a\x1b[2J\nb\x7f");
	assert_string_equal(last, "name \"a?[2J?b?\"");
}

/* Strangers can cause warnings, not a full disk. */
static void
test_flood(void **state)
{
	(void)state;
	log_set_handler(on_line, NULL);
	lines = 0;
	for (int i = 0; i < 1000; i++)
		log_warn("refused number %d", i);
	assert_in_range(lines, 20, 60);
	lines = 0;
	log_warn("something else: %d", 1);
	log_error("%s", "one text");
	log_error("%s", "another text");
	assert_int_equal(lines, 3);
}

static void
test_info(void **state)
{
	(void)state;
	log_set_handler(on_line, NULL);
	lines = 0;
	for (int i = 0; i < 100; i++)
		log_info("read again %d", i);
	assert_int_equal(lines, 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_flood),
		cmocka_unit_test(test_info),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
