/* A connection from its handshake to its last answer, turn by turn. */
#include "server/net/conn.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "proto/reply.h"
#include "server/cmd/peer.h"
#include "server/cmd/table.h"
#include "server/cmd/watch.h"
#include "server/net/crowd.h"
#include "server/net/deflate.h"
#include "server/net/flow.h"
#include "server/net/leave.h"
#include "server/net/pace.h"
#include "server/stoad.h"

/* The first octet of a TLS handshake; no command begins so. */
enum { TLS_HANDSHAKE = 0x16 };

/* Says why there will be no session. */
static void
conn_refuse(struct conn *c, const char *why)
{
	reply_put(&c->worker->out, REPLY_CLOSING, why);
	session_end(&c->session);
	c->phase = CONN_TALKING;
	c->want = WANT_CLOSE;
	conn_settle(c);
}

/* --- turns ------------------------------------------------------------- */

static void
conn_bye(struct conn *c)
{
	reply_put(&c->worker->out, REPLY_CLOSING,
	    "The server is going down; come back in a moment");
	c->want = WANT_CLOSE;
}

/* Nothing is left to write: waits for what the session wants. */
static void
conn_next(struct conn *c)
{
	switch (c->want) {
	case WANT_TURN:
		flow_ready(c);
		break;
	case WANT_INPUT:
		flow_arm(c, !c->eof);
		if (wire_pending(&c->wire))
			flow_ready(c);
		break;
	case WANT_TASK:
	case WANT_CLOSE:
		break;
	}
}

void
conn_rested(struct conn *c)
{
	c->rest = 0;
	if (c->out.len == 0)
		conn_next(c);
}

/* Whether what the client asked for is over when it says no more. */
static bool
is_over(const struct conn *c)
{
	const struct session *s = &c->session;

	return s->tasks == 0 &&
	    (s->state != SESSION_WATCH || !watch_ends(s));
}

void
conn_settle(struct conn *c)
{
	if (c->phase == CONN_LEAVING) {
		buf_reset(&c->worker->out);
		return;
	}
	if (c->session.tasks == 0 && c->want != WANT_CLOSE) {
		if (c->stopping)
			conn_bye(c);
		else if (c->eof && c->want == WANT_INPUT && is_over(c))
			c->want = WANT_CLOSE;
	}
	/* A peer that has logged in is not counted with others. */
	if (c->session.right >= RIGHT_FEED)
		address_release(c->worker->addresses, &c->address);
	crowd_watch(c, c->session.state == SESSION_WATCH);
	pace_note(c);
	if (!flow_flush(c)) {
		leave_now(c);
		return;
	}
	pace_near(c);
	pace_account(c);
	if (c->out.len == 0 && c->want == WANT_CLOSE)
		leave_begin(c);
	else if (c->out.len == 0 && c->rest == 0)
		conn_next(c);
}

/*
 * Behind the answer to COMPRESS, which goes out first, all is compressed;
 * also what came in one piece with the command.
 */
static bool
begin_deflate(struct conn *c, struct slice *in)
{
	struct worker *w = c->worker;

	if (!flow_flush(c))
		return false;
	if (w->deflater == NULL)
		w->deflater = deflater_new();
	wire_inflate(&c->wire, c->session.inflater, *in);
	c->session.inflater = NULL;
	*in = slice_from(*in, in->len);
	c->want = WANT_INPUT;
	return true;
}

static void
conn_run(struct conn *c, struct slice in)
{
	struct worker *w = c->worker;
	uint64_t said = c->session.said;

	if (c->stopping && c->session.tasks != 0) {
		c->want = WANT_TASK;
		return;
	}
	c->want = session_run(&c->session, &in, &w->out);
	desk_rest(&w->desk);
	if (c->session.inflater != NULL && !begin_deflate(c, &in)) {
		leave_now(c);
		return;
	}
	flow_keep(c, in);
	said = c->session.said - said;
	metric_add(&w->desk.server->metrics, METRIC_COMMANDS, said);
	pace_brake(c, (unsigned)said);
	conn_settle(c);
}

/* Input has come, behind what was left of the last: n bytes in all. */
static void
conn_take(struct conn *c, size_t n)
{
	struct worker *w = c->worker;

	if (w->in[0] == TLS_HANDSHAKE && !c->session.tls &&
	    c->session.said == 0)
		conn_refuse(c, "This port speaks no TLS; use the other one, "
		    "or none");
	else
		conn_run(c, slice_make(w->in, n));
}

/* The peer says no more; it may want the answers all the same. */
static void
conn_end(struct conn *c)
{
	if (is_over(c)) {
		leave_now(c);
		return;
	}
	c->eof = true;
	flow_arm(c, false);
}

/* Reads what is there and lets the session work on it. */
static void
conn_input(struct conn *c)
{
	struct worker *w = c->worker;
	struct slice rest = flow_rest(c);
	size_t n;

	/* A rest is less than a line here. */
	if (rest.len != 0)
		memcpy(w->in, rest.p, rest.len);
	switch (wire_read(&c->wire, w->in + rest.len, CONN_INPUT - rest.len,
	    &n)) {
	case WIRE_OK:
		conn_take(c, rest.len + n);
		break;
	case WIRE_READ:
		flow_arm_write(c, false);
		flow_arm(c, true);
		if (wire_pending(&c->wire))
			flow_ready(c);
		break;
	case WIRE_WRITE:
		flow_arm(c, false);
		flow_arm_write(c, true);
		break;
	case WIRE_END:
		conn_end(c);
		break;
	case WIRE_BROKEN:
		/* The wire may be whole and only what is packed in it not. */
		if (c->wire.broken || c->session.tasks != 0)
			leave_now(c);
		else
			conn_refuse(c, err_detail());
		break;
	}
	explicit_bzero(w->in, rest.len + n);
}

/* Goes on with output that is left over. */
static void
conn_output(struct conn *c)
{
	struct slice rest = slice_from(buf_slice(&c->out), c->out_at);

	if (!flow_send(c, &rest)) {
		leave_now(c);
		return;
	}
	c->out_at = c->out.len - rest.len;
	if (rest.len != 0)
		return;
	buf_clear(&c->out);
	c->out_at = 0;
	if (c->want == WANT_TURN && c->rest == 0)
		flow_ready(c);
	else
		conn_settle(c);
}

/* --- the socket -------------------------------------------------------- */

/* True when the peer has begun a handshake; the first octet tells. */
static bool
begin_tls(struct conn *c)
{
	struct tls *tls = atomic_load(&c->worker->desk.server->tls);
	char first;
	ssize_t n = recv(c->wire.fd, &first, 1, MSG_PEEK);

	if (n == -1 && (errno == EAGAIN || errno == EINTR)) {
		flow_arm(c, true);
		return false;
	}
	if (n == 1 && first != TLS_HANDSHAKE) {
		c->session.tls = false;
		conn_refuse(c, "This port speaks TLS from the first octet on");
		return false;
	}
	if (n == 1 && tls != NULL && wire_accept(&c->wire, tls) == OK) {
		pace_account(c);
		return true;
	}
	leave_now(c);
	return false;
}

static void
conn_greet(struct conn *c)
{
	c->phase = CONN_TALKING;
	session_greet(&c->session, &c->worker->out);
	conn_settle(c);
}

static void
conn_shake(struct conn *c)
{
	enum wire_status status;

	if (c->wire.ssl == NULL && !begin_tls(c))
		return;
	status = wire_handshake(&c->wire);
	flow_arm(c, status == WIRE_READ);
	flow_arm_write(c, status == WIRE_WRITE);
	if (status == WIRE_OK) {
		c->active = c->worker->now;
		conn_greet(c);
	} else if (status == WIRE_BROKEN) {
		metric_add(&c->worker->desk.server->metrics,
		    METRIC_TLS_FAILED, 1);
		log_debug("%s", err_detail());
		leave_now(c);
	}
}

/* One turn of a connection that is ready. */
static void
conn_turn(struct conn *c)
{
	/* With output left over its turn comes behind that. */
	if (c->phase != CONN_TALKING || c->out.len != 0 || c->rest != 0)
		return;
	if (c->want == WANT_INPUT)
		conn_input(c);
	else if (c->want == WANT_TURN)
		conn_run(c, flow_rest(c));
}

bool
conn_run_ready(struct worker *w)
{
	struct conn *c;

	/* Who has just said something does not wait for all long answers. */
	for (int n = 0; n < LIMIT_TURNS; n++) {
		c = TAILQ_FIRST(&w->ready);
		if (c == NULL)
			break;
		flow_unready(c);
		conn_turn(c);
	}
	for (int n = 0; n < LIMIT_HANDSHAKES; n++) {
		c = TAILQ_FIRST(&w->shaking);
		if (c == NULL)
			break;
		flow_unready(c);
		conn_shake(c);
	}
	return !TAILQ_EMPTY(&w->ready) || !TAILQ_EMPTY(&w->shaking);
}

static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;

	(void)fd;
	(void)what;
	if (c->phase == CONN_SHAKING) {
		flow_arm(c, false);
		flow_ready(c);
	} else if (c->phase == CONN_LEAVING)
		leave_drop(c);
	else if (c->out.len != 0 && c->out_reads)
		conn_output(c);
	else if (c->out.len != 0 || c->want != WANT_INPUT || c->rest != 0)
		flow_arm(c, false);
	else if (c->worker->pressed)
		;	/* asked again when there is room */
	else
		conn_input(c);
}

static void
on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;

	(void)fd;
	(void)what;
	if (c->phase == CONN_SHAKING) {
		flow_arm_write(c, false);
		flow_ready(c);
	} else if (c->out.len != 0)
		conn_output(c);
	else if (c->want == WANT_INPUT && c->rest == 0)
		conn_input(c);
	else
		flow_arm_write(c, false);
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
		leave_drained(c);
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
	wire_init(&c->wire, a->fd);
	c->phase = CONN_SHAKING;
	c->address = a->address;
	c->active = c->progress = w->now;
	c->want = WANT_INPUT;
	buf_init(&c->in, CONN_INPUT);
	buf_init(&c->out, LIMIT_OUTPUT);
	event_assign(&c->readable, w->base, a->fd, EV_READ | EV_PERSIST,
	    on_readable, c);
	event_assign(&c->writable, w->base, a->fd, EV_WRITE | EV_PERSIST,
	    on_writable, c);
	c->kind = a->by_socket ? METRIC_OPEN_SOCKET :
	    a->tls ? METRIC_OPEN_TLS : METRIC_OPEN_PLAIN;
	w->open++;
	metric_add(&w->desk.server->metrics, c->kind, 1);
	session_init(&c->session, &w->desk, a->local);
	c->session.ip = a->address.ip;
	c->session.trusted = a->trusted;
	c->session.tls = a->tls;
	if (a->by_socket)
		command_peer(&c->session, a->peer_uid, a->user);
	peer_refresh(&c->session);
	desk_rest(&w->desk);
	pace_put(c);
	/* In TLS the client speaks first. */
	if (a->tls)
		flow_arm(c, true);
	else
		conn_greet(c);
}

void
conn_stop(struct conn *c)
{
	c->stopping = true;
	if (c->session.tasks != 0)
		return;
	if (c->session.state == SESSION_WATCH && c->out.len == 0)
		session_unwatch(&c->session, &c->worker->out);
	/* In the middle of an answer a 400 would be part of it. */
	if (c->phase != CONN_TALKING || c->out.len != 0 ||
	    c->session.state == SESSION_LONG) {
		leave_now(c);
		return;
	}
	conn_settle(c);
}
