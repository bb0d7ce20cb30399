/* The rules and views that come with stoad. */
#ifndef SERVER_BUILTIN_H
#define SERVER_BUILTIN_H

#include "common/err.h"

struct server;

/*
 * Has the writer make those that this store has never had; waits for it. A
 * fault is logged, stoad serves without it. Before anybody is served.
 */
void builtin_make(struct server *s);

#endif
