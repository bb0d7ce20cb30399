/* Certificate, user, addresses, folders: all that a configuration names. */
#include "server/check.h"

#include <errno.h>
#include <netdb.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "common/slice.h"
#include "common/xalloc.h"
#include "server/net/listener.h"
#include "server/source.h"

/* Less does not serve one connection, or keep one article. */
enum { LEAST = 1 << 20 };

/* The name server may be away for a moment, so this is no error. */
static void
check_host(const struct conf *c, const struct conf_peer *p,
    struct conf_report *r)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *found;
	char host[CONF_HOST_MAX];
	const char *port;
	int code;

	if (conf_place(p->host, host, &port) != OK)
		return;
	code = getaddrinfo(host, NULL, &hints, &found);
	if (code == 0)
		freeaddrinfo(found);
	else
		conf_fault(r, CONF_WARNING, ERR_NOTFOUND,
		    "%s:%u: host %s: %s", c->file, p->line, host,
		    gai_strerror(code));
}

/* A file to be written: its folder may still be made, by systemd for one. */
static void
check_file(const struct conf *c, struct conf_report *r, enum conf_id id,
    const char *path)
{
	char *folder = xstrdup(path);
	char *slash = strrchr(folder, '/');
	struct stat st;

	slash[slash == folder] = '\0';
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		conf_fault_at(c, r, id, err_set(ERR_EXISTS, "%s is a "
		    "directory; name a file in it", path));
	else if (stat(folder, &st) == -1)
		conf_warn_at(c, r, id, err_set(ERR_NOTFOUND, "%s: %s; stoad "
		    "does not make it, and does not start without", folder,
		    strerror(errno)));
	free(folder);
}

static void
check_files(const struct conf *c, struct conf_report *r)
{
	struct sockaddr_un un;
	struct stat st;

	if (stat(c->dir, &st) == 0 && !S_ISDIR(st.st_mode))
		conf_fault_at(c, r, CONF_KEY_DATA, err_set(ERR_EXISTS,
		    "%s is no directory", c->dir));
	if (strlen(c->socket) >= sizeof(un.sun_path))
		conf_fault_at(c, r, CONF_KEY_SOCKET, err_set(ERR_TOOBIG,
		    "the path of a socket has at most %zu bytes",
		    sizeof(un.sun_path) - 1));
	else if (c->line[CONF_KEY_SOCKET] != 0)
		check_file(c, r, CONF_KEY_SOCKET, c->socket);
	if (c->audit != NULL)
		check_file(c, r, CONF_KEY_AUDIT, c->audit);
	if (c->metrics != NULL)
		check_file(c, r, CONF_KEY_METRICS, c->metrics);
}

static void
check_least(const struct conf *c, struct conf_report *r, enum conf_id id,
    uint64_t value)
{
	if (value != 0 && value < LEAST)
		conf_warn_at(c, r, id, err_set(ERR_TOOBIG, "%llu bytes are "
		    "too few to serve; is a K, M or G missing?",
		    (unsigned long long)value));
}

void
check_loaded(const struct loaded *l, struct conf_report *r)
{
	const struct conf *c = &l->conf;
	enum err e = certificate_check(&l->certificate);

	if (e != OK)
		conf_fault_at(c, r, CONF_KEY_CERTIFICATE, e);
	for (int i = 0; i < c->nlisten; i++) {
		e = listener_check(c->listen[i].where);
		if (e != OK)
			conf_fault_listen(c, r, i, e);
	}
	if (c->user != NULL && getpwnam(c->user) == NULL)
		conf_fault_at(c, r, CONF_KEY_USER, err_set(ERR_NOTFOUND,
		    "no such user: %s; make it, or name another", c->user));
	if (c->dir != NULL)
		check_files(c, r);
	check_least(c, r, CONF_KEY_MEMORY, c->memory);
	check_least(c, r, CONF_KEY_QUOTA, c->quota);
	for (int i = 0; i < c->npeers; i++)
		if (c->peer[i]->host != NULL)
			check_host(c, c->peer[i], r);
}
