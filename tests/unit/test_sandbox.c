/*
 * What the process that serves cannot do any more: each is tried in a child
 * that has entered the sandbox, and must not succeed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

#include <asm/termbits.h>
#include <cmocka.h>
#include <seccomp.h>

#include "common/log.h"
#include "server/sandbox/sandbox.h"

static char dir[] = "/tmp/stoa-sandbox-XXXXXX";
static char inside[64], outside[64];

static void
be_silent(enum log_level level, const char *line, void *arg)
{
	(void)level;
	(void)line;
	(void)arg;
}

/* How an attempt ended. */
enum { SUCCEEDED, FORBIDDEN, REFUSED, UNABLE };

/* Runs one attempt in a sandbox; what it wrote to stderr goes into said. */
static int
attempt(bool (*try)(void), char *said, size_t size)
{
	const struct sandbox_path paths[] = { { dir, SANDBOX_WRITE },
		{ NULL, SANDBOX_READ } };
	int pipe_fd[2], status;
	size_t n = 0;
	ssize_t got;
	pid_t pid;

	assert_int_equal(pipe(pipe_fd), 0);
	pid = fork();
	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		dup2(pipe_fd[1], STDERR_FILENO);
		close(pipe_fd[0]);
		close(pipe_fd[1]);
		if (sandbox_enter(SANDBOX_REQUIRED, paths) != OK)
			_exit(UNABLE);
		_exit(try() ? SUCCEEDED : REFUSED);
	}
	close(pipe_fd[1]);
	while (n + 1 < size &&
	    (got = read(pipe_fd[0], said + n, size - 1 - n)) > 0)
		n += (size_t)got;
	said[n] = '\0';
	close(pipe_fd[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static bool
skipped(void)
{
#ifdef SANDBOX_INSTRUMENTED
	return true;
#else
	return false;
#endif
}

/* The sandbox ends the process, and names the call. */
static void
forbidden(bool (*try)(void), const char *call)
{
	char said[512], wanted[128];

	if (skipped())
		skip();
	assert_int_equal(attempt(try, said, sizeof(said)), FORBIDDEN);
	snprintf(wanted, sizeof(wanted), "the system call %s is not "
	    "permitted", call);
	if (strstr(said, wanted) == NULL)
		fail_msg("%s, not %s", said, wanted);
}

/* The call fails, and the process goes on. */
static void
refused(bool (*try)(void))
{
	char said[512];

	if (skipped())
		skip();
	assert_int_equal(attempt(try, said, sizeof(said)), REFUSED);
}

static void
allowed(bool (*try)(void))
{
	char said[512];

	assert_int_equal(attempt(try, said, sizeof(said)), SUCCEEDED);
}

#define TEST(name, how, ...)                  \
	static void                           \
	test_##name(void **state)             \
	{                                     \
		(void)state;                  \
		how(try_##name, __VA_ARGS__); \
	}
#define TEST1(name, how)          \
	static void               \
	test_##name(void **state) \
	{                         \
		(void)state;      \
		how(try_##name);  \
	}

static bool
try_execve(void)
{
	char *argv[] = { (char *)"true", NULL };

	return execve("/bin/true", argv, argv + 1) == 0;
}
TEST(execve, forbidden, "execve")

static bool
try_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid != -1;
}
TEST(fork, forbidden, "clone")

static bool
try_ptrace(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}
TEST(ptrace, forbidden, "ptrace")

static bool
try_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) != -1;
}
TEST(socket, forbidden, "socket")

static struct sockaddr_in place = { .sin_family = AF_INET };
static int tcp;

static bool
try_connect(void)
{
	return connect(tcp, (struct sockaddr *)&place, sizeof(place)) == 0;
}

static bool
try_bind(void)
{
	return bind(tcp, (struct sockaddr *)&place, sizeof(place)) == 0;
}

/* With a socket that was there before. */
static void
test_connect(void **state)
{
	(void)state;
	tcp = socket(AF_INET, SOCK_STREAM, 0);
	place.sin_port = htons(9);
	place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	forbidden(try_connect, "connect");
	close(tcp);
}

static void
test_bind(void **state)
{
	(void)state;
	tcp = socket(AF_INET, SOCK_STREAM, 0);
	place.sin_port = 0;
	forbidden(try_bind, "bind");
	close(tcp);
}

static bool
try_setuid(void)
{
	return syscall(SYS_setuid, getuid()) == 0;
}
TEST(setuid, forbidden, "setuid")

static bool
try_kill(void)
{
	return kill(getppid(), 0) == 0;
}
TEST(kill, forbidden, "kill")

static bool
try_mmap_exec(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}
TEST(mmap_exec, forbidden, "mmap")

static bool
try_mprotect_exec(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return mprotect(p, 4096, PROT_READ | PROT_EXEC) == 0;
}
TEST(mprotect_exec, forbidden, "mprotect")

static bool
try_raise_limit(void)
{
	static const struct rlimit limit = { 1, 1 };

	return setrlimit(RLIMIT_CORE, &limit) == 0;
}
TEST(raise_limit, forbidden, "prlimit64")

static bool
try_passwd(void)
{
	return open("/etc/passwd", O_RDONLY) != -1;
}
TEST1(passwd, refused)

static bool
try_write_outside(void)
{
	return open(outside, O_WRONLY | O_CREAT, 0600) != -1;
}
TEST1(write_outside, refused)

static bool
try_remove_outside(void)
{
	return rmdir(outside) == 0;
}

static void
test_remove_outside(void **state)
{
	(void)state;
	assert_int_equal(mkdir(outside, 0700), 0);
	refused(try_remove_outside);
	assert_int_equal(rmdir(outside), 0);
}

static bool
try_write_inside(void)
{
	int fd = open(inside, O_RDWR | O_CREAT, 0600);
	char other[80];

	snprintf(other, sizeof(other), "%s2", inside);
	return fd != -1 && write(fd, "x", 1) == 1 && ftruncate(fd, 0) == 0 &&
	    fsync(fd) == 0 && rename(inside, other) == 0 &&
	    unlink(other) == 0;
}
TEST1(write_inside, allowed)

static void *
set(void *arg)
{
	*(bool *)arg = true;
	return NULL;
}

/* Also one that is started later is in it, and can be. */
static bool
try_thread(void)
{
	bool ran = false;
	pthread_t t;

	return pthread_create(&t, NULL, set, &ran) == 0 &&
	    pthread_join(t, NULL) == 0 && ran;
}
TEST1(thread, allowed)

static void *
exec_there(void *arg)
{
	(void)arg;
	try_execve();
	return NULL;
}

static bool
try_thread_execve(void)
{
	pthread_t t;

	return pthread_create(&t, NULL, exec_there, NULL) == 0 &&
	    pthread_join(t, NULL) == 0;
}
TEST(thread_execve, forbidden, "execve")

static bool
try_pair(void)
{
	int fd[2];

	return socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd) == 0;
}
TEST1(pair, allowed)

static bool
try_state(void)
{
	struct rlimit core;

	return prctl(PR_SET_NAME, "x", 0, 0, 0) == 0 &&
	    getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0;
}
TEST1(state, allowed)

/* As a kernel that was built without this call. */
static bool
lacks(int call)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
	bool good = f != NULL &&
	    seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), call, 0) == 0 &&
	    seccomp_load(f) == 0;

	seccomp_release(f);
	return good;
}

/* What becomes of it where there is no landlock: status of a child. */
static int
without_landlock(enum conf_sandbox mode)
{
	static const struct sandbox_path none[] = { { NULL, SANDBOX_READ } };
	pid_t pid = fork();
	int status;

	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		log_set_handler(be_silent, NULL);
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
		    !lacks(SCMP_SYS(landlock_create_ruleset)))
			_exit(UNABLE);
		if (sandbox_enter(mode, none) == OK)
			_exit(SUCCEEDED);
		_exit(strstr(err_detail(), "no landlock") != NULL &&
		    strstr(err_detail(), "\"sandbox optional\"") != NULL ?
		    REFUSED : UNABLE);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void
test_lacking(void **state)
{
	(void)state;
	if (skipped())
		skip();
	assert_int_equal(without_landlock(SANDBOX_REQUIRED), REFUSED);
	assert_int_equal(without_landlock(SANDBOX_OPTIONAL), SUCCEEDED);
	assert_int_equal(without_landlock(SANDBOX_OFF), SUCCEEDED);
}

/* Each line of the log asks; how, depends on the C library. */
static bool
try_isatty(void)
{
	struct termios2 t;

	return isatty(STDERR_FILENO) == 0 && errno == ENOTTY &&
	    ioctl(STDERR_FILENO, TCGETS2, &t) == -1 && errno == ENOTTY;
}
TEST1(isatty, allowed)

static int
setup(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(inside, sizeof(inside), "%s/file", dir);
	snprintf(outside, sizeof(outside), "%s-outside", dir);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	return rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_execve),
		cmocka_unit_test(test_fork),
		cmocka_unit_test(test_ptrace),
		cmocka_unit_test(test_socket),
		cmocka_unit_test(test_connect),
		cmocka_unit_test(test_bind),
		cmocka_unit_test(test_setuid),
		cmocka_unit_test(test_kill),
		cmocka_unit_test(test_mmap_exec),
		cmocka_unit_test(test_mprotect_exec),
		cmocka_unit_test(test_raise_limit),
		cmocka_unit_test(test_passwd),
		cmocka_unit_test(test_write_outside),
		cmocka_unit_test(test_remove_outside),
		cmocka_unit_test(test_write_inside),
		cmocka_unit_test(test_thread),
		cmocka_unit_test(test_thread_execve),
		cmocka_unit_test(test_pair),
		cmocka_unit_test(test_state),
		cmocka_unit_test(test_isatty),
		cmocka_unit_test(test_lacking),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
