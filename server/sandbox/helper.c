/*
 * One question of the child, answered in a process of its own that has the
 * rights of the user who serves: it may wait for a name server or a disk. It
 * ends by its clock, or when nobody holds the other end of the answer, and
 * may outlive both others for a moment: a backup is never left half done.
 */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/slice.h"
#include "server/conf/conf.h"
#include "server/sandbox/private.h"

enum { TIMEOUT_MAX_MS = 600000 };

/* fd -1: none goes along. */
static void
answer(int to, enum err e, const char *text, int fd)
{
	struct message m;

	m.kind = MESSAGE_ANSWER;
	m.value = e;
	m.nfds = fd != -1;
	m.fd[0] = fd;
	slice_copy(slice_of(text), m.text, sizeof(m.text));
	message_send(to, &m);
}

static void
answer_err(int to, enum err e, int fd)
{
	answer(to, e, e == OK ? "" : err_detail(), fd);
}

/* --- connecting ----------------------------------------------------------- */

/* Connects one address before the end. */
static enum err
connect_one(const struct addrinfo *ai, uint64_t end, int *out)
{
	const int on = 1;
	struct pollfd p = { .events = POLLOUT };
	uint64_t now = clock_mono_ms();
	socklen_t len = sizeof(errno);
	int error = 0;

	p.fd = socket(ai->ai_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (p.fd == -1)
		return err_errno("socket");
	setsockopt(p.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (connect(p.fd, ai->ai_addr, ai->ai_addrlen) == -1 &&
	    errno != EINPROGRESS)
		error = errno;
	else if (poll(&p, 1, now < end ? (int)(end - now) : 0) != 1)
		error = ETIMEDOUT;
	else
		getsockopt(p.fd, SOL_SOCKET, SO_ERROR, &error, &len);
	if (error == 0 && fcntl(p.fd, F_SETFL, 0) == 0) {
		*out = p.fd;
		return OK;
	}
	close(p.fd);
	errno = error;
	return err_set(error == ETIMEDOUT ? ERR_BUSY : ERR_IO, "%s",
	    strerror(error));
}

/* HOST:PORT or [ADDR]:PORT. */
static enum err
connect_place(const char *place, int timeout_ms, int *fd)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	uint64_t end = clock_mono_ms() + (uint64_t)timeout_ms;
	struct addrinfo *found;
	char host[CONF_HOST_MAX];
	const char *port;
	enum err e = conf_place(place, host, &port);
	int code;

	if (e != OK)
		return e;
	code = getaddrinfo(host, port, &hints, &found);
	if (code != 0)
		return err_set(ERR_IO, "%s: %s", place, gai_strerror(code));
	e = ERR_NOTFOUND;
	for (struct addrinfo *ai = found; ai != NULL && e != OK;
	    ai = ai->ai_next)
		e = connect_one(ai, end, fd);
	freeaddrinfo(found);
	return e == OK ? OK : err_set(e, "%s: %s", place, err_detail());
}

static void
help_connect(const struct monitor_hooks *hooks, const struct message *q)
{
	const char *place = hooks->place(q->text, hooks->arg);
	int fd = -1;
	enum err e;

	if (place == NULL)
		e = err_set(ERR_NOTFOUND, "no peer %s with a host in the "
		    "configuration", q->text);
	else
		e = connect_place(place, q->value < TIMEOUT_MAX_MS ?
		    (int)q->value : TIMEOUT_MAX_MS, &fd);
	answer_err(q->fd[0], e, fd);
}

/* --- the rest ------------------------------------------------------------- */

enum err
helper_resolve(const char *host, char *out, size_t size)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *found;
	size_t used = 0;
	int code = getaddrinfo(host, NULL, &hints, &found);

	if (code != 0)
		return err_set(ERR_IO, "%s", gai_strerror(code));
	out[0] = '\0';
	for (struct addrinfo *ai = found; ai != NULL; ai = ai->ai_next) {
		char one[64];

		if (getnameinfo(ai->ai_addr, ai->ai_addrlen, one,
		    sizeof(one), NULL, 0, NI_NUMERICHOST) == 0 &&
		    used + sizeof(one) + 2 < size)
			used += (size_t)sprintf(out + used, "%s%s",
			    used > 0 ? " " : "", one);
	}
	freeaddrinfo(found);
	return OK;
}

static void
help_resolve(const struct monitor_hooks *hooks, const struct message *q)
{
	char text[MESSAGE_TEXT];
	enum err e;

	if (hooks->knows(q->text, hooks->arg))
		e = helper_resolve(q->text, text, sizeof(text));
	else
		e = err_set(ERR_NOTFOUND, "no peer has this address");
	answer(q->fd[0], e, e == OK ? text : err_detail(), -1);
}

static void
help_user(const struct message *q)
{
	const struct passwd *pw = getpwuid((uid_t)q->value);

	if (pw != NULL)
		answer(q->fd[0], OK, pw->pw_name, -1);
	else
		answer(q->fd[0], ERR_NOTFOUND, "no user has this id", -1);
}

static void
help_backup(const struct monitor_hooks *hooks, const struct message *q)
{
	struct message done;
	int fd = -1;
	enum err e;

	e = q->text[0] == '/' ? hooks->backup_open(q->text, &fd) :
	    err_set(ERR_SYNTAX, "a directory begins with a slash");
	answer_err(q->fd[0], e, fd);
	if (e != OK)
		return;
	close(fd);
	/* Whoever goes away without a word has not written all of it. */
	e = message_receive(q->fd[0], -1, &done);
	if (e == OK)
		message_close(&done);
	e = hooks->backup_close(q->text,
	    e == OK && done.kind == MESSAGE_DONE && done.value != 0);
	answer_err(q->fd[0], e, -1);
}

static unsigned
seconds_for(const struct message *q)
{
	if (q->kind == MESSAGE_USER)
		return HELPER_USER_S;
	if (q->kind == MESSAGE_BACKUP)
		return HELPER_BACKUP_S;
	return (q->value < TIMEOUT_MAX_MS ? q->value : TIMEOUT_MAX_MS) /
	    1000 + 2;
}

void
helper_run(const struct monitor_hooks *hooks, struct message *q)
{
	/* Names take their time, that of the user to become, too. */
	alarm(seconds_for(q));
	hooks->become(hooks->arg);
	switch (q->kind) {
	case MESSAGE_CONNECT:
		help_connect(hooks, q);
		break;
	case MESSAGE_RESOLVE:
		help_resolve(hooks, q);
		break;
	case MESSAGE_USER:
		help_user(q);
		break;
	case MESSAGE_BACKUP:
		alarm(0);
		help_backup(hooks, q);
		break;
	}
	_exit(0);
}
