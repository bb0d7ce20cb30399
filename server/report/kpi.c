/*
 * A computation of figures: period by period, each scanned table by table,
 * then told figure by figure.
 */
#include "server/report/kpi_internal.h"

#include <stdlib.h>

#include "common/xalloc.h"
#include "proto/date.h"

enum unit { RATIO, SECONDS, MINUTES, COUNT, RATE, MEAN };

enum {
	ASKED = KPI_SCAN_ASKED, TALLY = KPI_SCAN_TALLY, FLAG = KPI_SCAN_FLAG,
	MODLOG = KPI_SCAN_MODLOG, BOARDS = KPI_SCAN_BOARDS,
	REPLIES = KPI_SCAN_REPLIES, RETURNS = KPI_SCAN_RETURNS,
	LEDGER = KPI_SCAN_LEDGER,
	NEW = KPI_TALLY_NEW, HELPS = KPI_TALLY_HELPS,
};

enum {
	S = 1 << GROUP_SERVICE, P = 1 << GROUP_PRODUCT,
	K = 1 << GROUP_MARKETING, M = 1 << GROUP_MANAGEMENT,
};

static const struct {
	const char *name, *family;
	enum unit unit;
	unsigned scans, groups;
} kpi_table[] = {
#define X(id, name, family, unit, scans, groups, fn, help) \
	[KPI_##id] = { name, family, unit, scans, groups },
#include "server/report/kpi.def"
#undef X
};

/* Boards whose answer is kept; a server with more is slower. */
enum { BOARDS_KEPT = 65536 };

const char *
kpi_name(enum kpi_id id)
{
	return kpi_table[id].name;
}

const char *
kpi_family(enum kpi_id id)
{
	return kpi_table[id].family;
}

bool
kpi_is_of(enum kpi_id id, enum figure_group group)
{
	return (kpi_table[id].groups & 1u << group) != 0;
}

/* --- periods -------------------------------------------------------------- */

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Weeks begin on Mondays; that of 1970-01-01 is number 0. */
static int64_t
period_of(enum kpi_by by, int64_t t)
{
	switch (by) {
	case KPI_BY_DAY:
		return floor_div(t, KPI_DAY);
	case KPI_BY_WEEK:
		return floor_div(t + 3 * KPI_DAY, 7 * KPI_DAY);
	case KPI_BY_NOTHING:
	case KPI_BY_HOUROFWEEK:
		break;
	}
	return 0;
}

static int64_t
period_begin(enum kpi_by by, int64_t period)
{
	return by == KPI_BY_DAY ? period * KPI_DAY :
	    (period * 7 - 3) * KPI_DAY;
}

/* The first time anything happened; the present when nothing did. */
static int64_t
first_time(const struct kpi_run *r, struct view *v)
{
	struct asked_row asked = { .time = r->q.since };
	struct tally_row tally = {
		.hour = (uint32_t)(r->q.since / KPI_HOUR),
	};
	int64_t first = r->q.until - 1;

	if (view_asked_next(v, &asked) && asked.time < first)
		first = asked.time;
	if (view_tally_next(v, &tally) &&
	    (int64_t)tally.hour * KPI_HOUR < first)
		first = (int64_t)tally.hour * KPI_HOUR;
	return first > r->q.since ? first : r->q.since;
}

static void
begin_period(struct kpi_run *r)
{
	bool parts = r->q.by == KPI_BY_DAY || r->q.by == KPI_BY_WEEK;
	int64_t low = r->q.since, high = r->q.until;

	if (parts) {
		low = period_begin(r->q.by, r->period);
		high = period_begin(r->q.by, r->period + 1);
	}
	r->low = low > r->q.since ? low : r->q.since;
	r->high = high < r->q.until ? high : r->q.until;
	r->scan = 1;
	r->placed = false;
	r->ended = false;
	r->group = 0;
	r->figure = 0;
	memset(r->count, 0, sizeof(r->count));
	memset(r->covered, 0, sizeof(r->covered));
	r->currency[0] = '\0';
	kpi_samples_reset(r);
}

/* until: may lie ahead; of days to come nothing is told. */
static int64_t
last_time(const struct kpi_run *r)
{
	int64_t last = r->q.until - 1 < r->now ? r->q.until - 1 : r->now;

	return last > r->q.since ? last : r->q.since;
}

static void
begin(struct kpi_run *r, struct view *v)
{
	r->begun = true;
	if (r->q.by == KPI_BY_DAY || r->q.by == KPI_BY_WEEK) {
		r->period = r->resumed ? r->after.period :
		    period_of(r->q.by, first_time(r, v));
		r->last = period_of(r->q.by, last_time(r));
	}
	begin_period(r);
}

/* --- a run ---------------------------------------------------------------- */

struct kpi_run *
kpi_new(const struct kpi_query *q, int64_t now, const struct kpi_row *after)
{
	struct kpi_run *r = xcalloc(1, sizeof(*r));

	r->q = *q;
	r->now = now;
	r->groups = q->by == KPI_BY_HOUROFWEEK ? KPI_HOURS : 1;
	r->stride = 1;
	r->nboards = BOARDS_KEPT;
	r->boards = xcalloc(r->nboards, 1);
	r->resumed = after != NULL;
	if (after != NULL)
		r->after = *after;
	for (int i = 0; i < KPI_COUNT; i++)
		if ((q->wanted & 1ull << i) != 0)
			r->needed |= kpi_table[i].scans;
	return r;
}

void
kpi_free(struct kpi_run **r)
{
	if (*r == NULL)
		return;
	kpi_samples_free(*r);
	free((*r)->boards);
	free(*r);
	*r = NULL;
}

/* Whether the row that is next was told before. */
static bool
is_past(const struct kpi_run *r, int64_t period)
{
	return r->resumed && (period < r->after.period ||
	    (period == r->after.period && r->figure <= (int)r->after.id));
}

/* The next row of the period; false when there is none. */
static bool
tell(struct kpi_run *r, struct kpi_row *row)
{
	for (; r->group < r->groups; r->group++, r->figure = 0) {
		int64_t period = r->groups > 1 ? r->group : r->period;

		for (; r->figure < KPI_COUNT; r->figure++) {
			if ((r->q.wanted & 1ull << r->figure) == 0 ||
			    is_past(r, period))
				continue;
			*row = (struct kpi_row){
				.id = (enum kpi_id)r->figure++,
				.period = period,
			};
			kpi_figure(r, r->group, row);
			return true;
		}
	}
	return false;
}

enum kpi_step
kpi_next(struct kpi_run *r, struct view *v, struct kpi_row *row)
{
	if (!r->begun) {
		begin(r, v);
		return KPI_MORE;
	}
	if (r->scan < KPI_SCAN_END) {
		if ((r->needed & r->scan) == 0 || !kpi_scan_row(r, v)) {
			r->scan <<= 1;
			r->placed = false;
		}
		return KPI_MORE;
	}
	if (!r->ended) {
		kpi_samples_end(r);
		r->ended = true;
		return KPI_MORE;
	}
	if (tell(r, row))
		return KPI_ROW;
	if (r->period >= r->last)
		return KPI_END;
	r->period++;
	begin_period(r);
	return KPI_MORE;
}

/* --- writing -------------------------------------------------------------- */

void
kpi_put_value(const struct kpi_row *row, double value, struct buf *out)
{
	if (!row->known) {
		buf_putc(out, '-');
		return;
	}
	switch (kpi_table[row->id].unit) {
	case RATIO:
		buf_printf(out, "%.3f", value);
		return;
	case RATE:
	case MEAN:
		buf_printf(out, "%.2f", value);
		return;
	case SECONDS:
	case MINUTES:
	case COUNT:
		buf_printf(out, "%.0f", value);
		return;
	}
}

void
kpi_put_period(enum kpi_by by, int64_t period, struct buf *out)
{
	static const char days[7][4] = {
		"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun",
	};
	struct buf date = BUF_INIT(64);

	switch (by) {
	case KPI_BY_NOTHING:
		buf_putc(out, '-');
		break;
	case KPI_BY_DAY:
	case KPI_BY_WEEK:
		date_put_rfc3339(&date, period_begin(by, period));
		buf_put(out, date.p, 10);
		break;
	case KPI_BY_HOUROFWEEK:
		buf_printf(out, "%s-%02d", days[period / 24 % 7],
		    (int)(period % 24));
		break;
	}
	buf_clear(&date);
}

const char *
kpi_unit(enum kpi_id id)
{
	static const char *const names[] = {
		[RATIO] = "ratio", [SECONDS] = "s", [MINUTES] = "min",
		[COUNT] = "count", [RATE] = "per1000",
		[MEAN] = "mean",
	};

	return names[kpi_table[id].unit];
}

void
kpi_put_row(
    const struct kpi_query *q, const struct kpi_row *row, struct buf *out)
{
	struct kpi_row range = *row;

	range.known = row->ranged;
	buf_printf(out, "%s\t", kpi_table[row->id].name);
	kpi_put_value(row, row->value, out);
	buf_putc(out, '\t');
	buf_put_u64(out, row->n);
	buf_putc(out, '\t');
	kpi_put_value(&range, row->low, out);
	buf_putc(out, '\t');
	kpi_put_value(&range, row->high, out);
	buf_printf(out, "\t%s\t", kpi_unit(row->id));
	kpi_put_period(q->by, row->period, out);
}
