/* Flags, for moderators; and the public log of what they did. */
#include "server/cmd/event_show.h"
#include "server/cmd/list_kind.h"
#include "server/cmd/sees.h"
#include "server/cmd/select.h"
#include "server/store/query/match.h"
#include "server/store/community/order.h"

/* --- flag ----------------------------------------------------------------- */

/* The token is "article.account". */
static enum err
begin_flag(struct list *l, struct view *v, struct slice after)
{
	struct slice rest = after, article = slice_cut(&rest, '.');
	uint64_t account;

	(void)v;
	if (after.p == NULL)
		return OK;
	if (!slice_u64(article, &l->flag.article) ||
	    !slice_u64(rest, &account) || account > UINT32_MAX)
		return err_arg("after",
		    "after: is what #more of this list said");
	l->flag.account = (uint32_t)account;
	return OK;
}

static void
token_flag(const struct list *l, struct buf *out)
{
	buf_put_u64(out, l->flag.article);
	buf_putc(out, '.');
	buf_put_u64(out, l->flag.account);
}

static enum list_step
next_flag(struct list *l, struct view *v)
{
	const struct flag_rec *f = &l->flag.rec;
	struct row *r = &l->row;
	struct placed at;
	struct subject s;
	struct event came;

	if (!view_flag_next(v, &l->flag))
		return LIST_END;
	if (!view_subject_article(v, l->flag.article, &s) ||
	    !view_article_event(v, l->flag.article, &came) ||
	    (actor_who(sees_me(l->session), &s) &
	    (WHO_MODERATOR | WHO_ADMIN)) == 0 ||
	    !view_match(v, &l->query, &s, l->now))
		return LIST_SKIP;
	row_put_raw(r, came.target);
	row_put(r, s.board_name);
	row_put_time(r, f->time);
	list_put_account(r, v, l->flag.account);
	row_put(r, l->flag.reason);
	row_put(r, slice_of(flag_state_name((enum flag_state)f->state)));
	row_put(r, l->flag.text);
	list_overview(l, v, l->flag.article, &at);
	row_put_header(r, over_part(at.over, OVER_FROM));
	row_put_header(r, over_part(at.over, OVER_SUBJECT));
	if (f->state != FLAG_OPEN && f->state != FLAG_MOOT)
		row_put_u64(r, f->took);
	else
		row_put(r, SLICE(""));
	list_put_title(l, s.root, &at);
	return LIST_ROW;
}

const struct list_kind list_kind_flag = {
	.name = "flag",
	.columns = "mid board time by reason state text author subject took "
	    "title",
	.domains = QUERY_OF_ARTICLE,
	.sorts = "time took",
	.begin = begin_flag,
	.next = next_flag,
	.token = token_flag,
};

/* --- modlog --------------------------------------------------------------- */

/* Newest first; `at` is the last one seen. */
static enum err
begin_modlog(struct list *l, struct view *v, struct slice after)
{
	enum err e = list_begin_at(l, v, after);

	if (after.p == NULL)
		l->at = view_seq(v) + 1;
	return e;
}

/* The board that an act was about; p NULL when it was about none. */
static struct slice
board_of(struct view *v, const struct event *e)
{
	struct buf msgid = BUF_INIT(LIMIT_HEADER);
	struct subject s = { .board_name = { NULL, 0 } };

	text_unescape(&msgid, e->target);
	if (slice_starts(buf_slice(&msgid), "<"))
		view_subject_article(
		    v, view_article_id(v, buf_slice(&msgid)), &s);
	buf_clear(&msgid);
	return s.board_name;
}

static enum list_step
next_modlog(struct list *l, struct view *v)
{
	struct row *r = &l->row;
	struct buf text = BUF_INIT(LIMIT_HEADER);
	struct event e, shown;
	struct slice line;

	l->at = view_modlog_prev(v, l->at);
	if (l->at == 0)
		return LIST_END;
	line = view_event(v, l->at);
	if (line.p == NULL || event_parse(line, &e) != OK)
		return LIST_SKIP;
	if (e.time < l->since)
		return LIST_END;
	if (!event_is_seen(l->session, &e) ||
	    !view_match_event(v, &l->query, &e, l->now))
		return LIST_SKIP;
	event_show(v, &e, false, &shown, &text);
	row_put_u64(r, shown.seq);
	row_put_time(r, shown.time);
	row_put_raw(r, shown.actor);
	row_put_raw(r, shown.act);
	row_put_raw(r, shown.target);
	row_put(r, board_of(v, &e));
	row_put_raw(r, event_text(shown.args));
	row_put_raw(r, event_arg(shown.args, "until"));
	row_put_raw(r, event_arg(shown.args, "scope"));
	buf_clear(&text);
	return LIST_ROW;
}

const struct list_kind list_kind_modlog = {
	.name = "modlog",
	.columns = "seq time actor act target board reason until scope",
	.domains = QUERY_OF_EVENT,
	.sorts = "seq time",
	.orders = "-seq -time",
	.begin = begin_modlog,
	.next = next_modlog,
	.token = list_token_at,
};
