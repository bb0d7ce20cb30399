/*
 * Order over threads: locked, pinned, moved, merged, with another title or
 * other tags. Each may be asked for by any article of the thread.
 */
#include <stdlib.h>

#include "common/utf8.h"
#include "server/store/community/decide_order.h"

/* Tags of one thread. */
enum { TAGS_MAX = 16 };

static const char unknown[] =
    "what the thread began with is not here";

static enum err
find_question(struct view *v, const struct decision *d,
    struct question_rec *q)
{
	return question_find(v->txn, d->subject->root, q) ? OK :
	    err_set(ERR_STATE, "%s", unknown);
}

enum err
decide_PIN(struct view *v, const struct intent *i, struct decision *d)
{
	struct question_rec q;
	bool on, is;
	enum err e = find_question(v, d, &q);

	if (e == OK)
		e = take_switch(i, &on);
	if (e != OK)
		return e;
	is = (q.flags & QUESTION_PINNED) != 0;
	if (is == on)
		return err_set(ERR_EXISTS, on ? "the thread is pinned already" :
		    "the thread is not pinned");
	put_target(i, d);
	event_put_arg_u64(&d->args, "value", on);
	return OK;
}

enum err
decide_LOCK(struct view *v, const struct intent *i, struct decision *d)
{
	struct question_rec q;
	int64_t until;
	bool on, is;
	enum err e = find_question(v, d, &q);

	if (e == OK)
		e = take_switch(i, &on);
	if (e == OK)
		e = take_until(i, d, &until);
	if (e != OK)
		return e;
	is = (q.flags & QUESTION_LOCKED) != 0 &&
	    (q.locked == 0 || q.locked > d->now);
	if (is == on && (!on || q.locked == until))
		return err_set(ERR_EXISTS, on ? "the thread is locked so "
		    "already" : "the thread is not locked");
	put_target(i, d);
	event_put_arg_u64(&d->args, "value", on);
	if (on && until != 0)
		put_until(d, until);
	return put_line(i, "reason", false, d);
}

/* --- titles and tags ------------------------------------------------------ */

/* Changes of what somebody wrote are counted by day. */
static enum err
check_edits(struct view *v, const struct decision *d)
{
	uint32_t most = policy_of(v, POLICY_DAY_EDITS);
	struct account_rec me = d->me->rec;

	account_day(&me, d->event.time);
	if (most == 0 || me.day_edits < most || d->me->id == 0 ||
	    d->imported || (d->who & (WHO_MODERATOR | WHO_ADMIN)) != 0)
		return OK;
	return err_set(ERR_SLOW, "%lld so many changes are enough for a day",
	    (long long)(DAY_S - d->event.time % DAY_S));
}

/* A part of the text of a question: tags, title, titles it had. */
static struct slice
text_part(const struct subject *s, int part)
{
	struct slice rest = s->text, field = { NULL, 0 };

	for (int i = 0; i <= part && rest.p != NULL; i++)
		field = slice_cut(&rest, '\t');
	return field;
}

enum err
decide_RETITLE(struct view *v, const struct intent *i, struct decision *d)
{
	struct buf title = BUF_INIT(LIMIT_TITLE);
	struct question_rec q;
	enum err e = find_question(v, d, &q);

	if (e == OK)
		e = check_edits(v, d);
	text_unescape(&title, slice_trim(event_text(i->args)));
	if (e == OK)
		e = check_line(&title, "title", ":");
	if (e == OK && title.len == 0)
		e = err_arg(":", "the title is missing; it stands "
		    "behind a colon");
	if (e == OK && slice_eq(buf_slice(&title), text_part(d->subject, 1)))
		e = err_set(ERR_EXISTS, "that is its title");
	if (e == OK) {
		put_target(i, d);
		event_put_text(&d->args, buf_slice(&title));
	}
	buf_clear(&title);
	return e;
}

static bool
tag_valid(struct slice tag)
{
	struct slice rest = tag;

	if (tag.len == 0 || tag.len > LIMIT_THING_NAME || !utf8_valid(tag))
		return false;
	while (rest.len != 0) {
		unsigned char c = (unsigned char)rest.p[0];

		rest = slice_from(rest, 1);
		if (c <= ' ' || c == 0x7f || c == '"' || c == '\\' ||
		    (c >= 'A' && c <= 'Z'))
			return false;
	}
	return true;
}

static bool
tag_listed(struct slice list, struct slice tag)
{
	while (list.p != NULL)
		if (slice_eq(slice_cut(&list, ','), tag))
			return true;
	return false;
}

/* Each once, in the order given. */
static enum err
read_tags(struct slice list, struct buf *out)
{
	int n = 0;

	while (list.p != NULL && list.len != 0) {
		struct slice tag = slice_cut(&list, ',');

		if (!tag_valid(tag))
			return err_arg("tags", "a tag is 1 to %d bytes in "
			    "lower case, like model:tm5; commas stand between "
			    "tags", LIMIT_THING_NAME);
		if (tag_listed(buf_slice(out), tag))
			continue;
		if (++n > TAGS_MAX)
			return err_arg("tags", "a thread has at most %d "
			    "tags", TAGS_MAX);
		if (out->len != 0)
			buf_putc(out, ',');
		buf_put_slice(out, tag);
	}
	return OK;
}

enum err
decide_TAG(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice list = event_arg(i->args, "tags");
	struct buf raw = BUF_INIT(LIMIT_LINE * 4);
	struct buf tags = BUF_INIT(LIMIT_LINE * 4);
	struct question_rec q;
	enum err e = find_question(v, d, &q);

	if (e == OK)
		e = check_edits(v, d);
	if (e == OK && list.p == NULL)
		e = err_arg("tags", "tags= is missing; an empty one takes "
		    "all of them off");
	text_unescape(&raw, list);
	if (e == OK)
		e = read_tags(buf_slice(&raw), &tags);
	if (e == OK && slice_eq(buf_slice(&tags), text_part(d->subject, 0)))
		e = err_set(ERR_EXISTS, "these are its tags");
	if (e == OK) {
		put_target(i, d);
		event_put_arg(&d->args, "tags", buf_slice(&tags));
	}
	buf_clear(&raw);
	buf_clear(&tags);
	return e;
}

/* --- to another place ----------------------------------------------------- */

/* Out of the public's sight, or into it, a moderator moves things. */
static enum err
check_board(const struct decision *d, const struct board *to)
{
	bool rules = (d->who & (WHO_MODERATOR | WHO_ADMIN)) != 0;

	if (to->status == 'n')
		return err_set(ERR_DENIED, "%.*s takes no postings; choose "
		    "another board", SLICE_ARG(to->name));
	if (rules)
		return OK;
	if (board_kind_closed(to->kind) != board_kind_closed(d->subject->kind))
		return err_set(ERR_DENIED, "role: out of the public's sight, "
		    "or into it, a moderator moves a thread");
	if (slice_is(to->kind, "announce") &&
	    (d->who & (WHO_STAFF | WHO_MANAGER)) == 0)
		return err_set(ERR_DENIED, "role: in %.*s only staff writes",
		    SLICE_ARG(to->name));
	return OK;
}

/* How many of the thread would move; more than MOVE_MAX are not counted. */
static int
count_members(struct view *v, uint64_t thread)
{
	uint64_t id = 0;
	int n = 0;

	while (n <= MOVE_MAX &&
	    (id = view_thread_article(v, thread, id)) != 0)
		n++;
	return n;
}

/* One event moves all of it, or nothing. */
static enum err
check_size(struct view *v, uint64_t thread, const char *remedy, int *n)
{
	*n = count_members(v, thread);
	return *n <= MOVE_MAX ? OK : err_set(ERR_STATE, "the thread has more "
	    "than %d articles and stays as it is; %s", MOVE_MAX, remedy);
}

static bool
find_board(struct view *v, const struct decision *d, struct slice name,
    struct board *to)
{
	return view_board(v, name, to) && !slice_is(to->kind, "view") &&
	    board_open_to(to->kind, to->name, roles_who(d->me->roles,
	    to->name) | (d->who & WHO_ADMIN), d->me->roles);
}

enum err
decide_MOVE(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice name = event_arg(i->args, "board");
	struct board to;
	int n;
	enum err e;

	if (name.p == NULL)
		return err_arg("board", "board= is missing");
	if (!find_board(v, d, name, &to))
		return err_set(ERR_NOTFOUND, "no such board; LIST ACTIVE shows "
		    "what there is");
	if (article_place(&d->subject->rec, d->subject->place, to.id) != NULL)
		return err_set(ERR_EXISTS, "the thread stands there already");
	e = check_board(d, &to);
	if (e == OK)
		e = check_bound(v, i->act, d, to.name);
	if (e == OK)
		e = check_size(v, d->subject->rec.thread, "lock it, and begin "
		    "a new one in the other board", &n);
	if (e == OK && to.high + (uint64_t)n > LIMIT_NUMBER)
		e = err_set(ERR_STATE, "%.*s has no numbers left",
		    SLICE_ARG(to.name));
	if (e != OK)
		return e;
	put_target(i, d);
	event_put_arg(&d->args, "board", to.name);
	event_put_arg(&d->args, "from", d->subject->board_name);
	event_put_arg_u64(&d->args, "first", to.high + 1);
	return OK;
}

static enum err
check_merge(struct view *v, const struct decision *d,
    const struct subject *into)
{
	static const char instead[] = "dup of= brings its me-toos and "
	    "followers to the other one";
	const struct subject *s = d->subject;
	struct question_rec q;
	int n, m;
	enum err e;

	if (s->root == 0 || into->root == 0 ||
	    !question_find(v->txn, into->root, &q))
		return err_set(ERR_STATE, "%s", unknown);
	/* A duplicate of this one would be its original. */
	if (q.state == STATE_DUPLICATE || q.state == STATE_REMOVED)
		return err_set(ERR_STATE, "the other thread is %s; name "
		    "another", q.state == STATE_REMOVED ? "removed" :
		    "a duplicate");
	if (s->root == into->root)
		return err_set(ERR_EXISTS, "it is the same thread");
	if (s->board != into->board)
		return err_set(ERR_STATE, "the other thread stands in another "
		    "board; move one of them first");
	e = check_size(v, s->rec.thread, instead, &n);
	return e == OK ? check_size(v, into->rec.thread, instead, &m) : e;
}

enum err
decide_MERGE(struct view *v, const struct intent *i, struct decision *d)
{
	struct buf msgid = BUF_INIT(LIMIT_LINE);
	struct subject into;
	enum err e;

	text_unescape(&msgid, event_arg(i->args, "into"));
	if (!subject_article(v->txn, view_article_id(v, buf_slice(&msgid)),
	    &into) || !actor_sees(d->me, &into) ||
	    into.rec.state != ARTICLE_HERE || into.rec.nplaces == 0)
		e = err_set(ERR_NOTFOUND, "no article with the message-id of "
		    "into=");
	else
		e = check_merge(v, d, &into);
	if (e == OK) {
		put_target(i, d);
		event_put_arg(&d->args, "into", buf_slice(&msgid));
	}
	buf_clear(&msgid);
	return e;
}
