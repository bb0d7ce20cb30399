/* Detaching: what the terminal sees, and what is left of it afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* The daemon's own files are in no library. */
#include "server/daemon.c"

struct seen {
	char cwd[256], input[256];
	pid_t session, self;
};

/* Reads to the end; returns bytes. */
static size_t
drain(int fd, void *to, size_t size)
{
	size_t n = 0;
	ssize_t got;

	while (n < size && (got = read(fd, (char *)to + n, size - n)) > 0)
		n += (size_t)got;
	close(fd);
	return n;
}

/* In the detached process: tells what it sees. */
static void
tell(int fd)
{
	struct seen s = { .session = getsid(0), .self = getpid() };

	if (getcwd(s.cwd, sizeof(s.cwd)) == NULL ||
	    readlink("/proc/self/fd/0", s.input, sizeof(s.input) - 1) == -1 ||
	    write(fd, &s, sizeof(s)) != (ssize_t)sizeof(s))
		_exit(9);
}

/* Runs a daemon that begins to serve, or not; returns the caller's status. */
static int
detach(bool serves, char *said, size_t size, struct seen *seen)
{
	int out[2], told[2], status;
	pid_t pid;

	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	assert_int_equal(pipe2(told, O_CLOEXEC), 0);
	pid = fork();
	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		dup2(out[1], STDOUT_FILENO);
		if (chdir("/tmp") == -1 || daemon_detach() != OK)
			_exit(8);
		if (serves) {
			daemon_ready();
			tell(told[1]);
		}
		_exit(0);
	}
	close(out[1]);
	close(told[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	memset(said, 0, size);
	drain(out[0], said, size - 1);
	assert_int_equal(drain(told[0], seen, sizeof(*seen)),
	    serves ? sizeof(*seen) : 0);
	return WEXITSTATUS(status);
}

static void
test_ready(void **state)
{
	struct seen seen;
	char said[64];

	(void)state;
	assert_int_equal(detach(true, said, sizeof(said), &seen), 0);
	assert_string_equal(said, "stoad: ready\n");
	assert_string_equal(seen.cwd, "/");
	assert_string_equal(seen.input, "/dev/null");
	assert_int_equal(seen.session, seen.self);
}

static void
test_failed(void **state)
{
	struct seen seen;
	char said[64];

	(void)state;
	assert_int_equal(detach(false, said, sizeof(said), &seen), 1);
	assert_string_equal(said, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ready),
		cmocka_unit_test(test_failed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
