/* Connecting, through the parent process or, without one, by ourselves. */
#include "server/feed/dial.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/slice.h"
#include "common/thread.h"
#include "common/xalloc.h"
#include "proto/limits.h"
#include "server/sandbox/monitor.h"

enum { TIMEOUT_MS = LIMIT_CONNECT_S * 1000 };

struct dial {
	pthread_mutex_t lock;
	char *peer, *place;
	int bell;		/* our own descriptor of it */
	int users;		/* the thread, and who asked */
	bool over;
	enum err err;
	char why[160];
	int fd;			/* -1: none, or taken */
};

static void
unuse(struct dial *d)
{
	bool last;

	pthread_mutex_lock(&d->lock);
	last = --d->users == 0;
	pthread_mutex_unlock(&d->lock);
	if (!last)
		return;
	if (d->fd != -1)
		close(d->fd);
	close(d->bell);
	pthread_mutex_destroy(&d->lock);
	free(d->peer);
	free(d->place);
	free(d);
}

/* --- without a parent ------------------------------------------------ */

static enum err
finish_connect(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };
	socklen_t len = sizeof(int);
	int fault = 0;

	if (poll(&p, 1, TIMEOUT_MS) != 1)
		return err_set(ERR_BUSY, "no answer from its host");
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &fault, &len);
	errno = fault;
	return fault == 0 ? OK : err_errno("cannot connect");
}

static enum err
try_address(const struct addrinfo *ai, int *out)
{
	int fd = socket(ai->ai_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	enum err e = OK;

	if (fd == -1)
		return err_errno("socket");
	if (connect(fd, ai->ai_addr, ai->ai_addrlen) == -1)
		e = errno == EINPROGRESS ? finish_connect(fd) :
		    err_errno("cannot connect");
	if (e != OK)
		close(fd);
	else
		*out = fd;
	return e;
}

static enum err
split_place(const char *place, char *host, size_t size, const char **port)
{
	struct slice h = slice_of(place);
	const char *colon = strrchr(place, ':');

	if (colon == NULL)
		return err_set(ERR_SYNTAX, "%s: HOST:PORT is needed", place);
	h.len = (size_t)(colon - place);
	*port = colon + 1;
	if (slice_starts(h, "[") && slice_ends(h, "]"))
		h = slice_make(h.p + 1, h.len - 2);
	return slice_copy(h, host, size) ? OK : ERR_TOOBIG;
}

static enum err
connect_alone(const char *place, int *fd)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *found;
	const char *port = "";
	char host[256];
	enum err e = split_place(place, host, sizeof(host), &port);
	int code;

	if (e != OK)
		return e;
	code = getaddrinfo(host, port, &hints, &found);
	if (code != 0)
		return err_set(ERR_IO, "%s: %s", host, gai_strerror(code));
	e = ERR_IO;
	for (const struct addrinfo *ai = found; ai != NULL && e != OK;
	    ai = ai->ai_next)
		e = try_address(ai, fd);
	freeaddrinfo(found);
	return e;
}

/* --- the thread ------------------------------------------------------ */

static void *
dial_main(void *arg)
{
	const uint64_t one = 1;
	struct dial *d = arg;
	int fd = -1;
	enum err e = monitor_present() ?
	    monitor_connect(d->peer, TIMEOUT_MS, &fd) :
	    connect_alone(d->place, &fd);

	if (e == OK && fcntl(fd, F_SETFL, O_NONBLOCK) == -1)
		e = err_errno("cannot connect");
	pthread_mutex_lock(&d->lock);
	d->fd = fd;
	/* BUSY means that it goes on. */
	d->err = e == ERR_BUSY ? ERR_IO : e;
	d->over = true;
	if (e != OK)
		slice_copy(slice_of(err_detail()), d->why, sizeof(d->why));
	pthread_mutex_unlock(&d->lock);
	while (write(d->bell, &one, sizeof(one)) == -1 && errno == EINTR)
		;
	unuse(d);
	return NULL;
}

enum err
dial_start(const struct conf_peer *peer, int bell, struct dial **out)
{
	struct dial *d = xcalloc(1, sizeof(*d));

	*out = NULL;
	pthread_mutex_init(&d->lock, NULL);
	d->peer = xstrdup(peer->name);
	d->place = xstrdup(peer->host);
	d->bell = fcntl(bell, F_DUPFD_CLOEXEC, 0);
	d->fd = -1;
	d->users = 2;
	if (d->bell != -1 && thread_start(NULL, dial_main, d)) {
		*out = d;
		return OK;
	}
	d->users = 1;
	unuse(d);
	return err_set(ERR_NOMEM, "cannot connect now: the system is "
	    "short of threads or descriptors");
}

enum err
dial_result(struct dial *d, int *fd)
{
	enum err e = ERR_BUSY;

	pthread_mutex_lock(&d->lock);
	if (d->over) {
		e = d->err;
		*fd = d->fd;
		d->fd = -1;
		if (e != OK)
			err_set(e, "%s", d->why);
	}
	pthread_mutex_unlock(&d->lock);
	return e;
}

void
dial_drop(struct dial **d)
{
	if (*d != NULL)
		unuse(*d);
	*d = NULL;
}
