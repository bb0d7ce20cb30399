/* Sockets to listen on: addresses of the net, and paths. */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "common/slice.h"
#include "proto/limits.h"
#include "server/conf/conf.h"
#include "server/net/listener.h"

enum {
	BACKLOG = 1024,
	BIND_TRIES = 15,	/* a predecessor may be about to end */
	BIND_PAUSE_MS = 20,
};

/* One who ends just now still has the address for a moment. */
static int
bind_patiently(int fd, const struct sockaddr *sa, socklen_t len)
{
	static const struct timespec pause = {
		.tv_nsec = BIND_PAUSE_MS * 1000000L };
	int rc = bind(fd, sa, len);

	for (int i = 0; i < BIND_TRIES && rc == -1 && errno == EADDRINUSE;
	    i++) {
		nanosleep(&pause, NULL);
		rc = bind(fd, sa, len);
	}
	return rc;
}

static enum err
bind_inet(const struct addrinfo *ai, const char *where, int *out)
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
	if (bind_patiently(fd, ai->ai_addr, ai->ai_addrlen) == -1 ||
	    listen(fd, BACKLOG) == -1)
		e = err_errno("cannot listen on %s", where);
	if (e != OK)
		close(fd);
	else
		*out = fd;
	return e;
}

static enum err
find_places(const char *where, struct addrinfo **found)
{
	const struct addrinfo hints = { .ai_flags = AI_PASSIVE,
		.ai_socktype = SOCK_STREAM };
	char host[CONF_HOST_MAX];
	const char *port;
	enum err e = conf_place(where, host, &port);
	int code;

	if (e != OK)
		return e;
	code = getaddrinfo(
	    host[0] != '\0' ? host : NULL, port, &hints, found);
	if (code == 0)
		return OK;
	return err_set(ERR_SYNTAX, "%s: %s; name an address of this host",
	    where, gai_strerror(code));
}

enum err
listener_check(const char *where)
{
	struct addrinfo *found;
	enum err e = find_places(where, &found);

	if (e == OK)
		freeaddrinfo(found);
	return e;
}

enum err
listener_bind(const char *where, int fd[LISTENER_FDS], int *n)
{
	struct addrinfo *found;
	enum err e = find_places(where, &found);

	*n = 0;
	if (e != OK)
		return e;
	for (struct addrinfo *ai = found; ai != NULL && e == OK;
	    ai = ai->ai_next) {
		if (*n < LISTENER_FDS)
			e = bind_inet(ai, where, &fd[*n]);
		else
			e = err_set(ERR_TOOBIG, "%s: more than %d addresses; "
			    "name one of them", where, LISTENER_FDS);
		if (e == OK)
			++*n;
	}
	freeaddrinfo(found);
	while (e != OK && *n > 0)
		close(fd[--*n]);
	return e;
}

/*
 * Removes a socket that nobody answers any more. Only a refusal proves that:
 * one that is busy, of another kind or not for us is somebody's.
 */
static enum err
try_clear(const struct sockaddr_un *un)
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

static enum err
clear_path(const struct sockaddr_un *un)
{
	static const struct timespec pause = {
		.tv_nsec = BIND_PAUSE_MS * 1000000L };
	enum err e = try_clear(un);

	for (int i = 0; i < BIND_TRIES && e == ERR_BUSY; i++) {
		nanosleep(&pause, NULL);
		e = try_clear(un);
	}
	return e;
}

static enum err
cannot(const char *path)
{
	if (errno == ENOENT)
		return err_set(ERR_NOTFOUND, "cannot listen on %s: make its "
		    "directory first, or name another socket", path);
	if (errno == EACCES)
		return err_set(ERR_DENIED, "cannot listen on %s: user id %u "
		    "may not write into its directory; chown it", path,
		    (unsigned)geteuid());
	return err_errno("cannot listen on %s", path);
}

enum err
listener_bind_unix(const char *path, int *out)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	enum err e;
	int fd;

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
	    chmod(path, 0666) == -1 || listen(fd, BACKLOG) == -1)
		e = cannot(path);
	if (e == OK)
		*out = fd;
	else
		close(fd);
	return e;
}
