/* Accepting connections, with care when descriptors run out. */
#include "server/net/listener.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/queue.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/event_struct.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "proto/limits.h"
#include "proto/reply.h"
#include "server/auth/brake.h"
#include "server/cmd/peer.h"
#include "server/conf/conf.h"
#include "server/net/users.h"
#include "server/report/audit.h"
#include "server/stoad.h"

enum {
	WHY_MAX = 128,		/* bytes of a refusal */
	ACCEPTS = 64,		/* before signals and timers get a turn */
	SPARE = 256,		/* descriptors for files and feeds */
};

struct listener {
	struct listeners *all;
	int fd;
	bool by_socket;
	bool tls;
	char *where;		/* as it was said; of a Unix socket its path */
	struct event readable;
	TAILQ_ENTRY(listener) next;
};

TAILQ_HEAD(listener_queue, listener);

struct listeners {
	struct server *server;
	struct address_table *addresses;
	struct worker **workers;
	int nworkers, turn;
	struct listener_queue list;
	int reserve;		/* a descriptor to refuse with */
	int ceiling;		/* connections have lower descriptors */
	struct event_base *base;	/* NULL: not started */
	bool paused;
	struct event resume;
	struct users *users;	/* asks who is at a Unix socket */
};

/* A quarter, at most SPARE, is not for connections. */
static int
descriptor_ceiling(void)
{
	struct rlimit r;
	int limit;

	if (getrlimit(RLIMIT_NOFILE, &r) == -1 || r.rlim_cur > INT_MAX)
		return INT_MAX;
	limit = (int)r.rlim_cur;
	return limit - (limit / 4 < SPARE ? limit / 4 : SPARE);
}

/* A descriptor that can be had anywhere. */
static int
reserve_new(void)
{
	return eventfd(0, EFD_CLOEXEC);
}

struct listeners *
listeners_new(struct server *server, struct address_table *addresses)
{
	struct listeners *l = xcalloc(1, sizeof(*l));

	l->server = server;
	l->addresses = addresses;
	l->reserve = reserve_new();
	l->ceiling = descriptor_ceiling();
	TAILQ_INIT(&l->list);
	return l;
}

/* --- listeners that come and go ----------------------------------------- */

static void on_acceptable(evutil_socket_t fd, short what, void *arg);

static void
watch(struct listener *one)
{
	struct listeners *l = one->all;

	if (l->base == NULL)
		return;
	event_assign(&one->readable, l->base, one->fd, EV_READ | EV_PERSIST,
	    on_acceptable, one);
	if (!l->paused)
		event_add(&one->readable, NULL);
}

static struct listener *
add(struct listeners *l, int fd, const char *where, bool tls)
{
	struct listener *one = xcalloc(1, sizeof(*one));

	*one = (struct listener){ .all = l, .fd = fd, .tls = tls,
		.where = xstrdup(where) };
	TAILQ_INSERT_TAIL(&l->list, one, next);
	return one;
}

void
listeners_add(struct listeners *l, int fd, const char *where, bool tls)
{
	watch(add(l, fd, where, tls));
}

static void
drop(struct listener *one)
{
	struct listeners *l = one->all;

	TAILQ_REMOVE(&l->list, one, next);
	if (l->base != NULL)
		event_del(&one->readable);
	/* Once it is closed the path may be a successor's. */
	if (one->by_socket)
		unlink(one->where);
	close(one->fd);
	free(one->where);
	free(one);
}

void
listeners_keep(
    struct listeners *l, const struct conf_listen *keep, int n)
{
	struct listener *one, *next;

	for (one = TAILQ_FIRST(&l->list); one != NULL; one = next) {
		int i = 0;

		next = TAILQ_NEXT(one, next);
		while (i < n && strcmp(keep[i].where, one->where) != 0)
			i++;
		if (i < n)
			one->tls = keep[i].tls;
		else if (!one->by_socket)
			drop(one);
	}
}

enum err
listeners_add_unix(struct listeners *l, const char *path)
{
	int fd;
	enum err e = listener_bind_unix(path, &fd);

	if (e == OK)
		add(l, fd, path, false)->by_socket = true;
	return e;
}

/* --- accepting --------------------------------------------------------- */

static void
pause_all(struct listeners *l)
{
	static const struct timeval second = { 1, 0 };
	struct listener *one;

	TAILQ_FOREACH(one, &l->list, next)
		event_del(&one->readable);
	l->paused = true;
	event_add(&l->resume, &second);
}

static void
on_resume(evutil_socket_t fd, short what, void *arg)
{
	struct listeners *l = arg;
	struct listener *one;

	(void)fd;
	(void)what;
	l->paused = false;
	TAILQ_FOREACH(one, &l->list, next)
		event_add(&one->readable, NULL);
}

static void
refuse(int fd, const char *why)
{
	struct buf out = BUF_INIT(LIMIT_LINE);

	reply_put(&out, REPLY_CLOSING, why);
	/* One that does not take it learns it from the closing. */
	if (send(fd, out.p, out.len, MSG_NOSIGNAL | MSG_DONTWAIT) == -1)
		log_debug("refused a connection silently");
	buf_clear(&out);
	close(fd);
}

/* Refuses, and says so where the operator looks. */
static void
turn_away(struct listener *one, int fd, const struct address *a,
    const char *why)
{
	struct server *s = one->all->server;

	metric_add(&s->metrics, METRIC_REFUSED, 1);
	audit(s->audit, AUDIT_REFUSED,
	    &(struct audit_from){ .ip = a != NULL ? &a->ip : NULL }, "%s",
	    why);
	/* In TLS it could be said behind a handshake only. */
	if (one->tls)
		close(fd);
	else
		refuse(fd, why);
}

/* Out of descriptors: turns one away with the reserve, then rests. */
static void
shed(struct listener *one)
{
	struct listeners *l = one->all;
	int fd;

	log_warn("cannot accept: %s", strerror(errno));
	if (l->reserve != -1) {
		close(l->reserve);
		fd = accept4(one->fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd != -1)
			turn_away(one, fd, NULL,
			    "The server is full; try again later");
	}
	/* Another thread may have been quicker; then it is had next time. */
	l->reserve = reserve_new();
	pause_all(l);
}

/*
 * The lowest free descriptor is a high one: the store, the log and the feeds
 * need those that are left.
 */
static const char *
no_room(const struct listeners *l, const struct arrival *a)
{
	struct server *s = l->server;

	if (a->by_socket && (a->peer_uid == 0 || a->peer_uid == s->uid))
		return NULL;
	if (a->fd >= l->ceiling)
		return "The server has no room for more connections; try "
		    "again later";
	if (!memory_above(s, MEMORY_SHORT))
		return NULL;
	metric_add(&s->metrics, METRIC_MEMORY_REFUSED, 1);
	return "The server is short of memory; try again later";
}

/* Why an address gets no connection now, perhaps in why; NULL: it has one. */
static const char *
too_many(struct listeners *l, const struct conf *conf, struct address *a,
    char why[WHY_MAX])
{
	struct server *s = l->server;
	struct brakes *b = s->brakes;

	/* Whether it is a peer takes a while to find out: comes last. */
	if (b != NULL && conf != NULL && brake_try(b, BRAKE_CONNECT,
	    ip_host(&a->ip), brake_rate(conf->connects, 60,
	    conf->connects)) && !peer_known(s, &a->ip)) {
		metric_add(&s->metrics, METRIC_BRAKE_CONNECT, 1);
		return "Too many new connections from your address; wait a "
		    "minute";
	}
	if (address_take(l->addresses, a) || peer_known(s, &a->ip))
		return NULL;
	snprintf(why, WHY_MAX, "Too many connections from your address: %u "
	    "are the most; close one", address_table_most(l->addresses));
	return why;
}

/* Who is at the other end of a socket of this host. */
static bool
ask_peer(int fd, struct arrival *a)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == -1)
		return false;
	a->peer_uid = peer.uid;
	return true;
}

static void
hand_over(struct listener *one, int fd, const struct sockaddr_storage *ss)
{
	struct listeners *l = one->all;
	const struct sockaddr *sa = (const struct sockaddr *)ss;
	const struct conf *conf = atomic_load(&l->server->conf);
	struct arrival a = { .fd = fd, .by_socket = one->by_socket,
		.address.ip = ip_of(sa),
		.local = one->by_socket || address_local(sa),
		.tls = one->tls };
	char text[WHY_MAX];
	const char *why;

	a.trusted = one->by_socket ||
	    (a.local && (conf == NULL || conf->trust_loopback));
	why = one->by_socket && !ask_peer(fd, &a) ?
	    "Your user id cannot be told" : no_room(l, &a);
	if (why == NULL && !a.trusted)
		why = too_many(l, conf, &a.address, text);
	if (why != NULL) {
		turn_away(one, fd, &a.address, why);
		return;
	}
	metric_add(&l->server->metrics, METRIC_ACCEPTED, 1);
	if (!one->by_socket || a.peer_uid == 0 ||
	    a.peer_uid == l->server->uid)
		worker_hand(l->workers[l->turn], &a);
	else if (!users_ask(l->users, l->workers[l->turn], &a))
		turn_away(one, fd, &a.address,
		    "Too many at once; try again in a few seconds");
	l->turn = (l->turn + 1) % l->nworkers;
}

static void
on_acceptable(evutil_socket_t lfd, short what, void *arg)
{
	struct listener *one = arg;

	(void)what;
	for (int i = 0; i < ACCEPTS; i++) {
		struct sockaddr_storage ss = { .ss_family = AF_UNSPEC };
		socklen_t len = sizeof(ss);
		int fd = accept4(lfd, (struct sockaddr *)&ss, &len,
		    SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd != -1) {
			hand_over(one, fd, &ss);
			continue;
		}
		if (errno == EMFILE || errno == ENFILE || errno == ENOMEM ||
		    errno == ENOBUFS) {
			shed(one);
			return;
		}
		/* Anything else concerns one connection alone. */
		if (errno != ECONNABORTED && errno != EINTR)
			return;
	}
}

void
listeners_start(struct listeners *l, struct event_base *base,
    struct worker **workers, int nworkers)
{
	struct listener *one;

	l->workers = workers;
	l->nworkers = nworkers;
	l->base = base;
	l->users = users_start();
	event_assign(&l->resume, base, -1, 0, on_resume, l);
	TAILQ_FOREACH(one, &l->list, next)
		watch(one);
}

void
listeners_free(struct listeners **lp)
{
	struct listeners *l = *lp;

	while (!TAILQ_EMPTY(&l->list))
		drop(TAILQ_FIRST(&l->list));
	if (l->base != NULL) {
		event_del(&l->resume);
		users_stop(&l->users);
	}
	if (l->reserve != -1)
		close(l->reserve);
	free(l);
	*lp = NULL;
}
