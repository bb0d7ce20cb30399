/*
 * Events as people see them. What is said of a closed board stays there; what
 * waits for a moderator, was refused, or is hidden is between its author and
 * the moderators; and some acts are nobody's business but of those who take
 * part in them.
 */
#include "server/cmd/event_show.h"

#include "server/cmd/moderate.h"
#include "server/cmd/sees.h"

/* Who may know of an act, whatever its target. */
enum circle {
	CIRCLE_ALL,
	CIRCLE_MODERATORS,	/* of the target's boards, and who did it */
	CIRCLE_PARTIES,		/* who did it, and the account it was done to */
	CIRCLE_ADMINS,
};

static enum circle
circle_of(const struct act *a)
{
	switch (a->id) {
	case ACT_SUBMIT:
	case ACT_REJECT:
	case ACT_FLAG:
	case ACT_WORD:
		return CIRCLE_MODERATORS;
	case ACT_ACCEPT:
	case ACT_FOLLOW:
	case ACT_APPEAL:
	case ACT_CREDIT:
	case ACT_READ:
		return CIRCLE_PARTIES;
	case ACT_INVITE:
	case ACT_FEED:
	case ACT_BACKUP:
		return CIRCLE_ADMINS;
	default:
		return CIRCLE_ALL;
	}
}

/* The role of who was invited names a closed board. */
static bool
tells_invitation(const struct event *e)
{
	struct slice roles = event_arg(e->args, "roles");

	while (roles.p != NULL && roles.len != 0)
		if (slice_starts(slice_cut(&roles, ','), "invited"))
			return true;
	return false;
}

/* The acts of order are told in public, with what they were done to. */
static bool
is_told(const struct act *a)
{
	switch (a->id) {
	case ACT_HIDE:
	case ACT_REMOVE:
	case ACT_RESTORE:
	case ACT_REDACT:
	case ACT_UPHOLD:
		return true;
	default:
		return false;
	}
}

/* What is known of an event besides its line. */
struct about {
	const struct act *act;
	enum circle circle;
	bool article;		/* it is about one */
	struct article_row row;
	struct event came;	/* what brought that */
};

static uint64_t
article_of(struct view *v, const struct event *e, const struct act *a)
{
	struct buf msgid = BUF_INIT(LIMIT_HEADER);
	uint64_t id;

	if (a->id == ACT_POST || a->id == ACT_SUBMIT)
		return e->seq;
	text_unescape(&msgid, e->target);
	id = view_article_id(v, buf_slice(&msgid));
	buf_clear(&msgid);
	return id;
}

static bool
look(struct view *v, const struct event *e, struct about *out)
{
	uint64_t id;

	out->act = act_find(e->act);
	out->article = false;
	if (out->act == NULL)
		return false;
	out->circle = tells_invitation(e) ? CIRCLE_PARTIES :
	    circle_of(out->act);
	if (!slice_starts(e->target, "<"))
		return true;
	out->came = *e;
	out->row = (struct article_row){ .state = ARTICLE_HERE };
	id = article_of(v, e, out->act);
	out->article = true;
	/* What was submitted may be another article by now. */
	if (id != 0 && id != e->seq)
		view_article_event(v, id, &out->came);
	if (id != 0)
		view_article_row(v, id, &out->row);
	return true;
}

/* Whether a board is open to the session; NULL: to everybody. */
static bool
is_open(struct view *v, struct session *s, struct board *b)
{
	(void)v;
	if (s != NULL)
		return sees_board(s, b);
	return board_open_to(b->kind, b->name, 0, slice_make("", 0));
}

/* The boards of an article, now or then: one of them is open. */
static bool
stands_open(struct view *v, struct session *s, const struct about *a)
{
	struct slice name;
	struct board b;
	size_t at = 0;
	bool any = false;

	for (int i = 0; i < a->row.nplaces; i++)
		if (view_board_by_id(v, a->row.place[i].board, &b) &&
		    is_open(v, s, &b))
			return true;
	if (a->row.nplaces != 0)
		return false;
	while (view_event_board(&a->came, &at, &name)) {
		any = true;
		if (view_board(v, name, &b) && is_open(v, s, &b))
			return true;
	}
	return !any;
}

/* It never was, or is not, where everybody looks. */
static bool
is_aside(const struct about *a)
{
	if (slice_is(a->came.act, act_table[ACT_SUBMIT].name))
		return true;
	return (a->row.state == ARTICLE_HIDDEN ||
	    a->row.state == ARTICLE_REMOVED) && !is_told(a->act);
}

/* A sanction in a closed board alone names that. */
static bool
scope_open(struct view *v, struct session *s, struct slice scope)
{
	struct board b;

	if (s != NULL)
		return sees_scope(s, scope);
	while (scope.p != NULL && scope.len != 0)
		if (view_board(v, slice_cut(&scope, ','), &b) &&
		    !is_open(v, NULL, &b))
			return false;
	return true;
}

static bool
target_open(struct view *v, struct session *s, const struct event *e,
    const struct about *a)
{
	struct board b;

	if (!scope_open(v, s, event_arg(e->args, "scope")))
		return false;
	if (a->article)
		return stands_open(v, s, a);
	return !view_board(v, e->target, &b) || is_open(v, s, &b);
}

bool
event_is_public(struct view *v, const struct event *e)
{
	struct about a;

	return look(v, e, &a) && a.circle == CIRCLE_ALL &&
	    target_open(v, NULL, e, &a) && (!a.article || !is_aside(&a));
}

static bool
is_own(const struct session *s, struct slice account)
{
	return s->name[0] != '\0' && slice_starts(account, "@") &&
	    slice_is(slice_from(account, 1), s->name);
}

bool
event_is_seen(struct session *s, const struct event *e)
{
	struct view *v = s->desk->view;
	struct about a;
	bool own, rules;

	if (s->right >= RIGHT_ADMIN)
		return true;
	if (!look(v, e, &a) || !target_open(v, s, e, &a))
		return false;
	own = is_own(s, e->actor);
	rules = a.article && moderates_any(s, &a.came);
	if (a.article && is_aside(&a) && !rules && !is_own(s, a.came.actor))
		return false;
	switch (a.circle) {
	case CIRCLE_ALL:
		return true;
	case CIRCLE_MODERATORS:
		return own || rules ||
		    (a.act->id == ACT_SUBMIT && moderates_any(s, e)) ||
		    (a.act->id == ACT_REJECT && is_own(s, a.came.actor) &&
		    is_aside(&a));
	case CIRCLE_PARTIES:
		return own || is_own(s, e->target);
	case CIRCLE_ADMINS:
		break;
	}
	return false;
}

void
event_show(struct view *v, const struct event *e, bool codes,
    struct event *out, struct buf *text)
{
	*out = *e;
	view_event_shown(v, out, codes, text);
}
