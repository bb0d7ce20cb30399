/* mbox files (mboxrd, and what mboxo readers make of it). */
#ifndef SERVER_CTL_MBOX_H
#define SERVER_CTL_MBOX_H

#include <stdbool.h>

#include "common/err.h"
#include "server/ctl/message.h"
#include "server/ctl/source.h"

/*
 * Calls fn for every message until it returns false. ERR_SYNTAX when this is
 * no mbox, ERR_IO.
 */
enum err mbox_read(struct source *s, message_fn *fn, void *arg);

/*
 * Whether a line is "From " behind any number of ">": it gets one more on its
 * way into an mbox, and loses that on its way out.
 */
bool mbox_is_from(struct slice line);

#endif
