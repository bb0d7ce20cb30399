/* Arming and disarming, timers, and what fires. */
#include "server/store/rules.h"

#include "common/endian.h"
#include "server/store/match.h"
#include "server/store/rows.h"
#include "server/store/standing_list.h"

struct armed_key {
	unsigned char b[13];
};

struct timer_key {
	unsigned char b[21];
};

enum { ARMED_PREFIX = 9 };	/* bytes that say which subject */

static struct armed_key
armed_key(int domain, uint64_t id, uint32_t rule)
{
	struct armed_key k;

	k.b[0] = (unsigned char)domain;
	put_be64(k.b + 1, id);
	put_be32(k.b + ARMED_PREFIX, rule);
	return k;
}

static struct timer_key
timer_key(int64_t due, int domain, uint64_t id, uint32_t rule)
{
	struct armed_key armed = armed_key(domain, id, rule);
	struct timer_key k;

	put_be64(k.b, (uint64_t)due);
	memcpy(k.b + 8, &armed, sizeof(armed));
	return k;
}

/* --- timers --------------------------------------------------------------- */

bool
timer_due(struct txn *t, int64_t now, struct due *out)
{
	struct cursor c;
	bool found;

	cursor_open(&c, t, T_TIMER);
	found = cursor_seek(&c, NULL, 0) &&
	    c.key.len == sizeof(struct timer_key) &&
	    (int64_t)get_be64(c.key.p) <= now;
	if (found)
		*out = (struct due){
			.time = (int64_t)get_be64(c.key.p),
			.domain = c.key.p[8],
			.id = get_be64(c.key.p + 9),
			.rule = get_be32(c.key.p + 17),
		};
	cursor_close(&c);
	return found;
}

int64_t
timer_first(struct txn *t)
{
	struct due due;

	return timer_due(t, INT64_MAX, &due) ? due.time : 0;
}

bool
timer_runs(struct txn *t, const struct due *due)
{
	struct timer_key k =
	    timer_key(due->time, due->domain, due->id, due->rule);
	struct slice v;

	return txn_get(t, T_TIMER, &k, sizeof(k), &v);
}

/* --- rows ----------------------------------------------------------------- */

/* What is armed for one subject. */
struct armed {
	uint32_t rule;
	struct armed_rec rec;
};

static bool
armed_get(struct txn *t, int domain, uint64_t id, uint32_t rule,
    struct armed_rec *rec)
{
	struct armed_key k = armed_key(domain, id, rule);
	struct slice v;

	if (!txn_get(t, T_ARMED, &k, sizeof(k), &v) || v.len != sizeof(*rec))
		return false;
	memcpy(rec, v.p, sizeof(*rec));
	return true;
}

/* The row and its timer, which are as old then. */
static void
armed_put(struct txn *t, int domain, uint64_t id, uint32_t rule,
    const struct armed_rec *old, const struct armed_rec *rec)
{
	struct armed_key k = armed_key(domain, id, rule);
	struct timer_key timer;

	if (old->due != rec->due && old->due != 0) {
		timer = timer_key(old->due, domain, id, rule);
		txn_del(t, T_TIMER, &timer, sizeof(timer));
	}
	if (old->due != rec->due && rec->due != 0) {
		timer = timer_key(rec->due, domain, id, rule);
		txn_put(t, T_TIMER, &timer, sizeof(timer), "", 0);
	}
	txn_put(t, T_ARMED, &k, sizeof(k), rec, sizeof(*rec));
}

static void
armed_del(struct txn *t, int domain, uint64_t id, uint32_t rule,
    const struct armed_rec *old)
{
	struct armed_key k = armed_key(domain, id, rule);
	struct timer_key timer = timer_key(old->due, domain, id, rule);

	if (old->due != 0)
		txn_del(t, T_TIMER, &timer, sizeof(timer));
	txn_del(t, T_ARMED, &k, sizeof(k));
}

static int
armed_all(struct txn *t, int domain, uint64_t id,
    struct armed out[LIMIT_RULES])
{
	struct armed_key k = armed_key(domain, id, 0);
	struct cursor c;
	int n = 0;

	cursor_open(&c, t, T_ARMED);
	for (bool more = cursor_seek(&c, &k, sizeof(k)); more &&
	    n < LIMIT_RULES && memcmp(c.key.p, &k, ARMED_PREFIX) == 0;
	    more = cursor_next(&c)) {
		if (c.val.len != sizeof(out[n].rec))
			continue;
		out[n].rule = get_be32(c.key.p + ARMED_PREFIX);
		memcpy(&out[n++].rec, c.val.p, sizeof(out->rec));
	}
	cursor_close(&c);
	return n;
}

void
rules_move(struct txn *t, uint64_t from, uint64_t to)
{
	struct armed all[LIMIT_RULES];
	int n = armed_all(t, DOMAIN_ARTICLE, from, all);

	for (int i = 0; i < n; i++) {
		struct armed_rec old = { .due = 0 };

		armed_get(t, DOMAIN_ARTICLE, to, all[i].rule, &old);
		armed_put(t, DOMAIN_ARTICLE, to, all[i].rule, &old,
		    &all[i].rec);
		armed_del(t, DOMAIN_ARTICLE, from, all[i].rule, &all[i].rec);
	}
}

/* --- when ----------------------------------------------------------------- */

/* When the rule's act is due for what it begins to hold for; 0: never. */
static int64_t
due_of(const struct standing_rule *r, const struct subject *a, int64_t now,
    bool walking)
{
	int64_t span = r->rule.after;

	switch (r->pace) {
	case PACE_CLAIM:
		return a->question.claimed != 0 ? a->question.claimed :
		    now + span;
	case PACE_SLA:
		if (a->row.sla != UINT32_MAX)
			span = a->row.sla;
		if (span == 0)
			return 0;
		/* It was asked before anybody knew of the rule. */
		return (walking ? a->question.asked : now) + span;
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

/* --- one rule and one subject ----------------------------------------------- */

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
		rec->due = due_of(x->rule, a, now, walking);
	} else if (rec->left != 0) {
		rec->due = now + rec->left;
		rec->left = 0;
	} else if (x->rule->pace == PACE_CLAIM && rec->due != 0) {
		rec->due = due_of(x->rule, a, now, walking);
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

static const struct armed *
find_armed(const struct armed *armed, int n, uint32_t rule)
{
	for (int i = 0; i < n; i++)
		if (armed[i].rule == rule)
			return &armed[i];
	return NULL;
}

static bool
is_turn(const struct turn *x)
{
	return x->was != x->is ||
	    (x->is && memcmp(&x->old, &x->now, sizeof(x->now)) != 0);
}

/* --- the question's own clock ----------------------------------------------- */

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
		    find_armed(armed, n, r->rec.id) : NULL;

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

/* --- a subject -------------------------------------------------------------- */

static bool
subject_of(struct txn *t, int domain, uint64_t id, struct subject *out)
{
	switch ((enum domain)domain) {
	case DOMAIN_ARTICLE:
		return subject_article(t, id, out);
	case DOMAIN_USER:
		return subject_user(t, (uint32_t)id, out);
	case DOMAIN_BOARD:
		return subject_board(t, (uint32_t)id, out);
	}
	return false;
}

/* An article that is gone is no concern of any rule. */
static bool
is_here(const struct subject *a)
{
	return a->domain != DOMAIN_ARTICLE || a->rec.state == ARTICLE_HERE;
}

static struct turn
look(struct step *s, const struct standing_rule *r, const struct subject *a,
    const struct armed *had, bool walking)
{
	struct turn x = { .rule = r, .was = had != NULL };

	if (had != NULL)
		x.old = x.now = had->rec;
	if (is_here(a) && match(s->t, &r->rule.query, a, s->time))
		arm(&x, a, s->time, walking);
	else if (x.was)
		disarm(&x, a, s->time);
	return x;
}

/* Whether it shows a time that no clock may stand behind any more. */
static bool
shows_time(const struct subject *a)
{
	return a->domain == DOMAIN_ARTICLE && a->asks &&
	    a->root == a->article && a->question.due != 0 &&
	    a->question.state != STATE_ESCALATED;
}

static void
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
}

/* Whether the rule is for such things, and has come to this one. */
static bool
concerns(const struct standing_rule *r, int domain, uint64_t id, bool armed)
{
	return r->text[0] != '\0' && r->domain == (enum domain)domain &&
	    (armed || r->rec.at > id);
}

void
rules_refresh(struct step *s, int domain, uint64_t id)
{
	const struct standing *st = standing_of(s->t);
	struct turn turn[LIMIT_RULES];
	struct armed armed[LIMIT_RULES];
	struct subject a;
	int narmed, n = 0;

	if (st->nrules == 0 || !subject_of(s->t, domain, id, &a))
		return;
	narmed = armed_all(s->t, domain, id, armed);
	for (int i = 0; i < st->nrules; i++) {
		const struct standing_rule *r = &st->rule[i];
		const struct armed *had =
		    find_armed(armed, narmed, r->rec.id);

		if (!concerns(r, domain, id, had != NULL))
			continue;
		turn[n] = look(s, r, &a, had, false);
		n += is_turn(&turn[n]) ? 1 : 0;
	}
	make_turns(s, &a, id, turn, n);
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

/* --- what fired ------------------------------------------------------------- */

static const struct standing_rule *
find_rule(const struct standing *st, struct slice name)
{
	for (int i = 0; i < st->nrules; i++)
		if (slice_is(name, st->rule[i].name))
			return &st->rule[i];
	return NULL;
}

static const struct standing_rule *
find_rule_id(const struct standing *st, uint32_t id)
{
	for (int i = 0; i < st->nrules; i++)
		if (st->rule[i].rec.id == id)
			return &st->rule[i];
	return NULL;
}

/* It does not fire again before it is disarmed. */
static void
set_fired(struct txn *t, int domain, uint64_t id, uint32_t rule)
{
	struct armed_rec old, rec;

	if (!armed_get(t, domain, id, rule, &old))
		return;
	rec = old;
	rec.due = rec.left = 0;
	rec.fired = 1;
	armed_put(t, domain, id, rule, &old, &rec);
}

static uint64_t
subject_id(struct txn *t, struct slice target)
{
	if (slice_starts(target, "<"))
		return target_id(t, target);
	if (slice_starts(target, "@"))
		return account_id(t, slice_from(target, 1));
	return board_id(t, target);
}

/* Rules that count accounts look at all boards anew when one has changed. */
static void
count_again(struct step *s, const struct standing *st)
{
	struct standing_rec rec;
	bool any = false;

	for (int i = 0; i < st->nrules; i++)
		any = any || (st->rule[i].counts && st->rule[i].rec.at != 1);
	for (int i = 0; any && i < st->nrules; i++) {
		rec = st->rule[i].rec;
		rec.at = 1;
		if (st->rule[i].counts)
			standing_put(s, T_RULE, slice_of(st->rule[i].name),
			    &rec, slice_make(NULL, 0));
	}
}

static bool
changes_moderators(const struct event *e)
{
	const struct act *act = act_find(e->act);

	switch (act->id) {
	case ACT_GRANT:
	case ACT_REVOKE:
	case ACT_JOIN:
		return slice_find(e->args, SLICE("moderator")) >= 0 ||
		    act->id == ACT_REVOKE;
	case ACT_LEAVE:
	case ACT_SUSPEND:
	case ACT_LIFT:
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

	if (name.len != 0 && (r = find_rule(st, name)) != NULL)
		set_fired(s->t, r->domain,
		    subject_id(s->t, s->e->target), r->rec.id);
	if (st->nrules != 0 && changes_moderators(s->e))
		count_again(s, st);
}

/* --- what fires ------------------------------------------------------------- */

static bool
put_subject(struct txn *t, int domain, uint64_t id, struct buf *target)
{
	struct subject a;
	struct event e;
	struct slice line;

	if (!subject_of(t, domain, id, &a))
		return false;
	switch ((enum domain)domain) {
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

bool
timer_intent(struct txn *t, const struct due *due, enum act_id *act,
    struct buf *target, struct buf *args, struct slice *name)
{
	const struct standing_rule *r =
	    find_rule_id(standing_of(t), due->rule);

	if (r == NULL || r->text[0] == '\0' ||
	    !put_subject(t, due->domain, due->id, target))
		return false;
	*act = r->rule.act->id;
	*name = slice_of(r->name);
	buf_put_slice(args, r->rule.args);
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
	struct timer_key k;

	event_arg_u64(s->e->args, "due", &time);
	event_arg_u64(s->e->args, "domain", &domain);
	event_arg_u64(s->e->args, "number", &id);
	event_arg_u64(s->e->args, "of", &rule);
	set_fired(s->t, (int)domain, id, (uint32_t)rule);
	k = timer_key((int64_t)time, (int)domain, id, (uint32_t)rule);
	txn_del(s->t, T_TIMER, &k, sizeof(k));
}

/* --- walks ------------------------------------------------------------------ */

static void
walk_one(struct step *s, const struct standing_rule *r, uint64_t id)
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
	if (!subject_of(s->t, r->domain, id, &a))
		return;
	x = look(s, r, &a, was ? &had : NULL, true);
	if (is_turn(&x))
		make_turns(s, &a, id, &x, 1);
}

static void
walk(struct step *s, struct slice name, uint64_t from, uint64_t to)
{
	const struct standing_rule *r = find_rule(standing_of(s->t), name);
	uint64_t ids[WALK_LOOK], next;
	struct standing_rec rec;
	int n;

	if (r == NULL || r->text[0] == '\0')
		return;
	n = walk_ids(s->t, r->domain, false, from, to, ids, &next);
	for (int i = 0; i < n; i++)
		walk_one(s, r, ids[i]);
	rec = r->rec;
	rec.at = to;
	if (to == STANDING_READY)
		rec.was = 0;
	standing_put(s, T_RULE, name, &rec, slice_make(NULL, 0));
}

/* --- a rule that ends: its rows go in the order of their keys ----------------- */

/* The subjects that it is armed for; the first in *next that is left. */
static int
walk_armed(struct txn *t, const struct standing_rule *r, uint64_t from,
    uint64_t to, uint64_t ids[WALK_LOOK], uint64_t *next)
{
	struct armed_key k = armed_key(r->rec.was, from, 0);
	struct cursor c;
	int n = 0, passed = 0;

	*next = STANDING_READY;
	cursor_open(&c, t, T_ARMED);
	for (bool more = cursor_seek(&c, &k, sizeof(k)); more &&
	    (unsigned char)c.key.p[0] == k.b[0]; more = cursor_next(&c)) {
		uint64_t id = get_be64(c.key.p + 1);

		if (id >= to)
			break;
		if (n == WALK_LOOK || passed++ >= WALK_PASS) {
			*next = id;
			break;
		}
		if (get_be32(c.key.p + ARMED_PREFIX) == r->rec.id)
			ids[n++] = id;
	}
	cursor_close(&c);
	return n;
}

static void
walk_end(struct step *s, struct slice name, uint64_t from, uint64_t to)
{
	const struct standing_rule *r = find_rule(standing_of(s->t), name);
	uint64_t ids[WALK_LOOK], next;
	struct standing_rec rec;
	struct armed_rec old;
	int n;

	if (r == NULL)
		return;
	rec = r->rec;
	n = walk_armed(s->t, r, from, to, ids, &next);
	for (int i = 0; i < n; i++)
		if (armed_get(s->t, (int)rec.was, ids[i], rec.id, &old))
			armed_del(s->t, (int)rec.was, ids[i], rec.id, &old);
	rec.at = to;
	if (to == STANDING_READY)
		standing_del(s, T_RULE, name);
	else
		standing_put(s, T_RULE, name, &rec, SLICE(""));
}

/* --- the act ---------------------------------------------------------------- */

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
	const struct standing_rule *r = find_rule(standing_of(s->t), name);
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

/* --- deciding --------------------------------------------------------------- */

static enum err
decide_walk(struct view *v, struct slice name, struct decision *d)
{
	const struct standing_rule *r =
	    find_rule(standing_of(v->txn), name);
	uint64_t ids[WALK_LOOK], next;

	if (r == NULL || r->rec.at == STANDING_READY)
		return err_set(ERR_EXISTS, "all of it is there");
	if (r->text[0] == '\0')
		walk_armed(v->txn, r, r->rec.at, STANDING_READY, ids, &next);
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
	const struct standing_rule *old = find_rule(st, name);
	struct rule r;
	int column;
	enum err e = rule_parse(text, &r, &column);

	if (e != OK)
		return e;
	if (old != NULL && slice_is(text, old->text))
		return err_set(ERR_EXISTS, "the rule is so already");
	if (old == NULL && st->nrules >= LIMIT_RULES)
		return err_set(ERR_STATE, "there are %d rules; end one first",
		    LIMIT_RULES);
	if (is_empty(v->txn, &r))
		event_put_arg(&d->args, "ready", SLICE("1"));
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
	if (d->me->system && event_arg(i->args, "walk").p != NULL)
		return decide_walk(v, name, d);
	text_unescape(&text, event_text(i->args));
	e = check_line(&text, "rule");
	old = find_rule(standing_of(v->txn), name);
	if (e == OK && text.len != 0)
		e = decide_begin(v, name, buf_slice(&text), d);
	else if (e == OK && (old == NULL || old->text[0] == '\0'))
		e = err_set(ERR_NOTFOUND, "no such rule; XLIST rule shows "
		    "what there is");
	buf_clear(&text);
	return e;
}
