/* Rules, boards that fill themselves, and the figures of a community. */
#include "proto/wildmat.h"
#include "server/cmd/list_kind.h"
#include "server/cmd/sees.h"
#include "server/store/query/match.h"

#define KEY(id) (1ull << QUERY_##id)

/* --- rule ----------------------------------------------------------------- */

static enum list_step
next_rule(struct list *l, struct view *v)
{
	struct rule_row rule;

	if (!view_rule_next(v, slice_of(l->after), &rule))
		return LIST_END;
	slice_copy(rule.name, l->after, sizeof(l->after));
	row_put(&l->row, rule.name);
	row_put(&l->row, rule.text);
	return LIST_ROW;
}

const struct list_kind list_kind_rule = {
	.name = "rule",
	.columns = "name rule",
	.keys = KEY(LIMIT) | KEY(AFTER) | KEY(COLS),
	.takes = "limit: after: cols:",
	.begin = list_begin_name,
	.next = next_rule,
	.token = list_token_name,
};

/* --- view ----------------------------------------------------------------- */

static enum list_step
next_view(struct list *l, struct view *v)
{
	struct row *r = &l->row;
	struct subject s;
	struct board b;
	uint32_t id;

	if (!view_board_next(v, slice_of(l->after), &b))
		return LIST_END;
	slice_copy(b.name, l->after, sizeof(l->after));
	id = b.id;
	if (!slice_is(b.kind, "view") || !view_subject_board(v, id, &s) ||
	    !sees_board(l->session, &b) ||
	    !view_match(v, &l->query, &s, l->now))
		return LIST_SKIP;
	row_put(r, b.name);
	row_put_u64(r, b.low);
	row_put_u64(r, b.high);
	row_put_u64(r, b.count);
	row_put(r, view_board_query(v, id));
	row_put(r, b.title);
	return LIST_ROW;
}

const struct list_kind list_kind_view = {
	.name = "view",
	.columns = "name low high count query title",
	.domains = QUERY_OF_BOARD,
	.sorts = "low high count",
	.begin = list_begin_name,
	.next = next_view,
	.token = list_token_name,
};

/* --- kpi ------------------------------------------------------------------ */

/* The token is "period.figure". */
static enum err
take_figure(struct slice after, struct kpi_row *row)
{
	struct slice rest = after, period = slice_cut(&rest, '.');
	uint64_t id;

	if (!query_number(period, &row->period) || !slice_u64(rest, &id) ||
	    id >= KPI_COUNT)
		return err_arg("after",
		    "after: is what #more of this list said");
	row->id = (enum kpi_id)id;
	return OK;
}

static enum err
begin_kpi(struct list *l, struct view *v, struct slice after)
{
	enum err e = kpi_query_read(&l->query, sees_figures(l->session),
	    l->now, &l->figures, &l->column);

	(void)v;
	if (e == OK && after.p != NULL)
		e = take_figure(after, &l->figure);
	if (e == OK)
		l->kpi = kpi_new(&l->figures, l->now,
		    after.p != NULL ? &l->figure : NULL);
	return e;
}

static enum list_step
next_kpi(struct list *l, struct view *v)
{
	struct buf text = BUF_INIT(LIMIT_LINE);
	enum kpi_step step = kpi_next(l->kpi, v, &l->figure);
	struct slice rest;

	if (step != KPI_ROW)
		return step == KPI_END ? LIST_END : LIST_SKIP;
	kpi_put_row(&l->figures, &l->figure, &text);
	rest = buf_slice(&text);
	while (rest.p != NULL)
		row_put_raw(&l->row, slice_cut(&rest, '\t'));
	buf_clear(&text);
	return LIST_ROW;
}

static void
token_kpi(const struct list *l, struct buf *out)
{
	buf_printf(out, "%lld.%d", (long long)l->figure.period,
	    (int)l->figure.id);
}

static void
end_kpi(struct list *l)
{
	kpi_free(&l->kpi);
}

const struct list_kind list_kind_kpi = {
	.name = "kpi",
	.columns = "name value n low high unit period",
	.domains = QUERY_OF_KPI,
	.begin = begin_kpi,
	.next = next_kpi,
	.token = token_kpi,
	.end = end_kpi,
};
