/*
 * The trace that shim/record.c writes and crashimg.c reads: one record an
 * operation, in the order in which they were done, native byte order.
 */
#ifndef TESTS_FAULT_TRACE_H
#define TESTS_FAULT_TRACE_H

#include <stdint.h>

enum trace_kind {
	TRACE_OPEN = 1,		/* data: path; fd; off: TRACE_ flags */
	TRACE_CLOSE,		/* fd */
	TRACE_WRITE,		/* data written at off; after it was done */
	TRACE_SYNC,		/* fd; before it begins */
	TRACE_SYNCED,		/* fd; after it was done */
	TRACE_TRUNCATE,		/* fd, off: the new size */
	TRACE_MKDIR,		/* data: path */
	TRACE_UNLINK,		/* data: path (also of a directory) */
	TRACE_RENAME,		/* data: path NUL path */
	TRACE_SEND,		/* data to a peer; before it is sent */
	TRACE_HANGUP,		/* a peer's fd is closed */
};

enum {
	TRACE_DSYNC = 1,	/* opened with O_DSYNC or O_SYNC */
	TRACE_TRUNC = 2,	/* opened with O_TRUNC */
};

struct trace_record {
	uint32_t kind;
	int32_t fd;
	uint64_t off;
	uint32_t len;		/* bytes of data that follow */
	uint32_t thread;	/* SYNC and SYNCED of one thread are a pair */
};

#endif
