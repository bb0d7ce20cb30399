/*
 * XINFO of an article: where it is, what it answers, and what the community
 * made of it.
 */
#include "common/clock.h"
#include "proto/event.h"
#include "server/cmd/info.h"
#include "server/cmd/moderate.h"
#include "server/cmd/sees.h"
#include "server/cmd/select.h"
#include "server/conf/conf.h"
#include "server/stoad.h"
#include "server/store/rules/meta.h"

static const char *const state_names[] = {
	[ARTICLE_HERE] = "posted", [ARTICLE_CANCELLED] = "cancelled",
	[ARTICLE_SUPERSEDED] = "superseded", [ARTICLE_EXPIRED] = "expired",
	[ARTICLE_HELD] = "waiting", [ARTICLE_REJECTED] = "rejected",
	[ARTICLE_HIDDEN] = "hidden", [ARTICLE_REMOVED] = "removed",
};

static void
put_places(struct session *s, const struct article_row *row, struct buf *out)
{
	struct board b;

	buf_puts(out, "Boards:");
	for (int i = 0; i < row->nplaces; i++) {
		if (!view_board_by_id(
		    s->desk->view, row->place[i].board, &b) ||
		    !sees_board(s, &b))
			continue;
		buf_putc(out, ' ');
		buf_put_slice(out, b.name);
		buf_putc(out, ':');
		buf_put_u64(out, row->place[i].number);
	}
	buf_puts(out, "\r\n");
}

/* Where it stood, or was to stand. */
static void
put_boards(const struct event *e, struct buf *out)
{
	struct slice name;
	size_t at = 0;

	buf_puts(out, "Boards:");
	while (view_event_board(e, &at, &name)) {
		buf_putc(out, ' ');
		buf_put_slice(out, name);
	}
	buf_puts(out, "\r\n");
}

static void
put_msgid(struct session *s, const char *key, uint64_t id, struct buf *out)
{
	struct placed at;
	struct slice msgid = { NULL, 0 };

	if (id != 0 && select_seen(s, id, &at))
		msgid = over_part(at.over, OVER_MSGID);
	info_put(out, key, msgid);
}

/* What became of it, and by whom. */
static void
put_state(struct view *v, const struct article_row *row, struct buf *out)
{
	bool control = row->state == ARTICLE_HERE && row->nplaces == 0;
	struct buf text = BUF_INIT(2 * LIMIT_HEADER);
	struct event e;

	info_put(out, "State", slice_of(control ? "control" :
	    state_names[row->state]));
	if (row->since == 0 || !view_article_event(v, row->since, &e))
		return;
	view_event_shown(v, &e, false, &text);
	info_put_raw(out, "By", e.actor);
	info_put_time(out, "At", e.time);
	info_put_raw(out, "Reason", event_text(e.args));
	info_put_raw(out, "With", event_arg(e.args, "with"));
	buf_clear(&text);
}

/* Field of the overview; nothing is written where it is the default. */
static void
put_meta(const struct placed *at, const char *key, enum meta_field field,
    struct buf *out)
{
	struct slice part = over_part(
	    at->over, (enum over_part)(META_PART + field));
	struct buf value = BUF_INIT(LIMIT_HEADER);

	if (part.len != 0) {
		meta_put_value(field, part, false, at->id, &value);
		info_put(out, key, buf_slice(&value));
	}
	buf_clear(&value);
}

static void
put_some(struct buf *out, const char *key, uint64_t n)
{
	if (n != 0)
		info_put_u64(out, key, n);
}

static void
put_when(struct buf *out, const char *key, int64_t t)
{
	if (t != 0)
		info_put_time(out, key, t);
}

/* That many who own the thing say it is not as staff says. */
static void
put_label(struct session *s, const struct mark_rec *mark, struct buf *out)
{
	const struct conf *conf = atomic_load(&s->desk->server->conf);
	const struct policy *p = conf != NULL ? &conf->community :
	    &policy_default;

	if (mark->disputes != 0 && mark->disputes >= p->v[POLICY_DISPUTES])
		buf_printf(out, "Label: disputed by %u\r\n", mark->disputes);
	if ((mark->bits & MARK_VERIFIED) != 0)
		info_put_time(out, "Verified", mark->verified);
	if ((mark->bits & MARK_OBSOLETE) != 0)
		info_put(out, "Label", SLICE("obsolete"));
	if ((mark->bits & MARK_REDACTED) != 0)
		info_put(out, "Label", SLICE("redacted"));
	if ((mark->bits & (MARK_AGAINST | MARK_FOR)) != 0)
		info_put(out, "Advice", (mark->bits & MARK_FOR) != 0 ?
		    SLICE("for") : SLICE("against"));
}

/* Its title, tags, and the titles that it had and that still find it. */
static void
put_titles(struct slice text, struct buf *out)
{
	struct slice tags = slice_cut(&text, '\t');
	struct slice title = slice_cut(&text, '\t');

	if (tags.len != 0)
		info_put(out, "Tags", tags);
	if (title.len != 0)
		info_put(out, "Title", title);
	while (text.p != NULL && text.len != 0)
		info_put(out, "Earlier-Title", slice_cut(&text, '\t'));
}

static void
put_flow(struct session *s, const struct question_rec *q, struct buf *out)
{
	put_when(out, "Due", q->due);
	put_when(out, "Answered", q->answered);
	put_when(out, "Escalated", q->escalated);
	put_when(out, "Solved", q->solved);
	if (q->claimed > clock_now()) {
		info_put_account(s, "Claimed-By", q->claimer, out);
		info_put_time(out, "Claimed-Until", q->claimed);
	}
	info_put_account(s, "Assigned-To", q->assignee, out);
	put_some(out, "Rating", q->rating);
	if ((q->flags & QUESTION_PINNED) != 0)
		info_put(out, "Pinned", SLICE("yes"));
	if ((q->flags & QUESTION_LOCKED) != 0 && q->locked != 0)
		info_put_time(out, "Locked-Until", q->locked);
	else if ((q->flags & QUESTION_LOCKED) != 0)
		info_put(out, "Locked", SLICE("yes"));
	if ((q->flags & QUESTION_ALARM) != 0)
		info_put(out, "Alarm", SLICE("yes"));
	if ((q->flags & QUESTION_FAQ) != 0)
		info_put(out, "Faq", SLICE("yes"));
	if ((q->flags & QUESTION_STALE) != 0)
		info_put(out, "Stale", SLICE("yes"));
}

static void
put_question(struct session *s, const struct subject *subject,
    const struct placed *at, struct buf *out)
{
	const struct question_rec *q = &subject->question;

	info_put(out, "Question", slice_of(
	    question_state_name((enum question_state)q->state)));
	info_put_account(s, "Asker", q->asker, out);
	put_flow(s, q, out);
	put_some(out, "Replies", q->replies);
	put_some(out, "Me-Toos", q->metoo);
	put_some(out, "Support", q->support);
	if (q->reached > q->support)
		info_put_u64(out, "Reached", q->reached);
	put_some(out, "Followers", q->follows);
	put_some(out, "Duplicates", q->dups);
	if (q->dup_of != 0)
		put_msgid(s, "Duplicate-Of", q->dup_of, out);
	put_meta(at, "Solution", META_SOLUTION, out);
	put_titles(subject->text, out);
}

/* What the community made of it; what says nothing is left out. */
static void
put_mark(struct session *s, const struct placed *at, struct buf *out)
{
	const struct mark_rec *mark;
	struct subject subject;
	uint64_t changed;

	if (!view_subject_article(s->desk->view, at->id, &subject))
		return;
	mark = &subject.mark;
	info_put_account(s, "Account", mark->author, out);
	if (subject.labels.len != 0)
		info_put(out, "Role", subject.labels);
	put_some(out, "Helpful", mark->up);
	put_some(out, "Not-Helpful", mark->down);
	put_some(out, "Thanks", mark->thanks);
	put_some(out, "Disputes", mark->disputes);
	put_label(s, mark, out);
	if (subject.asks && subject.root == at->id)
		put_question(s, &subject, at, out);
	else if (subject.asks)
		put_msgid(s, "Answers", subject.root, out);
	if (subject.article != subject.root &&
	    (mark->bits & MARK_SOLUTION) != 0)
		info_put(out, "Label", SLICE("solution"));
	changed = mark->changed;
	if (subject.asks && subject.root == at->id &&
	    subject.question.changed > changed)
		changed = subject.question.changed;
	info_put_u64(out, "Changed", changed != 0 ? changed : at->id);
}

static void
put_article(struct session *s, const struct article_row *row,
    const struct placed *at, struct buf *out)
{
	struct view *v = s->desk->view;

	put_msgid(s, "Thread", row->thread, out);
	put_msgid(s, "Parent", row->parent, out);
	/* What never came into its boards was never taken apart. */
	if (row->date != 0)
		info_put_time(out, "Date", row->date);
	else
		info_put_raw(out, "Date", SLICE(""));
	info_put_time(out, "Arrived", row->arrived);
	info_put_u64(out, "Bytes", row->bytes);
	if (row->date != 0)
		info_put_u64(out, "Lines", row->lines);
	else
		info_put_raw(out, "Lines", SLICE(""));
	info_put_header(out, "Author", over_part(at->over, OVER_FROM));
	info_put_header(out, "Subject", over_part(at->over, OVER_SUBJECT));
	info_put_u64(out, "Seq", row->id);
	put_state(v, row, out);
	if (row->nplaces != 0 || row->state == ARTICLE_HIDDEN)
		put_mark(s, at, out);
}

/* Whether all boards that the article was sent to are open to the session. */
static bool
sees_boards(struct session *s, const struct event *came)
{
	struct slice name;
	struct board b;
	size_t at = 0;

	while (view_event_board(came, &at, &name))
		if (!sees_find(s, name, &b))
			return false;
	return at != 0;
}

/* A moderator took it out: that is told, but not what it said. */
static bool
put_tombstone(struct session *s, const struct article_row *row,
    const struct event *came, struct buf *out)
{
	if (row->state != ARTICLE_REMOVED || !sees_boards(s, came))
		return false;
	info_put_raw(out, "Message-ID", came->target);
	put_boards(came, out);
	info_put_u64(out, "Seq", row->id);
	put_state(s->desk->view, row, out);
	return true;
}

bool
info_article(struct session *s, struct slice msgid, struct buf *out)
{
	struct view *v = s->desk->view;
	uint64_t id = view_article_id(v, msgid);
	struct placed at = { .id = id, .over = SLICE("") };
	struct article_row row;
	struct event e;

	if (id == 0 || !view_article_row(v, id, &row) ||
	    !view_article_event(v, id, &e))
		return false;
	if (row.nplaces != 0) {
		if (!select_seen(s, id, &at))
			return false;
	} else if (!may_see(s, &row) || (!select_aside(s, id, &at) &&
	    row.state != ARTICLE_EXPIRED)) {
		return put_tombstone(s, &row, &e, out);
	}
	info_put_raw(out, "Message-ID", e.target);
	if (row.nplaces != 0)
		put_places(s, &row, out);
	else
		put_boards(&e, out);
	put_article(s, &row, &at, out);
	return true;
}
