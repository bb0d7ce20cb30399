/* The child process: serves until it is told to stop. */
#ifndef SERVER_SERVE_H
#define SERVER_SERVE_H

#include "server/parent.h"

/*
 * In the child, with what the parent has made ready; link leads to it.
 * Returns the status to exit with.
 */
int serve(struct parent *p, int link);

#endif
