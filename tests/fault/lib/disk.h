/*
 * A model of a disk: what is on it for sure, what may be, and the changes of
 * names. Fed with the operations of a trace, it can write the disk out as a
 * power cut might have left it.
 */
#ifndef TESTS_FAULT_DISK_H
#define TESTS_FAULT_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "tests/fault/trace.h"

enum { DISK_FDS = 65536, DISK_NODES = 256, DISK_SYNCS = 64 };

/* A write that is not known to be on the disk. */
struct pending {
	const char *p;
	uint64_t off;
	uint32_t len, op;
};

struct node {
	bool dir;
	char *base;		/* what is on the disk for sure */
	uint32_t *by;		/* by sector: the operation it is from */
	uint64_t size, room;
	struct pending *pend;
	size_t npend, pend_room;
};

/* A change of names: to NULL is an unlink, from NULL a creation. */
struct change {
	char *from, *to;
	int node;
	bool durable;
};

struct ack {
	char *mid;		/* NULL: an act */
	uint64_t seq;		/* its event */
	uint32_t op;
};

/* A sync under way: what it will cover. */
struct sync {
	uint32_t thread, op;
	int node;
	size_t changes;
};

struct disk {
	const char *root;	/* the folder that was traced */
	bool no_sync;		/* a disk that lies: no sync counts */
	struct node node[DISK_NODES];
	int nnodes;
	int fd_node[DISK_FDS];	/* node + 1; 0 none */
	bool fd_dsync[DISK_FDS];
	char *fd_path[DISK_FDS];
	struct change *change;
	size_t nchanges;
	struct sync sync[DISK_SYNCS];
	struct ack *ack;
	size_t nacks;
	struct buf *line;	/* answers by fd, not yet a whole line */
	uint32_t ops;		/* how many were applied */
};

struct op {
	struct trace_record r;
	const char *data;
};

/* Takes the next operation off the trace; false at its end. */
bool op_next(struct slice *trace, struct op *op);

struct disk *disk_new(const char *root, bool no_sync);
/*
 * Applies an operation; a write through O_DSYNC stays unsure until
 * disk_settle() with the same operation.
 */
void disk_apply(struct disk *d, const struct op *op);
void disk_settle(struct disk *d, const struct op *op);
/*
 * Writes the disk into the new folder image: what is sure, and of the rest
 * about keep percent, some of it torn. *seed decides and is moved on.
 */
void disk_write(
    struct disk *d, const char *image, unsigned keep, uint64_t *seed);

/* A stream of numbers (splitmix64) from a seed. */
uint64_t random_next(uint64_t *seed);

#endif
