/* Finding, connecting, TLS, and coming back after a loss. */
#include "client/net_private.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "client/i18n.h"
#include "client/tls.h"
#include "common/clock.h"
#include "common/xalloc.h"

/* Resolving blocks, so it has a thread; the result comes by a pipe. */
struct job {
	int fd;
	char *host, *port;
};

static void try_next(struct net *n);

static void
lost(struct net *n, const char *what, const char *how)
{
	char why[200];

	snprintf(why, sizeof(why), "%s: %s", what, how);
	net_lost(n, why);
}

static void
lost_errno(struct net *n, const char *what, int error)
{
	lost(n, what, strerror(error));
}

static int
resolve(const char *host, const char *port, int flags, struct addrinfo **out)
{
	struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM,
		.ai_flags = flags,
	};

	*out = NULL;
	return getaddrinfo(host, port, &hints, out);
}

static void *
resolve_thread(void *arg)
{
	struct job *job = arg;
	struct addrinfo *found;

	if (resolve(job->host, job->port, AI_ADDRCONFIG, &found) != 0)
		found = NULL;
	if (write(job->fd, &found, sizeof(found)) != sizeof(found) &&
	    found != NULL)
		freeaddrinfo(found);
	close(job->fd);
	free(job->host);
	free(job->port);
	free(job);
	return NULL;
}

static void
resolve_stop(struct net *n)
{
	if (n->resolved != NULL)
		event_free(n->resolved);
	n->resolved = NULL;
	if (n->resolve_fd >= 0)
		close(n->resolve_fd);
	n->resolve_fd = -1;
}

static void
on_resolved(evutil_socket_t fd, short what, void *arg)
{
	struct net *n = arg;
	struct addrinfo *found = NULL;

	(void)what;
	if (read(fd, &found, sizeof(found)) != sizeof(found))
		found = NULL;
	resolve_stop(n);
	n->addrs = n->addr = found;
	if (found == NULL)
		lost(n, n->server->name, _("no such host"));
	else
		try_next(n);
}

static bool
resolve_start(struct net *n)
{
	struct job *job;
	pthread_t thread;
	sigset_t all, old;
	int fd[2], failed;

	if (pipe2(fd, O_CLOEXEC) < 0)
		return false;
	job = xcalloc(1, sizeof(*job));
	job->fd = fd[1];
	job->host = xstrdup(n->server->host);
	job->port = xstrdup(n->server->port);
	n->resolve_fd = fd[0];
	n->resolved = event_new(n->base, fd[0], EV_READ, on_resolved, n);
	event_add(n->resolved, NULL);
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &old);
	failed = pthread_create(&thread, NULL, resolve_thread, job);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (failed == 0) {
		pthread_detach(thread);
		return true;
	}
	resolve_stop(n);
	close(fd[1]);
	free(job->host);
	free(job->port);
	free(job);
	return false;
}

static void
disconnect(struct net *n)
{
	resolve_stop(n);
	if (n->bev != NULL)
		bufferevent_free(n->bev);
	n->bev = NULL;
	if (n->addrs != NULL)
		freeaddrinfo(n->addrs);
	n->addrs = n->addr = NULL;
	if (n->deadline != NULL)
		event_del(n->deadline);
	free(n->logged_in);
	n->logged_in = NULL;
	n->reader = n->mode_reader = false;
	n->handshake = n->encrypted = n->here = false;
}

/* 1, 2, 4 ... 60 s, a fifth more or less so that clients do not march. */
static unsigned
backoff_ms(struct net *n)
{
	unsigned s = n->failures < 6 ? 1u << n->failures : NET_BACKOFF_MAX;
	unsigned ms = (s < NET_BACKOFF_MAX ? s : NET_BACKOFF_MAX) * 1000;
	unsigned seed = (unsigned)clock_mono_us() ^ (unsigned)getpid();

	return ms - ms / 5 + (unsigned)rand_r(&seed) % (ms * 2 / 5);
}

void
net_lost(struct net *n, const char *why)
{
	struct timeval tv;
	unsigned ms;

	snprintf(n->why, sizeof(n->why), "%s", why);
	n->untrusted = false;
	disconnect(n);
	n->state = NET_OFFLINE;
	if (n->single) {
		n->stopped = true;
		net_drop_requests(n);
		return;
	}
	ms = backoff_ms(n);
	n->failures++;
	n->retry_at_ms = clock_mono_ms() + ms;
	tv.tv_sec = ms / 1000;
	tv.tv_usec = (ms % 1000) * 1000;
	event_add(n->timer, &tv);
	net_requeue(n);
	net_changed(n);
}

static void
on_read(struct bufferevent *bev, void *arg)
{
	struct net *n = arg;

	(void)bev;
	net_arm_deadline(n);
	net_read(n);
}

static void on_event(struct bufferevent *bev, short what, void *arg);

static void
use_stream(struct net *n, struct bufferevent *bev, short events)
{
	n->bev = bev;
	bufferevent_setcb(bev, on_read, NULL, on_event, n);
	/* Keys before bytes: see app.c. */
	bufferevent_priority_set(bev, 1);
	bufferevent_enable(bev, events);
}

/* The socket stands; TLS takes it over before a byte is read from it. */
static void
start_tls(struct net *n, struct bufferevent *plain)
{
	int fd = bufferevent_getfd(plain);
	struct bufferevent *bev;

	bufferevent_setfd(plain, -1);
	bufferevent_free(plain);
	n->bev = NULL;
	bev = tls_start(n->tls, n->base, fd);
	if (bev == NULL) {
		net_lost(n, _("out of memory"));
		return;
	}
	n->handshake = true;
	use_stream(n, bev, EV_READ | EV_WRITE);
}

static void
on_connected(struct net *n, struct bufferevent *bev)
{
	net_arm_deadline(n);
	if (n->handshake) {
		n->handshake = false;
		n->encrypted = true;
		tls_connected(n->tls, bev);
	} else if (n->tls != NULL) {
		start_tls(n, bev);
	}
}

static void
handshake_failed(struct net *n, struct bufferevent *bev)
{
	struct buf why = BUF_INIT(sizeof(n->why));

	tls_why(n->tls, bev, &why);
	net_lost(n, buf_cstr(&why));
	n->untrusted = tls_refused(n->tls);
	buf_clear(&why);
}

/* A port that speaks TLS waits for its client in silence. */
static const char *
closed(const struct net *n)
{
	return n->state == NET_CONNECTING && n->tls == NULL ?
	    _("the server closed the connection and said nothing; when it "
	      "speaks TLS, its name is nntps://HOST:PORT") :
	    _("the server closed the connection");
}

static void
on_event(struct bufferevent *bev, short what, void *arg)
{
	struct net *n = arg;
	int error = EVUTIL_SOCKET_ERROR();

	if ((what & BEV_EVENT_CONNECTED) != 0) {
		on_connected(n, bev);
		return;
	}
	if (n->handshake) {
		handshake_failed(n, bev);
		return;
	}
	if (n->state == NET_CONNECTING && n->addr != NULL &&
	    n->addr->ai_next != NULL) {
		n->addr = n->addr->ai_next;
		bufferevent_free(bev);
		n->bev = NULL;
		try_next(n);
		return;
	}
	if ((what & BEV_EVENT_EOF) != 0) {
		net_read(n);
		if (n->bev != NULL)
			net_lost(n, closed(n));
	} else {
		lost_errno(n, n->server->name, error);
	}
}

static bool
is_here(const struct sockaddr *sa)
{
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)sa;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)sa;

	switch (sa->sa_family) {
	case AF_UNIX:
		return true;
	case AF_INET:
		return ntohl(v4->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	case AF_INET6:
		return IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
	default:
		return false;
	}
}

static void
connect_to(struct net *n, const struct sockaddr *sa, size_t len)
{
	struct bufferevent *bev =
	    bufferevent_socket_new(n->base, -1, BEV_OPT_CLOSE_ON_FREE);

	if (bev == NULL) {
		net_lost(n, _("out of memory"));
		return;
	}
	n->here = is_here(sa);
	/* A byte that came before TLS would be read as if it were ours. */
	use_stream(n, bev, n->tls != NULL ? EV_WRITE : EV_READ | EV_WRITE);
	if (bufferevent_socket_connect(n->bev, sa, (int)len) < 0 &&
	    n->bev != NULL && n->state == NET_CONNECTING)
		lost_errno(n, n->server->name, EVUTIL_SOCKET_ERROR());
}

static void
try_next(struct net *n)
{
	connect_to(n, n->addr->ai_addr, n->addr->ai_addrlen);
}

static void
connect_local(struct net *n)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	if (strlen(n->server->path) >= sizeof(sun.sun_path)) {
		net_lost(n, _("the name of the socket is too long"));
		return;
	}
	strcpy(sun.sun_path, n->server->path);
	connect_to(n, (struct sockaddr *)&sun, sizeof(sun));
}

static void
connect_start(struct net *n)
{
	event_del(n->timer);
	disconnect(n);
	n->state = NET_CONNECTING;
	if (n->server->tls && n->tls == NULL &&
	    (n->tls = tls_new(n->server, n->trust)) == NULL) {
		net_lost(n, err_detail());
		return;
	}
	net_arm_deadline(n);
	net_changed(n);
	if (n->server->path != NULL) {
		connect_local(n);
		return;
	}
	if (resolve(n->server->host, n->server->port, AI_NUMERICHOST,
		&n->addrs) == 0) {
		n->addr = n->addrs;
		try_next(n);
	} else if (!resolve_start(n)) {
		net_lost(n, "cannot resolve");
	}
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	connect_start(arg);
}

static void
on_deadline(evutil_socket_t fd, short what, void *arg)
{
	struct net *n = arg;

	(void)fd;
	(void)what;
	if (n->state != NET_CONNECTING)
		net_lost(n, _("no answer for 15 seconds"));
	else if (n->tls == NULL && n->server->path == NULL)
		lost(n, n->server->name, _("no greeting; if it wants TLS, "
					   "it is nntps://HOST:PORT"));
	else
		lost(n, n->server->name, _("no answer to connect"));
}

/* Every byte that comes starts the time anew. */
void
net_arm_deadline(struct net *n)
{
	const struct net_request *r = TAILQ_FIRST(&n->flight);
	struct timeval tv = { .tv_sec = NET_DEADLINE_S };

	/* A stream is silent as long as nothing happens, but for a beat. */
	if (r != NULL && r->part != NULL)
		tv.tv_sec = NET_BEAT_S;
	if (n->nflight != 0 || n->state == NET_CONNECTING)
		event_add(n->deadline, &tv);
	else
		event_del(n->deadline);
}

void
net_connect_init(struct net *n)
{
	n->resolve_fd = -1;
	n->timer = evtimer_new(n->base, on_timer, n);
	n->deadline = evtimer_new(n->base, on_deadline, n);
	snprintf(n->why, sizeof(n->why), _("not connected"));
}

void
net_connect_free(struct net *n)
{
	disconnect(n);
	tls_free(&n->tls);
	event_free(n->timer);
	event_free(n->deadline);
}

void
net_set_single(struct net *n)
{
	n->single = true;
}

void
net_set_login(struct net *n, const char *user, const char *password)
{
	free(n->user);
	free(n->password);
	n->user = xstrdup(user);
	n->password = xstrdup(password);
}

void
net_start(struct net *n)
{
	connect_start(n);
}

void
net_retry_now(struct net *n)
{
	if (n->state == NET_OFFLINE)
		connect_start(n);
}

void
net_describe(const struct net *n, struct buf *out)
{
	if (n->tls != NULL)
		tls_describe(n->tls, out);
	else
		buf_printf(out, _("The connection to %s is not encrypted.\n"),
		    n->server->name);
}
