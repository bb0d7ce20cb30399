/*
 * The Path of an article: the servers it passed, newest first, "!" between
 * them (RFC 5536, 3.1.5). What begins with a dot, or is empty, says how a
 * server was known; the last part is no server.
 */
#ifndef PROTO_PATH_H
#define PROTO_PATH_H

#include "common/slice.h"

/* The newest server, empty when there is none. */
struct slice path_first(struct slice path);
/* Whether the article passed that server; case is not looked at. */
bool path_holds(struct slice path, const char *server);

#endif
