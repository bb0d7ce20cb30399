/* What of a connection's bytes is left over, and what it waits for. */
#include "server/net/flow.h"

#include <string.h>

#include "server/net/deflate.h"

/* --- events ------------------------------------------------------------ */

void
flow_arm(struct conn *c, bool on)
{
	if (c->armed == on)
		return;
	c->armed = on;
	if (on)
		event_add(&c->readable, NULL);
	else
		event_del(&c->readable);
}

void
flow_arm_write(struct conn *c, bool on)
{
	if (c->armed_write == on)
		return;
	c->armed_write = on;
	if (on)
		event_add(&c->writable, NULL);
	else
		event_del(&c->writable);
}

/* Handshakes are costly: they have a queue of their own. */
static struct conn_queue *
queue_of(struct conn *c)
{
	return c->phase == CONN_SHAKING ? &c->worker->shaking :
	    &c->worker->ready;
}

void
flow_ready(struct conn *c)
{
	static const struct timeval now = { 0, 0 };
	struct worker *w = c->worker;

	if (c->queued)
		return;
	c->queued = true;
	if (TAILQ_EMPTY(&w->ready) && TAILQ_EMPTY(&w->shaking))
		event_add(&w->turn, &now);
	TAILQ_INSERT_TAIL(queue_of(c), c, ready);
}

void
flow_unready(struct conn *c)
{
	if (!c->queued)
		return;
	c->queued = false;
	TAILQ_REMOVE(queue_of(c), c, ready);
}

/* --- input ------------------------------------------------------------- */

struct slice
flow_rest(const struct conn *c)
{
	return slice_from(buf_slice(&c->in), c->in_at);
}

/* There may be a password in it. */
void
flow_forget(struct conn *c)
{
	if (c->in.p != NULL) {
		explicit_bzero(c->in.p, c->in.len);
		buf_clear(&c->in);
	}
	c->in_at = 0;
}

void
flow_keep(struct conn *c, struct slice in)
{
	struct buf *b = &c->in;

	if (b->p != NULL && in.len != 0 && in.p >= b->p &&
	    in.p < b->p + b->len) {
		size_t at = (size_t)(in.p - b->p);

		explicit_bzero(b->p + c->in_at, at - c->in_at);
		c->in_at = at;
		return;
	}
	flow_forget(c);
	buf_put_slice(b, in);
}

/* --- output ------------------------------------------------------------ */

bool
flow_send(struct conn *c, struct slice *s)
{
	size_t before = s->len;
	enum wire_status status = wire_write(&c->wire, s);

	if (s->len != before)
		c->progress = c->worker->now;
	c->out_reads = status == WIRE_READ;
	flow_arm_write(c, status == WIRE_WRITE);
	if (c->out_reads)
		flow_arm(c, true);
	return status != WIRE_BROKEN && status != WIRE_END;
}

/* The worker's scratch output as it goes over the wire. */
static struct buf *
packed_output(struct conn *c)
{
	struct worker *w = c->worker;

	if (c->wire.inflater == NULL || w->out.len == 0 || !buf_ok(&w->out))
		return &w->out;
	buf_reset(&w->packed);
	deflater_put(w->deflater, buf_slice(&w->out), &w->packed);
	return &w->packed;
}

bool
flow_flush(struct conn *c)
{
	struct buf *out = packed_output(c);
	struct slice rest = buf_slice(out);
	bool ok = buf_ok(out), was_empty = c->out.len == 0;

	if (ok && was_empty && rest.len != 0)
		ok = flow_send(c, &rest);
	if (ok && rest.len != 0) {
		buf_put_slice(&c->out, rest);
		ok = buf_ok(&c->out);
	}
	buf_reset(&c->worker->out);
	if (ok && was_empty && c->out.len != 0)
		c->full = c->progress = c->worker->now;
	return ok;
}
