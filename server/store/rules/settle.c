/*
 * Behind every event: what changed is looked at again, the rules that may be
 * due, the views it may stand in, its overview line.
 */
#include "server/store/rules/meta.h"
#include "server/store/community/rows.h"
#include "server/store/rules/rules.h"
#include "server/store/rules/standing_list.h"
#include "server/store/rules/views.h"

/* What a board counts of its questions has changed with one of them. */
static void
touch_boards(struct step *s)
{
	struct question_rec q;
	int n = s->ntouched;

	if (!rules_of_boards(s->t))
		return;
	for (int i = 0; i < n; i++)
		if (s->touched[i].domain == DOMAIN_ARTICLE &&
		    question_get(s->t, s->touched[i].id, &q, NULL))
			touch(s, DOMAIN_BOARD, q.board);
}

/*
 * An article that came by a feed: nothing is known of it but itself, though
 * it may have touched the question that it answers.
 */
static bool
is_fed(const struct step *s)
{
	if (s->f == NULL || !slice_is(s->e->act, act_table[ACT_POST].name))
		return false;
	for (int i = 0; i < s->ntouched; i++)
		if (s->touched[i].domain == DOMAIN_ARTICLE &&
		    s->touched[i].id == s->e->seq)
			return false;
	return true;
}

void
settle(struct step *s)
{
	rules_settle(s);
	if (is_fed(s) && standing_of(s->t)->bare)
		views_refresh(s, s->e->seq);
	if (s->ntouched == 0)
		return;
	touch_boards(s);
	for (int i = 0; i < s->ntouched; i++) {
		int domain = s->touched[i].domain;
		uint64_t id = s->touched[i].id;

		rules_refresh(s, domain, id);
		if (domain != DOMAIN_ARTICLE)
			continue;
		views_refresh(s, id);
		meta_refresh(s, id);
	}
}
