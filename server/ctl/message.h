/* A message as an import found it; what the readers of all formats yield. */
#ifndef SERVER_CTL_MESSAGE_H
#define SERVER_CTL_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/slice.h"

struct message {
	struct slice raw;	/* header and body as they stand there */
	struct slice envelope;	/* behind "From " of an mbox; empty if none */
	struct slice group;	/* the board its place in a spool names */
	struct slice name;	/* its file in a spool; else empty */
	uint64_t number;	/* in the input, from 1 */
	int64_t mtime;		/* of its file, 0 when unknown */
	bool quoted;		/* mboxrd: one ">" too many before "From " */
	const char *fault;	/* why raw is not all of it; else NULL */
};

/* False ends the reading. All slices are valid during the call only. */
typedef bool message_fn(const struct message *m, void *arg);

#endif
