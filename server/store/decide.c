/*
 * Intents become events, or refusals that name the remedy. Everything that
 * replay could not know again - numbers, times, ids - goes into the event.
 */
#include <stdio.h>

#include "common/endian.h"
#include "common/utf8.h"
#include "proto/article.h"
#include "proto/span.h"
#include "proto/wildmat.h"
#include "server/store/community/decide_order.h"
#include "server/store/community/people.h"

/* --- boards ------------------------------------------------------------- */

/* Accounts' own views have numbers behind all others. */
uint32_t
board_next_id(struct view *v)
{
	unsigned char key[4];
	struct cursor c;
	uint32_t id = 1;

	put_be32(key, BOARD_MINE - 1);
	cursor_open(&c, v->txn, T_BOARD);
	if (cursor_seek_back(&c, key, sizeof(key)))
		id = get_be32(c.key.p) + 1;
	cursor_close(&c);
	return id;
}

/* C1: as UTF-8 some terminals obey them, too. */
static bool
holds_c1(struct slice s)
{
	for (size_t i = 1; i < s.len; i++)
		if (s.p[i - 1] == '\xc2' && (unsigned char)s.p[i] < 0xa0)
			return true;
	return false;
}

static bool
holds_control(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return true;
	return false;
}

static enum err
line_fault(const struct buf *text, const char *what)
{
	if (!buf_ok(text))
		return err_set(ERR_TOOBIG, "the %s is longer than %zu bytes; "
		    "shorten it", what, text->max);
	if (holds_control(buf_slice(text)))
		return err_set(ERR_SYNTAX, "the %s holds a control byte; "
		    "write it as one line of text", what);
	if (!utf8_valid(buf_slice(text)))
		return err_set(ERR_SYNTAX, "the %s is not UTF-8; set the "
		    "terminal to UTF-8", what);
	if (holds_c1(buf_slice(text)))
		return err_set(ERR_SYNTAX, "the %s holds a control "
		    "character; write it as one line of text", what);
	return OK;
}

enum err
check_line(const struct buf *text, const char *what, const char *key)
{
	return err_about(line_fault(text, what), key);
}

static enum err
check_board(const struct intent *i, struct slice kind, struct slice status)
{
	if (!article_board_valid(i->target) ||
	    i->target.len > LIMIT_BOARD_NAME)
		return err_arg("@", "a board name is lower-case words "
		    "joined by dots, like tv.general");
	if (slice_starts(i->target, "view."))
		return err_arg("@", "names of boards do not begin "
		    "with view.; XACT view makes a view");
	if (board_kind_find(kind) >= KIND_VIEW)
		return err_arg("kind", "kind= is one of qa, discussion, "
		    "howto, ideas, announce, lounge, case, blog, faq");
	if (status.len != 1 || strchr("ynm", status.p[0]) == NULL)
		return err_arg("status", "status= is y, n or m");
	return OK;
}

/* A time of the board's own, in seconds; "-" is that of all boards. */
static enum err
put_board_span(const struct intent *i, const char *key, bool *given,
    struct decision *d)
{
	struct slice value = event_arg(i->args, key);
	int64_t span = UINT32_MAX;

	if (value.p == NULL)
		return OK;
	if (!slice_is(value, "-") &&
	    (!span_parse(value, &span) || span >= UINT32_MAX))
		return err_arg(key, "%s= is a span, like 24h or 90m; "
		    "0s is none, - as in other boards", key);
	*given = true;
	event_put_arg_u64(&d->args, key, (uint64_t)span);
	return OK;
}

enum err
decide_BOARD(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice kind = event_arg(i->args, "kind");
	struct slice status = event_arg(i->args, "status");
	struct slice raw = event_text(i->args);
	struct buf title = BUF_INIT(LIMIT_TITLE);
	struct board b;
	bool known = view_board(v, i->target, &b), spans = false;
	enum err e;

	text_unescape(&title, raw);
	if (known && kind.p == NULL)
		kind = b.kind;
	if (known && status.p == NULL)
		status = slice_make(&b.status, 1);
	if (known && raw.p == NULL)
		buf_put_slice(&title, b.title);
	kind = kind.p != NULL ? kind : SLICE("qa");
	status = status.p != NULL ? status : SLICE("y");
	e = check_board(i, kind, status);
	if (e == OK)
		e = check_line(&title, "title", ":");
	if (e == OK)
		e = put_board_span(i, "sla", &spans, d);
	if (e == OK)
		e = put_board_span(i, "hold", &spans, d);
	if (e == OK && known && !spans && slice_eq(kind, b.kind) &&
	    status.p[0] == b.status && slice_eq(buf_slice(&title), b.title))
		e = err_set(ERR_EXISTS, "the board is so already");
	if (e == OK) {
		buf_put_slice(&d->target, i->target);
		event_put_arg_u64(&d->args, "id",
		    known ? b.id : board_next_id(v));
		event_put_arg(&d->args, "kind", kind);
		event_put_arg(&d->args, "status", status);
		event_put_text(&d->args, buf_slice(&title));
	}
	buf_clear(&title);
	return e;
}

/* --- the server --------------------------------------------------------- */

enum err
decide_SET(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice name = event_arg(i->args, "name"), old;

	if (!article_board_valid(name) || slice_chr(name, '.') < 0 ||
	    name.len > LIMIT_BOARD_NAME)
		return err_arg("name",
		    "name= is a host name in lower case, like "
		    "forum.example.org");
	if (txn_get(v->txn, T_PROP, "name", 4, &old) && slice_eq(old, name))
		return err_set(ERR_EXISTS, "that is its name already");
	buf_puts(&d->target, "server");
	event_put_arg(&d->args, "name", name);
	return OK;
}

/* --- acts that no intent asks for ---------------------------------------- */

static enum err
refuse(const char *why)
{
	return err_set(ERR_DENIED, "%s", why);
}

#define REFUSE(id, why)                                                  \
	enum err                                                         \
	decide_##id(struct view *v, const struct intent *i,              \
	    struct decision *d)                                          \
	{                                                                \
		(void)v;                                                 \
		(void)i;                                                 \
		(void)d;                                                 \
		return refuse(why);                                      \
	}

REFUSE(SUPERSEDE, "a posting with Supersedes does that")
REFUSE(SUBMIT, "a posting to a moderated board does that")
REFUSE(FEED, "this act is not journalled")
REFUSE(BACKUP, "this act is not journalled")

/* --- dispatch ----------------------------------------------------------- */

static decide_fn *const decide_table[] = {
#define X(id, ...) [ACT_##id] = decide_##id,
#include "proto/act.def"
#undef X
};

/* What the target is; false when it is not there. */
static bool
find_subject(struct view *v, const struct intent *i, struct subject *s)
{
	enum act_target kind = act_table[i->act].target;

	*s = (struct subject){ 0 };
	if (i->act == ACT_POST)
		return false;		/* it comes only now */
	if (kind == TARGET_USER || slice_starts(i->target, "@"))
		return subject_user(v->txn, account_id(v->txn,
		    slice_from(i->target, 1)), s);
	if (kind == TARGET_ARTICLE || slice_starts(i->target, "<"))
		return subject_article(
		    v->txn, view_article_id(v, i->target), s);
	if (kind == TARGET_BOARD || kind == TARGET_ANY)
		return subject_board(
		    v->txn, board_id(v->txn, i->target), s);
	return true;
}

static enum err
not_found(enum act_target kind)
{
	switch (kind) {
	case TARGET_ARTICLE:
		return err_set(ERR_NOTFOUND,
		    "no article with that message-id");
	case TARGET_USER:
		return err_set(ERR_NOTFOUND,
		    "no such account; XLIST user shows whom there is");
	case TARGET_BOARD:
		return err_set(ERR_NOTFOUND,
		    "no such board; LIST ACTIVE shows what there is");
	default:
		return err_set(ERR_NOTFOUND, "there is no such thing");
	}
}

static enum err
check_who(const struct act *act, const struct decision *d)
{
	struct buf who = BUF_INIT(256);
	enum err e = OK;

	if ((d->who & (act->who | WHO_ADMIN)) == 0 ||
	    (act->who == WHO_NOBODY && !d->me->system)) {
		act_put_who(act, &who);
		buf_putc(&who, '\0');
		e = err_set(ERR_DENIED, "role: %s is for %s", act->name,
		    who.p);
	}
	buf_clear(&who);
	return e;
}

/* What the target is meant to be. */
static enum act_target
form_of(const struct act *act, struct slice target)
{
	if (act->target != TARGET_ANY)
		return act->target;
	return slice_starts(target, "<") ? TARGET_ARTICLE :
	    slice_starts(target, "@") ? TARGET_USER : TARGET_BOARD;
}

/* What is not for its eyes is not there for an actor. */
static bool
may_know(const struct decision *d)
{
	const struct subject *s = d->subject;

	if (d->me->system)
		return true;
	if (s->domain == DOMAIN_ARTICLE)
		return actor_sees(d->me, s);
	return s->domain != DOMAIN_BOARD ||
	    board_open_to(s->kind, s->board_name, d->who, d->me->roles);
}

/* The operator's session, or the server. */
static bool
may_expire(const struct intent *i, const struct decision *d)
{
	return i->admin || d->me->system;
}

/* Target and right of an act that does not look at them itself. */
static enum err
check_act(struct view *v, const struct intent *i, struct decision *d)
{
	const struct act *act = &act_table[i->act];
	bool made = i->act == ACT_BOARD || i->act == ACT_VIEW ||
	    i->act == ACT_LAPSE;
	bool found = find_subject(v, i, d->subject);
	enum err e;

	d->who = actor_who(d->me, d->subject);
	e = check_sanction(v, i, d);
	if (e != OK)
		return e;
	if (i->act == ACT_POST || (i->act == ACT_EXPIRE && may_expire(i, d)))
		return OK;
	if (found && !may_know(d))
		return not_found(form_of(act, i->target));
	if (found)
		e = check_bound_here(v, i->act, d);
	if (e != OK || (act->who & WHO_SELF) != 0)
		return e;
	if (!found && !made)
		return not_found(form_of(act, i->target));
	if (!i->admin && !d->imported && !d->me->system)
		e = check_who(act, d);
	return e == OK ? check_article_state(v, i->act, d) : e;
}

/* A session may outlive its account by a moment. */
static enum err
check_there(struct view *v, const struct decision *d)
{
	struct slice actor = d->event.actor;

	if (d->me->id == 0 && slice_starts(actor, "@") && actor.len > 1 &&
	    account_gone(v->txn, slice_from(actor, 1)) != 0)
		return err_set(ERR_DENIED, "own: the account was ended");
	return OK;
}

/* --- id= ------------------------------------------------------------------ */

/* Whether it was done already; asked in front of its first event. */
static enum err
check_token(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice id = event_arg(i->args, "id");

	if (id.p == NULL || d->round != 0)
		return OK;
	if (id.len == 0 || id.len > LIMIT_THING_NAME || holds_control(id))
		return err_arg("id", "id= has 1 to %d bytes, none of them a "
		    "control byte", LIMIT_THING_NAME);
	d->earlier = token_find(v->txn, d->event.actor, id);
	if (d->earlier == 0)
		return OK;
	return err_set(ERR_EXISTS, "done already, under the same id=");
}

/* Writes a pair in front of the other arguments. */
static void
put_front(const char *key, struct slice value, struct decision *d)
{
	struct buf args = BUF_INIT(LIMIT_HEADER);

	if (!buf_ok(&d->args))
		return;
	buf_printf(&args, "%s=", key);
	buf_put_slice(&args, value);
	if (d->args.len != 0)
		buf_putc(&args, ' ');
	buf_put_slice(&args, buf_slice(&d->args));
	buf_reset(&d->args);
	buf_put_slice(&d->args, buf_slice(&args));
	buf_clear(&args);
}

static void
put_about(uint64_t article, struct decision *d)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)article);
	put_front("about", slice_of(text), d);
}

/* The event that is answered with carries it; every one its rule. */
static void
put_token(const struct intent *i, struct decision *d)
{
	struct slice id = event_arg(i->args, "id");
	bool beside = posting_beside(i->act);
	bool answers = d->carries ? !beside : d->answers || (!d->again &&
	    (d->posted == 0 || beside) && d->answer == 0);

	if (id.p != NULL && answers)
		put_front("token", id, d);
	if (i->about != 0)
		put_about(i->about, d);
	if (i->rule.len != 0)
		put_front("rule", i->rule, d);
}

enum err
decide(struct view *v, const struct intent *i, int64_t now,
    struct decision *d)
{
	struct subject subject;
	struct actor me;
	enum err e;

	buf_reset(&d->args);
	buf_reset(&d->target);
	d->again = false;
	d->answers = false;
	d->carries = false;
	d->answered.known = false;
	d->event = (struct event){ .time = now, .actor = i->actor };
	d->me = &me;
	d->subject = &subject;
	d->now = i->at != 0 ? i->at : now;
	actor_find(v->txn, i->actor, i->admin, &me);
	e = decide_import(v, i, d);
	if (e == OK)
		e = check_token(v, i, d);
	if (e == OK)
		e = check_there(v, d);
	if (e == OK)
		e = check_terms(v, i, d);
	if (e == OK)
		e = check_act(v, i, d);
	if (e == OK)
		e = decide_table[i->act](v, i, d);
	if (e == OK)
		put_token(i, d);
	if (e == OK && (!buf_ok(&d->args) || !buf_ok(&d->target)))
		e = err_set(ERR_TOOBIG, "the change is too long for the "
		    "journal; shorten it");
	if (d->event.act.p == NULL)
		d->event.act = slice_of(act_table[i->act].name);
	d->event.target = buf_slice(&d->target);
	d->event.args = buf_slice(&d->args);
	return txn_error(v->txn) != OK ? txn_error(v->txn) : e;
}
