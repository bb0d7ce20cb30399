/* What a session may know of. */
#include "server/cmd/sees.h"

#include "common/clock.h"

const struct actor *
sees_me(struct session *s)
{
	struct desk *d = s->desk;
	char actor[LIMIT_ACCOUNT_NAME + 2];

	if (d->me_of == s->serial)
		return d->me;
	actor[0] = '@';
	slice_copy(slice_of(s->name), actor + 1, sizeof(actor) - 1);
	view_actor(desk_view(d), slice_of(actor), s->right >= RIGHT_ADMIN,
	    d->me);
	/* Whoever is suspended is a stranger here. */
	if (d->me->rec.suspended > clock_now())
		*d->me = (struct actor){ 0 };
	d->me_of = s->serial;
	return d->me;
}

/* Most boards are open to everybody; that needs no account. */
static bool
open_to(struct session *s, struct slice kind, struct slice name)
{
	const struct actor *me;
	unsigned who;

	if (!board_kind_closed(kind))
		return true;
	me = sees_me(s);
	who = roles_who(me->roles, name) | (me->admin ? WHO_ADMIN : 0u);
	return board_open_to(kind, name, who, me->roles);
}

/* Everybody has a view.mine, and nobody but accounts. */
static bool
take_mine(struct session *s, struct board *b)
{
	const struct actor *me = sees_me(s);

	return me->id != 0 &&
	    view_board_by_id(s->desk->view, BOARD_MINE | me->id, b);
}

bool
sees_board(struct session *s, struct board *b)
{
	if (slice_is(b->name, "view.mine") && b->id < BOARD_MINE)
		return take_mine(s, b);
	return open_to(s, b->kind, b->name);
}

bool
sees_board_id(struct session *s, uint32_t id)
{
	struct board b;

	return view_board_by_id(s->desk->view, id, &b) && sees_board(s, &b);
}

bool
sees_find(struct session *s, struct slice name, struct board *out)
{
	return view_board(s->desk->view, name, out) && sees_board(s, out);
}

bool
sees_scope(struct session *s, struct slice scope)
{
	struct board b;

	while (scope.p != NULL && scope.len != 0)
		if (view_board(s->desk->view, slice_cut(&scope, ','), &b) &&
		    !sees_board(s, &b))
			return false;
	return true;
}

void
sees_roles(struct session *s, struct slice account, struct slice roles,
    struct buf *out)
{
	const struct actor *me = sees_me(s);
	bool all = me->admin || slice_eq(me->name, account);
	bool first = true;

	while (roles.p != NULL && roles.len != 0) {
		struct slice role = slice_cut(&roles, ',');

		if (!all && slice_starts(role, "invited"))
			continue;
		if (!first)
			buf_putc(out, ',');
		buf_put_slice(out, role);
		first = false;
	}
}

bool
sees_figures(struct session *s)
{
	const struct actor *me = sees_me(s);

	return me->admin || (roles_any(me->roles) &
	    (WHO_MODERATOR | WHO_STAFF | WHO_MANAGER)) != 0;
}

bool
sees_flags(struct session *s)
{
	const struct actor *me = sees_me(s);

	return me->admin || (roles_any(me->roles) & WHO_MODERATOR) != 0;
}

bool
sees_subject(struct session *s, const struct subject *subject)
{
	return actor_sees(sees_me(s), subject);
}

bool
sees_article(struct session *s, uint64_t id)
{
	struct subject subject;

	return view_subject_article(s->desk->view, id, &subject) &&
	    sees_subject(s, &subject);
}

enum err
sees_threads(struct session *s, const struct query *q)
{
	for (int i = 0; i < q->n; i++) {
		struct slice rest = q->term[i].value, one;

		if (q->term[i].key != QUERY_THREAD || q->term[i].negated)
			continue;
		while (query_next_value(&rest, &one))
			if (!sees_article(s,
			    view_article_id(s->desk->view, one)))
				return err_set(ERR_NOTFOUND,
				    "no article with that message-id");
	}
	return OK;
}
