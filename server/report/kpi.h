/*
 * The figures of a community (kpi.def), computed from the tables whenever
 * they are asked for: there are no counters that could drift. A computation
 * looks at one row a call, each time in a view that may be a fresh one, so
 * that it can be cut into slices. One thread at a time.
 *
 * Only boards that guests may read count, so that everybody is told the same.
 */
#ifndef SERVER_REPORT_KPI_H
#define SERVER_REPORT_KPI_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/err.h"
#include "proto/query.h"
#include "server/store/store.h"

enum kpi_id {
#define X(id, ...) KPI_##id,
#include "server/report/kpi.def"
#undef X
	KPI_COUNT
};

enum kpi_by {
	KPI_BY_NOTHING,
	KPI_BY_DAY,		/* of UTC, as all times */
	KPI_BY_WEEK,		/* that begins on a Monday */
	KPI_BY_HOUROFWEEK,	/* 0 to 167, from Monday 00:00 on */
};

struct kpi_query {
	uint64_t wanted;	/* bits 1 << enum kpi_id */
	int64_t since, until;	/* from the one on and before the other */
	enum kpi_by by;
	unsigned k;		/* of topshare */
	bool all;		/* also figures for those who keep order */
	char board[LIMIT_WILDMAT + 1];	/* "": all of them */
};

struct kpi_row {
	enum kpi_id id;
	int64_t period;		/* number of the day, week or hour; 0 */
	bool known;		/* there is a value */
	bool ranged;		/* and low and high */
	double value, low, high;
	uint64_t n;		/* what it was made from */
};

enum kpi_step {
	KPI_MORE,	/* call again */
	KPI_ROW,	/* *row is one */
	KPI_END,
};

struct kpi_run;

/* "par", "par_strict" ...; and the family, by which all of it are asked. */
const char *kpi_name(enum kpi_id id);
const char *kpi_family(enum kpi_id id);
/* Whether it concerns them first. */
bool kpi_is_of(enum kpi_id id, enum figure_group group);
/* "ratio", "s", "min", "count", "per1000", "mean". */
const char *kpi_unit(enum kpi_id id);

/*
 * Reads words (names of figures or families, "k=25"), group:, board:, since:,
 * until: and by: of a query; other terms are the caller's. all: the asker keeps
 * order somewhere. ERR_SYNTAX with the remedy in err_detail(), *column is
 * where.
 */
enum err kpi_query_read(const struct query *q, bool all, int64_t now,
    struct kpi_query *out, int *column);

/* Begins behind a row, when after is not NULL. Free it by kpi_free(). */
struct kpi_run *kpi_new(const struct kpi_query *q, int64_t now,
    const struct kpi_row *after);
void kpi_free(struct kpi_run **r);
enum kpi_step kpi_next(struct kpi_run *r, struct view *v, struct kpi_row *row);

/* Appends a cell; "-" when there is nothing. */
void kpi_put_value(const struct kpi_row *row, double value, struct buf *out);
/* Its first day, "2026-11-22"; "Mon-07"; or "-". */
void kpi_put_period(enum kpi_by by, int64_t period, struct buf *out);
/* Appends "name TAB value TAB n ..." as XLIST kpi does, no line end. */
void kpi_put_row(
    const struct kpi_query *q, const struct kpi_row *row, struct buf *out);

#endif
