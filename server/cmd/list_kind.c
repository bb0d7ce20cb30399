/* Accounts and the journal as lists; what kinds share. */
#include "server/cmd/list_kind.h"

#include "proto/account.h"
#include "proto/article.h"
#include "server/cmd/event_show.h"
#include "server/cmd/sees.h"
#include "server/cmd/select.h"
#include "server/store/query/match.h"
#include "server/store/rules/meta.h"

#define KEY(id) (1ull << QUERY_##id)

/* What an event costs beside its line, as bytes that are read. */
enum { EVENT_COST = 256 };

/* --- shared -------------------------------------------------------------- */

void
list_put_actor(struct row *r, struct view *v, const struct event *event)
{
	struct buf text = BUF_INIT(2 * LIMIT_HEADER);
	struct event shown = *event;

	view_event_shown(v, &shown, false, &text);
	row_put_raw(r, shown.actor);
	buf_clear(&text);
}

void
list_put_title(struct list *l, uint64_t root, const struct placed *article)
{
	struct placed first = *article;
	struct slice title;

	if (root != 0 && root != article->id &&
	    !select_seen(l->session, root, &first)) {
		row_put(&l->row, SLICE(""));
		return;
	}
	title = meta_title(over_part(
	    first.over, (enum over_part)(META_PART + META_TITLE)));
	if (title.len != 0)
		row_put(&l->row, title);
	else
		row_put_header(&l->row, over_part(first.over, OVER_SUBJECT));
}

void
list_put_account(struct row *r, struct view *v, uint32_t id)
{
	struct buf name = BUF_INIT(LIMIT_ACCOUNT_NAME + 2);
	struct account a;

	if (id != 0 && view_account_by_id(v, id, &a)) {
		buf_putc(&name, '@');
		buf_put_slice(&name, a.name);
	}
	row_put(r, buf_slice(&name));
	buf_clear(&name);
}

enum err
list_begin_name(struct list *l, struct view *v, struct slice after)
{
	(void)v;
	if ((after.p != NULL && !article_board_valid(after) &&
	    !account_name_valid(after)) ||
	    !slice_copy(after, l->after, sizeof(l->after)))
		return err_arg("after", "after: is a name of this list");
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
		return err_arg("after",
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
check_board(struct list *l, const struct query_term *t)
{
	struct board b;

	if (sees_find(l->session, t->value, &b))
		return OK;
	if (slice_is(t->value, "view.mine") && l->session->name[0] == '\0')
		return err_set(ERR_DENIED, "view.mine is of who is logged in, "
		    "and nobody is; log in first");
	return err_set(ERR_NOTFOUND,
	    "no such board; XLIST board shows what there is");
}

enum err
list_check_names(struct list *l)
{
	enum err e;

	if (l->kind->domains != QUERY_OF_ARTICLE)
		return OK;
	e = sees_threads(l->session, &l->query);
	for (int i = 0; e == OK && i < l->query.n; i++) {
		const struct query_term *t = &l->query.term[i];

		if (is_one_board(t))
			e = check_board(l, t);
	}
	return e;
}

/* Who left is told to those alone who ask for that. */
static bool
asks_gone(const struct query *q)
{
	for (int i = 0; i < q->n; i++)
		if (q->term[i].key == QUERY_IS && !q->term[i].negated &&
		    slice_find(q->term[i].value, SLICE("gone")) >= 0)
			return true;
	return false;
}

bool
list_tells(struct list *l, const struct subject *s)
{
	const struct actor *me = sees_me(l->session);

	if (!actor_sees(me, s))
		return false;
	if (s->domain == DOMAIN_USER && s->user.gone && !asks_gone(&l->query))
		return false;
	return !query_is_secret(&l->query) ||
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

/* --- event ---------------------------------------------------------------- */

/*
 * `at` is the last one seen. Event times never fall, so that what is oldest
 * or newest is first or last.
 */
static bool
is_backwards(const struct list *l)
{
	const struct query_term *t = query_get(&l->query, QUERY_SORT);

	return t != NULL && slice_starts(t->value, "-");
}

static enum err
begin_event(struct list *l, struct view *v, struct slice after)
{
	uint64_t since = 1;
	enum err e = query_is_secret(&l->query) &&
	    !sees_flags(l->session) ? err_set(ERR_DENIED,
	    "role: flags are told to moderators") :
	    list_begin_at(l, v, after);

	if (e != OK)
		return e;
	if (is_backwards(l)) {
		if (after.p == NULL || l->at > view_seq(v) + 1)
			l->at = view_seq(v) + 1;
		return e;
	}
	if (l->since != INT64_MIN)
		since = view_event_since(v, l->since);
	if (since != 0 && l->at < since - 1)
		l->at = since - 1;
	return e;
}

/* To the next one; false at the end. */
static bool
step_event(struct list *l, struct view *v)
{
	if (is_backwards(l))
		return l->at > 1 && --l->at != 0;
	return l->at < view_seq(v) && ++l->at != 0;
}

static enum list_step
next_event(struct list *l, struct view *v)
{
	struct row *r = &l->row;
	struct buf text = BUF_INIT(LIMIT_HEADER);
	struct event e, shown;
	struct slice line;

	if (!step_event(l, v))
		return LIST_END;
	line = view_event(v, l->at);
	l->cost += EVENT_COST + line.len;
	if (line.p == NULL || event_parse(line, &e) != OK)
		return LIST_SKIP;
	if (is_backwards(l) && e.time < l->since)
		return LIST_END;
	if (!view_match_event(v, &l->query, &e, l->now) ||
	    !event_is_seen(l->session, &e))
		return LIST_SKIP;
	event_show(v, &e, l->session->right >= RIGHT_ADMIN, &shown,
	    &text);
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
	.domains = QUERY_OF_EVENT | QUERY_OF_ARTICLE | QUERY_OF_USER |
	    QUERY_OF_BOARD,
	.sorts = "seq time",
	.orders = "seq time -seq -time",
	.begin = begin_event,
	.next = next_event,
	.token = list_token_at,
};
