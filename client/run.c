/* posix_spawn with a clean signal state. */
#include "client/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/xalloc.h"

#define RUN_ARGS 32

extern char **environ;

static void
split(char *copy, char **argv, const char *last)
{
	int n = 0;
	char *save = NULL;

	for (char *w = strtok_r(copy, " \t", &save);
	     w != NULL && n < RUN_ARGS - 2; w = strtok_r(NULL, " \t", &save))
		argv[n++] = w;
	if (n > 0 && last != NULL)
		argv[n++] = (char *)last;
	argv[n] = NULL;
}

static enum err
spawn(char **argv, int in, int out, pid_t *pid)
{
	posix_spawnattr_t attr;
	posix_spawn_file_actions_t files;
	sigset_t all, none;
	int r = ENOENT;

	sigfillset(&all);
	sigemptyset(&none);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(
	    &attr, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	posix_spawn_file_actions_init(&files);
	if (in >= 0)
		posix_spawn_file_actions_adddup2(&files, in, 0);
	if (out >= 0)
		posix_spawn_file_actions_adddup2(&files, out, 1);
	if (argv[0] != NULL)
		r = posix_spawnp(pid, argv[0], &files, &attr, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	if (r == 0)
		return OK;
	errno = r;
	return err_errno("%s", argv[0] != NULL ? argv[0] : "");
}

enum err
run_start(const char *command, const char *last, int out, pid_t *pid)
{
	char *copy = xstrdup(command), *argv[RUN_ARGS];
	enum err e;

	split(copy, argv, last);
	e = spawn(argv, -1, out, pid);
	free(copy);
	return e;
}

enum err
run_shell(const char *command, int in, pid_t *pid)
{
	char *copy = xstrdup(command);
	char *argv[] = { (char []){ "sh" }, (char []){ "-c" }, copy, NULL };
	enum err e = spawn(argv, in, -1, pid);

	free(copy);
	return e;
}

enum err
run_output(const char *command, struct buf *out)
{
	char part[4096];
	enum err e;
	ssize_t n;
	pid_t pid;
	int fd[2], status = 0;

	if (pipe2(fd, O_CLOEXEC) < 0)
		return err_errno("pipe");
	e = run_start(command, NULL, fd[1], &pid);
	close(fd[1]);
	while (e == OK && ((n = read(fd[0], part, sizeof(part))) > 0 ||
			      (n < 0 && errno == EINTR)))
		if (n > 0)
			buf_put(out, part, (size_t)n);
	close(fd[0]);
	if (e != OK)
		return e;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || !buf_ok(out))
		return err_set(ERR_IO, "%s failed", command);
	return OK;
}
