/*
 * The first rows by a number or a time: a heap of as many as are wanted, the
 * last of them on top, so that memory is bounded whatever is looked at.
 */
#include <stdlib.h>

#include "common/heap.h"
#include "common/xalloc.h"
#include "server/store/query/plan_private.h"

/* Words of sort: that are no query keys. */
static const struct {
	const char *name;
	int time;
	bool question;
} times[] = {
	{ "date", TIME_DATE, false },
	{ "active", TIME_ACTIVE, true },
	{ "due", TIME_DUE, true },
	{ "sla", TIME_DUE, true },
};

static const char *const sorts[] = {
	[PLAN_ARTICLES] = "date active due votes metoo support replies "
	    "solutions dups rating",
	[PLAN_THREADS] = "date active due votes metoo support replies "
	    "solutions dups rating",
	[PLAN_USERS] = "date trust points solved answers questions helpful "
	    "given thanks badges contributions warned flags",
	[PLAN_BOARDS] = "date moderators open articles",
};

static unsigned
domain_of(enum plan_of of)
{
	switch (of) {
	case PLAN_USERS:
		return QUERY_OF_USER;
	case PLAN_BOARDS:
		return QUERY_OF_BOARD;
	default:
		return QUERY_OF_ARTICLE;
	}
}

static bool
find_key(struct plan *p, struct slice name)
{
	bool article = domain_of(p->of) == QUERY_OF_ARTICLE;

	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++)
		if (slice_iis(name, times[i].name) &&
		    (article || !times[i].question)) {
			p->top.key = QUERY_WORD;
			p->top.time = times[i].time;
			return true;
		}
	for (int i = 0; i < QUERY_WORD; i++) {
		enum query_key key = (enum query_key)i;

		if (slice_iis(name, query_key_name(key)) &&
		    query_key_type(key) == QUERY_TYPE_NUMBER &&
		    (query_key_domains(key) & domain_of(p->of)) != 0) {
			p->top.key = key;
			return true;
		}
	}
	return false;
}

enum err
top_init(struct plan *p, uint64_t limit)
{
	const struct query_term *t = query_get(p->q, QUERY_SORT);
	struct slice name;

	if (t == NULL)
		return OK;
	name = t->value;
	p->top.down = slice_starts(name, "-");
	if (p->top.down)
		name = slice_from(name, 1);
	if (!find_key(p, name))
		return err_arg("sort", "sort: is one of %s, maybe with - "
		    "in front", sorts[p->of]);
	/* The board's threads stand in this order. */
	if (p->top.key == QUERY_WORD && p->top.time == TIME_ACTIVE &&
	    p->top.down && p->index == INDEX_ACTIVE && p->only != 0 &&
	    !p->then_aside)
		return OK;
	if (limit > LIMIT_SORT)
		return err_arg("limit", "limit: is at most %d with sort:; "
		    "after: goes on", LIMIT_SORT);
	p->top.wanted = true;
	/* One more tells whether the list goes on. */
	p->top.max = (size_t)limit + 1;
	p->top.row = xcalloc(p->top.max, sizeof(*p->top.row));
	return OK;
}

/* --- order ---------------------------------------------------------------- */

/* Equal ones: the newest first. */
static bool
before(const void *a, const void *b, const void *arg)
{
	const struct top_row *x = a, *y = b;
	const struct top *top = arg;

	if (x->value != y->value)
		return (x->value < y->value) != top->down;
	return x->id > y->id;
}

static struct heap
heap_of(const struct top *top)
{
	return (struct heap){ sizeof(*top->row), before, top };
}

/* --- rows ----------------------------------------------------------------- */

static int64_t
date_of_subject(const struct subject *s)
{
	switch (s->domain) {
	case DOMAIN_USER:
		return s->user.created;
	case DOMAIN_BOARD:
		return s->row.created;
	default:
		return s->asks && s->article == s->root ? s->question.asked :
		    s->rec.date;
	}
}

static int64_t
active_of(struct txn *t, const struct subject *s)
{
	struct thread_rec thread;

	if (s->rec.nplaces != 0 &&
	    thread_get(t, s->place[0].board, s->rec.thread, &thread))
		return thread.active;
	return s->asks ? s->question.active : s->rec.date;
}

static int64_t
value_of(const struct plan *p, struct txn *t, const struct subject *s)
{
	if (p->top.key != QUERY_WORD)
		return number_of(t, s, p->top.key, p->now, INT64_MAX);
	switch (p->top.time) {
	case TIME_DATE:
		return date_of_subject(s);
	case TIME_ACTIVE:
		return active_of(t, s);
	case TIME_DUE:
		/* Without one, it comes last both ways. */
		return s->question.due != 0 || p->top.down ?
		    s->question.due : INT64_MAX;
	}
	return 0;
}

void
top_add(struct plan *p, struct txn *t, const struct subject *s)
{
	struct top *top = &p->top;
	const struct top_row r = { value_of(p, t, s), p->id };
	const struct heap heap = heap_of(top);

	if (top->behind && !before(&top->last, &r, top))
		return;
	if (top->n < top->max) {
		top->row[top->n++] = r;
		heap_rise(&heap, top->row, top->n);
	} else if (before(&r, &top->row[0], top)) {
		top->row[0] = r;
		heap_sink(&heap, top->row, top->n);
	}
}

void
top_finish(struct top *top)
{
	const struct heap heap = heap_of(top);

	heap_sort(&heap, top->row, top->n);
	top->whole = true;
	top->next = 0;
}

bool
top_next(struct top *top, uint64_t *id)
{
	if (top->next == top->n)
		return false;
	top->last = top->row[top->next++];
	*id = top->last.id;
	return true;
}

/* --- tokens --------------------------------------------------------------- */

/* "s12.34"; a negative number as "s-12.34". */
bool
top_resume(struct top *top, struct slice token)
{
	struct slice rest = slice_from(token, 1), value;

	if (!slice_starts(token, "s"))
		return false;
	value = slice_cut(&rest, '.');
	top->behind = true;
	return query_number(value, &top->last.value) &&
	    slice_u64(rest, &top->last.id);
}

void
top_token(const struct top *top, struct buf *out)
{
	buf_printf(out, "s%lld.%llu", (long long)top->last.value,
	    (unsigned long long)top->last.id);
}
