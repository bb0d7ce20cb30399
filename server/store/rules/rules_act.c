/*
 * The act "rule": a rule begins, ends, and looks in slices at what was there
 * before it.
 */
#include "server/store/rules/armed.h"
#include "server/store/community/rows.h"

/* --- walks ---------- */

static void
walk(struct step *s, struct slice name, uint64_t from, uint64_t to)
{
	const struct standing_rule *r = rule_find(standing_of(s->t), name);
	uint64_t ids[WALK_LOOK], next;
	struct standing_rec rec;
	int n;

	if (r == NULL || r->text[0] == '\0')
		return;
	n = walk_ids(s->t, r->domain, false, from, to, ids, &next);
	for (int i = 0; i < n; i++)
		rule_look_at(s, r, ids[i]);
	rec = r->rec;
	rec.at = to;
	if (to == STANDING_READY)
		rec.was = 0;
	standing_put(s, T_RULE, name, &rec, slice_make(NULL, 0));
}

/* --- a rule that ends: its rows go in the order of their keys ---------- */

static void
walk_end(struct step *s, struct slice name, uint64_t from, uint64_t to)
{
	const struct standing_rule *r = rule_find(standing_of(s->t), name);
	uint64_t ids[WALK_LOOK], next;
	struct standing_rec rec;
	struct armed_rec old;
	int n;

	if (r == NULL)
		return;
	rec = r->rec;
	n = armed_walk(s->t, (int)rec.was, rec.id, from, to, ids,
	    &next);
	for (int i = 0; i < n; i++)
		if (armed_get(s->t, (int)rec.was, ids[i], rec.id, &old))
			armed_del(s->t, (int)rec.was, ids[i], rec.id, &old);
	rec.at = to;
	if (to == STANDING_READY)
		standing_del(s, T_RULE, name);
	else
		standing_put(s, T_RULE, name, &rec, SLICE(""));
}

/* --- the act ---------- */

static void
begin(struct step *s, struct slice name)
{
	struct standing_rec old = { 0 }, rec = {
		.at = event_arg(s->e->args, "ready").p != NULL ?
		    STANDING_READY : 1,
		.id = (uint32_t)s->e->seq,
	};
	struct buf text = BUF_INIT(LIMIT_LINE);
	struct slice was;

	if (standing_get(s->t, T_RULE, name, &old, &was) && was.len != 0)
		rec.was = old.id;
	text_unescape(&text, event_text(s->e->args));
	standing_put(s, T_RULE, name, &rec, buf_slice(&text));
	buf_clear(&text);
}

/* While it ends, was holds the domain that its rows stand under. */
static void
end(struct step *s, struct slice name)
{
	const struct standing_rule *r = rule_find(standing_of(s->t), name);
	struct standing_rec rec;

	if (r == NULL)
		return;
	rec = r->rec;
	rec.at = 0;
	rec.was = r->domain;
	standing_put(s, T_RULE, name, &rec, SLICE(""));
}

void
apply_RULE(struct step *s)
{
	struct slice name = slice_from(s->e->target, strlen("rule:"));
	struct standing_rec rec;
	struct slice text;
	uint64_t from, to;
	bool ends = standing_get(s->t, T_RULE, name, &rec, &text) &&
	    text.len == 0;

	if (walk_get(s->e->args, &from, &to) && ends)
		walk_end(s, name, from, to);
	else if (walk_get(s->e->args, &from, &to))
		walk(s, name, from, to);
	else if (event_text(s->e->args).len != 0)
		begin(s, name);
	else
		end(s, name);
}

/* --- deciding ---------- */

static enum err
decide_walk(struct view *v, struct slice name, struct decision *d)
{
	const struct standing_rule *r =
	    rule_find(standing_of(v->txn), name);
	uint64_t ids[WALK_LOOK], next;

	if (r == NULL || r->rec.at == STANDING_READY)
		return err_set(ERR_EXISTS, "all of it is there");
	if (r->text[0] == '\0')
		armed_walk(v->txn, (int)r->rec.was, r->rec.id, r->rec.at,
		    STANDING_READY, ids, &next);
	else
		walk_ids(v->txn, r->domain, false, r->rec.at, STANDING_READY,
		    ids, &next);
	walk_put(&d->args, r->rec.at, next);
	return OK;
}

/* Whether nothing is there that the rule could hold for. */
static bool
is_empty(struct txn *t, const struct rule *r)
{
	uint64_t ids[WALK_LOOK], next;
	enum domain domain = r->domain == QUERY_OF_USER ? DOMAIN_USER :
	    r->domain == QUERY_OF_BOARD ? DOMAIN_BOARD : DOMAIN_ARTICLE;

	return walk_ids(t, domain, true, 1, STANDING_READY, ids, &next) == 0;
}

static enum err
decide_begin(struct view *v, struct slice name, struct slice text,
    struct decision *d)
{
	const struct standing *st = standing_of(v->txn);
	const struct standing_rule *old = rule_find(st, name);
	struct rule r;
	int column;
	enum err e = rule_parse(text, &r, &column);

	if (e != OK)
		return e;
	/* "when is:open do leave" would end the account of each asker. */
	if (r.act->who == WHO_OWNER)
		return err_arg(":", "%s: only who it is about does that",
		    r.act->name);
	if (old != NULL && slice_is(text, old->text))
		return err_set(ERR_EXISTS, "the rule is so already");
	if (old == NULL && st->nrules >= LIMIT_RULES)
		return err_set(ERR_STATE, "there are %d rules; end one first",
		    LIMIT_RULES);
	if (is_empty(v->txn, &r))
		event_put_arg(&d->args, "ready", SLICE("1"));
	else
		d->again = true;
	event_put_text(&d->args, text);
	return OK;
}

enum err
decide_RULE(struct view *v, const struct intent *i, struct decision *d)
{
	struct slice name = slice_from(i->target, strlen("rule:"));
	struct buf text = BUF_INIT(LIMIT_LINE);
	const struct standing_rule *old;
	enum err e;

	buf_put_slice(&d->target, i->target);
	/* The first slice comes at once. */
	if (d->round != 0 ||
	    (d->me->system && event_arg(i->args, "walk").p != NULL))
		return decide_walk(v, name, d);
	text_unescape(&text, event_text(i->args));
	e = check_line(&text, "rule", ":");
	old = rule_find(standing_of(v->txn), name);
	if (e == OK && text.len != 0)
		e = decide_begin(v, name, buf_slice(&text), d);
	else if (e == OK && (old == NULL || old->text[0] == '\0'))
		e = err_set(ERR_NOTFOUND, "no such rule; XLIST rule shows "
		    "what there is");
	else if (e == OK)
		d->again = true;
	buf_clear(&text);
	return e;
}
