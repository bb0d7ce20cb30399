/*
 * All connections of a worker at once: those who watch are shown what
 * happens, those whose time is over go, and one when memory is short.
 */
#include "server/net/crowd.h"

#include "server/cmd/watch.h"
#include "server/net/leave.h"
#include "server/net/pace.h"
#include "server/report/audit.h"
#include "server/stoad.h"

/* --- those who watch ----------------------------------------------------- */

void
crowd_watch(struct conn *c, bool on)
{
	if (c->watches == on)
		return;
	c->watches = on;
	if (on)
		LIST_INSERT_HEAD(&c->worker->watching[c->worker->unseen], c,
		    watching);
	else
		LIST_REMOVE(c, watching);
}

/* Behind what its watch has said, if that was anything. */
static void
show(struct conn *c)
{
	if (c->session.state == SESSION_LONG)
		c->want = WANT_TURN;
	/* Its patience begins anew with the next command. */
	else if (c->session.state != SESSION_WATCH)
		c->active = c->worker->now;
	else if (c->worker->out.len == 0)
		return;
	conn_settle(c);
}

bool
crowd_hear(struct worker *w, const struct hub_batch *b)
{
	struct conn_list *unseen = &w->watching[w->unseen];
	struct conn *c;

	watch_room_begin(&w->desk, b);
	while ((c = LIST_FIRST(unseen)) != NULL &&
	    !watch_room_late(&w->desk)) {
		session_hear(&c->session, &w->out);
		if (watch_heard(&c->session)) {
			LIST_REMOVE(c, watching);
			LIST_INSERT_HEAD(
			    &w->watching[!w->unseen], c, watching);
		}
		show(c);
	}
	watch_room_end(&w->desk, c == NULL);
	if (c == NULL)
		w->unseen = !w->unseen;
	return c == NULL;
}

/* fn says something to each of those who watch. */
static void
tell_all(struct worker *w, void (*fn)(struct conn *c))
{
	struct conn *c, *next;

	for (int i = 0; i < 2; i++)
		for (c = LIST_FIRST(&w->watching[i]); c != NULL; c = next) {
			next = LIST_NEXT(c, watching);
			fn(c);
			show(c);
		}
}

static void
reread(struct conn *c)
{
	watch_again(&c->session);
}

void
crowd_reread(struct worker *w)
{
	tell_all(w, reread);
}

static void
tick(struct conn *c)
{
	session_tick(&c->session, &c->worker->out);
}

static void
watch_second(struct worker *w)
{
	tell_all(w, tick);
	desk_rest(&w->desk);
}

/* --- time and memory ------------------------------------------------------ */

void
crowd_tick(struct worker *w)
{
	static const struct timeval now = { 0, 0 };
	struct conn_list due = LIST_HEAD_INITIALIZER(due);
	struct conn_list *slot = &w->wheel[w->now % WHEEL_SLOTS];
	struct conn *c;

	/* The fattest may be one that sits still. */
	w->pressed = memory_above(w->desk.server, MEMORY_FULL);
	if (w->pressed)
		event_add(&w->turn, &now);
	while ((c = LIST_FIRST(slot)) != NULL) {
		LIST_REMOVE(c, slot);
		LIST_INSERT_HEAD(&due, c, slot);
	}
	watch_second(w);
	while ((c = LIST_FIRST(&due)) != NULL) {
		uint32_t end = pace_deadline(c);

		if (end != 0 && end <= w->now) {
			metric_add(&w->desk.server->metrics,
			    METRIC_TIMEOUTS, c->phase != CONN_LEAVING);
			leave_abruptly(c);
			continue;
		}
		if (c->rest != 0 && c->rest <= w->now)
			conn_rested(c);
		pace_move(c);
	}
}

static struct conn *
fattest(struct worker *w)
{
	struct conn *most = NULL, *c;

	for (int i = 0; i < WHEEL_SLOTS; i++)
		LIST_FOREACH(c, &w->wheel[i], slot)
			if (most == NULL || c->held > most->held)
				most = c;
	return most;
}

void
crowd_relieve(struct worker *w)
{
	struct server *server = w->desk.server;
	struct conn *c = fattest(w);

	w->pressed = false;
	if (c == NULL || c->held < LIMIT_SLICE ||
	    !memory_above(server, MEMORY_FULL))
		return;
	audit(server->audit, AUDIT_CLOSED, &(struct audit_from){
	    c->session.serial, &c->session.ip, c->session.name },
	    "it held %zu bytes", c->held);
	metric_add(&server->metrics, METRIC_MEMORY_CLOSED, 1);
	leave_abruptly(c);
}
