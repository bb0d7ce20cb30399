/*
 * Where a feed stands: every article with an id up to seq was dealt with,
 * but those that the peer put off. Kept in a small text file that is always
 * whole; what was sent after it was written is offered again, which does no
 * harm.
 */
#ifndef SERVER_FEED_MARK_H
#define SERVER_FEED_MARK_H

#include <stdint.h>

#include "common/buf.h"
#include "common/err.h"
#include "proto/limits.h"

/* An article that the peer wants later. */
struct deferred {
	uint64_t id;
	int64_t since;		/* seconds since 1970: put off first */
	uint64_t due;		/* clock_mono_ms(); not in the file */
	unsigned tries;
	bool out;		/* under way again */
};

struct mark {
	uint64_t seq;
	struct deferred deferred[LIMIT_FEED_DEFERRED];
	int n;
};

/* As the file has it: lines "seq N" and "deferred ID SINCE TRIES". */
void mark_print(const struct mark *p, struct buf *out);
/* ERR_SYNTAX when that is no such file. */
enum err mark_parse(struct slice text, struct mark *out);
/* ERR_NOTFOUND when there is none. */
enum err mark_load(const char *path, struct mark *out);
/* Durably; the old one stays until the new one is. */
enum err mark_save(const char *path, const struct mark *p);

#endif
