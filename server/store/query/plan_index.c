/* Which index a query is served by. */
#include "proto/span.h"
#include "proto/wildmat.h"
#include "server/store/community/people.h"
#include "server/store/query/plan_private.h"

/* A term that must hold and is about one value. */
static bool
is_one(const struct query_term *t)
{
	return !t->negated && t->cmp == CMP_EQ &&
	    slice_chr(t->value, ',') < 0;
}

/* --- states --------------------------------------------------------------- */

/* The states a term leaves; all when it is about something else. */
static unsigned
term_states(const struct query_term *t)
{
	unsigned states = 0, some;

	if ((t->key != QUERY_IS && t->key != QUERY_STATE) || t->negated)
		return ~0u;
	for (uint64_t words = t->words; words != 0; words &= words - 1) {
		int word = __builtin_ctzll(words);

		/* "none" has no rows of those that ask nothing. */
		some = t->key == QUERY_IS ?
		    query_word_states((enum query_word)word) :
		    1u << word & ~(1u << STATE_NONE);
		if (some == 0)
			return ~0u;
		states |= some;
	}
	return states;
}

static unsigned
query_states(const struct query *q)
{
	unsigned states = ~0u;

	for (int i = 0; i < q->n; i++)
		states &= term_states(&q->term[i]);
	return states;
}

/* --- what only questions have --------------------------------------------- */

static bool
query_asks(const struct query *q)
{
	for (int i = 0; i < q->n; i++)
		if (match_asks(&q->term[i]))
			return true;
	return false;
}

/* The times that older: and newer: leave. */
static void
take_times(struct plan *p)
{
	int64_t span;

	p->low = INT64_MIN;
	p->high = INT64_MAX;
	for (int i = 0; i < p->q->n; i++) {
		const struct query_term *t = &p->q->term[i];

		if (t->negated || !span_parse(t->value, &span))
			continue;
		if (t->key == QUERY_NEWER && p->now - span > p->low)
			p->low = p->now - span;
		if (t->key == QUERY_OLDER && p->now - span < p->high)
			p->high = p->now - span;
	}
}

/* --- what stands in no board ---------------------------------------------- */

/* Bits of enum article_state that the term asks for; *only: nothing else. */
static unsigned
term_aside(const struct query_term *t, bool *only)
{
	const uint64_t hidden = 1ull << WORD_HIDDEN;
	const uint64_t removed = 1ull << WORD_REMOVED;
	unsigned aside = 0;

	*only = false;
	if (t->negated)
		return 0;
	switch (t->key) {
	case QUERY_THREAD:
	case QUERY_BY:
	case QUERY_ASKER:
		return 1u << ARTICLE_HIDDEN;
	case QUERY_STATE:
		return (t->words & 1ull << STATE_REMOVED) != 0 ?
		    1u << ARTICLE_REMOVED : 0;
	case QUERY_IS:
		*only = (t->words & ~(hidden | removed)) == 0;
		aside |= (t->words & hidden) != 0 ? 1u << ARTICLE_HIDDEN : 0;
		aside |= (t->words & removed) != 0 ?
		    1u << ARTICLE_REMOVED : 0;
		return aside;
	default:
		return 0;
	}
}

/* True when nothing else is asked for. */
static bool
take_aside(struct plan *p)
{
	bool only = false, this_only;

	for (int i = 0; i < p->q->n; i++) {
		p->aside |= term_aside(&p->q->term[i], &this_only);
		only = only || this_only;
	}
	return only;
}

void
plan_walk_aside(struct plan *p)
{
	p->index = INDEX_ASIDE;
	p->then_aside = false;
}

/* --- boards --------------------------------------------------------------- */

static bool
kind_passes(const struct query_term *t, const struct board *b)
{
	struct slice rest = t->value, one;
	enum board_kind kind;

	while (query_next_value(&rest, &one)) {
		kind = query_kind_find(one);
		if (kind != KIND_COUNT &&
		    slice_is(b->kind, board_kind_name(kind)))
			return true;
	}
	return false;
}

bool
plan_names_board(const struct plan *p, const struct board *b)
{
	for (int i = 0; i < p->q->n; i++) {
		const struct query_term *t = &p->q->term[i];

		/* Another such term may mean another board of the article. */
		if (t->key == QUERY_BOARD && !t->negated)
			return wildmat_match(t->value, b->name);
	}
	return true;
}

/*
 * An article is of the kind of its first board, which need not be the one
 * that is named.
 */
bool
plan_takes_board(const struct plan *p, const struct board *b)
{
	if (slice_is(b->kind, board_kind_name(KIND_VIEW)))
		return false;
	if (query_get(p->q, QUERY_BOARD) != NULL)
		return true;
	for (int i = 0; i < p->q->n; i++) {
		const struct query_term *t = &p->q->term[i];

		if (t->key == QUERY_KIND && !t->negated && !kind_passes(t, b))
			return false;
	}
	return true;
}

/*
 * The one board that the query names without "*" and "?"; everybody's
 * view.mine is one of his own.
 */
static enum err
take_board(struct plan *p, struct view *v, uint32_t account)
{
	const struct query_term *t = query_get(p->q, QUERY_BOARD);
	struct board b;

	if (t == NULL || !is_one(t) || slice_chr(t->value, '*') >= 0 ||
	    slice_chr(t->value, '?') >= 0 || slice_starts(t->value, "!"))
		return OK;
	if (!view_board(v, t->value, &b))
		return err_set(ERR_NOTFOUND,
		    "no such board; XLIST board shows what there is");
	p->only = slice_is(b.name, "view.mine") && account != 0 ?
	    BOARD_MINE | account : b.id;
	p->in_view = slice_is(b.kind, board_kind_name(KIND_VIEW));
	return OK;
}

/* --- choice --------------------------------------------------------------- */

/* One that its author took back is in no list, and names no thread. */
static bool
names_thread(const struct article_row *row)
{
	return row->state == ARTICLE_HERE || row->state == ARTICLE_HIDDEN ||
	    row->state == ARTICLE_REMOVED;
}

/* The thread that a term names; false when none does. */
static enum err
take_thread(struct plan *p, struct view *v, bool *found)
{
	const struct query_term *t = query_get(p->q, QUERY_THREAD);
	struct article_row row;
	uint64_t id;

	*found = false;
	if (t == NULL || !is_one(t))
		return OK;
	id = view_article_id(v, t->value);
	if (id == 0 || !view_article_row(v, id, &row) ||
	    !names_thread(&row))
		return err_set(ERR_NOTFOUND,
		    "no article with that message-id");
	p->thread = row.thread;
	*found = true;
	return OK;
}

/* What somebody wrote who has left is in no index any more. */
static bool
is_indexed(struct view *v, uint32_t account)
{
	struct account_rec rec;

	return !account_get(v->txn, account, &rec, NULL) || rec.gone == 0;
}

/* by:@anna or asker:@anna */
static bool
take_author(struct plan *p, struct view *v)
{
	static const enum query_key keys[] = { QUERY_BY, QUERY_ASKER };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const struct query_term *t = query_get(p->q, keys[i]);

		if (t == NULL || !is_one(t) || !slice_starts(t->value, "@"))
			continue;
		/* Of nobody there are no rows. */
		p->account = account_id(v->txn, slice_from(t->value, 1));
		if (is_indexed(v, p->account))
			return true;
	}
	return false;
}

static bool
is_faq(const struct query *q)
{
	for (int i = 0; i < q->n; i++)
		if (q->term[i].key == QUERY_IS && is_one(&q->term[i]) &&
		    slice_iis(q->term[i].value, "faq"))
			return true;
	return false;
}

static enum err
choose_article(struct plan *p, struct view *v, uint32_t account)
{
	bool found, only_aside = take_aside(p);
	enum err e = take_board(p, v, account);

	if (e == OK)
		e = take_thread(p, v, &found);
	if (e != OK)
		return e;
	p->states = query_states(p->q);
	if (p->in_view)
		p->index = INDEX_NUMBER;
	else if (found)
		p->index = INDEX_THREAD;
	else if (take_author(p, v))
		p->index = INDEX_AUTHOR;
	else if (only_aside)
		p->index = INDEX_ASIDE;
	else if (is_faq(p->q))
		p->index = INDEX_FAQ;
	else if (p->states != ~0u)
		p->index = INDEX_STATE;
	else if (query_asks(p->q) && p->only == 0)
		p->index = INDEX_ASKED;
	else
		p->index = p->of == PLAN_THREADS ? INDEX_ACTIVE :
		    INDEX_NUMBER;
	p->then_aside = p->aside != 0 && !p->in_view &&
	    (p->index == INDEX_ACTIVE || p->index == INDEX_NUMBER);
	take_times(p);
	return OK;
}

/* Whether a term leaves only accounts with an office. */
static bool
is_office(const struct query *q)
{
	for (int i = 0; i < q->n; i++) {
		const struct query_term *t = &q->term[i];

		if (!is_one(t) || slice_starts(t->value, "member"))
			continue;
		if ((t->key == QUERY_ROLE || t->key == QUERY_IS) &&
		    roles_any(t->value) != 0)
			return true;
	}
	return false;
}

/* owns:tm5 or badge:guide */
static bool
take_holders(struct plan *p)
{
	const struct query_term *owns = query_get(p->q, QUERY_OWNS);
	const struct query_term *badge = query_get(p->q, QUERY_BADGE);

	if (owns != NULL && is_one(owns) &&
	    own_holders(owns->value, &p->holders)) {
		p->index = INDEX_OWNER;
		return true;
	}
	if (badge == NULL || !is_one(badge) || badge->value.len == 0 ||
	    badge->value.len > LIMIT_THING_NAME)
		return false;
	p->holders = key_holders(badge->value);
	p->index = INDEX_BADGE;
	return true;
}

enum err
plan_choose(struct plan *p, struct view *v, uint32_t account)
{
	switch (p->of) {
	case PLAN_ARTICLES:
	case PLAN_THREADS:
		return choose_article(p, v, account);
	case PLAN_USERS:
		if (!take_holders(p))
			p->index = is_office(p->q) ? INDEX_OFFICE :
			    INDEX_LOGIN;
		return OK;
	case PLAN_BOARDS:
		p->index = INDEX_NAME;
		return OK;
	}
	return OK;
}
