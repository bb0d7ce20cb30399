/*
 * What the daemon counts (metric.def), and how it is shown. Counting is one
 * relaxed addition, on any thread.
 */
#ifndef SERVER_REPORT_METRIC_H
#define SERVER_REPORT_METRIC_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "proto/command.h"

struct server;
struct store_stats;

enum metric {
#define X(id, ...) METRIC_##id,
#include "server/report/metric.def"
#undef X
	METRIC_COUNT
};

struct metrics {
	_Atomic uint64_t value[METRIC_COUNT];
	_Atomic uint64_t command[CMD_COUNT];
};

static inline void
metric_add(struct metrics *m, enum metric id, uint64_t n)
{
	atomic_fetch_add_explicit(&m->value[id], n, memory_order_relaxed);
}

/* Of a GAUGE. */
static inline void
metric_sub(struct metrics *m, enum metric id, uint64_t n)
{
	atomic_fetch_sub_explicit(&m->value[id], n, memory_order_relaxed);
}

static inline uint64_t
metric_get(const struct metrics *m, enum metric id)
{
	return atomic_load_explicit(&m->value[id], memory_order_relaxed);
}

static inline void
metric_command(struct metrics *m, enum command_id id)
{
	atomic_fetch_add_explicit(&m->command[id], 1, memory_order_relaxed);
}

/* "Name: value" lines with CRLF; all: also what is for admins alone. */
void metric_put_lines(struct server *s, const struct store_stats *st,
    bool all, struct buf *out);
/* The text format of Prometheus, all of it. */
void metric_put_prometheus(
    struct server *s, const struct store_stats *st, struct buf *out);

/*
 * Writes that into the file of the configuration, if it names one, by way of
 * another one beside it. arg: struct server *. One thread at a time.
 */
void metric_write(void *arg);

/* More than percent of what connections may hold is held. */
bool memory_above(struct server *s, unsigned percent);

/* Above the first nobody new comes in; above the second the fattest goes. */
enum { MEMORY_SHORT = 80, MEMORY_FULL = 95 };

#endif
