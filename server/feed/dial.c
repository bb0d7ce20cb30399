/* Connecting, through the parent process. */
#include "server/feed/dial.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/slice.h"
#include "common/thread.h"
#include "common/xalloc.h"
#include "proto/limits.h"
#include "server/sandbox/monitor.h"

enum { TIMEOUT_MS = LIMIT_CONNECT_S * 1000 };

struct dial {
	pthread_mutex_t lock;
	char *peer;
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
	free(d);
}

static void *
dial_main(void *arg)
{
	const uint64_t one = 1;
	struct dial *d = arg;
	int fd = -1;
	enum err e = monitor_connect(d->peer, TIMEOUT_MS, &fd);

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
