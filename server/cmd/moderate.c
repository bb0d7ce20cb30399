/* What a session may see and do as a moderator, or with its own articles. */
#include "server/cmd/moderate.h"

#include "server/auth/account.h"
#include "server/cmd/sees.h"

bool
moderates(struct session *s, struct slice board)
{
	if (s->right >= RIGHT_ADMIN)
		return true;
	return s->name[0] != '\0' && desk_view(s->desk) != NULL &&
	    account_has_role(sees_me(s)->roles, "moderator", board);
}

/* How many boards the event names, and how many of them are moderated here. */
static int
count_moderated(struct session *s, const struct event *e, int *all)
{
	struct slice name;
	size_t at = 0;
	int n = 0;

	for (*all = 0; view_event_board(e, &at, &name); ++*all)
		n += moderates(s, name);
	return n;
}

bool
moderates_any(struct session *s, const struct event *e)
{
	int all;

	return count_moderated(s, e, &all) != 0;
}

bool
moderates_all(struct session *s, const struct event *e)
{
	int all, n = count_moderated(s, e, &all);

	return n != 0 && n == all;
}

bool
is_author(const struct session *s, const struct event *e)
{
	return s->name[0] != '\0' && slice_starts(e->actor, "@") &&
	    slice_is(slice_from(e->actor, 1), s->name);
}

bool
may_see(struct session *s, const struct article_row *row)
{
	struct event e;

	if (row->state == ARTICLE_HERE)
		return true;
	if (row->state == ARTICLE_HIDDEN || row->state == ARTICLE_REMOVED)
		return sees_article(s, row->id);
	if (!view_article_event(desk_view(s->desk), row->id, &e))
		return false;
	if (is_author(s, &e) && (row->state == ARTICLE_HELD ||
	    row->state == ARTICLE_REJECTED))
		return true;
	return moderates_any(s, &e);
}
