/* Which server: a Unix socket or a host with a port, in plain or by TLS. */
#ifndef CLIENT_SERVER_H
#define CLIENT_SERVER_H

#include <stdbool.h>

#include "common/err.h"

struct server {
	char *path;		/* Unix socket, or NULL */
	char *host, *port;
	char *name;		/* for people and for file names */
	bool tls;
};

/*
 * "host:port", "[v6]:port", "host", "nntps://host[:port]" (TLS, port 563),
 * "nntp://host[:port]" (plain, port 119; RFC 5538) or "/path"; the port 563
 * without a scheme is TLS too. ERR_SYNTAX.
 */
enum err server_parse(const char *spec, struct server *out);
/* A Unix socket, whatever its name looks like. */
void server_local(const char *path, struct server *out);
/* $STOA_SERVER, the socket of a local stoad if there, or localhost:1119. */
enum err server_default(const char *configured, struct server *out);
void server_clear(struct server *s);

#endif
