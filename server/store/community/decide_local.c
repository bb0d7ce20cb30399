/*
 * What is posted here by an account: whether it may be said where it is said,
 * and what replay cannot know of who said it.
 */
#include "proto/article.h"
#include "proto/span.h"
#include "proto/wildmat.h"
#include "server/store/community/decide_order.h"
#include "server/store/community/question.h"

uint32_t
policy_of(const struct view *v, enum policy_id id)
{
	return atomic_load(&v->store->policy)->v[id];
}

/* --- where it stands ------------------------------------------------------ */

/* The first of its boards that is here. */
static bool
first_board(struct view *v, const struct facts *f, struct board *b)
{
	struct slice list = f->newsgroups, name;

	while (article_next_board(&list, &name))
		if (view_board(v, name, b))
			return true;
	return false;
}

/* As thread_insert() will find it; 0 when it begins a thread. */
static uint64_t
find_parent(struct view *v, const struct facts *f)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	uint64_t id;

	for (int i = 0; i < f->nrefs; i++) {
		id = msgid_find(v->txn, f->ref[i], UINT64_MAX);
		if (id != 0 && article_rec_get(v->txn, id, &rec, place) &&
		    rec.thread != 0)
			return id;
	}
	return 0;
}

const struct answered *
posting_answered(struct view *v, const struct intent *i, struct decision *d)
{
	struct answered *a = &d->answered;

	if (a->known)
		return a;
	a->known = true;
	a->parent = find_parent(v, &i->posting->facts);
	a->root = a->parent != 0 ? article_root(v->txn, a->parent) : 0;
	a->asks = a->root != 0 &&
	    question_get(v->txn, a->root, &a->question, NULL);
	return a;
}

/* --- whether it may ------------------------------------------------------- */

/* Whether it goes on with a thread of that board. */
static bool
replies_in(struct view *v, uint64_t parent, uint32_t board)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	return parent != 0 && article_rec_get(v->txn, parent, &rec, place) &&
	    article_place(&rec, place, board) != NULL;
}

static enum err
check_kind(struct view *v, const struct intent *i, const struct board *b,
    struct decision *d)
{
	enum board_kind kind = board_kind_find(b->kind);
	unsigned who = roles_who(d->me->roles, b->name);

	if (kind == KIND_ANNOUNCE && (who & (WHO_STAFF | WHO_MANAGER)) == 0)
		return err_set(ERR_DENIED, "role: in %.*s only staff writes; "
		    "choose another board", SLICE_ARG(b->name));
	if ((kind == KIND_BLOG || kind == KIND_FAQ) &&
	    (who & WHO_HELPERS) == 0 &&
	    !replies_in(v, posting_answered(v, i, d)->parent, b->id))
		return err_set(ERR_DENIED, "role: in %.*s super-users, "
		    "experts, moderators and staff begin threads; reply to "
		    "one, or choose another board", SLICE_ARG(b->name));
	return OK;
}

/* Not every kind of board is written by everybody. */
static enum err
check_kinds(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice list = i->posting->facts.newsgroups, name;
	struct board b;
	enum err e = OK;

	while (e == OK && article_next_board(&list, &name))
		if (view_board(v, name, &b))
			e = check_kind(v, i, &b, d);
	return e;
}

bool
question_locked(const struct question_rec *q, int64_t now)
{
	return (q->flags & QUESTION_LOCKED) != 0 &&
	    (q->locked == 0 || q->locked > now);
}

static enum err
check_locked(const struct question_rec *q, unsigned who, int64_t now)
{
	if (!question_locked(q, now) || (who & WHO_MODERATOR) != 0)
		return OK;
	return err_set(ERR_DENIED, "locked: the thread takes no more replies; "
	    "ask a question of its own");
}

/* How long staff waits in this board. */
static uint32_t
hold_of(struct view *v, uint32_t board)
{
	struct board_row row;
	struct slice text;

	if (board_row_get(v->txn, board, &row, &text) &&
	    row.hold != UINT32_MAX)
		return row.hold;
	return policy_of(v, POLICY_HOLD);
}

/* The first hours belong to the community, unless it asks for staff. */
static enum err
check_hold(struct view *v, const struct intent *i, const struct decision *d,
    const struct question_rec *q)
{
	uint32_t hold = hold_of(v, q->board);
	struct buf span = BUF_INIT(32), reason = BUF_INIT(LIMIT_TITLE);
	enum err e = OK;

	if (q->kind != KIND_QA || q->asker == d->me->id ||
	    q->state == STATE_ESCALATED || d->now >= q->asked + hold ||
	    (roles_any(d->me->roles) & (WHO_STAFF | WHO_MANAGER)) == 0)
		return OK;
	span_say(&span, hold);
	buf_put_slice(&reason, slice_trim(i->override));
	if (reason.len != 0)
		e = check_line(&reason, "reason in X-Override", "");
	else
		e = err_set(ERR_DENIED, "hold: the first %.*s belong to the "
		    "community (reason with X-Override:)",
		    SLICE_ARG(buf_slice(&span)));
	buf_clear(&span);
	buf_clear(&reason);
	return e;
}

enum err
check_local(struct view *v, const struct intent *i, struct decision *d)
{
	const struct answered *a;
	struct subject s;
	enum err e;

	if (i->relayed || d->imported || d->me->admin || d->me->id == 0)
		return OK;
	e = check_kinds(v, i, d);
	if (e != OK)
		return e;
	a = posting_answered(v, i, d);
	if (!a->asks || !subject_article(v->txn, a->root, &s))
		return OK;
	e = check_locked(&a->question, actor_who(d->me, &s), d->now);
	return e == OK ? check_hold(v, i, d, &a->question) : e;
}

/* --- what its event says -------------------------------------------------- */

/*
 * The roles that count in the board, without their scopes. Who is paid or no
 * human is called so everywhere.
 */
static void
put_labels(struct buf *out, struct slice roles, struct slice board)
{
	while (roles.p != NULL && roles.len != 0) {
		struct slice scope = slice_cut(&roles, ',');
		struct slice role = slice_cut(&scope, ':');
		unsigned who = roles_any(role);

		if ((who & ~(unsigned)WHO_MEMBER) == 0 ||
		    (scope.p != NULL && (who & (WHO_STAFF | WHO_BOT)) == 0 &&
		    !wildmat_match(scope, board)) ||
		    slice_find(buf_slice(out), role) >= 0)
			continue;
		if (out->len != 0)
			buf_putc(out, ',');
		buf_put_slice(out, role);
	}
	if (out->len == 0)
		buf_puts(out, "member");
}

static enum policy_id
thread_points(enum board_kind kind)
{
	switch (kind) {
	case KIND_HOWTO:
		return POLICY_POINTS_HOWTO;
	case KIND_IDEAS:
		return POLICY_POINTS_IDEA;
	default:
		return POLICY_POINTS_THREAD;
	}
}

/* A reply brings more when it is the first, and quick. */
static int
reply_points(struct view *v, const struct answered *a,
    const struct actor *author, int64_t time)
{
	const struct question_rec *q = &a->question;
	uint32_t n = policy_of(v, POLICY_POINTS_REPLY);

	if (a->asks && q->kind == KIND_QA && !question_answered(q) &&
	    q->asker != author->id && time - q->asked < HOUR_S)
		n += policy_of(v, POLICY_POINTS_EARLY);
	return (int)n;
}

static void
put_state(enum board_kind kind, struct decision *d)
{
	event_put_arg(&d->args, "state",
	    slice_of(kind == KIND_QA || kind == KIND_IDEAS ? "open" : "none"));
}

void
put_local(struct view *v, const struct intent *i, const struct actor *author,
    struct decision *d)
{
	const struct facts *f = &i->posting->facts;
	struct buf labels = BUF_INIT(LIMIT_LINE);
	enum board_kind kind;
	struct board b;
	bool begins = f->nrefs == 0;
	int n;

	if (f->control || !first_board(v, f, &b))
		return;
	kind = board_kind_find(b.kind);
	if (author->id == 0) {
		/* Nobody's question is one, too, when it is imported. */
		if (d->imported && begins)
			put_state(kind, d);
		return;
	}
	put_labels(&labels, author->roles, b.name);
	event_put_arg(&d->args, "role", buf_slice(&labels));
	buf_clear(&labels);
	if (shows_video(i->posting))
		event_put_arg(&d->args, "has", SLICE("video"));
	if (d->edits) {
		event_put_arg_u64(&d->args, "edit", 1);
		return;
	}
	if (begins)
		put_state(kind, d);
	if (begins)
		n = (int)policy_of(v, thread_points(kind));
	else if (posting_answered(v, i, d)->parent == 0)
		n = (int)policy_of(v, POLICY_POINTS_THREAD);
	else
		n = reply_points(v, posting_answered(v, i, d), author, d->now);
	n = points_left(v, author->id, 0, n, d->now);
	if (n > 0)
		event_put_arg_u64(&d->args, "points", (uint64_t)n);
	if (slice_trim(i->override).len != 0)
		event_put_arg(&d->args, "override", slice_trim(i->override));
}
