/*
 * What a child may ask of its parent: each question with its answers, good
 * and bad. The pair runs in processes of their own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/log.h"
#include "server/sandbox/monitor.h"

static char place[64];		/* where somebody listens */
static int listener = -1;
static int backup[2];		/* what a backup is written into */
static int heard[2] = { -1, -1 };	/* a byte for each line of the log */

/* --- the parent ---------------------------------------------------------- */

static void
on_ready(void *arg)
{
	(void)arg;
}

static void
be_silent(enum log_level level, const char *line, void *arg)
{
	(void)level;
	(void)line;
	(void)arg;
}

static void
on_log(int level, const char *line, void *arg)
{
	(void)level;
	(void)arg;
	if (heard[1] != -1 && write(heard[1],
	    strstr(line, "were lost") != NULL ? "?" : ".", 1) != 1)
		_exit(98);
}

static enum err
on_reload(struct message *m, void *arg)
{
	(void)arg;
	strcpy(m->text, "news");
	return OK;
}

static void
on_reloaded(bool good, void *arg)
{
	(void)good;
	(void)arg;
}

static void
on_become(void *arg)
{
	(void)arg;
}

static const char *
find_place(const char *peer, void *arg)
{
	(void)arg;
	if (strcmp(peer, "there") == 0)
		return place;
	return strcmp(peer, "nobody") == 0 ? "127.0.0.1:1" : NULL;
}

static bool
knows(const char *host, void *arg)
{
	(void)arg;
	return strcmp(host, "localhost") == 0;
}

static enum err
open_backup(const char *dir, int *fd)
{
	if (strcmp(dir, "/full") == 0)
		return err_set(ERR_EXISTS, "%s is full", dir);
	if (strcmp(dir, "/told") == 0 && kill(getpid(), SIGTERM) != 0)
		return ERR_IO;
	*fd = dup(backup[1]);
	return OK;
}

static enum err
close_backup(const char *dir, bool good)
{
	(void)dir;
	return write(backup[1], good ? "+" : "-", 1) == 1 ? OK : ERR_IO;
}

/* Runs the pair; the status that the parent ends with. */
static int
run(int (*child_main)(int link))
{
	static const struct monitor_hooks hooks = { .ready = on_ready,
		.log = on_log, .reload = on_reload, .reloaded = on_reloaded,
		.become = on_become, .place = find_place, .knows = knows,
		.backup_open = open_backup, .backup_close = close_backup };
	pid_t pid = fork();
	int status;

	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		pid_t child;
		int link;

		/* Nothing of the test's framework goes on here. */
		log_set_handler(be_silent, NULL);
		if (monitor_fork(&child, &link) != OK)
			_exit(99);
		_exit(child == 0 ? child_main(link) : monitor_run(&hooks));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* Which one is wrong, as the status of the child. */
#define MUST(condition)                  \
	do {                             \
		if (!(condition))        \
			return __LINE__ % 200 + 1; \
	} while (0)

/* --- questions ------------------------------------------------------------ */

static int
ask_connect(int link)
{
	int fd = -1;

	(void)link;
	MUST(monitor_connect("there", 5000, &fd) == OK && fd != -1);
	MUST(write(fd, "x", 1) == 1);
	MUST(monitor_connect("nobody", 5000, &fd) == ERR_IO);
	MUST(strstr(err_detail(), "127.0.0.1:1: Connection refused") != NULL);
	MUST(monitor_connect("else", 5000, &fd) == ERR_NOTFOUND);
	MUST(strstr(err_detail(), "no peer else") != NULL);
	return 0;
}

static void
test_connect(void **state)
{
	(void)state;
	assert_int_equal(run(ask_connect), 0);
}

static int
ask_names(int link)
{
	char text[256], small[3];

	(void)link;
	MUST(monitor_user(0, text, sizeof(text)) == OK);
	MUST(strcmp(text, "root") == 0);
	MUST(monitor_user(0, small, sizeof(small)) == ERR_TOOBIG);
	MUST(monitor_user(3999999999u, text, sizeof(text)) == ERR_NOTFOUND);
	MUST(monitor_resolve("localhost", 5000, text, sizeof(text)) == OK);
	MUST(strstr(text, "127.0.0.1") != NULL || strstr(text, "::1") != NULL);
	MUST(monitor_resolve("example.org", 5000, text, sizeof(text)) ==
	    ERR_NOTFOUND);
	return 0;
}

static void
test_names(void **state)
{
	(void)state;
	assert_int_equal(run(ask_names), 0);
}

static int
ask_backup(int link)
{
	int fd, ask;

	(void)link;
	MUST(monitor_backup("/full", &fd, &ask) == ERR_EXISTS);
	MUST(strcmp(err_detail(), "/full is full") == 0);
	MUST(monitor_backup("here", &fd, &ask) == ERR_SYNTAX);
	MUST(monitor_backup("/a", &fd, &ask) == OK);
	MUST(write(fd, "a", 1) == 1);
	MUST(monitor_backup_end(ask, true) == OK);
	MUST(monitor_backup("/b", &fd, &ask) == OK);
	MUST(monitor_backup_end(ask, false) == OK);
	/* All are told to stop; one that is begun goes on. */
	MUST(monitor_backup("/told", &fd, &ask) == OK);
	MUST(monitor_backup_end(ask, true) == OK);
	/* Who goes away has not finished. */
	MUST(monitor_backup("/c", &fd, &ask) == OK);
	close(ask);
	return 0;
}

static void
test_backup(void **state)
{
	char said[5] = "";

	(void)state;
	assert_int_equal(pipe(backup), 0);
	assert_int_equal(run(ask_backup), 0);
	for (int i = 0; i < 5; i++)
		assert_int_equal(read(backup[0], said + i, 1), 1);
	assert_memory_equal(said, "a+-+-", 5);
	close(backup[0]);
	close(backup[1]);
}

static void *
ask_often(void *arg)
{
	bool *good = arg;
	char name[64];

	for (int i = 0; i < 5 && *good; i++)
		*good = monitor_user(0, name, sizeof(name)) == OK &&
		    strcmp(name, "root") == 0;
	return NULL;
}

/* Many threads at once, each has its own answer. */
static int
ask_at_once(int link)
{
	enum { THREADS = 8 };
	pthread_t t[THREADS];
	bool good[THREADS];

	(void)link;
	for (int i = 0; i < THREADS; i++) {
		good[i] = true;
		pthread_create(&t[i], NULL, ask_often, &good[i]);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(t[i], NULL);
		MUST(good[i]);
	}
	return 0;
}

static void
test_at_once(void **state)
{
	(void)state;
	assert_int_equal(run(ask_at_once), 0);
}

/* --- the log ------------------------------------------------------------- */

/* More than fits between the two while the parent does not listen. */
static int
log_much(int link)
{
	(void)link;
	alarm(120);
	monitor_take_log();
	MUST(kill(getppid(), SIGSTOP) == 0);
	for (int i = 0; i < 5000; i++)
		log_info("line %d", i);
	MUST(kill(getppid(), SIGCONT) == 0);
	for (;;) {
		char c;

		log_info("one more");
		MUST(read(heard[0], &c, 1) == 1);
		if (c == '?')
			return 0;
	}
}

static void
test_log(void **state)
{
	(void)state;
	assert_int_equal(pipe(heard), 0);
	assert_int_equal(run(log_much), 0);
	close(heard[0]);
	close(heard[1]);
	heard[1] = -1;
}

/* --- signals and ends ---------------------------------------------------- */

static int
be_told(int link)
{
	struct message m;

	MUST(kill(getppid(), SIGHUP) == 0);
	MUST(message_receive(link, 5000, &m) == OK);
	MUST(m.kind == MESSAGE_RELOAD && strcmp(m.text, "news") == 0);
	MUST(monitor_tell(MESSAGE_RELOADED, 1) == OK);
	MUST(kill(getppid(), SIGINT) == 0);
	MUST(message_receive(link, 5000, &m) == OK);
	MUST(m.kind == MESSAGE_STOP);
	MUST(kill(getppid(), SIGTERM) == 0);
	MUST(message_receive(link, 5000, &m) == OK);
	MUST(m.kind == MESSAGE_STOP);
	return 0;
}

static void
test_told(void **state)
{
	(void)state;
	assert_int_equal(run(be_told), 0);
}

static int
fail_so(int link)
{
	(void)link;
	return 7;
}

static int
die(int link)
{
	(void)link;
	raise(SIGKILL);
	return 0;
}

static void
test_ends(void **state)
{
	(void)state;
	assert_int_equal(run(fail_so), 7);
	assert_int_equal(run(die), -SIGKILL);
}

static void
test_alone(void **state)
{
	char name[128];
	int fd, ask;

	(void)state;
	assert_int_equal(monitor_connect("there", 1, &fd), ERR_STATE);
	assert_int_equal(monitor_backup("/a", &fd, &ask), ERR_STATE);
	assert_int_equal(monitor_resolve("127.0.0.1", 1, name, sizeof(name)),
	    OK);
	assert_string_equal(name, "127.0.0.1");
	assert_int_equal(monitor_user(0, name, sizeof(name)), OK);
	assert_string_equal(name, "root");
}

static int
setup(void **state)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(in);

	(void)state;
	listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(listener, (struct sockaddr *)&in, len) == -1 ||
	    listen(listener, 8) == -1 ||
	    getsockname(listener, (struct sockaddr *)&in, &len) == -1)
		return -1;
	snprintf(place, sizeof(place), "127.0.0.1:%d", ntohs(in.sin_port));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	return close(listener);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_connect),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_backup),
		cmocka_unit_test(test_at_once),
		cmocka_unit_test(test_log),
		cmocka_unit_test(test_told),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_alone),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
