/* Who somebody is to an article, an account or a board. */
#include "proto/account.h"
#include "proto/wildmat.h"
#include "server/store/community/rows.h"

static const struct {
	const char *name;
	unsigned who;
} role_table[] = {
	{ "member", WHO_MEMBER },
	{ "superuser", WHO_SUPERUSER },
	{ "expert", WHO_EXPERT },
	{ "cocreator", WHO_COCREATOR },
	{ "moderator", WHO_MODERATOR },
	{ "staff", WHO_STAFF },
	{ "manager", WHO_MANAGER },
	{ "admin", WHO_ADMIN },
	{ "bot", WHO_BOT },
};

unsigned
roles_who(struct slice roles, struct slice board)
{
	unsigned who = 0;

	while (roles.p != NULL && roles.len != 0) {
		struct slice scope = slice_cut(&roles, ',');
		struct slice label = slice_cut(&scope, ':');
		struct slice name = slice_cut(&label, '/');

		if (board.p != NULL && scope.p != NULL &&
		    !wildmat_match(scope, board))
			continue;
		for (size_t i = 0;
		    i < sizeof(role_table) / sizeof(*role_table); i++)
			if (slice_is(name, role_table[i].name)) {
				who |= role_table[i].who;
				break;
			}
	}
	return who;
}

unsigned
roles_any(struct slice roles)
{
	return roles_who(roles, slice_make(NULL, 0));
}

unsigned
roles_account(struct slice roles)
{
	unsigned who = roles_any(roles);

	return (who & WHO_PAID) == 0 ? who | WHO_MEMBER :
	    who & ~(unsigned)WHO_MEMBER;
}

void
actor_find(struct txn *t, struct slice actor, bool admin, struct actor *out)
{
	struct slice text;

	*out = (struct actor){ .admin = admin };
	out->system = slice_is(actor, "system");
	if (!slice_starts(actor, "@"))
		return;
	out->id = account_id(t, slice_from(actor, 1));
	if (!account_get(t, out->id, &out->rec, &text))
		return;
	out->name = slice_cut(&text, '\t');
	out->roles = slice_cut(&text, '\t');
	out->person = text;
	if ((roles_any(out->roles) & WHO_ADMIN) != 0)
		out->admin = true;
}

void
view_actor(struct view *v, struct slice actor, bool admin, struct actor *out)
{
	actor_find(v->txn, actor, admin, out);
}

unsigned
actor_who(const struct actor *a, const struct subject *s)
{
	struct slice board = s->board_name;
	unsigned who = WHO_GUEST, member;

	/* Nowhere is no place where a role with a scope counts. */
	if (s->domain == DOMAIN_ARTICLE && board.p == NULL)
		board = SLICE("");
	if (a->admin || a->system)
		who |= WHO_ADMIN;
	if (a->id == 0)
		return who;
	who |= roles_who(a->roles, board);
	for (int i = 0; i < s->nalso; i++)
		who |= roles_who(a->roles, s->also[i].name);
	member = roles_account(a->roles) & WHO_MEMBER;
	who = (who & ~(unsigned)WHO_MEMBER) | member;
	if (member != 0 && (a->rec.trust >= 1 ||
	    (who & (WHO_SUPERUSER | WHO_EXPERT | WHO_MODERATOR)) != 0))
		who |= WHO_TRUSTED;
	if ((s->domain == DOMAIN_ARTICLE && s->mark.author == a->id) ||
	    (s->domain == DOMAIN_USER && s->account == a->id))
		who |= WHO_OWNER;
	if (s->domain == DOMAIN_ARTICLE && s->asks &&
	    s->question.asker == a->id)
		who |= WHO_ASKER;
	return who;
}

bool
board_open_to(struct slice kind, struct slice name, unsigned who,
    struct slice roles)
{
	struct slice invited = roles;

	if (!board_kind_closed(kind))
		return true;
	if ((who & (WHO_MODERATOR | WHO_STAFF | WHO_ADMIN)) != 0 ||
	    (slice_is(kind, "lounge") &&
	    (who & (WHO_SUPERUSER | WHO_COCREATOR)) != 0))
		return true;
	while (invited.p != NULL && invited.len != 0) {
		struct slice scope = slice_cut(&invited, ',');

		if (slice_is(slice_cut(&scope, ':'), "invited") &&
		    scope.p != NULL && wildmat_match(scope, name))
			return true;
	}
	return false;
}

/* Whether any of its boards is open. */
static bool
is_open(const struct actor *a, const struct subject *s, unsigned who)
{
	bool open = board_open_to(s->kind, s->board_name, who, a->roles);

	for (int i = 0; i < s->nalso && !open; i++)
		open = board_open_to(s->also[i].kind, s->also[i].name, who,
		    a->roles);
	return open;
}

bool
actor_sees(const struct actor *a, const struct subject *s)
{
	unsigned who = actor_who(a, s), eyes = 0;

	if ((who & (WHO_ADMIN | WHO_MODERATOR)) != 0)
		return true;
	switch ((enum article_state)s->rec.state) {
	case ARTICLE_HERE:
		eyes = who;
		break;
	case ARTICLE_HIDDEN:	/* who may hide may see what is hidden */
		eyes = who & (WHO_OWNER | WHO_SUPERUSER);
		break;
	case ARTICLE_HELD:
	case ARTICLE_REJECTED:
	case ARTICLE_REMOVED:
	case ARTICLE_CANCELLED:
	case ARTICLE_SUPERSEDED:
		eyes = who & WHO_OWNER;
		break;
	case ARTICLE_EXPIRED:
		break;
	}
	return eyes != 0 && is_open(a, s, who);
}

/* --- brands --------------------------------------------------------------- */

static void
put_brands(struct slice roles, struct buf *out)
{
	struct account_role role;
	size_t at;

	while (account_next_role(&roles, &role)) {
		struct slice before = buf_slice(out);

		if (!slice_is(role.name, "staff") || role.label.len == 0)
			continue;
		at = out->len;
		account_fold_words(role.label, out);
		if (slice_find(before, slice_from(buf_slice(out), at)) >= 0)
			out->len = at;
	}
}

void
view_staff_brands(struct view *v, uint64_t *as_of, struct buf *out)
{
	struct account_rec rec;
	struct slice text;
	uint32_t id = 0;

	if (*as_of != 0 && *as_of >= atomic_load(&v->store->staff_seq))
		return;
	*as_of = view_seq(v);
	buf_reset(out);
	while ((id = office_next(v->txn, id)) != 0)
		if (account_get(v->txn, id, &rec, &text))
			put_brands(account_roles(text), out);
}
