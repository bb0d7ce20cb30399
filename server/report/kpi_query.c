/* What figures a query asks for. */
#include "proto/span.h"
#include "proto/wildmat.h"
#include "server/report/kpi_internal.h"

enum { K_DEFAULT = 25, K_MOST = 100000 };

/* Only those who keep order are told what flags say, and what is paid. */
static bool
is_secret(enum kpi_id id)
{
	return id == KPI_FLAG_RATE || id == KPI_REVIEW_P90 ||
	    id == KPI_REWARD_COST;
}

static bool
want_one(struct kpi_query *q, enum kpi_id id)
{
	if (!q->all && is_secret(id))
		return false;
	q->wanted |= 1ull << id;
	return true;
}

static enum err
unknown_name(struct slice name)
{
	struct buf list = BUF_INIT(LIMIT_LINE);
	const char *last = "";
	enum err e;

	for (int i = 0; i < KPI_COUNT; i++) {
		const char *family = kpi_family((enum kpi_id)i);

		if (strcmp(family, last) != 0)
			buf_printf(&list, "%s %s", i > 0 ? "," : "", family);
		last = family;
	}
	e = err_set(ERR_SYNTAX, "no figure \"%.*s\"; there are%s",
	    (int)(name.len < 40 ? name.len : 40), name.p, buf_cstr(&list));
	buf_clear(&list);
	return e;
}

/* A figure, or all of a family that may be told. */
static enum err
want(struct kpi_query *q, struct slice name)
{
	bool found = false, told = false;

	for (int i = 0; i < KPI_COUNT; i++) {
		enum kpi_id id = (enum kpi_id)i;
		bool asked = slice_iis(name, kpi_name(id));

		if (!asked && !slice_iis(name, kpi_family(id)))
			continue;
		found = true;
		told = want_one(q, id) || told;
	}
	if (!found)
		return unknown_name(name);
	return told ? OK : err_set(ERR_DENIED, "role: figures of flags, and "
	    "what is paid, are for moderators and staff");
}

static enum err
take_word(struct kpi_query *q, const struct query_term *t)
{
	uint64_t k;

	if (t->negated)
		return err_set(ERR_SYNTAX, "a figure stands without \"-\"");
	if (!slice_starts(t->value, "k="))
		return want(q, t->value);
	if (!slice_u64(slice_from(t->value, 2), &k) || k == 0 || k > K_MOST)
		return err_set(ERR_SYNTAX, "k= is a number from 1 to %d",
		    K_MOST);
	q->k = (unsigned)k;
	return OK;
}

static enum err
take_by(struct kpi_query *q, struct slice value)
{
	if (slice_iis(value, "day"))
		q->by = KPI_BY_DAY;
	else if (slice_iis(value, "week"))
		q->by = KPI_BY_WEEK;
	else if (slice_iis(value, "hourofweek"))
		q->by = KPI_BY_HOUROFWEEK;
	else
		return err_set(ERR_SYNTAX,
		    "by: is day, week or hourofweek");
	return OK;
}

/* The figures of departments. */
static void
take_group(struct kpi_query *q, struct slice value)
{
	struct slice one;

	while (query_next_value(&value, &one))
		for (int i = 0; i < KPI_COUNT; i++)
			if (kpi_is_of((enum kpi_id)i, figure_group_find(one)))
				want_one(q, (enum kpi_id)i);
}

static enum err
take_board(struct kpi_query *q, struct slice value)
{
	return wildmat_valid(value) &&
	    slice_copy(value, q->board, sizeof(q->board)) ? OK :
	    err_set(ERR_SYNTAX, "board: is a wildmat, like tv.*");
}

static enum err
take_time(struct slice value, int64_t now, int64_t *out)
{
	if (!span_time(value, now, out))
		return err_set(ERR_SYNTAX, "since: and until: are %s",
		    query_type_form(QUERY_TYPE_TIME));
	if (*out < 0)
		*out = 0;
	return OK;
}

static enum err
take_term(struct kpi_query *q, const struct query_term *t, int64_t now)
{
	switch (t->key) {
	case QUERY_WORD:
		return take_word(q, t);
	case QUERY_GROUP:
		take_group(q, t->value);
		return OK;
	case QUERY_BOARD:
		return take_board(q, t->value);
	case QUERY_BY:
		return take_by(q, t->value);
	case QUERY_SINCE:
		return take_time(t->value, now, &q->since);
	case QUERY_UNTIL:
		return take_time(t->value, now, &q->until);
	default:
		return OK;
	}
}

/* Whether a word or a group names some; "k=5" names none. */
static bool
names_figure(const struct query *q)
{
	for (int i = 0; i < q->n; i++)
		if (q->term[i].key == QUERY_WORD &&
		    !slice_starts(q->term[i].value, "k="))
			return true;
	return query_get(q, QUERY_GROUP) != NULL;
}

/* All of them, or those that k= is about. */
static void
want_all(struct kpi_query *q, bool k)
{
	for (int i = 0; i < KPI_COUNT; i++)
		if (!k || i == KPI_TOPSHARE)
			want_one(q, (enum kpi_id)i);
}

enum err
kpi_query_read(const struct query *q, bool all, int64_t now,
    struct kpi_query *out, int *column)
{
	enum err e = OK;

	*out = (struct kpi_query){ .until = now + 1, .k = K_DEFAULT };
	out->all = all;
	for (int i = 0; e == OK && i < q->n; i++) {
		const struct query_term *t = &q->term[i];

		*column = t->column;
		if (t->key != QUERY_WORD && (t->negated ||
		    query_get(q, t->key) != t))
			return err_set(ERR_SYNTAX,
			    "%s: stands once and without -",
			    query_key_name(t->key));
		e = take_term(out, t, now);
	}
	if (e == OK && out->since >= out->until) {
		*column = query_column(q, "since");
		e = err_set(ERR_SYNTAX, "since: lies behind until:");
	}
	if (e == OK && !names_figure(q))
		want_all(out, query_get(q, QUERY_WORD) != NULL);
	return e;
}
