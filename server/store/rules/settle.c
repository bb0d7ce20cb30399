/*
 * Behind every event: what changed is looked at again, the rules that may be
 * due, the views it may stand in, its overview line.
 */
#include "server/store/rules/meta.h"
#include "server/store/community/rows.h"
#include "server/store/rules/rules.h"
#include "server/store/rules/standing.h"
#include "server/store/rules/views.h"

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

/* What a board counts of its questions has changed with one of them. */
static void
touch_board(struct step *s, uint64_t id)
{
	struct question_rec q;

	if (question_get(s->t, id, &q, NULL))
		touch(s, DOMAIN_BOARD, q.board);
}

/* Each looks at what the one before it has written. */
static void
refresh(struct step *s, enum domain domain, uint64_t id)
{
	struct subject a;

	if (domain == DOMAIN_ARTICLE && rules_of_boards(s->t))
		touch_board(s, id);
	if (!subject_of(s->t, domain, id, &a))
		return;
	if (rules_refresh(s, id, &a))
		subject_of(s->t, domain, id, &a);
	if (domain != DOMAIN_ARTICLE)
		return;
	if (views_refresh(s, &a))
		subject_of(s->t, domain, id, &a);
	meta_refresh(s, &a);
}

/* No act has touched it: only views that take in such articles see it. */
static void
refresh_bare(struct step *s, uint64_t id)
{
	struct subject a;

	if (standing_of(s->t)->bare && subject_article(s->t, id, &a))
		views_refresh(s, &a);
}

void
settle(struct step *s)
{
	rules_settle(s);
	if (is_fed(s))
		refresh_bare(s, s->e->seq);
	for (int i = 0; i < s->nadopted; i++)
		if (mark_known(s->t, s->adopted[i]))
			touch(s, DOMAIN_ARTICLE, s->adopted[i]);
		else
			refresh_bare(s, s->adopted[i]);
	/* What a question touches comes behind the others. */
	for (int i = 0; i < s->ntouched; i++)
		refresh(s, (enum domain)s->touched[i].domain,
		    s->touched[i].id);
}
