/*
 * Articles that come: where they stand, whether they wait for a moderator,
 * and what they do to others.
 */
#include "proto/article.h"
#include "proto/wildmat.h"
#include "server/store/community/decide_order.h"

/* Names of a Newsgroups field that are looked at. */
#define NAMES_MAX 256

/* Makes the first missing board; the post is decided again afterwards. */
static enum err
make_board(struct slice name, const struct intent *i, struct decision *d,
    struct view *v)
{
	struct intent board = {
		.act = ACT_BOARD, .actor = i->actor, .target = name,
	};

	d->event.act = slice_of(act_table[ACT_BOARD].name);
	if (i->by.p != NULL)
		d->event.actor = i->by;
	d->again = true;
	return decide_BOARD(v, &board, d);
}

/* How the boards of an article are written into its event. */
enum form {
	FORM_PLACES,	/* boards=a:17,b:3 */
	FORM_WAITS,	/* boards=a,b */
	FORM_CONTROL,	/* for=a,b */
};

static void
put_board(struct slice name, const struct board *b, enum form form, bool first,
    struct buf *args)
{
	if (!first)
		buf_putc(args, ',');
	else
		buf_puts(args, form == FORM_CONTROL ? "for=" : "boards=");
	buf_put_slice(args, name);
	if (form == FORM_PLACES) {
		buf_putc(args, ':');
		buf_put_u64(args, b->high + 1);
	}
}

/* No local posting is no word about feeds (RFC 6048, 3). */
static enum err
check_place(
    struct slice name, const struct board *b, const struct intent *i)
{
	if (b->status == 'n' && !i->relayed)
		return err_set(ERR_DENIED, "%.*s takes no postings; choose "
		    "another board", SLICE_ARG(name));
	if (b->high >= LIMIT_NUMBER)
		return err_set(ERR_STATE, "%.*s has no numbers left; choose "
		    "another board", SLICE_ARG(name));
	return OK;
}

/* The first board of what the posting answers; an empty name: none. */
static bool
answered_board(struct view *v, const struct facts *f, struct board *b)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	for (int n = 0; n < f->nrefs; n++)
		if (article_rec_get(v->txn, msgid_find(v->txn, f->ref[n],
		    UINT64_MAX), &rec, place) && rec.nplaces != 0)
			return view_board_by_id(v, place[0].board, b);
	return false;
}

static enum err
refuse_view(struct view *v, const struct intent *i, struct slice name)
{
	struct board b;

	if (answered_board(v, &i->posting->facts, &b))
		return err_set(ERR_DENIED, "%.*s is a view, nothing is posted "
		    "there; the article stands in %.*s: reply there",
		    SLICE_ARG(name), SLICE_ARG(b.name));
	return err_set(ERR_DENIED, "%.*s is a view, nothing is posted there; "
	    "choose the board that it is about", SLICE_ARG(name));
}

static bool
named_before(struct slice list, struct slice name)
{
	struct slice before = slice_make(list.p, (size_t)(name.p - list.p));
	struct slice other;

	while (article_next_board(&before, &other))
		if (slice_eq(other, name))
			return true;
	return false;
}

/* A peer may be allowed some boards only. */
static bool
wanted(const struct intent *i, struct slice board)
{
	return i->accept.p == NULL || wildmat_match(i->accept, board);
}

/* Quotes what could be a name; anything may stand in the field. */
static enum err
no_board(const struct intent *i, struct slice list)
{
	struct slice name = { NULL, 0 };

	while (article_next_board(&list, &name) && !wanted(i, name))
		;
	if (article_board_valid(name))
		return err_set(ERR_NOTFOUND, "no such board: %.*s; LIST "
		    "ACTIVE shows what there is", SLICE_ARG(name));
	return err_set(ERR_NOTFOUND, "Newsgroups names no board; LIST ACTIVE "
	    "shows what there is");
}

/*
 * Whether an article may go straight into a board. Its Approved field counts
 * here; whether it may have one was seen when it came in.
 */
static bool
passes(const struct intent *i, const struct board *b)
{
	return b->status != 'm' || i->approved || i->posting->facts.approved;
}

/* A board that is closed to the poster is not there; for no feed is any. */
static bool
is_open(const struct intent *i, const struct decision *d,
    const struct board *b)
{
	unsigned who = d->me->admin || d->me->system || d->imported ?
	    WHO_ADMIN : 0;

	if (i->relayed && !i->admin)
		return board_open_to(b->kind, b->name, 0, SLICE(""));
	return board_open_to(b->kind, b->name,
	    who | roles_who(d->me->roles, b->name), d->me->roles);
}

/* Beside another board Xref would tell of it. */
static enum err
check_alone(const struct board *b, int n, bool *closed)
{
	*closed = *closed || board_kind_closed(b->kind);
	if (*closed && n > 0)
		return err_set(ERR_DENIED, "a lounge or a case takes postings "
		    "that go nowhere else; post twice");
	return OK;
}

/* Whether the article was sent to the board and stands there no more. */
static bool
has_left(struct view *v, uint64_t article, uint32_t board)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	struct event e;
	struct slice name;
	size_t at = 0;

	/* What was taken out or is too old has not gone elsewhere. */
	if (!article_rec_get(v->txn, article, &rec, place) ||
	    rec.state != ARTICLE_HERE || rec.were != 0 ||
	    article_place(&rec, place, board) != NULL ||
	    !view_article_event(v, article, &e))
		return false;
	while (view_event_board(&e, &at, &name))
		if (board_id(v->txn, name) == board)
			return true;
	return false;
}

/*
 * A reply goes where its thread went: newsreaders know no more than the
 * Newsgroups field of what they answer.
 */
static void
follow_thread(struct view *v, const struct intent *i, struct decision *d,
    struct board *b)
{
	const struct answered *a;
	struct board to;

	if (i->relayed)
		return;
	a = posting_answered(v, i, d);
	if (a->asks && a->question.board != b->id &&
	    (has_left(v, a->root, b->id) || has_left(v, a->parent, b->id)) &&
	    view_board_by_id(v, a->question.board, &to) &&
	    is_open(i, d, &to))
		*b = to;
}

/* Whether it is the first of its thread in the board, whatever it refers to. */
static bool
begins_in(struct view *v, const struct intent *i, struct decision *d,
    uint32_t board)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	struct thread_rec row;

	return !article_rec_get(v->txn, posting_answered(v, i, d)->parent,
	    &rec, place) || !thread_get(v->txn, board, rec.thread, &row);
}

static bool
named_id(const uint32_t *board, int n, uint32_t id)
{
	while (n-- > 0)
		if (board[n] == id)
			return true;
	return false;
}

/*
 * Writes the boards of the posting that are here, and whether any of them
 * needs an approval that it lacks. Says whether it begins a thread in one of
 * them; what only takes another's place does not.
 */
static enum err
decide_places(struct view *v, const struct intent *i, enum form form,
    struct decision *d, bool *waits)
{
	struct slice list = i->posting->facts.newsgroups, all = list, name;
	struct board b;
	enum err e;
	uint32_t board[LIMIT_BOARDS];
	int n = 0, looked = 0;
	bool closed = false, may_begin = !d->edits && !i->relayed &&
	    !d->imported && form != FORM_CONTROL;

	*waits = d->begins = false;
	while (n < LIMIT_BOARDS && looked++ < NAMES_MAX &&
	    article_next_board(&list, &name)) {
		if (named_before(all, name) || !wanted(i, name))
			continue;
		if (!view_board(v, name, &b)) {
			if (!i->create_boards || form == FORM_CONTROL ||
			    !article_board_valid(name))
				continue;
			buf_reset(&d->args);
			return make_board(name, i, d, v);
		}
		if (!is_open(i, d, &b))
			continue;
		if (slice_is(b.kind, "view")) {
			/* Another server's board may be called so. */
			if (i->relayed || form == FORM_CONTROL)
				continue;
			return refuse_view(v, i, name);
		}
		if (form != FORM_CONTROL)
			follow_thread(v, i, d, &b);
		if (named_id(board, n, b.id))
			continue;
		e = form != FORM_CONTROL ? check_place(b.name, &b, i) : OK;
		if (e == OK && i->act == ACT_POST)
			e = check_bound(v, i->act, d, b.name);
		if (e == OK)
			e = check_alone(&b, n, &closed);
		if (e != OK)
			return e;
		*waits = *waits || !passes(i, &b);
		if (may_begin && !d->begins)
			d->begins = begins_in(v, i, d, b.id);
		board[n] = b.id;
		put_board(b.name, &b, form, n++ == 0, &d->args);
	}
	return n != 0 ? OK : no_board(i, all);
}

/* The rest of an event that brings the posting. */
static void
put_posting(const struct intent *i, struct decision *d)
{
	const struct posting *p = i->posting;
	char text[DIGEST_TEXT];

	if (i->by.p != NULL) {
		event_put_arg(&d->args, "by", i->by);
		event_put_arg_u64(&d->args, "at", (uint64_t)d->now);
	}
	digest_text(p->digest, text);
	event_put_arg_u64(&d->args, "size", p->facts.size);
	event_put_arg(&d->args, "digest", slice_of(text));
	text_escape(&d->target, p->facts.msgid);
	d->carries = true;
}

/* The boards of a posting that waits, and why when that is no rule there. */
static enum err
place_waiting(struct view *v, const struct intent *i, struct slice why,
    struct decision *d)
{
	bool waits;
	enum err e;

	if (i->relayed)
		return err_set(ERR_DENIED, "a board is moderated and the "
		    "article has no Approved field; only its moderators "
		    "bring articles there");
	buf_reset(&d->args);
	e = decide_places(v, i, FORM_WAITS, d, &waits);
	if (e == OK && why.len != 0)
		event_put_arg(&d->args, "why", why);
	return e;
}

/* Why a moderator is to see it first, besides what its boards say. */
static bool
is_watched(struct view *v, const struct intent *i, enum article_state edits,
    const struct decision *d, struct buf *why)
{
	if (edits == ARTICLE_HIDDEN) {
		buf_puts(why, "hidden");
		return true;
	}
	buf_puts(why, "word:");
	return find_watched(v, i, d, why);
}

/*
 * Boards as they are, then the posting; without approval it waits. edits:
 * how that is whose place it takes.
 */
static enum err
place_posting(struct view *v, const struct intent *i, enum article_state edits,
    struct decision *d, bool *waits)
{
	const struct facts *f = &i->posting->facts;
	struct buf why = BUF_INIT(LIMIT_LINE);
	enum err e = decide_places(v, i,
	    f->control ? FORM_CONTROL : FORM_PLACES, d, waits);

	*waits = *waits && !f->control;
	if (e == OK && !d->again)
		e = check_pace(v, i, d);
	if (e == OK && !d->again && !*waits && !f->control && !i->approved)
		*waits = is_watched(v, i, edits, d, &why);
	if (e == OK && !d->again && *waits)
		e = place_waiting(v, i, buf_slice(&why), d);
	buf_clear(&why);
	return e;
}

static bool
takes_place(const struct effect *effect)
{
	return effect->target != 0 && effect->act == ACT_SUPERSEDE;
}

enum err
decide_POST(struct view *v, const struct intent *i, struct decision *d)
{
	const struct posting *p = i->posting;
	struct effect effect;
	bool waits;
	enum err e;

	if (d->posted == 0 &&
	    msgid_find(v->txn, p->facts.id, UINT64_MAX) != 0)
		return err_set(ERR_EXISTS, "an article with this Message-ID "
		    "is here already");
	e = decide_effect(v, i, d->event.actor, d->event.time, &effect);
	if (e == OK && d->posted != 0)
		return put_effect(i, &effect, d);
	d->edits = e == OK && takes_place(&effect);
	if (e == OK)
		e = check_local(v, i, d);
	if (e == OK)
		e = place_posting(v, i, effect.state, d, &waits);
	if (e != OK || d->again)
		return e;
	if (!waits && !i->relayed)
		put_local(v, i, d->me, d);
	if (waits)
		d->event.act = slice_of(act_table[ACT_SUBMIT].name);
	put_paced(i, d);
	put_posting(i, d);
	/* What is in its boards stays until its successor is. */
	d->again = effect.target != 0 &&
	    (!waits || effect.state == ARTICLE_HELD);
	return OK;
}

/* The posting as an event of its own, before that of its intent. */
static enum err
post_before(struct view *v, const struct intent *i, enum form form,
    struct decision *d)
{
	bool waits;
	enum err e = decide_places(v, i, form, d, &waits);

	if (e != OK)
		return e;
	put_posting(i, d);
	d->event.act = slice_of(act_table[ACT_POST].name);
	d->again = true;
	return OK;
}

enum err
decide_control(struct view *v, const struct intent *i, struct decision *d)
{
	return post_before(v, i, FORM_CONTROL, d);
}

enum err
decide_notice(struct view *v, const struct intent *i, struct decision *d)
{
	if (msgid_find(v->txn, i->posting->facts.id, UINT64_MAX) != 0)
		return err_set(ERR_EXISTS, "the notice is here already");
	return post_before(v, i, FORM_PLACES, d);
}

/* The one who wrote it stays the actor; who let it in is said beside. */
static enum err
publish(struct view *v, const struct intent *i, const struct event *submit,
    struct decision *d)
{
	struct effect effect;
	struct actor author;
	bool waits;
	enum err e;

	if (!slice_copy(submit->actor, d->actor, sizeof(d->actor)))
		return err_set(ERR_CORRUPT, "the actor of event %llu",
		    (unsigned long long)submit->seq);
	d->event.actor = slice_of(d->actor);
	/* Nothing that comes later may name it. */
	if (slice_starts(submit->actor, "@") &&
	    account_gone(v->txn, slice_from(submit->actor, 1)) != 0)
		return err_set(ERR_STATE, "its author has left; reject it");
	/* It was told what it may when it was submitted. */
	if (decide_effect(v, i, d->event.actor, d->event.time, &effect) != OK)
		effect.target = 0;
	if (d->posted != 0)
		return put_effect(i, &effect, d);
	d->edits = takes_place(&effect);
	e = decide_places(v, i, FORM_PLACES, d, &waits);
	if (e != OK)
		return e;
	event_put_arg_u64(&d->args, "held", submit->seq);
	event_put_arg(&d->args, "by", i->actor);
	actor_find(v->txn, d->event.actor, false, &author);
	put_local(v, i, &author, d);
	/* Its author has waited. */
	if (event_arg(submit->args, "paced").p != NULL)
		event_put_arg(&d->args, "paced", SLICE("no"));
	put_posting(i, d);
	d->event.act = slice_of(act_table[ACT_POST].name);
	d->again = effect.target != 0;
	return OK;
}

enum err
decide_PUBLISH(struct view *v, const struct intent *i, struct decision *d)
{
	struct event submit;
	uint64_t id = d->held;
	enum err e = OK;

	if (d->posted == 0) {
		e = decide_held(v, i, &id);
		d->held = id;
	}
	/* It came to wait a moment ago, behind the sender's back. */
	if (e == OK && i->posting == NULL)
		e = err_set(ERR_BUSY, "the article has only just come; try "
		    "again");
	if (e == OK && !slice_eq(i->posting->facts.msgid, i->target))
		e = err_set(ERR_SYNTAX, "the article has another message-id");
	if (e == OK && !view_article_event(v, id, &submit))
		e = err_set(ERR_CORRUPT, "event %llu cannot be read",
		    (unsigned long long)id);
	return e == OK ? publish(v, i, &submit, d) : e;
}
