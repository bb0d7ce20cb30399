/* Boards, accounts and the journal as lists; what kinds share. */
#include "server/cmd/list_kind.h"

#include "common/text.h"
#include "proto/account.h"
#include "proto/article.h"
#include "proto/wildmat.h"
#include "server/cmd/event_show.h"
#include "server/cmd/sees.h"
#include "server/cmd/select.h"
#include "server/store/match.h"

#define KEY(id) (1ull << QUERY_##id)

/* --- shared -------------------------------------------------------------- */

enum err
list_board(struct list *l, struct view *v)
{
	const struct query_term *t = query_get(&l->query, QUERY_BOARD);
	struct board b;

	if (t == NULL || t->cmp != CMP_EQ)
		return err_set(ERR_SYNTAX, "XLIST %s takes %s", l->kind->name,
		    l->kind->takes);
	if (!view_board(v, t->value, &b))
		return err_set(ERR_NOTFOUND,
		    "no such board; XLIST board shows what there is");
	l->board = b.id;
	return OK;
}

/* Whether the account posted it: the actor of its event. */
static bool
posted_by(struct view *v, uint64_t id, struct slice name)
{
	struct slice line = view_event(v, id);
	struct event e;

	return line.p != NULL && event_parse(line, &e) == OK &&
	    slice_eq(e.actor, name);
}

static bool
by_holds(const struct query_term *t, struct view *v, uint64_t id,
    struct slice author)
{
	struct slice rest = t->value, one;

	while (query_next_value(&rest, &one))
		if (one.len != 0 && one.p[0] == '@' ?
		    posted_by(v, id, one) : text_holds(author, one))
			return true;
	return false;
}

bool
list_passes(const struct list *l, struct view *v, uint64_t id,
    struct slice author, struct slice subject)
{
	for (int i = 0; i < l->query.n; i++) {
		const struct query_term *t = &l->query.term[i];
		bool holds;

		if (t->key == QUERY_WORD)
			holds = text_holds(subject, t->value) ||
			    text_holds(author, t->value);
		else if (t->key == QUERY_BY)
			holds = by_holds(t, v, id, author);
		else
			continue;
		if (holds == t->negated)
			return false;
	}
	return true;
}

enum err
list_begin_name(struct list *l, struct view *v, struct slice after)
{
	(void)v;
	if ((after.p != NULL && !article_board_valid(after) &&
	    !account_name_valid(after)) ||
	    !slice_copy(after, l->after, sizeof(l->after)))
		return err_set(ERR_SYNTAX, "after: is a name of this list");
	return OK;
}

void
list_token_name(const struct list *l, struct buf *out)
{
	buf_puts(out, l->after);
}

enum err
list_begin_at(struct list *l, struct view *v, struct slice after)
{
	(void)v;
	if (after.p != NULL && !slice_u64(after, &l->at))
		return err_set(ERR_SYNTAX,
		    "after: is what #more of this list said");
	return OK;
}

void
list_token_at(const struct list *l, struct buf *out)
{
	buf_put_u64(out, l->at);
}

/* A name and no pattern. */
static bool
is_one_board(const struct query_term *t)
{
	return t->key == QUERY_BOARD && !t->negated &&
	    article_board_valid(t->value);
}

static enum err
check_thread(struct list *l, const struct query_term *t)
{
	struct view *v = l->session->desk->view;
	struct slice rest = t->value, one;

	while (query_next_value(&rest, &one))
		if (!sees_article(l->session, view_article_id(v, one)))
			return err_set(ERR_NOTFOUND,
			    "no article with that message-id");
	return OK;
}

enum err
list_check_names(struct list *l)
{
	struct board b;
	enum err e = OK;

	if (l->kind->domains != QUERY_OF_ARTICLE)
		return OK;
	for (int i = 0; e == OK && i < l->query.n; i++) {
		const struct query_term *t = &l->query.term[i];

		if (t->key == QUERY_THREAD && !t->negated)
			e = check_thread(l, t);
		else if (is_one_board(t) &&
		    !sees_find(l->session, t->value, &b))
			e = err_set(ERR_NOTFOUND, "no such board; XLIST "
			    "board shows what there is");
	}
	return e;
}

bool
list_is_secret(const struct query *q)
{
	for (int i = 0; i < q->n; i++) {
		const struct query_term *t = &q->term[i];
		struct slice rest = t->value, one;

		if (t->key != QUERY_IS && t->key != QUERY_HAS)
			continue;
		while (query_next_value(&rest, &one)) {
			enum query_word w = query_word_find(t->key, one);

			if (w == WORD_FLAGGED || w == WORD_HAS_FLAG)
				return true;
		}
	}
	return false;
}

bool
list_tells(struct list *l, const struct subject *s)
{
	const struct actor *me = sees_me(l->session);

	if (!actor_sees(me, s))
		return false;
	return !list_is_secret(&l->query) ||
	    (actor_who(me, s) & (WHO_MODERATOR | WHO_ADMIN)) != 0;
}

bool
list_overview(struct list *l, struct view *v, uint64_t id,
    struct placed *out)
{
	*out = (struct placed){ .id = id, .over = SLICE("") };
	return id != 0 && (select_place(v, id, out) ||
	    select_aside(l->session, id, out));
}

/* --- board ---------------------------------------------------------------- */

static enum list_step
next_board(struct list *l, struct view *v)
{
	const struct query_term *t = query_get(&l->query, QUERY_BOARD);
	struct row *r = &l->row;
	struct board b;

	if (!view_board_next(v, slice_of(l->after), &b))
		return LIST_END;
	slice_copy(b.name, l->after, sizeof(l->after));
	if (t != NULL && !wildmat_match(t->value, b.name))
		return LIST_SKIP;
	row_put(r, b.name);
	row_put(r, b.kind);
	row_put(r, slice_make(&b.status, 1));
	row_put_u64(r, b.low);
	row_put_u64(r, b.high);
	row_put_u64(r, b.count);
	row_put_u64(r, b.threads);
	row_put(r, b.title);
	return LIST_ROW;
}

static enum err
begin_board(struct list *l, struct view *v, struct slice after)
{
	const struct query_term *t = query_get(&l->query, QUERY_BOARD);

	if (t != NULL && (t->cmp != CMP_EQ || !wildmat_valid(t->value)))
		return err_set(ERR_SYNTAX, "board: is a wildmat, like tv.*");
	return list_begin_name(l, v, after);
}

const struct list_kind list_kind_board = {
	.name = "board",
	.columns = "name kind status low high count threads title",
	.keys = KEY(BOARD) | KEY(LIMIT) | KEY(AFTER) | KEY(COLS),
	.takes = "board:WILDMAT limit: after: cols:",
	.begin = begin_board,
	.next = next_board,
	.token = list_token_name,
};

/* --- user ----------------------------------------------------------------- */

static enum list_step
next_user(struct list *l, struct view *v)
{
	struct account a;

	if (!view_account_next(v, slice_of(l->after), &a))
		return LIST_END;
	slice_copy(a.name, l->after, sizeof(l->after));
	row_put(&l->row, a.name);
	row_put(&l->row, a.roles);
	row_put_time(&l->row, a.created);
	return LIST_ROW;
}

const struct list_kind list_kind_user = {
	.name = "user",
	.columns = "name roles created",
	.keys = KEY(LIMIT) | KEY(AFTER) | KEY(COLS),
	.takes = "limit: after: cols:",
	.begin = list_begin_name,
	.next = next_user,
	.token = list_token_name,
};

/* --- event ---------------------------------------------------------------- */

static enum err
begin_event(struct list *l, struct view *v, struct slice after)
{
	uint64_t since = 1;
	enum err e = list_begin_at(l, v, after);

	if (l->since != INT64_MIN)
		since = view_event_since(v, l->since);
	/* `at` is the last one seen. */
	if (l->at + 1 < since)
		l->at = since - 1;
	return e;
}

static enum list_step
next_event(struct list *l, struct view *v)
{
	struct row *r = &l->row;
	struct buf text = BUF_INIT(LIMIT_HEADER);
	struct event e, shown;
	struct slice line;

	if (l->at >= view_seq(v))
		return LIST_END;
	line = view_event(v, ++l->at);
	if (line.p == NULL || event_parse(line, &e) != OK ||
	    !event_is_seen(l->session, &e) ||
	    !view_match_event(v, &l->query, &e, l->now))
		return LIST_SKIP;
	event_show(v, &e, &shown, &text);
	row_put_u64(r, shown.seq);
	row_put_time(r, shown.time);
	row_put_raw(r, shown.actor);
	row_put_raw(r, shown.act);
	row_put_raw(r, shown.target);
	row_put_raw(r, shown.args);
	buf_clear(&text);
	return LIST_ROW;
}

const struct list_kind list_kind_event = {
	.name = "event",
	.columns = "seq time actor act target args",
	.domains = QUERY_OF_EVENT,
	.sorts = "seq time",
	.begin = begin_event,
	.next = next_event,
	.token = list_token_at,
};
