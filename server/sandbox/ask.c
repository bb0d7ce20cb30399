/* The child's side: questions to the parent, and its end. */
#include <errno.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "common/log.h"
#include "common/slice.h"
#include "server/sandbox/monitor.h"
#include "server/sandbox/private.h"

enum {
	/* A directory on the net may be slow; to open, and to become. */
	USER_MS = HELPER_USER_S * 1000, BACKUP_MS = HELPER_BACKUP_S * 1000,
	GRACE_MS = 1000,	/* beyond the time that the parent has */
};

/* The one way out. Written before any other thread is there. */
static int parent_fd = -1;
static pid_t parent_pid;
static bool log_taken;
static _Atomic unsigned log_lost;

void
ask_begin(int fd, pid_t parent)
{
	parent_fd = fd;
	parent_pid = parent;
}

enum err
monitor_bind_fate(void)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1)
		return err_errno("prctl");
	/* It may have ended before. */
	if (getppid() != parent_pid)
		return err_set(ERR_STATE, "the starting process is gone");
	return OK;
}

static void
make_line(struct message *m, enum log_level level, const char *line)
{
	m->kind = MESSAGE_LOG;
	m->value = level;
	m->nfds = 0;
	slice_copy(slice_of(line), m->text, sizeof(m->text));
}

static bool
offer_line(enum log_level level, const char *line)
{
	struct message m;

	make_line(&m, level, line);
	return message_offer(parent_fd, &m) == OK;
}

/* Serving must not wait for whoever writes the log. */
static void
log_to_parent(enum log_level level, const char *line, void *arg)
{
	unsigned lost = atomic_exchange(&log_lost, 0);
	char text[64];

	(void)arg;
	snprintf(text, sizeof(text), "%u lines of the log were lost", lost);
	if (lost != 0 && offer_line(LOG_L_WARN, text))
		lost = 0;
	if (!offer_line(level, line))
		lost++;
	atomic_fetch_add(&log_lost, lost);
}

void
ask_last_words(const char *line)
{
	static const char name[] = "stoad: ";
	struct message m;

	make_line(&m, LOG_L_ERROR, line);
	if (log_taken)
		message_send(parent_fd, &m);
	else if (write(STDERR_FILENO, name, sizeof(name) - 1) == -1 ||
	    write(STDERR_FILENO, line, strlen(line)) == -1 ||
	    write(STDERR_FILENO, "\n", 1) == -1)
		return;	/* nowhere left to say it */
}

void
monitor_take_log(void)
{
	log_taken = true;
	log_set_handler(log_to_parent, NULL);
}

enum err
monitor_tell(enum message_kind kind, uint32_t value)
{
	struct message m;

	m.kind = kind;
	m.value = value;
	m.nfds = 0;
	m.text[0] = '\0';
	return message_send(parent_fd, &m);
}

/* Sends a question along with a socket; *ask is where the answer comes. */
static enum err
put_question(
    enum message_kind kind, uint32_t value, const char *text, int *ask)
{
	struct message m;
	int pair[2];
	enum err e;

	if (parent_fd == -1)
		return err_set(ERR_STATE, "there is no parent process");
	m.kind = kind;
	m.value = value;
	if (!slice_copy(slice_of(text), m.text, sizeof(m.text)))
		return err_set(ERR_TOOBIG, "the name is too long");
	e = message_pair(pair);
	if (e != OK)
		return e;
	m.fd[0] = pair[1];
	m.nfds = 1;
	e = message_send(parent_fd, &m);
	close(pair[1]);
	if (e == OK)
		*ask = pair[0];
	else
		close(pair[0]);
	return e;
}

/* The answer; with *fd when one is wanted. */
static enum err
get_answer(int ask, int timeout_ms, struct message *m, int *fd)
{
	enum err e = message_receive(ask, timeout_ms, m);

	if (e == ERR_NOTFOUND)
		return err_set(ERR_IO, "the parent process gave no answer");
	if (e != OK)
		return e;
	if (m->kind != MESSAGE_ANSWER || m->nfds > 1 ||
	    (fd != NULL && m->value == OK && m->nfds != 1)) {
		message_close(m);
		return err_set(ERR_IO, "the parent process answered badly");
	}
	if (m->value != OK) {
		message_close(m);
		return err_set((enum err)m->value, "%s", m->text);
	}
	if (fd != NULL)
		*fd = m->fd[0];
	else
		message_close(m);
	return OK;
}

enum err
monitor_connect(const char *peer, int timeout_ms, int *fd)
{
	struct message m;
	int ask;
	enum err e = put_question(
	    MESSAGE_CONNECT, (uint32_t)timeout_ms, peer, &ask);

	if (e != OK)
		return e;
	e = get_answer(ask, timeout_ms + GRACE_MS, &m, fd);
	close(ask);
	return e;
}

enum err
monitor_resolve(const char *host, int timeout_ms, char *out, size_t size)
{
	struct message m;
	int ask;
	enum err e;

	if (parent_fd == -1)
		return helper_resolve(host, out, size);
	e = put_question(MESSAGE_RESOLVE, (uint32_t)timeout_ms, host, &ask);
	if (e != OK)
		return e;
	e = get_answer(ask, timeout_ms + GRACE_MS, &m, NULL);
	close(ask);
	if (e == OK && !slice_copy(slice_of(m.text), out, size))
		e = err_set(ERR_TOOBIG, "%s: too many addresses", host);
	return e;
}

/* Where nothing forbids it. */
static enum err
look_up(uid_t uid, char *name, size_t size)
{
	struct passwd pw, *found = NULL;
	char text[4096];

	if (getpwuid_r(uid, &pw, text, sizeof(text), &found) != 0 ||
	    found == NULL)
		return err_set(ERR_NOTFOUND, "no user has the id %u",
		    (unsigned)uid);
	if (!slice_copy(slice_of(pw.pw_name), name, size))
		return err_set(ERR_TOOBIG, "the name of user %u is too long",
		    (unsigned)uid);
	return OK;
}

enum err
monitor_user(uid_t uid, char *name, size_t size)
{
	struct message m;
	int ask;
	enum err e;

	if (parent_fd == -1)
		return look_up(uid, name, size);
	e = put_question(MESSAGE_USER, (uint32_t)uid, "", &ask);
	if (e != OK)
		return e;
	e = get_answer(ask, USER_MS + GRACE_MS, &m, NULL);
	close(ask);
	if (e == OK && !slice_copy(slice_of(m.text), name, size))
		e = err_set(ERR_TOOBIG, "the name of user %u is too long",
		    (unsigned)uid);
	return e;
}

enum err
monitor_backup(const char *dir, int *fd, int *ask)
{
	struct message m;
	enum err e = put_question(MESSAGE_BACKUP, 0, dir, ask);

	if (e != OK)
		return e;
	e = get_answer(*ask, BACKUP_MS, &m, fd);
	if (e != OK)
		close(*ask);
	return e;
}

enum err
monitor_backup_end(int ask, bool good)
{
	struct message m;
	enum err e;

	m.kind = MESSAGE_DONE;
	m.value = good;
	m.nfds = 0;
	m.text[0] = '\0';
	e = message_send(ask, &m);
	if (e == OK)
		e = get_answer(ask, -1, &m, NULL);
	close(ask);
	return e;
}
