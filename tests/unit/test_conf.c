/* stoad.conf: every key, and every way to get it wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/buf.h"
#include "server/conf/conf.h"
#include "server/store/store.h"

/* What was reported, a line each, warnings with "warning: " in front. */
static struct buf said = BUF_INIT(65536);

static void
note(enum conf_grade grade, const char *line, void *arg)
{
	(void)arg;
	buf_printf(&said, "%s%s\n",
	    grade == CONF_WARNING ? "warning: " : "", line);
}

static enum err
read_text(struct conf *c, const char *text)
{
	char path[] = "/tmp/stoa-conf-XXXXXX";
	struct conf_report report = { .say = note };
	int fd = mkstemp(path);
	enum err e;

	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	conf_init(c);
	buf_reset(&said);
	e = conf_read(c, path, &report, NULL);
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
	assert_int_equal(conf_finish(&c, "/here", NULL), OK);
	assert_string_equal(c.socket, "/here/run/s");
	conf_clear(&c);
}

static void
test_defaults(void **state)
{
	struct conf c;

	(void)state;
	assert_int_equal(read_text(&c, "data /srv/stoa\n"), OK);
	assert_int_equal(conf_finish(&c, "/here", NULL), OK);
	assert_int_equal(c.nlisten, 1);
	assert_string_equal(c.listen[0].where, "127.0.0.1:1119");
	assert_string_equal(c.socket, "/srv/stoa/stoad.sock");
	assert_int_equal(c.workers, 0);
	assert_int_equal(c.per_address, 8);
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
	assert_int_equal(conf_read(&c, "/nonexistent/stoad.conf", NULL, NULL),
	    ERR_NOTFOUND);
	assert_non_null(strstr(err_detail(), "/nonexistent/stoad.conf"));
	assert_int_equal(conf_finish(&c, "/here", NULL), ERR_SYNTAX);
	assert_non_null(strstr(err_detail(), "-d DIR"));
	conf_clear(&c);
}

static void
test_place(void **state)
{
	static const struct {
		const char *place, *host, *port;	/* host NULL: refused */
	} list[] = {
		{ "192.0.2.7:119", "192.0.2.7", "119" },
		{ "news.example.org:nntp", "news.example.org", "nntp" },
		{ "[2001:db8::1]:563", "2001:db8::1", "563" },
		{ "2001:db8::1:563", "2001:db8::1", "563" },
		{ ":119", "", "119" },
		{ "[]:119", "", "119" },
		{ "[:119", "[", "119" },
		{ "host", NULL, NULL },
		{ "host:", NULL, NULL },
		{ "", NULL, NULL },
	};
	char host[CONF_HOST_MAX], place[CONF_HOST_MAX + 8];
	const char *port;

	(void)state;
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		enum err e = conf_place(list[i].place, host, &port);

		assert_int_equal(e, list[i].host != NULL ? OK : ERR_SYNTAX);
		if (e == OK) {
			assert_string_equal(host, list[i].host);
			assert_string_equal(port, list[i].port);
		}
	}
	memset(place, 'x', sizeof(place));
	snprintf(place + CONF_HOST_MAX - 1, 8, ":119");
	assert_int_equal(conf_place(place, host, &port), OK);
	assert_int_equal(strlen(host), CONF_HOST_MAX - 1);
	snprintf(place + CONF_HOST_MAX - 1, 8, "x:119");
	assert_int_equal(conf_place(place, host, &port), ERR_SYNTAX);
}

/* -l on the command line replaces, and more of them add. */
static void
test_listen_replaced(void **state)
{
	static const char places[][5] = { "e:1", "e:2", "e:3", "e:4", "e:5",
		"e:6", "e:7", "e:8", "e:9", "e:10", "e:11", "e:12", "e:13",
		"e:14", "e:15", "e:16" };
	struct conf c;

	(void)state;
	assert_int_equal(read_text(&c, "listen a:1\nlisten b:2\n"), OK);
	c.listen_default = true;
	assert_int_equal(conf_set(&c, "listen", "c:3"), OK);
	assert_int_equal(conf_set(&c, "listen", "d:4"), OK);
	assert_int_equal(c.nlisten, 2);
	assert_string_equal(c.listen[0].where, "c:3");
	for (int i = 2; i < CONF_LISTEN_MAX; i++)
		assert_int_equal(conf_set(&c, "listen", places[i]), OK);
	assert_int_equal(conf_set(&c, "listen", "e:99"), ERR_TOOBIG);
	conf_clear(&c);
}

/* Every fault of a file is told, by its line, and the rest is read. */
static void
test_all_faults(void **state)
{
	static const char *const starts[] = {
		"1: no such key: lisen; did you mean \"listen\"?",
		"2: workers: a number from 0 to 256",
		"4: no such key: hots; did you mean \"host\"?",
		"3: accept: say who it is",
		"8: expire: a duration",
		"10: nowhere: the block of line 7 is still open",
		"10: no such block: nowhere",
		"14: quota: was said in line 13 already",
		"15: max-size belongs in a block",
		"16: no such key: xyzzy; there are acts-per-second, ",
		"17: peer is a block",
		"18: \"}\" closes nothing",
		"19: what stands behind the closing quote? \"c\"",
		"20: the closing quote is missing",
		"21: holds a control byte",
		"22: is not UTF-8",
		"23: boards: a wildmat",
		"26: data does not belong in a block; close that of line 25",
		"25: the block is not closed",
	};
	const char *at;
	struct conf c;

	(void)state;
	assert_int_equal(read_text(&c, "lisen 0.0.0.0:119\nworkers many\n"
	    "peer a {\n\thots a:1\n\taccept *\n}\n"
	    "boards de.* {\n\texpire 5\n\nnowhere {\n\tfrob 3\n}\n"
	    "quota 8G\nquota 9G\nmax-size 3\nxyzzy 3\npeer b\n}\n"
	    "motd \"a # b\" c\nmotd \"a # b\nterms \x01\nterms \xff\n"
	    "boards [x] {\n}\nboards x {\ndata y\n"), ERR_SYNTAX);
	at = buf_cstr(&said);
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		at = strchr(at, ':');
		assert_non_null(at);
		if (strncmp(at + 1, starts[i], strlen(starts[i])) != 0)
			fail_msg("%s, not %s", at + 1, starts[i]);
		at = strchr(at, '\n') + 1;
	}
	assert_string_equal(at, "");
	assert_true(c.quota == 8ull << 30);
	conf_clear(&c);
}

static void
test_peers(void **state)
{
	const struct conf_peer *p;
	struct conf c;

	(void)state;
	assert_int_equal(read_text(&c,
	    "peer news.example.org {	# one\n"
	    "	address 192.0.2.0/24 2001:db8::/32\n"
	    "	address news.example.org\n"
	    "	account uplink\n	accept *,!local.*\n"
	    "	host news.example.org:563\n	tls on\n	send de.*\n"
	    "	login \"me # too\"\n	password \"a \\\"b\\\\ # c\"\n"
	    "	max-size 2M\n}\n"
	    "peer b {\n	host 127.0.0.1:119\n}\n"), OK);
	assert_int_equal(c.npeers, 2);
	p = c.peer[0];
	assert_string_equal(p->name, "news.example.org");
	assert_int_equal(p->naddresses, 3);
	assert_string_equal(p->address[1], "2001:db8::/32");
	assert_string_equal(p->address[2], "news.example.org");
	assert_string_equal(p->account, "uplink");
	assert_string_equal(p->accept, "*,!local.*");
	assert_string_equal(p->host, "news.example.org:563");
	assert_true(p->tls);
	assert_string_equal(p->send, "de.*");
	assert_string_equal(p->login, "me # too");
	assert_string_equal(p->password, "a \"b\\ # c");
	assert_true(p->max_size == 2 << 20);
	p = c.peer[1];
	assert_null(p->accept);
	assert_null(p->send);
	assert_false(p->tls);
	assert_true(p->max_size == 0);
	assert_int_equal(p->line, 13);
	conf_clear(&c);
}

static void
test_peer_faults(void **state)
{
	static const struct {
		const char *text, *word;
	} cases[] = {
		{ "peer a b {\n", "its name in Path" },
		{ "peer {\n", "its name in Path" },
		{ "peer a {\nhost b:1\n}\npeer a {\n", "line 1 already" },
		{ "peer a {\n}\n", ":1: the peer neither" },
		{ "peer a {\nsend *\naccept *\n", "add host HOST:PORT" },
		{ "peer a {\nhost b:1\nlogin x\n", "login and password" },
		{ "peer a {\nhost :1\n", ":2: host: HOST:PORT" },
		{ "peer a {\naddress 1.2.3.4/33\n", ":2: address" },
		{ "peer a {\naddress ::1/129\n", ":2: address" },
		{ "peer a {\naddress host/8\n", ":2: address" },
		{ "peer a {\naddress a b;c\n", "\"b;c\"" },
		{ "peer a {\naccount X\n", ":2: account" },
		{ "peer a {\naccept [a]\n", ":2: accept" },
		{ "peer a {\ntls yes\n", ":2: tls: on or off" },
		{ "boards {\n", ":1: boards: a wildmat" },
		{ "boards * {\nexpire 0d\n", ":2: expire" },
		{ "boards * {\nexpire 9999999999y\n", ":2: expire" },
		{ "sandbox maybe\n", "required, optional or off" },
		{ "name a b\n", "the name of a host" },
		{ "listen a:1\nlisten-tls a:1\n", ":2: listen-tls: a:1" },
		{ "a-word-that-is-so-long-that-it-cannot-be-any-key-of-all-the"
		  "-many 1\n", "no such key" },
		{ "motd\n", "say motd path" },
		{ "motd \"\"\n", "say motd path" },
	};
	struct conf c;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_not_equal(read_text(&c, cases[i].text), OK);
		if (strstr(buf_cstr(&said), cases[i].word) == NULL)
			fail_msg("%s: %s", cases[i].text, buf_cstr(&said));
		conf_clear(&c);
	}
}

/* What is odd but may be meant. */
static void
test_warnings(void **state)
{
	struct conf c;

	(void)state;
	assert_int_equal(read_text(&c, "peer a {\nhost b:1\nlogin x\n"
	    "password y\n}\npeer c {\nhost 127.0.0.1:1\nlogin x\n"
	    "password y\naddress ::1\n}\n"), OK);
	assert_true(strncmp(buf_cstr(&said), "warning: ", 9) == 0);
	assert_non_null(strstr(buf_cstr(&said), ":1: the password crosses"));
	assert_null(strstr(buf_cstr(&said), ":6: the password crosses"));
	assert_non_null(strstr(buf_cstr(&said), ":6: the peer is known"));
	conf_clear(&c);
}

static void
test_readable_password(void **state)
{
	static const char text[] = "peer a {\nhost b:1\ntls on\nlogin x\n"
	    "password y\n}\n";
	struct conf_report report = { .say = note };
	char path[] = "/tmp/stoa-conf-XXXXXX";
	int fd = mkstemp(path);
	struct conf c;

	(void)state;
	assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	for (int open = 0; open < 2; open++) {
		assert_int_equal(fchmod(fd, open ? 0644 : 0640), 0);
		conf_init(&c);
		buf_reset(&said);
		assert_int_equal(conf_read(&c, path, &report, NULL), OK);
		assert_int_equal(said.len != 0, open);
		conf_clear(&c);
	}
	assert_non_null(strstr(buf_cstr(&said), "chmod o-r /tmp/"));
	close(fd);
	unlink(path);
}

/* The last block that says it holds, "never" and 0 too. */
static void
test_boards(void **state)
{
	struct conf_boards b;
	struct conf c;

	(void)state;
	assert_int_equal(read_text(&c, "boards * {\nexpire 90d\n"
	    "max-size 64K\n}\nboards de.* {\nexpire never\n}\n"
	    "boards \"de.pics\" {\nmax-size 0\n}\n"), OK);
	b = conf_board(&c, "uk.tea");
	assert_int_equal(b.expire, 90 * 86400);
	assert_int_equal(b.max_size, 65536);
	b = conf_board(&c, "de.tee");
	assert_int_equal(b.expire, 0);
	assert_int_equal(b.max_size, 65536);
	b = conf_board(&c, "de.pics");
	assert_int_equal(b.expire, 0);
	assert_int_equal(b.max_size, 0);
	conf_clear(&c);
}

static void
test_comments(void **state)
{
	struct conf c;

	(void)state;
	assert_int_equal(read_text(&c, "#data /a\nmotd /a#b # c\n"
	    "terms \"/a #b\" # c\n\n \t # x\n"), OK);
	assert_null(c.dir);
	assert_string_equal(c.motd, "/a#b");
	assert_string_equal(c.terms, "/a #b");
	conf_clear(&c);
}

static void
test_tls_pair(void **state)
{
	static const struct {
		const char *text, *word;
	} cases[] = {
		{ "data /x\ntls-key /k\n", ":2: tls-key: its certificate" },
		{ "tls-certificate /k\ndata /x\n", ":1: tls-certificate: " },
		{ "data /x\nlisten-tls a:1\n", ":2: listen-tls: needs" },
	};
	struct conf_report report = { .say = note };
	struct conf c;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(read_text(&c, cases[i].text), OK);
		assert_int_equal(conf_finish(&c, "/", &report), ERR_SYNTAX);
		assert_non_null(strstr(err_detail(), cases[i].word));
		report.first = OK;
		conf_clear(&c);
	}
	assert_int_equal(read_text(&c, "data x\ntls-key k\n"
	    "tls-certificate c\nlisten-tls a:1\n"), OK);
	assert_int_equal(conf_finish(&c, "/etc", NULL), OK);
	assert_string_equal(c.tls_key, "/etc/k");
	assert_true(c.listen[0].tls);
	assert_int_equal(c.nlisten, 1);
	conf_clear(&c);
}

/* What a restart is needed for looks as it is until then. */
static void
test_hold(void **state)
{
	static const char running[] = "user news\ndata /a\nworkers 2\n"
	    "sandbox off\nquota 1G\n";
	static const char fresh[] = "data /b\nname b.example\nquota 2G\n";
	struct buf changed = BUF_INIT(512), restart = BUF_INIT(512);
	struct conf a, b;

	(void)state;
	assert_int_equal(read_text(&a, running), OK);
	assert_int_equal(read_text(&b, fresh), OK);
	conf_hold(&a, &b);
	assert_string_equal(b.user, "news");
	assert_string_equal(b.dir, "/a");
	assert_null(b.name);
	assert_int_equal(b.workers, 2);
	assert_int_equal(b.sandbox, SANDBOX_OFF);
	assert_int_equal(b.quota, (uint64_t)2 << 30);
	conf_compare(&a, &b, &changed, &restart);
	assert_string_equal(buf_cstr(&changed), "quota");
	assert_string_equal(buf_cstr(&restart), "");
	buf_clear(&changed);
	buf_clear(&restart);
	conf_clear(&a);
	conf_clear(&b);
}

static void
test_community(void **state)
{
	static const struct {
		const char *text, *line;
	} cases[] = {
		{ "community x {\n}\n", ":1: community: has no name" },
		{ "community {\n}\ncommunity {\n}\n", "line 1 already" },
		{ "community {\njoin maybe\n}\n",
		    ":2: join: open, invitation or closed" },
		{ "community {\nhold 5\n}\n", ":2: hold: a duration" },
		{ "community {\nhold 99y\n}\n", ":2: hold: at most" },
		{ "community {\npoints-answer 10001\n}\n",
		    ":2: points-answer: " },
		{ "community {\nclaims 4h\n}\n", ":2: claims: a number" },
		{ "hold 4h\n", "hold belongs in a block" },
		{ "community {\nhodl 4h\n}\n", "did you mean \"hold\"?" },
	};
	struct buf changed = BUF_INIT(1024), restart = BUF_INIT(1024);
	struct conf a, b;

	(void)state;
	assert_int_equal(read_text(&a, "community {\n	hold 36h\n"
	    "	thread-gap 0\n	post-gap 0s\n	claims 3\n	join open\n"
	    "	brands Acme, Ajax  globex,\n}\n"), OK);
	assert_int_equal(a.community.v[POLICY_HOLD], 36 * 3600);
	assert_int_equal(a.community.v[POLICY_THREAD_GAP], 0);
	assert_int_equal(a.community.v[POLICY_POST_GAP], 0);
	assert_int_equal(a.community.v[POLICY_CLAIMS], 3);
	assert_int_equal(a.community.v[POLICY_CLAIM], 3600);
	assert_int_equal(a.community.join, JOIN_OPEN);
	assert_string_equal(a.community.brands, "Acme,Ajax,globex");
	assert_int_equal(read_text(&b, ""), OK);
	assert_memory_equal(
	    &b.community, &policy_default, sizeof(policy_default));
	conf_compare(&a, &b, &changed, &restart);
	assert_string_equal(buf_cstr(&changed), "community");
	assert_string_equal(buf_cstr(&restart), "");
	buf_clear(&changed);
	buf_clear(&restart);
	conf_clear(&a);
	conf_clear(&b);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_not_equal(read_text(&a, cases[i].text), OK);
		if (strstr(buf_cstr(&said), cases[i].line) == NULL)
			fail_msg("%s: %s", cases[i].text, buf_cstr(&said));
		conf_clear(&a);
	}
}

/*
 * The sample names every key. What is commented out is the default, but
 * where the paragraph says it is an example.
 */
static void
test_sample(void **state)
{
	FILE *f = fopen("server/stoad.conf.sample", "r");
	struct buf all = BUF_INIT(65536), one = BUF_INIT(65536);
	char line[256];
	bool example = false;
	struct conf c;

	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		bool comment = line[0] == '#' && line[1] == ' ';

		example = line[0] != '\n' &&
		    (example || strstr(line, "Example") != NULL);
		buf_puts(&all, line + (line[0] == '#' && !comment));
		if (line[0] == '#' && !comment && !example)
			buf_puts(&one, line + 1);
	}
	fclose(f);
	assert_int_equal(read_text(&c, buf_cstr(&all)), OK);
	assert_string_equal(buf_cstr(&said), "");
	for (int i = 0; i < CONF_KEYS; i++) {
		snprintf(line, sizeof(line), "\n%s%s\t",
		    conf_key_table[i].section != CONF_MAIN ? "\t" : "",
		    conf_key_table[i].name);
		if (strstr(buf_cstr(&all), line) == NULL)
			fail_msg("%s is not in the sample", line + 1);
	}
	conf_clear(&c);

	assert_int_equal(read_text(&c, buf_cstr(&one)), OK);
	for (int i = 0; i < CONF_KEYS; i++) {
		const struct conf_key *k = &conf_key_table[i];

		if (k->preset == NULL || k->section != CONF_MAIN)
			continue;
		snprintf(line, sizeof(line), "%s\t%s\n", k->name, k->preset);
		if (strstr(buf_cstr(&one), line) == NULL)
			fail_msg("the sample's default is not %s", line);
	}
	assert_string_equal(c.community.brands, "acme");
	assert_int_equal(c.community.join, policy_default.join);
	for (int i = 0; i < POLICY_COUNT; i++)
		if (c.community.v[i] != policy_default.v[i])
			fail_msg("the sample's default of %s is wrong",
			    conf_key_table[CONF_KEY_POLICY_HOLD + i].name);
	conf_clear(&c);
	buf_clear(&all);
	buf_clear(&one);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_keys),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_listen_replaced),
		cmocka_unit_test(test_all_faults),
		cmocka_unit_test(test_peers),
		cmocka_unit_test(test_peer_faults),
		cmocka_unit_test(test_warnings),
		cmocka_unit_test(test_readable_password),
		cmocka_unit_test(test_boards),
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_tls_pair),
		cmocka_unit_test(test_hold),
		cmocka_unit_test(test_community),
		cmocka_unit_test(test_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
