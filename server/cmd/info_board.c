/* XINFO of a board: what it is, who minds it, and how it does. */
#include <stdlib.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "server/cmd/info.h"
#include "server/cmd/sees.h"
#include "server/conf/conf.h"
#include "server/report/kpi.h"
#include "server/stoad.h"
#include "server/store/query/match.h"
#include "server/store/query/scan.h"

enum { OPEN_MOST = 10000, FIGURES_DAYS = 30 };

/* Those of the last days that are told with the board. */
static const enum kpi_id figures_told[] = {
	KPI_ANSWER_24H, KPI_PAR, KPI_TTFR_P50, KPI_SLA_BREACH,
	KPI_SOLVED_RATE, KPI_CSAT,
};

/* A board that is left alone says so for as long as it is. */
static void
put_moderators(struct session *s, const struct subject *board,
    const struct policy *policy, struct buf *out)
{
	uint32_t wanted = policy->v[POLICY_MODERATORS];
	int64_t n = view_number(s->desk->view, board, QUERY_MODERATORS,
	    clock_now(), INT64_MAX);

	info_put_u64(out, "Moderators", (uint64_t)n);
	if (n < (int64_t)wanted)
		buf_printf(out, "Warning: a board wants %u active moderators "
		    "and this one has %lld\r\n", wanted, (long long)n);
}

static void
put_community(struct session *s, const struct subject *board, struct buf *out)
{
	const struct conf *conf = atomic_load(&s->desk->server->conf);
	const struct policy *policy = conf != NULL ? &conf->community :
	    &policy_default;

	info_put_u64(out, "Open", (uint64_t)view_number(s->desk->view, board,
	    QUERY_OPEN, clock_now(), OPEN_MOST));
	if (board->row.sla != UINT32_MAX)
		info_put_u64(out, "Sla", board->row.sla);
	else
		buf_puts(out, "Sla: rule:clock\r\n");
	info_put_u64(out, "Hold", board->row.hold != UINT32_MAX ?
	    board->row.hold : policy->v[POLICY_HOLD]);
	put_moderators(s, board, policy, out);
}

bool
info_board(
    struct session *s, struct slice name, struct buf *out, bool *figures)
{
	struct view *v = s->desk->view;
	struct subject subject;
	struct board b;
	bool is_view;

	if (!sees_find(s, name, &b) || !view_subject_board(v, b.id, &subject))
		return false;
	is_view = slice_is(b.kind, "view");
	info_put(out, "Name", b.name);
	info_put(out, "Kind", b.kind);
	info_put(out, "Status", slice_make(&b.status, 1));
	info_put_u64(out, "Low", b.low);
	info_put_u64(out, "High", b.high);
	info_put_u64(out, "Count", b.count);
	if (!is_view)
		info_put_u64(out, "Threads", b.threads);
	info_put_time(out, "Created", b.created);
	info_put(out, "Title", b.title);
	*figures = !is_view;
	if (is_view)
		info_put(out, "Query", view_board_query(v, b.id));
	else
		put_community(s, &subject, out);
	return true;
}

/* --- figures -------------------------------------------------------------- */

static void
drop_figures(void *p)
{
	struct kpi_run *r = p;

	kpi_free(&r);
}

static bool
produce_figures(struct session *s, struct view *v, struct buf *out)
{
	struct kpi_run *r = s->walk.more;
	enum kpi_step step = KPI_MORE;
	struct kpi_row row;

	for (int n = 0; n < LIMIT_SCAN && step != KPI_END; n++) {
		step = kpi_next(r, v, &row);
		if (step != KPI_ROW)
			continue;
		buf_printf(out, "Kpi-%s: ", kpi_name(row.id));
		kpi_put_value(&row, row.value, out);
		buf_printf(out, " of %llu\r\n", (unsigned long long)row.n);
	}
	if (step == KPI_END)
		buf_puts(out, ".\r\n");
	return step == KPI_END;
}

void
info_figures(struct session *s, struct slice name)
{
	int64_t now = clock_now();
	struct kpi_query q = {
		.since = now - FIGURES_DAYS * DAY_S, .until = now + 1,
	};

	for (size_t i = 0; i < sizeof(figures_told) / sizeof(*figures_told);
	    i++)
		q.wanted |= 1ull << figures_told[i];
	slice_copy(name, q.board, sizeof(q.board));
	s->walk.more = kpi_new(&q, now, NULL);
	s->walk.drop = drop_figures;
	session_produce(s, produce_figures);
}
