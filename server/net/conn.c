/* Bytes in and out of one connection, its turns and its deadlines. */
#include "server/net/conn.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "proto/reply.h"
#include "server/cmd/peer.h"
#include "server/cmd/table.h"
#include "server/stoad.h"

/* --- deadlines --------------------------------------------------------- */

/* The second in which the connection is over if nothing changes; 0: never. */
static uint32_t
deadline(const struct conn *c)
{
	if (c->out.len != 0)
		return c->progress + LIMIT_PROGRESS_S;
	if (c->session.tasks != 0)
		return 0;
	if (c->session.state == SESSION_BLOCK)
		return c->active + LIMIT_UPLOAD_S;
	if (c->session.said == 0)
		return c->active + LIMIT_LOGIN_IDLE_S;
	return c->active + LIMIT_IDLE_S;
}

/* The wheel is lazy: a connection lies where it must be looked at next. */
static void
wheel_put(struct conn *c)
{
	struct worker *w = c->worker;
	uint32_t end = deadline(c), ahead = WHEEL_SLOTS - 1;

	if (end != 0 && end <= w->now)
		ahead = 1;
	else if (end != 0 && end - w->now < ahead)
		ahead = end - w->now;
	LIST_INSERT_HEAD(
	    &w->wheel[(w->now + ahead) % WHEEL_SLOTS], c, slot);
}

static void
wheel_move(struct conn *c)
{
	LIST_REMOVE(c, slot);
	wheel_put(c);
}

/* --- end --------------------------------------------------------------- */

static void
conn_free(struct conn *c)
{
	struct worker *w = c->worker;

	free(c);
	atomic_fetch_sub(&w->desk.server->connections, 1);
	if (--w->open == 0 && w->stopping)
		event_base_loopbreak(w->base);
}

static void
conn_close(struct conn *c)
{
	struct worker *w = c->worker;

	event_del(&c->readable);
	event_del(&c->writable);
	close(c->fd);
	c->fd = -1;
	c->dead = true;
	address_release(w->addresses, &c->address);
	if (c->queued) {
		TAILQ_REMOVE(&w->ready, c, ready);
		w->nready--;
		c->queued = false;
	}
	LIST_REMOVE(c, slot);
	buf_clear(&c->in);
	buf_clear(&c->out);
	session_close(&c->session);
	if (session_drained(&c->session))
		conn_free(c);
	else
		LIST_INSERT_HEAD(&w->gone, c, slot);
}

/* --- output ------------------------------------------------------------ */

/* Sends from *s what the socket takes; false when the connection broke. */
static bool
send_some(struct conn *c, struct slice *s)
{
	while (s->len != 0) {
		ssize_t n = send(c->fd, s->p, s->len, MSG_NOSIGNAL);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return errno == EAGAIN || errno == EWOULDBLOCK;
		c->progress = c->worker->now;
		*s = slice_from(*s, (size_t)n);
		if (s->len != 0)
			return true;	/* full; writable tells when not */
	}
	return true;
}

/* Writes the worker's scratch output; false when the connection is over. */
static bool
conn_flush(struct conn *c)
{
	struct buf *out = &c->worker->out;
	struct slice rest = buf_slice(out);
	bool ok = buf_ok(out), was_empty = c->out.len == 0;

	if (ok && was_empty)
		ok = send_some(c, &rest);
	if (ok && rest.len != 0) {
		buf_put_slice(&c->out, rest);
		ok = buf_ok(&c->out);
	}
	buf_reset(out);
	if (ok && was_empty && c->out.len != 0) {
		c->progress = c->worker->now;
		event_add(&c->writable, NULL);
		wheel_move(c);
	}
	return ok;
}

/* --- turns ------------------------------------------------------------- */

static void
arm(struct conn *c, bool on)
{
	if (c->armed == on)
		return;
	c->armed = on;
	if (on)
		event_add(&c->readable, NULL);
	else
		event_del(&c->readable);
}

static void
ready_put(struct conn *c)
{
	static const struct timeval now = { 0, 0 };
	struct worker *w = c->worker;

	if (c->queued)
		return;
	c->queued = true;
	TAILQ_INSERT_TAIL(&w->ready, c, ready);
	if (w->nready++ == 0)
		event_add(&w->turn, &now);
}

static struct slice
rest_of(const struct conn *c)
{
	return slice_from(buf_slice(&c->in), c->in_at);
}

/* Keeps what was not parsed; in may be a part of c->in. */
static void
keep_rest(struct conn *c, struct slice in)
{
	struct buf *b = &c->in;

	if (in.len == 0) {
		if (b->p != NULL)
			buf_clear(b);
		c->in_at = 0;
	} else if (b->p != NULL && in.p >= b->p && in.p < b->p + b->len) {
		c->in_at = (size_t)(in.p - b->p);
	} else {
		buf_reset(b);
		buf_put_slice(b, in);
		c->in_at = 0;
	}
}

static void
conn_bye(struct conn *c)
{
	reply_put(&c->worker->out, REPLY_CLOSING,
	    "The server is going down; come back in a moment");
	c->want = WANT_CLOSE;
}

/* After the session had its turn: writes, and arranges for the next one. */
static void
conn_settle(struct conn *c)
{
	if (c->session.tasks == 0 && c->want != WANT_CLOSE) {
		if (c->stopping)
			conn_bye(c);
		else if (c->eof && c->want == WANT_INPUT)
			c->want = WANT_CLOSE;
	}
	if (c->session.said != c->said) {
		c->said = c->session.said;
		c->active = c->worker->now;
	}
	if (!conn_flush(c)) {
		conn_close(c);
		return;
	}
	if (c->out.len != 0)
		return;
	switch (c->want) {
	case WANT_CLOSE:
		conn_close(c);
		break;
	case WANT_TURN:
		ready_put(c);
		break;
	case WANT_INPUT:
		arm(c, !c->eof);
		break;
	case WANT_TASK:
		break;
	}
}

static void
conn_run(struct conn *c, struct slice in)
{
	struct worker *w = c->worker;

	if (c->stopping && c->session.tasks != 0) {
		c->want = WANT_TASK;
		return;
	}
	c->want = session_run(&c->session, &in, &w->out);
	desk_rest(&w->desk);
	keep_rest(c, in);
	conn_settle(c);
}

static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;
	char *scratch = c->worker->in;
	struct slice rest = rest_of(c);
	ssize_t n;

	(void)what;
	if (c->want != WANT_INPUT || c->out.len != 0) {
		arm(c, false);
		return;
	}
	/* A rest is less than a line here. */
	if (rest.len != 0)
		memcpy(scratch, rest.p, rest.len);
	n = recv(fd, scratch + rest.len, CONN_INPUT - rest.len, 0);
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n == 0 && c->session.tasks != 0) {
		/* It wants the answers all the same. */
		c->eof = true;
		arm(c, false);
		return;
	}
	if (n <= 0)
		conn_close(c);
	else
		conn_run(c, slice_make(scratch, rest.len + (size_t)n));
}

static void
on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;
	struct slice rest = slice_from(buf_slice(&c->out), c->out_at);

	(void)fd;
	(void)what;
	if (!send_some(c, &rest)) {
		conn_close(c);
		return;
	}
	c->out_at = c->out.len - rest.len;
	if (rest.len != 0)
		return;
	event_del(&c->writable);
	buf_clear(&c->out);
	c->out_at = 0;
	if (c->want == WANT_TURN)
		conn_run(c, rest_of(c));
	else
		conn_settle(c);
}

void
conn_run_ready(struct worker *w)
{
	for (unsigned n = w->nready; n > 0 && w->nready > 0; n--) {
		struct conn *c = TAILQ_FIRST(&w->ready);

		TAILQ_REMOVE(&w->ready, c, ready);
		w->nready--;
		c->queued = false;
		conn_run(c, rest_of(c));
	}
}

/* --- tasks ------------------------------------------------------------- */

void
conn_task(struct conn_stack *woken, struct task *t)
{
	struct conn *c = (struct conn *)(void *)((char *)t->session -
	    offsetof(struct conn, session));

	t->done = true;
	if (!c->woken) {
		c->woken = true;
		SLIST_INSERT_HEAD(woken, c, wake);
	}
}

void
conn_answer(struct conn *c)
{
	c->woken = false;
	if (c->dead) {
		if (session_drained(&c->session)) {
			LIST_REMOVE(c, slot);
			conn_free(c);
		}
		return;
	}
	/* One that reads on while it waits needs no turn. */
	if (session_answer(&c->session, &c->worker->out) &&
	    c->want == WANT_TASK)
		c->want = WANT_TURN;
	if (c->session.state == SESSION_CLOSING)
		c->want = WANT_CLOSE;
	else if (c->stopping && c->session.tasks != 0)
		c->want = WANT_TASK;
	c->active = c->worker->now;
	desk_rest(&c->worker->desk);
	conn_settle(c);
}

/* --- begin, time, end -------------------------------------------------- */

void
conn_open(struct worker *w, const struct arrival *a)
{
	struct conn *c = xcalloc(1, sizeof(*c));

	c->worker = w;
	c->fd = a->fd;
	c->address = a->address;
	c->active = c->progress = w->now;
	c->want = WANT_INPUT;
	buf_init(&c->in, CONN_INPUT);
	buf_init(&c->out, LIMIT_OUTPUT);
	event_assign(&c->readable, w->base, c->fd, EV_READ | EV_PERSIST,
	    on_readable, c);
	event_assign(&c->writable, w->base, c->fd, EV_WRITE | EV_PERSIST,
	    on_writable, c);
	w->open++;
	atomic_fetch_add(&w->desk.server->connections, 1);
	session_init(&c->session, &w->desk, a->local);
	c->session.ip = a->ip;
	if (a->by_socket)
		command_peer(&c->session, a->peer_uid);
	peer_refresh(&c->session);
	desk_rest(&w->desk);
	wheel_put(c);
	session_greet(&c->session, &w->out);
	conn_settle(c);
}

void
conn_tick(struct worker *w)
{
	struct conn_list due = LIST_HEAD_INITIALIZER(due);
	struct conn_list *slot = &w->wheel[w->now % WHEEL_SLOTS];
	struct conn *c;

	while ((c = LIST_FIRST(slot)) != NULL) {
		LIST_REMOVE(c, slot);
		LIST_INSERT_HEAD(&due, c, slot);
	}
	while ((c = LIST_FIRST(&due)) != NULL) {
		uint32_t end = deadline(c);

		if (end != 0 && end <= w->now)
			conn_close(c);
		else
			wheel_move(c);
	}
}

void
conn_stop(struct conn *c)
{
	c->stopping = true;
	if (c->session.tasks != 0)
		return;
	/* In the middle of an answer a 400 would be part of it. */
	if (c->out.len != 0 || c->session.state == SESSION_LONG) {
		conn_close(c);
		return;
	}
	conn_settle(c);
}
