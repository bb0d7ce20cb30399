/* Detaching, giving up privileges, the log. */
#include "server/daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include "common/log.h"
#include "server/sandbox/monitor.h"

/* The child's end of the pipe to the waiting parent; -1: not detached. */
static int ready_fd = -1;
/* In its child: what takes the place of the terminal; -1: nothing. */
static int null_fd = -1;

static const char ready_text[] = "stoad: ready\n";

static void
wait_ready(int fd)
{
	char c;

	if (read(fd, &c, 1) != 1)
		_exit(1);	/* the child has said why */
	if (write(STDOUT_FILENO, ready_text, sizeof(ready_text) - 1) == -1)
		_exit(1);
	_exit(0);
}

enum err
daemon_detach(void)
{
	int fd[2];

	if (pipe2(fd, O_CLOEXEC) == -1)
		return err_errno("pipe");
	switch (fork()) {
	case -1:
		return err_errno("fork");
	case 0:
		break;
	default:
		close(fd[1]);
		wait_ready(fd[0]);
	}
	close(fd[0]);
	ready_fd = fd[1];
	setsid();
	return OK;
}

static void
to_syslog(enum log_level level, const char *line, void *arg)
{
	static const int priority[] = {
		[LOG_L_DEBUG] = LOG_DEBUG, [LOG_L_INFO] = LOG_INFO,
		[LOG_L_WARN] = LOG_WARNING, [LOG_L_ERROR] = LOG_ERR,
	};

	(void)arg;
	syslog(priority[level], "%s", line);
}

/* From the terminal's files, and whatever file system it stands in. */
static void
leave(int null)
{
	for (int i = 0; null != -1 && i <= STDERR_FILENO; i++)
		dup2(null, i);
	if (null > STDERR_FILENO)
		close(null);
	/* All paths are absolute. */
	if (chdir("/") == -1)
		log_warn("the working directory cannot be left");
}

void
daemon_ready(void)
{
	if (ready_fd == -1) {
		fputs(ready_text, stdout);
		fflush(stdout);
		return;
	}
	openlog("stoad", LOG_PID, LOG_DAEMON);
	log_set_handler(to_syslog, NULL);
	if (write(ready_fd, "r", 1) == -1)
		log_warn("the starting process is gone");
	close(ready_fd);
	ready_fd = -1;
	leave(open("/dev/null", O_RDWR | O_CLOEXEC));
}

void
daemon_child_begin(void)
{
	if (ready_fd == -1)
		return;
	close(ready_fd);
	ready_fd = -1;
	/* It cannot be opened any more when it is needed. */
	null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
}

void
daemon_child_ready(void)
{
	if (null_fd == -1)
		return;
	monitor_take_log();
	leave(null_fd);
	null_fd = -1;
}

enum err
daemon_become(const char *user, const char *dir)
{
	const struct passwd *pw;

	if (user == NULL)
		return OK;
	errno = 0;
	pw = getpwnam(user);
	if (pw == NULL)
		return err_set(ERR_NOTFOUND, "user: no such user: %s", user);
	if (getuid() == pw->pw_uid)
		return OK;
	if (getuid() != 0)
		return err_set(ERR_DENIED,
		    "user: only root can become %s", user);
	if (mkdir(dir, 0700) == 0) {
		if (chown(dir, pw->pw_uid, pw->pw_gid) == -1)
			return err_errno("%s", dir);
	} else if (errno != EEXIST) {
		return err_errno("%s", dir);
	}
	if (initgroups(user, pw->pw_gid) == -1 || setgid(pw->pw_gid) == -1 ||
	    setuid(pw->pw_uid) == -1)
		return err_errno("cannot become %s", user);
	return OK;
}

void
daemon_raise_files(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) == -1)
		return;
	r.rlim_cur = r.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &r) == -1)
		log_warn("the limit of open files cannot be raised");
}
