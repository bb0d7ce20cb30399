/*
 * How often an account may post: gaps, days, the same text again. Who keeps
 * order is not held up. COMMUNITY 3.7.
 */
#include "server/store/community/decide_order.h"

/* Earlier postings that are compared. */
enum { EARLIER_MAX = 8 };

static enum err
too_soon(int64_t wait, const char *why)
{
	return err_set(ERR_SLOW, "%lld s to go: %s",
	    (long long)wait, why);
}

static enum err
check_gap(struct view *v, const struct decision *d)
{
	const struct account_rec *me = &d->me->rec;
	bool fresh = me->trust == 0;
	int64_t thread = policy_of(v, fresh ? POLICY_NEW_THREAD_GAP :
	    POLICY_THREAD_GAP);
	int64_t post = policy_of(v, fresh ? POLICY_NEW_POST_GAP :
	    POLICY_POST_GAP);
	int64_t now = d->event.time;

	if (d->begins && me->thread_at + thread > now)
		return too_soon(me->thread_at + thread - now,
		    "there is a pause between two questions");
	if (me->post_at + post > now)
		return too_soon(me->post_at + post - now,
		    "there is a pause between two postings");
	return OK;
}

static bool
reached(struct view *v, enum policy_id id, uint32_t n)
{
	uint32_t most = policy_of(v, id);

	return most != 0 && n >= most;
}

/* What waits for a moderator is counted by the day alone. */
static uint32_t
in_all(uint32_t n, uint32_t today)
{
	return n > today ? n : today;
}

static enum err
check_day(struct view *v, const struct decision *d)
{
	struct account_rec me = d->me->rec;
	int64_t now = d->event.time, first = me.created + DAY_S - now;
	int64_t day = DAY_S - now % DAY_S;

	account_day(&me, now);
	if (first > 0 && d->begins && reached(v, POLICY_DAY1_THREADS,
	    in_all(me.threads, me.day_threads)))
		return too_soon(first, "so many questions are enough for the "
		    "first day; replies are welcome");
	if (first > 0 && !d->begins && !d->edits &&
	    reached(v, POLICY_DAY1_REPLIES,
	    in_all(me.replies, me.day_replies)))
		return too_soon(first, "so many replies are enough for the "
		    "first day");
	if (d->begins && reached(v, POLICY_DAY_THREADS, me.day_threads))
		return too_soon(day, "so many questions are enough for a day");
	if (d->edits && reached(v, POLICY_DAY_EDITS, me.day_edits))
		return too_soon(day, "so many changes are enough for a day");
	return OK;
}

/* What stands behind the header. */
static struct slice
body_of(struct slice raw)
{
	ptrdiff_t at = slice_find(raw, SLICE("\r\n\r\n"));

	return slice_trim(at >= 0 ? slice_from(raw, (size_t)at + 4) :
	    slice_make(NULL, 0));
}

static bool
says_the_same(struct view *v, uint64_t id, struct slice body)
{
	struct buf raw = BUF_INIT(2 * LIMIT_ARTICLE);
	bool same = body_get(v->store, v->txn, id, &raw) == OK &&
	    slice_eq(body_of(buf_slice(&raw)), body);

	buf_clear(&raw);
	return same;
}

static enum err
check_text(struct view *v, const struct intent *i, const struct decision *d)
{
	int64_t now = d->event.time, span = policy_of(v, POLICY_SAME_TEXT);
	uint64_t id = UINT64_MAX;
	struct slice body;
	struct mark_rec m;

	/* To take the place of the other is what it says the same for. */
	if (d->me->rec.post_at + span <= now || d->edits)
		return OK;
	body = body_of(buf_slice(&i->posting->raw));
	for (int n = 0; n < EARLIER_MAX; n++) {
		id = author_prev(v->txn, d->me->id, id);
		if (id == 0 || !mark_get(v->txn, id, &m, NULL) ||
		    m.time + span <= now)
			break;
		if (says_the_same(v, id, body))
			return too_soon(m.time + span - now, "you have posted "
			    "the same text already");
	}
	return OK;
}

enum err
check_pace(struct view *v, const struct intent *i, const struct decision *d)
{
	unsigned who = roles_any(d->me->roles);
	enum err e;

	if (i->relayed || d->imported || d->me->id == 0 || d->me->admin ||
	    i->posting->facts.control || (who & (WHO_MODERATOR | WHO_STAFF |
	    WHO_MANAGER | WHO_ADMIN)) != 0)
		return OK;
	e = check_gap(v, d);
	if (e == OK)
		e = check_day(v, d);
	return e == OK ? check_text(v, i, d) : e;
}

void
put_paced(const struct intent *i, struct decision *d)
{
	bool waits = slice_is(d->event.act, act_table[ACT_SUBMIT].name);

	if (i->relayed || d->imported || d->me->id == 0)
		return;
	/* A question says so itself, and so does a change. */
	if (waits || (d->begins && i->posting->facts.nrefs != 0))
		event_put_arg(&d->args, "paced",
		    d->edits ? SLICE("edit") : d->begins ? SLICE("thread") :
		    SLICE("reply"));
}
