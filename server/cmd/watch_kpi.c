/*
 * Figures as a stream: XWATCH kpi:par. Those who ask for the same share one
 * computation, which the session that finds it due makes in slices; it is due
 * when something has happened, at most once a second, and with the heartbeat,
 * as time alone changes figures too. Told is what has changed.
 */
#include <stdlib.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "proto/date.h"
#include "server/cmd/sees.h"
#include "server/cmd/watch_room.h"
#include "server/report/kpi.h"
#include "server/stoad.h"

enum { PAUSE_MS = 1000 };

struct watch_kpi {
	struct kpi_query query;	/* as of the computation under way */
	struct kpi_run *run;	/* NULL: none is */
	const struct session *leader;	/* who makes it */
	bool dirty;		/* something has happened since */
	uint64_t seq;		/* the last event that it knows */
	uint64_t began;		/* clock_mono_ms() */
	uint64_t version;	/* of rows; 0: there are none yet */
	struct buf rows, changed, next;	/* with CRLF */
};

enum err
watch_kpi_new(const struct query *q, bool all, struct watch_kpi **out,
    int *column)
{
	struct watch_kpi *k = xcalloc(1, sizeof(*k));
	enum err e = kpi_query_read(
	    q, all, clock_now(), &k->query, column);

	*out = NULL;
	if (e != OK) {
		free(k);
		return e;
	}
	k->dirty = true;
	buf_init(&k->rows, LIMIT_SLICE);
	buf_init(&k->changed, LIMIT_SLICE);
	buf_init(&k->next, LIMIT_SLICE);
	*out = k;
	return OK;
}

void
watch_kpi_free(struct watch_kpi **kp)
{
	struct watch_kpi *k = *kp;

	*kp = NULL;
	if (k == NULL)
		return;
	kpi_free(&k->run);
	buf_clear(&k->rows);
	buf_clear(&k->changed);
	buf_clear(&k->next);
	free(k);
}

void
watch_kpi_leave(struct watch_kpi *k, const struct session *s)
{
	if (k->leader != s)
		return;
	kpi_free(&k->run);
	k->leader = NULL;
	k->dirty = true;
}

void
watch_kpi_happened(struct watch_kpi *k)
{
	k->dirty = true;
}

/* --- telling -------------------------------------------------------------- */

/* True when that was the last one that was asked for. */
static bool
put_row(struct session *s, const struct watch_kpi *k, struct slice row)
{
	buf_put_u64(s->out, k->seq);
	buf_putc(s->out, '\t');
	date_put_rfc3339(s->out, clock_now());
	buf_puts(s->out, "\tkpi\t");
	buf_put_slice(s->out, row);
	buf_puts(s->out, "\n");
	return --s->watch->left == 0;
}

void
watch_kpi_tell(struct session *s)
{
	struct watch *w = s->watch;
	struct watch_kpi *k = w->filter->kpi;
	struct slice rest;

	if (w->version == k->version)
		return;
	rest = buf_slice(w->version != 0 && w->version + 1 == k->version ?
	    &k->changed : &k->rows);
	w->version = k->version;
	w->at = k->seq;
	while (rest.len != 0)
		if (put_row(s, k, slice_cut(&rest, '\n'))) {
			watch_stop(s);
			return;
		}
}

/* --- computing ------------------------------------------------------------ */

static bool
holds_row(const struct buf *rows, struct slice row)
{
	struct slice rest = buf_slice(rows);

	while (rest.len != 0)
		if (slice_eq(slice_cut(&rest, '\n'), row))
			return true;
	return false;
}

/* What is new in k->next takes the place of what was. */
static void
finish(struct session *s, struct watch_kpi *k)
{
	struct slice rest = buf_slice(&k->next);

	kpi_free(&k->run);
	k->leader = NULL;
	/* What happened meanwhile may have gone by unseen. */
	k->dirty = hub_last(s->desk->server->hub) > k->seq;
	buf_reset(&k->changed);
	while (rest.len != 0) {
		struct slice row = slice_cut(&rest, '\n');

		if (holds_row(&k->rows, row))
			continue;
		buf_put_slice(&k->changed, row);
		buf_putc(&k->changed, '\n');
	}
	buf_reset(&k->rows);
	buf_put_slice(&k->rows, buf_slice(&k->next));
	buf_reset(&k->next);
	if (k->version == 0 || k->changed.len != 0)
		k->version++;
}

static bool
produce_kpi(struct session *s, struct view *v, struct buf *out)
{
	struct watch_kpi *k = s->watch->filter->kpi;
	enum kpi_step step = KPI_MORE;
	struct kpi_row row;

	(void)out;
	for (int n = 0; n < LIMIT_SCAN && step != KPI_END; n++) {
		step = kpi_next(k->run, v, &row);
		if (step != KPI_ROW)
			continue;
		kpi_put_row(&k->query, &row, &k->next);
		buf_puts(&k->next, "\r\n");
	}
	if (step != KPI_END)
		return false;
	finish(s, k);
	s->state = SESSION_WATCH;
	watch_kpi_tell(s);
	return true;
}

static bool
is_due(const struct watch_kpi *k)
{
	uint64_t now = clock_mono_ms();

	if (k->leader != NULL || (k->began != 0 && now < k->began + PAUSE_MS))
		return false;
	return k->dirty || now >= k->began + LIMIT_BEAT_S * 1000;
}

produce_fn *
watch_kpi_lead(struct session *s, struct view *v)
{
	struct watch_filter *f = s->watch->filter;
	struct watch_kpi *k = f->kpi;
	int64_t now = clock_now();
	int column;

	if (!is_due(k) || kpi_query_read(
	    &f->query, f->all, now, &k->query, &column) != OK)
		return NULL;
	k->leader = s;
	k->dirty = false;
	k->began = clock_mono_ms();
	k->seq = view_seq(v);
	k->run = kpi_new(&k->query, now, NULL);
	return produce_kpi;
}
