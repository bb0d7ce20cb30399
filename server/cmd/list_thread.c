/* Threads and articles as lists. */
#include "server/cmd/list_kind.h"
#include "server/cmd/sees.h"
#include "server/cmd/select.h"
#include "server/store/rules/meta.h"

/* Articles that are gone, between one and what it is shown below. */
enum { CLIMB = 32 };

/*
 * Where the article stands in a board (0: in the first one that is open to
 * the session), or stood; false if nowhere.
 */
static bool
place_in(struct list *l, struct view *v, const struct subject *s,
    uint32_t board, struct place_rec *place, struct placed *at)
{
	for (int i = 0; i < s->rec.nplaces; i++) {
		*place = s->place[i];
		if (board != 0 ? place->board == board :
		    sees_board_id(l->session, place->board))
			return view_placed(
			    v, place->board, place->number, at);
	}
	/* It stands nowhere: its overview is made from the bytes. */
	*place = (struct place_rec){ s->board, 0 };
	l->cost += s->rec.bytes;
	return s->rec.nplaces == 0 &&
	    select_aside(l->session, s->article, at);
}

static void
put_board_name(struct row *r, struct view *v, uint32_t id)
{
	struct board b;

	row_put(r, view_board_by_id(v, id, &b) ? b.name : SLICE(""));
}

/* What newsreaders find in the overview, in its order; but for the title. */
static void
put_meta(struct row *r, const struct placed *at)
{
	struct buf text = BUF_INIT(LIMIT_HEADER);
	bool reply = over_part(at->over, OVER_REFERENCES).len != 0;

	for (int i = 0; i < META_ROW; i++) {
		buf_reset(&text);
		meta_put_value((enum meta_field)i,
		    over_part(at->over, (enum over_part)(META_PART + i)),
		    reply, at->id, &text);
		if (slice_is(buf_slice(&text), "-"))
			buf_reset(&text);
		row_put_raw(r, buf_slice(&text));
	}
	buf_clear(&text);
}

static void
put_mark(struct buf *out, bool is, const char *name)
{
	if (is)
		buf_printf(out, "%s%s", out->len != 0 ? "," : "", name);
}

/* What else is to be seen of it, as words that is: knows. */
static void
put_marks(struct row *r, const struct subject *s, bool root)
{
	struct buf text = BUF_INIT(LIMIT_LINE);
	uint32_t bits = s->mark.bits, flags = s->question.flags;

	if (root && s->asks) {
		put_mark(&text, (flags & QUESTION_PINNED) != 0, "pinned");
		put_mark(&text, (flags & QUESTION_LOCKED) != 0, "locked");
		put_mark(&text, (flags & QUESTION_ALARM) != 0, "alarmed");
		put_mark(&text, (flags & QUESTION_FAQ) != 0, "faq");
	}
	put_mark(&text, (bits & MARK_VERIFIED) != 0, "verified");
	put_mark(&text, (bits & MARK_OBSOLETE) != 0, "obsolete");
	put_mark(&text, (bits & MARK_REDACTED) != 0, "redacted");
	put_mark(&text, (bits & MARK_DISPUTED) != 0, "disputed");
	row_put(r, buf_slice(&text));
	buf_clear(&text);
}

/* --- thread --------------------------------------------------------------- */

static enum err
begin_thread(struct list *l, struct view *v, struct slice after)
{
	return list_plan_begin(l, v, after, PLAN_THREADS);
}

/* replies support holder tags dups rating */
static void
put_question(struct list *l, struct view *v, const struct subject *s)
{
	const struct question_rec *q = &s->question;
	struct slice text = s->text;
	struct row *r = &l->row;

	row_put_u64(r, s->asks ? q->replies : 0);
	row_put_u64(r, s->asks ? q->support : 0);
	list_put_account(r, v, !s->asks ? 0 :
	    q->claimed > l->now ? q->claimer : q->assignee);
	row_put(r, s->asks ? slice_cut(&text, '\t') : SLICE(""));
	row_put_u64(r, s->asks ? q->dups : 0);
	if (s->asks && q->rating != 0)
		row_put_u64(r, q->rating);
	else
		row_put(r, SLICE(""));
}

/* The number of its newest article in the board. */
static uint64_t
last_number(struct view *v, uint32_t board, uint64_t id)
{
	struct article_row row;

	if (!view_article_row(v, id, &row))
		return 0;
	for (int i = 0; i < row.nplaces; i++)
		if (row.place[i].board == board)
			return row.place[i].number;
	return 0;
}

static enum list_step
next_thread(struct list *l, struct view *v)
{
	struct row *r = &l->row;
	struct thread_row t;
	struct place_rec first;
	struct placed at;
	struct subject s;
	enum list_step step = list_plan_next(l, v, &s);

	if (step != LIST_ROW)
		return step;
	if (!place_in(l, v, &s, plan_board(l->plan), &first, &at))
		return LIST_SKIP;
	if (!view_thread(v, first.board, s.rec.thread, &t))
		t = (struct thread_row){ .active = s.rec.date };
	row_put(r, over_part(at.over, OVER_MSGID));
	put_board_name(r, v, first.board);
	row_put_u64(r, first.number);
	row_put_time(r, s.rec.date);
	row_put_time(r, t.active);
	row_put_u64(r, t.articles);
	row_put_u64(r, last_number(v, first.board, t.last));
	row_put_header(r, over_part(at.over, OVER_FROM));
	row_put_header(r, over_part(at.over, OVER_SUBJECT));
	put_meta(r, &at);
	list_put_account(r, v, s.mark.author);
	put_marks(r, &s, true);
	put_question(l, v, &s);
	list_put_title(l, s.root, &at);
	return LIST_ROW;
}

const struct list_kind list_kind_thread = {
	.name = "thread",
	.columns = "mid board number date active articles last author subject "
	    "state votes metoo role sla solution seq by marks replies "
	    "support holder tags dups rating title",
	.domains = QUERY_OF_ARTICLE,
	.begin = begin_thread,
	.next = next_thread,
	.token = list_plan_token,
	.end = list_plan_end,
};

/* --- article -------------------------------------------------------------- */

static enum err
begin_article(struct list *l, struct view *v, struct slice after)
{
	return list_plan_begin(l, v, after, PLAN_ARTICLES);
}

/* The nearest one above it that is in a board. */
static struct slice
parent_of(struct list *l, struct view *v, uint64_t id)
{
	struct slice msgid = { NULL, 0 };
	struct article_row above;
	struct placed at;

	for (int i = 0; i < CLIMB && id != 0 && msgid.len == 0; i++) {
		if (select_seen(l->session, id, &at))
			msgid = over_part(at.over, OVER_MSGID);
		else if (!view_article_row(v, id, &above))
			break;
		else
			id = above.parent;
	}
	return msgid;
}

static enum list_step
next_article(struct list *l, struct view *v)
{
	struct row *r = &l->row;
	struct place_rec place;
	struct placed at;
	struct subject s;
	enum list_step step = list_plan_next(l, v, &s);

	if (step != LIST_ROW)
		return step;
	if (!place_in(l, v, &s, plan_board(l->plan), &place, &at))
		return LIST_SKIP;
	row_put(r, over_part(at.over, OVER_MSGID));
	put_board_name(r, v, place.board);
	row_put_u64(r, place.number);
	row_put(r, parent_of(l, v, s.rec.parent));
	row_put_time(r, s.rec.date);
	row_put_u64(r, s.rec.bytes);
	row_put_u64(r, s.rec.lines);
	row_put_header(r, over_part(at.over, OVER_FROM));
	row_put_header(r, over_part(at.over, OVER_SUBJECT));
	put_meta(r, &at);
	list_put_account(r, v, s.mark.author);
	put_marks(r, &s, s.article == s.root);
	row_put_u64(r, s.mark.thanks);
	row_put_u64(r, s.mark.disputes);
	list_put_title(l, s.root, &at);
	return LIST_ROW;
}

const struct list_kind list_kind_article = {
	.name = "article",
	.columns = "mid board number parent date bytes lines author subject "
	    "state votes metoo role sla solution seq by marks thanks "
	    "disputes title",
	.domains = QUERY_OF_ARTICLE,
	.begin = begin_article,
	.next = next_article,
	.token = list_plan_token,
	.end = list_plan_end,
};
