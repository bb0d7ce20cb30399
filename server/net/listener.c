/* Accepting connections, with care when descriptors run out. */
#include "server/net/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/event_struct.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "proto/limits.h"
#include "proto/reply.h"
#include "server/audit.h"
#include "server/auth/brake.h"
#include "server/conf.h"
#include "server/stoad.h"

enum {
	BACKLOG = 1024,
	ACCEPTS = 64,		/* before signals and timers get a turn */
	LISTENERS = 32,
	SPARE = 256,		/* descriptors for files and feeds */
};

struct listener {
	struct listeners *all;
	int fd;
	bool by_socket;
	bool tls;
	char *path;		/* of a Unix socket */
	struct event readable;
};

struct listeners {
	struct server *server;
	struct address_table *addresses;
	struct worker **workers;
	int nworkers, turn;
	struct listener list[LISTENERS];
	int n;
	int reserve;		/* a descriptor to refuse with */
	int ceiling;		/* connections have lower descriptors */
	bool started;
	struct event resume;
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

struct listeners *
listeners_new(struct server *server, struct address_table *addresses)
{
	struct listeners *l = xcalloc(1, sizeof(*l));

	l->server = server;
	l->addresses = addresses;
	l->reserve = open("/dev/null", O_RDONLY | O_CLOEXEC);
	l->ceiling = descriptor_ceiling();
	return l;
}

/* --- binding ----------------------------------------------------------- */

static enum err
add_fd(struct listeners *l, int fd, bool tls, const char *path)
{
	struct listener *one = &l->list[l->n];

	if (listen(fd, BACKLOG) == -1)
		return err_errno("listen");
	*one = (struct listener){ .all = l, .fd = fd,
		.by_socket = path != NULL, .tls = tls,
		.path = path != NULL ? xstrdup(path) : NULL };
	l->n++;
	return OK;
}

static enum err
bind_inet(struct listeners *l, const struct addrinfo *ai, const char *where,
    bool tls)
{
	const int on = 1, output = LIMIT_OUTPUT;
	enum err e = OK;
	int fd = socket(ai->ai_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd == -1)
		return err_errno("%s", where);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (ai->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	/* Connections inherit these; the kernel, too, holds what is unread. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &output, sizeof(output));
	if (bind(fd, ai->ai_addr, ai->ai_addrlen) == -1)
		e = err_errno("cannot listen on %s", where);
	if (e == OK)
		e = add_fd(l, fd, tls, NULL);
	if (e != OK)
		close(fd);
	return e;
}

enum err
listeners_add_inet(struct listeners *l, const char *where, bool tls)
{
	const struct addrinfo hints = { .ai_flags = AI_PASSIVE,
		.ai_socktype = SOCK_STREAM };
	struct addrinfo *found;
	const char *colon = strrchr(where, ':');
	struct slice host;
	char name[256];
	enum err e = OK;
	int code;

	if (colon == NULL || colon[1] == '\0')
		return err_set(ERR_SYNTAX,
		    "%s: where to listen is ADDR:PORT, like 0.0.0.0:119",
		    where);
	host = slice_make(where, (size_t)(colon - where));
	if (slice_starts(host, "[") && slice_ends(host, "]"))
		host = slice_make(host.p + 1, host.len - 2);
	if (!slice_copy(host, name, sizeof(name)))
		return err_set(ERR_SYNTAX, "%s: host name too long", where);
	code = getaddrinfo(
	    name[0] != '\0' ? name : NULL, colon + 1, &hints, &found);
	if (code != 0)
		return err_set(
		    ERR_SYNTAX, "%s: %s", where, gai_strerror(code));
	for (struct addrinfo *ai = found; ai != NULL && e == OK;
	    ai = ai->ai_next) {
		if (l->n < LISTENERS)
			e = bind_inet(l, ai, where, tls);
		else
			e = err_set(ERR_TOOBIG, "at most %d places to listen",
			    LISTENERS);
	}
	freeaddrinfo(found);
	return e;
}

/*
 * Removes a socket that nobody answers any more. Only a refusal proves that:
 * one that is busy, of another kind or not for us is somebody's.
 */
static enum err
clear_path(const struct sockaddr_un *un)
{
	struct stat st;
	bool stale;
	int fd;

	if (lstat(un->sun_path, &st) == -1)
		return OK;
	if (!S_ISSOCK(st.st_mode))
		return err_set(ERR_EXISTS, "%s is there and is no socket",
		    un->sun_path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return err_errno("%s", un->sun_path);
	stale = connect(fd, (const struct sockaddr *)un, sizeof(*un)) == -1 &&
	    errno == ECONNREFUSED;
	close(fd);
	if (!stale)
		return err_set(ERR_BUSY, "another program answers on %s",
		    un->sun_path);
	return unlink(un->sun_path) == -1 ? err_errno("%s", un->sun_path) :
	    OK;
}

enum err
listeners_add_unix(struct listeners *l, const char *path)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	enum err e;
	int fd;

	if (l->n == LISTENERS)
		return err_set(ERR_TOOBIG, "at most %d places to listen",
		    LISTENERS);
	if (!slice_copy(slice_of(path), un.sun_path, sizeof(un.sun_path)))
		return err_set(ERR_TOOBIG, "%s: a socket's path has at most "
		    "%zu bytes; see -s", path, sizeof(un.sun_path) - 1);
	e = clear_path(&un);
	if (e != OK)
		return e;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return err_errno("%s", path);
	/* Anybody may connect; who it is, the kernel tells. */
	if (bind(fd, (struct sockaddr *)&un, sizeof(un)) == -1 ||
	    chmod(path, 0666) == -1)
		e = errno == ENOENT ? err_set(ERR_NOTFOUND, "cannot listen "
		    "on %s: make its directory first, or name another "
		    "socket", path) :
		    err_errno("cannot listen on %s", path);
	if (e == OK)
		e = add_fd(l, fd, false, path);
	if (e != OK)
		close(fd);
	return e;
}

/* --- accepting --------------------------------------------------------- */

static void
pause_all(struct listeners *l)
{
	static const struct timeval second = { 1, 0 };

	for (int i = 0; i < l->n; i++)
		event_del(&l->list[i].readable);
	event_add(&l->resume, &second);
}

static void
on_resume(evutil_socket_t fd, short what, void *arg)
{
	struct listeners *l = arg;

	(void)fd;
	(void)what;
	for (int i = 0; i < l->n; i++)
		event_add(&l->list[i].readable, NULL);
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
	l->reserve = open("/dev/null", O_RDONLY | O_CLOEXEC);
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

/* Why an address gets no connection now; NULL: it has one. */
static const char *
too_many(struct listeners *l, const struct conf *conf, struct address *a)
{
	struct brakes *b = l->server->brakes;

	if (b != NULL && conf != NULL && brake_try(b, BRAKE_CONNECT,
	    ip_host(&a->ip), brake_rate(conf->connects, 60,
	    conf->connects))) {
		metric_add(&l->server->metrics, METRIC_BRAKE_CONNECT, 1);
		return "Too many new connections from your address; wait a "
		    "minute";
	}
	if (!address_take(l->addresses, a))
		return "Too many connections from your address; close one";
	return NULL;
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
	const char *why;

	a.trusted = one->by_socket ||
	    (a.local && (conf == NULL || conf->trust_loopback));
	if (one->by_socket) {
		struct ucred peer;
		socklen_t len = sizeof(peer);

		if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) ==
		    -1) {
			turn_away(one, fd, &a.address, "Your user id cannot "
			    "be told");
			return;
		}
		a.peer_uid = peer.uid;
	}
	why = no_room(l, &a);
	if (why == NULL && !a.trusted)
		why = too_many(l, conf, &a.address);
	if (why != NULL) {
		turn_away(one, fd, &a.address, why);
		return;
	}
	metric_add(&l->server->metrics, METRIC_ACCEPTED, 1);
	worker_hand(l->workers[l->turn], &a);
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
	l->workers = workers;
	l->nworkers = nworkers;
	l->started = true;
	event_assign(&l->resume, base, -1, 0, on_resume, l);
	for (int i = 0; i < l->n; i++) {
		event_assign(&l->list[i].readable, base, l->list[i].fd,
		    EV_READ | EV_PERSIST, on_acceptable, &l->list[i]);
		event_add(&l->list[i].readable, NULL);
	}
}

void
listeners_free(struct listeners **lp)
{
	struct listeners *l = *lp;

	for (int i = 0; i < l->n; i++) {
		if (l->started)
			event_del(&l->list[i].readable);
		/* Once it is closed the path may be a successor's. */
		if (l->list[i].path != NULL)
			unlink(l->list[i].path);
		close(l->list[i].fd);
		free(l->list[i].path);
	}
	if (l->started)
		event_del(&l->resume);
	if (l->reserve != -1)
		close(l->reserve);
	free(l);
	*lp = NULL;
}
