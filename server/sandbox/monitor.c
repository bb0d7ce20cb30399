/* The parent: starts the child, passes signals on, answers its questions. */
#include "server/sandbox/monitor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/log.h"
#include "common/slice.h"
#include "server/sandbox/private.h"

enum { HELPERS = 32 };		/* at once */

/* This process, as a parent; there is no other in it. */
static struct {
	pid_t child;
	int link;		/* to the child */
	int signals;
	sigset_t before;
	unsigned helpers;
	bool ended;		/* the child has, with this: */
	int status;
} self = { .link = -1, .signals = -1 };

enum err
monitor_fork(pid_t *child, int *fd)
{
	pid_t parent = getpid();
	sigset_t set;
	int pair[2];
	enum err e = message_pair(pair);

	if (e != OK)
		return e;
	/* From now on: a signal that comes early waits. */
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, &self.before);
	*child = fork();
	if (*child == -1)
		return err_errno("fork");
	if (*child == 0) {
		close(pair[0]);
		*fd = pair[1];
		ask_begin(pair[1], parent);
		sigprocmask(SIG_SETMASK, &self.before, NULL);
		return OK;
	}
	close(pair[1]);
	self.child = *child;
	self.link = pair[0];
	self.signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return self.signals != -1 ? OK : err_errno("signalfd");
}

/* --- questions ------------------------------------------------------------ */

static void
refuse(const struct message *q, const char *why)
{
	struct message m;

	m.kind = MESSAGE_ANSWER;
	m.value = ERR_BUSY;
	m.nfds = 0;
	slice_copy(slice_of(why), m.text, sizeof(m.text));
	message_send(q->fd[0], &m);
}

static void
start_helper(const struct monitor_hooks *hooks, struct message *q)
{
	if (q->nfds != 1)
		return;
	if (self.helpers >= HELPERS) {
		refuse(q, "too many questions at once; try again later");
		return;
	}
	switch (fork()) {
	case -1:
		log_warn("fork: the system has no room for a process");
		refuse(q, "the system has no room for a process");
		break;
	case 0:
		close(self.link);
		close(self.signals);
		/* What tells all of us to stop leaves no half backup. */
		if (q->kind != MESSAGE_BACKUP)
			sigprocmask(SIG_SETMASK, &self.before, NULL);
		helper_run(hooks, q);
	default:
		self.helpers++;
	}
}

static void
on_message(const struct monitor_hooks *hooks, struct message *m)
{
	switch (m->kind) {
	case MESSAGE_READY:
		hooks->ready(hooks->arg);
		break;
	case MESSAGE_LOG:
		hooks->log((int)m->value, m->text, hooks->arg);
		break;
	case MESSAGE_RELOADED:
		hooks->reloaded(m->value != 0, hooks->arg);
		break;
	case MESSAGE_CONNECT:
	case MESSAGE_RESOLVE:
	case MESSAGE_USER:
	case MESSAGE_BACKUP:
		start_helper(hooks, m);
		break;
	default:
		log_warn("the child says what nobody understands");
	}
	message_close(m);
}

/* False when the child has closed its end. */
static bool
hear(const struct monitor_hooks *hooks)
{
	struct message m;
	enum err e = message_receive(self.link, 0, &m);

	if (e == OK)
		on_message(hooks, &m);
	return e == OK || e == ERR_SYNTAX;
}

/* --- signals ------------------------------------------------------------- */

static void
send_stop(void)
{
	struct message m;

	m.kind = MESSAGE_STOP;
	m.value = 0;
	m.nfds = 0;
	m.text[0] = '\0';
	if (message_send(self.link, &m) != OK)
		kill(self.child, SIGTERM);
}

static void
reload(const struct monitor_hooks *hooks)
{
	struct message m;

	m.kind = MESSAGE_RELOAD;
	m.value = 0;
	m.nfds = 0;
	m.text[0] = '\0';
	/* Without a configuration it opens its files anew all the same. */
	if (hooks->reload(&m, hooks->arg) == ERR_STATE)
		return;
	if (message_send(self.link, &m) != OK)
		hooks->reloaded(false, hooks->arg);
	message_close(&m);
}

static void
reap(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == self.child) {
			self.ended = true;
			self.status = status;
		} else if (self.helpers > 0) {
			self.helpers--;
		}
	}
}

static void
on_signals(const struct monitor_hooks *hooks)
{
	struct signalfd_siginfo info;

	while (read(self.signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGCHLD)
			reap();
		else if (info.ssi_signo == SIGHUP)
			reload(hooks);
		else
			send_stop();
	}
}

/* Ends as the child did. */
static int
end_alike(int status)
{
	static const struct rlimit none = { 0, 0 };
	int sig = WTERMSIG(status);

	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	log_error("the serving process died of signal %d", sig);
	/* One core is enough. */
	setrlimit(RLIMIT_CORE, &none);
	signal(sig, SIG_DFL);
	sigprocmask(SIG_SETMASK, &self.before, NULL);
	raise(sig);
	return 128 + sig;
}

int
monitor_run(const struct monitor_hooks *hooks)
{
	struct pollfd p[2] = {
		{ .fd = self.signals, .events = POLLIN },
		{ .fd = self.link, .events = POLLIN },
	};

	while (!self.ended) {
		if (poll(p, 2, -1) == -1 && errno != EINTR)
			log_fatal("poll failed");
		if (p[1].revents != 0 && !hear(hooks))
			p[1].fd = -1;
		if (p[0].revents != 0)
			on_signals(hooks);
	}
	/* What it said last. */
	while (p[1].fd != -1 && hear(hooks))
		;
	return end_alike(self.status);
}
