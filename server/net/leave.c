/* How a connection ends. */
#include "server/net/leave.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "server/net/crowd.h"
#include "server/net/flow.h"
#include "server/net/pace.h"
#include "server/stoad.h"

static void
conn_free(struct conn *c)
{
	struct worker *w = c->worker;

	pace_account(c);
	metric_sub(&w->desk.server->metrics, c->kind, 1);
	free(c);
	if (--w->open == 0 && w->stopping)
		event_base_loopbreak(w->base);
}

void
leave_now(struct conn *c)
{
	struct worker *w = c->worker;

	flow_arm(c, false);
	flow_arm_write(c, false);
	/* Who sees the end sees nothing left of it. */
	session_close(&c->session);
	wire_close(&c->wire);
	c->dead = true;
	address_release(w->addresses, &c->address);
	flow_unready(c);
	crowd_watch(c, false);
	LIST_REMOVE(c, slot);
	flow_forget(c);
	buf_clear(&c->out);
	pace_account(c);
	if (session_drained(&c->session))
		conn_free(c);
	else
		LIST_INSERT_HEAD(&w->gone, c, slot);
}

void
leave_drained(struct conn *c)
{
	if (!session_drained(&c->session))
		return;
	LIST_REMOVE(c, slot);
	conn_free(c);
}

void
leave_abruptly(struct conn *c)
{
	const struct linger now = { .l_onoff = 1, .l_linger = 0 };

	if (c->out.len != 0)
		setsockopt(c->wire.fd, SOL_SOCKET, SO_LINGER, &now,
		    sizeof(now));
	leave_now(c);
}

static bool
has_unread(const struct conn *c)
{
	int n;

	return ioctl(c->wire.fd, FIONREAD, &n) == 0 && n > 0;
}

/*
 * To close with input unread would reset the connection and take the last
 * answer away from a peer that has not read it yet. Behind QUIT there is none
 * to wait for, but the end of TLS.
 */
void
leave_begin(struct conn *c)
{
	bool silent = c->stopping || (c->session.quit && !c->session.tls);
	bool over = c->eof || (silent && !has_unread(c));

	if (!over)
		wire_shut(&c->wire);
	if (over || c->wire.broken) {
		leave_now(c);
		return;
	}
	c->phase = CONN_LEAVING;
	c->progress = c->worker->now;
	flow_forget(c);
	flow_arm_write(c, false);
	flow_arm(c, true);
	pace_account(c);
	pace_move(c);
}

void
leave_drop(struct conn *c)
{
	struct worker *w = c->worker;
	ssize_t n = recv(c->wire.fd, w->in, CONN_INPUT, 0);

	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0) {
		explicit_bzero(w->in, (size_t)n);
		c->dropped += (uint32_t)n;
	}
	if (n <= 0 || c->dropped > LIMIT_LINGER)
		leave_now(c);
}
