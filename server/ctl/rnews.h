/* Batches of articles as rnews(1) takes them: "#! rnews <bytes>". */
#ifndef SERVER_CTL_RNEWS_H
#define SERVER_CTL_RNEWS_H

#include "common/err.h"
#include "server/ctl/message.h"
#include "server/ctl/source.h"

/*
 * Calls fn for every message until it returns false; text between two
 * messages is one with a fault. ERR_SYNTAX when this is no batch or a
 * compressed one, ERR_IO.
 */
enum err rnews_read(struct source *s, message_fn *fn, void *arg);

#endif
