/* Which server: a Unix socket or a host with a port. */
#ifndef CLIENT_SERVER_H
#define CLIENT_SERVER_H

#include "common/err.h"

struct server {
	char *path;		/* Unix socket, or NULL */
	char *host, *port;
	char *name;		/* for people and for file names */
};

/* "host:port", "[v6]:port", "host" or "/path"; ERR_SYNTAX. */
enum err server_parse(const char *spec, struct server *out);
/* A Unix socket, whatever its name looks like. */
void server_local(const char *path, struct server *out);
/* $STOA_SERVER, the socket of a local stoad if there, or localhost:1119. */
enum err server_default(const char *configured, struct server *out);
void server_clear(struct server *s);

#endif
