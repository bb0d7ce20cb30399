/* Bookkeeping of articles under way. */
#include "server/feed/queue.h"

enum { FIRST_MS = 5000, LONGEST_MS = 300000 };

/* All below the oldest one without a verdict are done. */
static void
settle(struct queue *q)
{
	uint64_t seq = q->read;

	for (int i = 0; i < q->n; i++)
		if (!q->item[i].deferred && q->item[i].id <= seq)
			seq = q->item[i].id - 1;
	if (seq != q->mark.seq)
		q->changed = true;
	q->mark.seq = seq;
}

void
queue_init(struct queue *q, uint64_t seq)
{
	q->mark.seq = q->read = seq;
	q->n = 0;
	for (int i = 0; i < q->mark.n; i++) {
		q->mark.deferred[i].due = 0;
		q->mark.deferred[i].out = false;
	}
}

bool
queue_stuck(const struct queue *q)
{
	/* Room for those that are out already. */
	return q->mark.n + q->n >= LIMIT_FEED_DEFERRED;
}

void
queue_add(struct queue *q, uint64_t id, struct slice msgid, bool deferred)
{
	struct item *i = &q->item[q->n++];

	*i = (struct item){ .id = id, .deferred = deferred };
	slice_copy(msgid, i->msgid, sizeof(i->msgid));
	if (!deferred)
		queue_pass(q, id);
}

struct item *
queue_first(struct queue *q, enum item_state state)
{
	for (int i = 0; i < q->n; i++)
		if (q->item[i].state == state)
			return &q->item[i];
	return NULL;
}

struct item *
queue_find(struct queue *q, struct slice msgid, enum item_state state)
{
	if (msgid.len == 0)
		return queue_first(q, state);
	for (int i = 0; i < q->n; i++)
		if (q->item[i].state == state &&
		    slice_is(msgid, q->item[i].msgid))
			return &q->item[i];
	return NULL;
}

static struct deferred *
deferred_find(struct queue *q, uint64_t id)
{
	for (int i = 0; i < q->mark.n; i++)
		if (q->mark.deferred[i].id == id)
			return &q->mark.deferred[i];
	return NULL;
}

void
queue_forget(struct queue *q, uint64_t id)
{
	struct deferred *d = deferred_find(q, id);

	if (d == NULL)
		return;
	*d = q->mark.deferred[--q->mark.n];
	q->changed = true;
}

static void
remove_item(struct queue *q, struct item *i)
{
	struct item *end = q->item + --q->n;

	memmove(i, i + 1, (size_t)((char *)end - (char *)i));
	settle(q);
}

void
queue_done(struct queue *q, struct item *i)
{
	if (i->deferred)
		queue_forget(q, i->id);
	remove_item(q, i);
}

static struct deferred *
deferred_add(struct queue *q, uint64_t id, int64_t now)
{
	struct deferred *d;

	if (q->mark.n == LIMIT_FEED_DEFERRED)
		return NULL;
	d = &q->mark.deferred[q->mark.n++];
	*d = (struct deferred){ .id = id, .since = now };
	return d;
}

bool
queue_defer(struct queue *q, struct item *i, uint64_t mono, int64_t now)
{
	struct deferred *d = i->deferred ? deferred_find(q, i->id) :
	    deferred_add(q, i->id, now);
	uint64_t wait = LONGEST_MS;

	if (d == NULL || now - d->since > LIMIT_FEED_DEFER_S) {
		queue_done(q, i);
		return false;
	}
	if (d->tries < 6)
		wait = (uint64_t)FIRST_MS << d->tries;
	d->tries += d->tries < UINT16_MAX;
	d->due = mono + wait;
	d->out = false;
	q->changed = true;
	remove_item(q, i);
	return true;
}

void
queue_rewind(struct queue *q)
{
	for (int i = 0; i < q->n; i++)
		q->item[i].state = ITEM_NEW;
}

uint64_t
queue_due(struct queue *q, uint64_t mono)
{
	for (int i = 0; i < q->mark.n; i++) {
		struct deferred *d = &q->mark.deferred[i];

		if (!d->out && d->due <= mono) {
			d->out = true;
			return d->id;
		}
	}
	return 0;
}

uint64_t
queue_next_due(const struct queue *q)
{
	uint64_t due = UINT64_MAX;

	for (int i = 0; i < q->mark.n; i++)
		if (!q->mark.deferred[i].out && q->mark.deferred[i].due < due)
			due = q->mark.deferred[i].due;
	return due;
}

void
queue_hurry(struct queue *q)
{
	for (int i = 0; i < q->mark.n; i++)
		q->mark.deferred[i].due = 0;
}

void
queue_pass(struct queue *q, uint64_t id)
{
	if (id > q->read)
		q->read = id;
	settle(q);
}
