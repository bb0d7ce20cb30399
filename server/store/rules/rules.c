/* Arming and disarming: what a rule holds for, and when its act is due. */
#include "server/store/rules/armed.h"
#include "server/store/query/match.h"
#include "server/store/community/rows.h"

enum { CHAIN_S = 60 };

/* --- when ---------- */

/* When the rule's act is due for what it holds for since then; 0: never. */
static int64_t
due_of(const struct standing_rule *r, const struct subject *a, int64_t since,
    int64_t now, bool walking)
{
	int64_t span = r->rule.after;

	switch (r->pace) {
	case PACE_CLAIM:
		return a->question.claimed != 0 ? a->question.claimed :
		    now + span;
	case PACE_SLA:
		if (a->row.sla != UINT32_MAX)
			span = a->row.sla;
		/* Of what nobody here has asked nobody waits for the answer. */
		if (span == 0 || a->question.asker == 0)
			return 0;
		/* It was asked before anybody knew of the rule. */
		return (walking ? a->question.asked : now) + span;
	case PACE_OWNED:
		/* He has had it since before he said so, if he said it. */
		if (a->user.owned_at != 0)
			since = a->user.owned_at;
		return since + span > now ? since + span : now;
	case PACE_AFTER:
		break;
	}
	return now + span;
}

/* The clock stands while the asker is asked. */
static bool
is_paused(const struct subject *a)
{
	return a->domain == DOMAIN_ARTICLE && a->asks &&
	    a->question.state == STATE_NEEDSINFO;
}

/* --- one rule and one subject ---------- */

/* What becomes of a row; all is looked at before anything is changed. */
struct turn {
	const struct standing_rule *rule;
	struct armed_rec old, now;
	bool was, is;		/* a row */
};

static void
arm(struct turn *x, const struct subject *a, int64_t now, bool walking)
{
	struct armed_rec *rec = &x->now;

	if (!x->was) {
		rec->since = now;
		rec->due = due_of(x->rule, a, rec->since, now,
		    walking);
	} else if (rec->left != 0) {
		rec->due = now + rec->left;
		rec->left = 0;
	} else if ((x->rule->pace == PACE_CLAIM ||
	    x->rule->pace == PACE_OWNED) && rec->due > now) {
		rec->due = due_of(x->rule, a, rec->since, now,
		    walking);
	}
	x->is = true;
}

/* What is left of its time is kept for when it goes on. */
static void
disarm(struct turn *x, const struct subject *a, int64_t now)
{
	struct armed_rec *rec = &x->now;

	x->is = x->was && is_paused(a) && x->rule->pace == PACE_SLA &&
	    (rec->due != 0 || rec->left != 0);
	if (x->is && rec->due != 0) {
		rec->left = rec->due > now ? rec->due - now : 1;
		rec->due = 0;
	}
}

static bool
is_turn(const struct turn *x)
{
	return x->was != x->is ||
	    (x->is && memcmp(&x->old, &x->now, sizeof(x->now)) != 0);
}

/* --- the question's own clock ---------- */

/* The first of the clocks that run for it; 0 when none does. */
static int64_t
first_clock(const struct standing *st, struct txn *t, uint64_t root)
{
	struct armed armed[LIMIT_RULES];
	int n = armed_all(t, DOMAIN_ARTICLE, root, armed);
	int64_t first = 0;

	for (int i = 0; i < st->nrules; i++) {
		const struct standing_rule *r = &st->rule[i];
		const struct armed *a = r->pace == PACE_SLA ?
		    armed_find(armed, n, r->rec.id) : NULL;

		if (a != NULL && a->rec.due != 0 &&
		    (first == 0 || a->rec.due < first))
			first = a->rec.due;
	}
	return first;
}

/* What ran out stays to be seen until somebody has answered. */
static void
set_clock(struct step *s, const struct standing *st, uint64_t root)
{
	int64_t due = first_clock(st, s->t, root);
	struct question_rec q;

	if (!question_get(s->t, root, &q, NULL) || q.due == due ||
	    (due == 0 && q.state == STATE_ESCALATED))
		return;
	q.due = due;
	question_put(s->t, root, &q, slice_make(NULL, 0));
}

/* --- a subject ---------- */

/* An article that is gone is no concern of any rule, nor is a view. */
static bool
is_here(const struct subject *a)
{
	switch (a->domain) {
	case DOMAIN_ARTICLE:
		return a->rec.state == ARTICLE_HERE;
	case DOMAIN_BOARD:
		return !slice_is(a->kind, "view");
	case DOMAIN_USER:
		break;
	}
	return true;
}

/*
 * What an import brings from a time gone by: a clock that ran out before it
 * came here calls nobody any more.
 */
static void
pass_by(struct turn *x, const struct step *s)
{
	int64_t span = x->rule->rule.after, late = s->e->time - x->now.due;

	if (x->was || span == 0 || s->time >= s->e->time ||
	    x->now.due == 0 || late < 0 || x->rule->pace == PACE_OWNED)
		return;
	x->now.fired = x->rule->rule.every ? (uint32_t)(late / span + 1) : 1;
	x->now.due = x->rule->rule.every ?
	    x->now.due + x->now.fired * span : 0;
}

/*
 * Two rules that bring each other about would never end: what a rule's act
 * arms waits a while.
 */
static void
hold_back(struct turn *x, const struct step *s)
{
	int64_t soon = s->e->time + CHAIN_S;

	if (!x->was && x->now.due != 0 && x->now.due < soon &&
	    event_arg(s->e->args, "rule").len != 0)
		x->now.due = soon;
}

/* False when all stays as it is. */
static bool
look(struct step *s, const struct standing_rule *r, const struct subject *a,
    const struct armed *had, bool walking, struct turn *x)
{
	bool holds = is_here(a) && match(s->t, &r->rule.query, a, s->time);

	if (!holds && had == NULL)
		return false;
	*x = (struct turn){ .rule = r, .was = had != NULL };
	if (had != NULL)
		x->old = x->now = had->rec;
	if (holds) {
		arm(x, a, s->time, walking);
		pass_by(x, s);
		hold_back(x, s);
	} else {
		disarm(x, a, s->time);
	}
	return is_turn(x);
}

/* Whether it shows a time that no clock may stand behind any more. */
static bool
shows_time(const struct subject *a)
{
	return a->domain == DOMAIN_ARTICLE && a->asks &&
	    a->root == a->article && a->question.due != 0 &&
	    a->question.state != STATE_ESCALATED;
}

/* Whether there was anything to do. */
static bool
make_turns(struct step *s, const struct subject *a, uint64_t id,
    const struct turn *turn, int n)
{
	int domain = a->domain;
	bool clock = shows_time(a);

	for (int i = 0; i < n; i++) {
		const struct turn *x = &turn[i];
		uint32_t rule = x->rule->rec.id;

		if (x->is)
			armed_put(s->t, domain, id, rule, &x->old, &x->now);
		else
			armed_del(s->t, domain, id, rule, &x->old);
		clock = clock || x->rule->pace == PACE_SLA;
	}
	if (clock && domain == DOMAIN_ARTICLE)
		set_clock(s, standing_of(s->t), id);
	return clock || n != 0;
}

static bool
is_for(const struct standing_rule *r, enum domain domain)
{
	return r->text[0] != '\0' && r->domain == domain;
}

bool
rules_refresh(struct step *s, uint64_t id, const struct subject *a)
{
	const struct standing *st = standing_of(s->t);
	struct turn turn[LIMIT_RULES];
	struct armed armed[LIMIT_RULES];
	int narmed, n = 0;

	if (st->nrules == 0)
		return false;
	narmed = armed_all(s->t, a->domain, id, armed);
	for (int i = 0; i < st->nrules; i++) {
		const struct standing_rule *r = &st->rule[i];
		const struct armed *had;

		if (!is_for(r, a->domain))
			continue;
		had = armed_find(armed, narmed, r->rec.id);
		/* Its walk comes to this one later. */
		if (had == NULL && r->rec.at <= id)
			continue;
		if (look(s, r, a, had, false, &turn[n]))
			n++;
	}
	return make_turns(s, a, id, turn, n);
}

bool
rules_of_boards(struct txn *t)
{
	const struct standing *st = standing_of(t);

	for (int i = 0; i < st->nrules; i++)
		if (st->rule[i].domain == DOMAIN_BOARD)
			return true;
	return false;
}

/* --- what was there before ---------- */

void
rule_look_at(struct step *s, const struct standing_rule *r, uint64_t id)
{
	struct armed had = { .rule = r->rec.id };
	struct armed_rec old;
	struct subject a;
	struct turn x;
	bool was;

	if (r->rec.was != 0 &&
	    armed_get(s->t, r->domain, id, r->rec.was, &old))
		armed_del(s->t, r->domain, id, r->rec.was, &old);
	was = armed_get(s->t, r->domain, id, r->rec.id, &had.rec);
	if (subject_of(s->t, r->domain, id, &a) &&
	    look(s, r, &a, was ? &had : NULL, true, &x))
		make_turns(s, &a, id, &x, 1);
}
