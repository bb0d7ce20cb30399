/*
 * What fires: the act of a rule becomes an intent when its timer is due, and
 * its event says which rule it was; when there is nothing to do, a lapse.
 */
#include "server/store/community/rows.h"
#include "server/store/key.h"
#include "server/store/rules/armed.h"

/* --- what fired ---------- */

/* It does not fire again before it is disarmed, or before its next time. */
static void
set_fired(struct step *s, int domain, uint64_t id, uint32_t rule)
{
	const struct standing_rule *r = rule_by_id(standing_of(s->t), rule);
	bool every = r != NULL && r->text[0] != '\0' && r->rule.every;
	struct armed_rec old, rec;

	/* An act of several events fired once. */
	if (!armed_get(s->t, domain, id, rule, &old) ||
	    (every && old.due > s->e->time))
		return;
	rec = old;
	rec.due = every && old.due != 0 ? old.due + r->rule.after : 0;
	rec.left = 0;
	rec.fired = every ? old.fired + 1 : 1;
	armed_put(s->t, domain, id, rule, &old, &rec);
}

static bool
is_moderator(struct txn *t, struct slice target)
{
	struct key4 k = key_4(account_id(t, slice_from(target, 1)));
	struct slice v;

	return txn_get(t, T_MODERATOR, &k, sizeof(k), &v);
}

static bool
changes_moderators(const struct step *s)
{
	switch (s->act) {
	case ACT_GRANT:
	case ACT_REVOKE:
	case ACT_JOIN:
		return slice_find(s->e->args, SLICE("moderator")) >= 0 ||
		    s->act == ACT_REVOKE;
	case ACT_SUSPEND:
	case ACT_LIFT:
		return is_moderator(s->t, s->e->target);
	case ACT_LEAVE:
		return true;
	default:
		return false;
	}
}

void
rules_settle(struct step *s)
{
	const struct standing *st = standing_of(s->t);
	struct slice name = event_arg(s->e->args, "rule");
	const struct standing_rule *r;
	uint64_t id;

	if (name.len != 0 && (r = rule_find(st, name)) != NULL) {
		/* An article's author is the target of another one. */
		if (!event_arg_u64(s->e->args, "about", &id))
			target_domain(s->t, s->e->target, &id);
		set_fired(s, r->domain, id, r->rec.id);
	}
	if (st->nrules != 0 && changes_moderators(s))
		standing_again(s, AGAIN_COUNTS);
}

/* --- what fires ---------- */

static bool
put_subject(struct txn *t, enum domain domain, uint64_t id, struct buf *target)
{
	struct subject a;
	struct event e;
	struct slice line;

	if (!subject_of(t, domain, id, &a))
		return false;
	switch (domain) {
	case DOMAIN_ARTICLE:
		line = journal_get(t, id);
		if (line.p == NULL || event_parse(line, &e) != OK)
			return false;
		text_unescape(target, e.target);
		break;
	case DOMAIN_USER:
		buf_putc(target, '@');
		buf_put_slice(target, a.name);
		break;
	case DOMAIN_BOARD:
		buf_put_slice(target, a.board_name);
		break;
	}
	return true;
}

/* Who wrote the article, as a target. */
static bool
put_author(struct txn *t, uint64_t article, struct buf *target)
{
	struct mark_rec mark;

	return mark_get(t, article, &mark, NULL) && mark.author != 0 &&
	    put_subject(t, DOMAIN_USER, mark.author, target);
}

/* With the number of times it has been done, and this one, for "#". */
static void
put_counted(struct txn *t, const struct due *due, struct slice args,
    struct buf *out)
{
	struct armed_rec rec = { .fired = 0 };

	armed_get(t, due->domain, due->id, due->rule, &rec);
	for (size_t i = 0; i < args.len; i++)
		if (args.p[i] == '#')
			buf_put_u64(out, rec.fired + 1ull);
		else
			buf_putc(out, args.p[i]);
}

bool
timer_intent(struct txn *t, const struct due *due, struct intent *i,
    struct buf *target, struct buf *args)
{
	const struct standing_rule *r =
	    rule_by_id(standing_of(t), due->rule);
	bool author;

	if (r == NULL || r->text[0] == '\0')
		return false;
	author = r->rule.act->target == TARGET_USER &&
	    due->domain == DOMAIN_ARTICLE;
	if (author ? !put_author(t, due->id, target) :
	    !put_subject(t, (enum domain)due->domain, due->id, target))
		return false;
	if (r->rule.every)
		put_counted(t, due, r->rule.args, args);
	else
		buf_put_slice(args, r->rule.args);
	i->act = r->rule.act->id;
	i->rule = slice_of(r->name);
	i->about = author ? due->id : 0;
	i->target = buf_slice(target);
	i->args = buf_slice(args);
	return true;
}

void
timer_put_lapse(const struct due *due, struct buf *args)
{
	event_put_arg_u64(args, "due", (uint64_t)due->time);
	event_put_arg_u64(args, "domain", (uint64_t)due->domain);
	event_put_arg_u64(args, "number", due->id);
	event_put_arg_u64(args, "of", due->rule);
}

/* The target says of what, for people; the numbers which timer it was. */
enum err
decide_LAPSE(struct view *v, const struct intent *i, struct decision *d)
{
	(void)v;
	if (!d->me->system)
		return err_set(ERR_DENIED, "only the server says that");
	text_escape(&d->target, i->target);
	buf_put_slice(&d->args, i->args);
	return OK;
}

void
apply_LAPSE(struct step *s)
{
	uint64_t time = 0, domain = 0, id = 0, rule = 0;
	struct due due;

	event_arg_u64(s->e->args, "due", &time);
	event_arg_u64(s->e->args, "domain", &domain);
	event_arg_u64(s->e->args, "number", &id);
	event_arg_u64(s->e->args, "of", &rule);
	set_fired(s, (int)domain, id, (uint32_t)rule);
	due = (struct due){
		(int64_t)time, (int)domain, id, (uint32_t)rule };
	timer_drop(s->t, &due);
}
