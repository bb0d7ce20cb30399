/*
 * What the writer does within its transaction: an intent is decided,
 * journalled and applied; so is what nobody asks for, timers that are due and
 * walks over what was there before a rule or a view.
 */
#include "server/store/work.h"

#include <stdio.h>

#include "proto/account.h"
#include "server/store/community/people.h"
#include "server/store/rules/rules.h"
#include "server/store/rules/standing.h"

#define FIRE_MAX 64	/* timers that fire in one commit */

/* --- one intent --------------------------------------------------------- */

static void
put_secret(struct txn *t, const struct intent *i)
{
	struct slice name = slice_from(i->target, 1);

	if (i->act == ACT_JOIN && i->secret.len != 0)
		txn_put(t, T_SECRET, name.p, name.len, i->secret.p,
		    i->secret.len);
}

/* The event into the tables, with the facts of what it brings or redacts. */
static void
apply_event(struct work *w, struct txn *t, const struct event *e,
    const struct facts *brought)
{
	struct buf raw = BUF_INIT(2 * LIMIT_ARTICLE);
	struct facts f;
	enum err err;

	if (slice_is(e->act, act_table[ACT_REDACT].name))
		redact_bytes(w->store, t, e);
	if (!slice_is(e->act, act_table[ACT_RESTORE].name)) {
		apply(t, e, brought);
		return;
	}
	err = article_facts(w->store, t, target_id(t, e->target), &raw, &f);
	if (err == OK)
		apply(t, e, &f);
	else
		txn_fail(t, err);
	facts_clear(&f);
	buf_clear(&raw);
}

static bool
changes_staff(const struct event *e, enum act_id act)
{
	return act == ACT_GRANT || act == ACT_REVOKE || act == ACT_LEAVE ||
	    (act == ACT_JOIN && account_is_staff(event_arg(e->args, "roles")));
}

static void
record(struct work *w, struct txn *t, struct decision *d,
    const struct intent *i)
{
	const struct posting *p = d->carries ? i->posting : NULL;
	uint64_t held;
	struct buf line = BUF_INIT(LIMIT_HEADER);

	d->event.seq = ++w->seq;
	event_print(&d->event, &line);
	journal_put(t, d->event.seq, buf_slice(&line));
	if (p != NULL)
		body_put(t, d->event.seq, buf_slice(&p->body));
	/* It goes on as another article, with the Approved field. */
	if (i->act == ACT_PUBLISH && p != NULL &&
	    event_arg_u64(d->event.args, "held", &held))
		body_del(t, held);
	if (i->act == ACT_EXPIRE)
		expire_bytes(w->store, t, &d->event);
	else if (i->act == ACT_FORGET)
		forget_bytes(w->store, t, &d->event);
	else if (i->act == ACT_LEAVE)
		forget_private(t, &d->event);
	w->left = w->left || i->act == ACT_LEAVE;
	if (changes_staff(&d->event, i->act))
		atomic_store(&w->store->staff_seq, w->seq);
	if (!d->again)
		put_secret(t, i);
	apply_event(w, t, &d->event, p != NULL ? &p->facts : NULL);
	buf_clear(&line);
}

void
intent_answer(struct intent *i, enum err e)
{
	i->err = e;
	if (e == OK)
		return;
	slice_copy(slice_of(err_detail()), i->why, sizeof(i->why));
	i->fault = err_key();
}

static bool
is_refused(const struct intent *i)
{
	return i->err != OK && (i->err != ERR_EXISTS || i->act == ACT_POST);
}

/* Not journalled, but for the trust that it may earn. */
static void
perform_read(struct work *w, struct txn *t, struct intent *i,
    struct decision *d)
{
	struct intent trust = {
		.act = ACT_TRUST, .actor = SLICE("system"),
		.target = i->actor, .args = SLICE("why=reading"),
	};
	struct view v = { .txn = t, .store = w->store };
	bool earned;

	intent_answer(i, read_perform(&v, i, w->time, &earned));
	if (!is_refused(i))
		i->seq = w->seq;
	if (earned)
		work_perform(w, t, &trust, d);
}

void
work_perform(struct work *w, struct txn *t, struct intent *i,
    struct decision *d)
{
	struct view v = { .txn = t, .store = w->store };

	if (i->act == ACT_READ) {
		perform_read(w, t, i, d);
		return;
	}
	d->posted = 0;
	d->answer = 0;
	d->round = 0;
	d->earlier = 0;
	do {
		intent_answer(i, decide(&v, i, w->time, d));
		if (i->err != OK) {
			i->seq = d->earlier;
			return;
		}
		record(w, t, d, i);
		d->round++;
		if (d->answers)
			d->answer = w->seq;
		if (d->carries) {
			d->posted = w->seq;
			i->held = slice_is(d->event.act,
			    act_table[ACT_SUBMIT].name);
		}
	} while (d->again && txn_error(t) == OK);
	/* A control article is beside what was asked for. */
	i->seq = d->posted != 0 && !posting_beside(i->act) ? d->posted :
	    d->answer != 0 ? d->answer : w->seq;
}

/* None of it was done; the first one says why. */
static void
undo_all(struct work *w, struct txn *t, struct txn **part, uint64_t before)
{
	enum err e = txn_error(*part);

	if (e != OK)
		txn_fail(t, err_set(e, "%s", txn_why(*part)));
	txn_abort(part);
	if (w->seq == before)
		return;
	w->seq = before;
	msgids_undo(w->store->db, before);
	standing_forget(w->store->db);
	words_forget(w->store->db);
}

/* What is to be done together. */
void
work_together(struct work *w, struct txn *t, struct intent *first,
    struct decision *d)
{
	struct txn *part = txn_nest(t);
	uint64_t before = w->seq;
	struct intent *i = first;

	if (part == NULL) {
		txn_fail(t, ERR_IO);
		return;
	}
	for (; i != NULL && txn_error(part) == OK; i = i->also) {
		work_perform(w, part, i, d);
		if (is_refused(i))
			break;
	}
	if (i == NULL && txn_error(part) == OK) {
		txn_fail(t, txn_commit(&part));
		return;
	}
	first->failed = i;
	if (i != NULL && i != first) {
		first->err = i->err;
		memcpy(first->why, i->why, sizeof(first->why));
		first->fault = i->fault;
	}
	undo_all(w, t, &part, before);
}

/* --- what nobody asks for ------------------------------------------------ */

/* A timer's act; when there is nothing to do, that is what happened. */
static void
fire(struct work *w, struct txn *t, const struct due *due,
    struct decision *d)
{
	struct buf target = BUF_INIT(LIMIT_HEADER);
	struct buf args = BUF_INIT(LIMIT_HEADER);
	struct intent i = { .actor = SLICE("system"), .admin = true };

	if (timer_intent(t, due, &i, &target, &args))
		work_perform(w, t, &i, d);
	if (txn_error(t) == OK && timer_runs(t, due)) {
		buf_reset(&args);
		timer_put_lapse(due, &args);
		i.act = ACT_LAPSE;
		i.target = target.len != 0 ? buf_slice(&target) : SLICE("-");
		i.args = buf_slice(&args);
		work_perform(w, t, &i, d);
		if (i.err != OK)
			txn_fail(t, err_set(i.err, "%s", i.why));
	}
	buf_clear(&target);
	buf_clear(&args);
}

/* A step of looking at what was there before a rule or a view was. */
static void
walk(struct work *w, struct txn *t, struct decision *d)
{
	struct buf target = BUF_INIT(LIMIT_HEADER);
	struct intent i = { .actor = SLICE("system"), .admin = true };
	char args[32];
	uint32_t id;

	if (standing_unfinished(t, &i.act, &target, &id)) {
		snprintf(args, sizeof(args), "walk=%lu", (unsigned long)id);
		i.target = buf_slice(&target);
		i.args = slice_of(args);
		work_perform(w, t, &i, d);
	}
	buf_clear(&target);
}

/* Takes somebody who left out of some articles. */
static void
forget(struct work *w, struct txn *t, struct decision *d)
{
	struct intent i = {
		.act = ACT_FORGET, .actor = SLICE("system"), .admin = true,
	};
	uint32_t id = w->left ? forget_next(t, 0) : 0;
	char name[32];

	w->left = id != 0;
	if (id == 0)
		return;
	snprintf(name, sizeof(name), "@" ACCOUNT_GONE, (unsigned)id);
	i.target = slice_of(name);
	work_perform(w, t, &i, d);
	if (i.err != OK)
		w->left = false;
}

void
work_chores(struct work *w, struct txn *t, struct decision *d)
{
	struct due due;

	for (int n = 0; n < FIRE_MAX && txn_error(t) == OK &&
	    timer_due(t, w->time, &due); n++)
		fire(w, t, &due, d);
	if (txn_error(t) == OK)
		walk(w, t, d);
	if (txn_error(t) == OK)
		forget(w, t, d);
}

/* What is left of them, or has come. */
void
work_ahead(struct work *w, struct txn *t)
{
	struct buf target = BUF_INIT(LIMIT_HEADER);
	enum act_id act;
	uint32_t id;

	w->due = timer_first(t);
	w->chores = (w->due != 0 && w->due <= w->time) ||
	    standing_unfinished(t, &act, &target, &id) || w->left;
	buf_clear(&target);
}
