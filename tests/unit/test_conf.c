/* stoad.conf: every key, and every way to get it wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* The daemon's own files are in no library. */
#include "server/conf.c"

static enum err
read_text(struct conf *c, const char *text)
{
	char path[] = "/tmp/stoa-conf-XXXXXX";
	int fd = mkstemp(path);
	enum err e;

	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	conf_init(c);
	e = conf_read(c, path);
	unlink(path);
	return e;
}

static void
test_all_keys(void **state)
{
	struct conf c;

	(void)state;
	assert_int_equal(read_text(&c, "# a comment\n\ndata /srv/stoa\n"
	    "\tlisten   0.0.0.0:119 # behind\nlisten [::]:119\r\n"
	    "socket run/s\nname forum.example.org\nuser news\nworkers 3\n"
	    "quota 8G\nconnections-per-address 5"), OK);
	assert_string_equal(c.dir, "/srv/stoa");
	assert_int_equal(c.nlisten, 2);
	assert_string_equal(c.listen[0].where, "0.0.0.0:119");
	assert_string_equal(c.listen[1].where, "[::]:119");
	assert_string_equal(c.name, "forum.example.org");
	assert_string_equal(c.user, "news");
	assert_int_equal(c.workers, 3);
	assert_true(c.quota == 8ull << 30);
	assert_int_equal(c.per_address, 5);
	assert_int_equal(conf_finish(&c), OK);
	assert_int_equal(c.socket[0], '/');
	conf_clear(&c);
}

static void
test_defaults(void **state)
{
	struct conf c;

	(void)state;
	assert_int_equal(read_text(&c, "data /srv/stoa\n"), OK);
	assert_int_equal(conf_finish(&c), OK);
	assert_int_equal(c.nlisten, 1);
	assert_string_equal(c.listen[0].where, "127.0.0.1:1119");
	assert_string_equal(c.socket, "/srv/stoa/stoad.sock");
	assert_true(c.workers >= 1);
	assert_int_equal(c.per_address, LIMIT_ADDRESS_CONNS);
	conf_clear(&c);
}

static void
test_faults(void **state)
{
	static const struct {
		const char *text, *line, *word;
	} cases[] = {
		{ "nonsense 1\n", ":1: ", "nonsense" },
		{ "\n\nworkers many\n", ":3: ", "many" },
		{ "data /x\nworkers\n", ":2: ", "workers" },
		{ "workers 257\n", ":1: ", "256" },
		{ "workers -1\n", ":1: ", "workers" },
		{ "quota 8Q\n", ":1: ", "8Q" },
		{ "quota 99999999999999999G\n", ":1: ", "quota" },
		{ "quota 18014398509481983T\n", ":1: ", "quota" },
		{ "listen here\n", ":1: ", "not \"here\"" },
		{ "listen 127.0.0.1:\n", ":1: ", "ADDR:PORT" },
		{ "listen 127.0.0.1:65536\n", ":1: ", "ADDR:PORT" },
		{ "listen [::]:99999999999999999999\n", ":1: ", "ADDR:PORT" },
		{ "connections-per-address x\n", ":1: ", "connections" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct conf c;

		assert_int_not_equal(read_text(&c, cases[i].text), OK);
		assert_non_null(strstr(err_detail(), cases[i].line));
		assert_non_null(strstr(err_detail(), cases[i].word));
		conf_clear(&c);
	}
}

static void
test_missing(void **state)
{
	struct conf c;

	(void)state;
	conf_init(&c);
	assert_int_equal(conf_read(&c, "/nonexistent/stoad.conf"),
	    ERR_NOTFOUND);
	assert_non_null(strstr(err_detail(), "/nonexistent/stoad.conf"));
	assert_int_equal(conf_finish(&c), ERR_SYNTAX);
	assert_non_null(strstr(err_detail(), "-d DIR"));
	conf_clear(&c);
}

/* -l on the command line replaces, and more of them add. */
static void
test_listen_replaced(void **state)
{
	struct conf c;

	(void)state;
	assert_int_equal(read_text(&c, "listen a:1\nlisten b:2\n"), OK);
	c.listen_default = true;
	assert_int_equal(conf_set(&c, "listen", "c:3"), OK);
	assert_int_equal(conf_set(&c, "listen", "d:4"), OK);
	assert_int_equal(c.nlisten, 2);
	assert_string_equal(c.listen[0].where, "c:3");
	for (int i = 2; i < CONF_LISTEN; i++)
		assert_int_equal(conf_set(&c, "listen", "e:5"), OK);
	assert_int_equal(conf_set(&c, "listen", "e:5"), ERR_TOOBIG);
	conf_clear(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_keys),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_listen_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
