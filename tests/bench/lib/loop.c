/* Drives connections by epoll until the time is over. */
#include "tests/bench/lib/loop.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "tests/bench/lib/layer.h"

#define WARM_UP_NS 300000000u
#define STUCK_MS 30000
#define EVENTS 64

void
loop_enter(struct conn *c, const struct load_options *opt, bool group)
{
	conn_open(c, opt, 0);
	conn_command(c, 200);
	conn_login(c, opt);
	conn_compress(c, opt);
	if (group) {
		buf_printf(&c->out, "GROUP %s\r\n", opt->board);
		conn_command(c, 211);
	}
	conn_nonblock(c);
	buf_reset(&c->in);
}

static void
watch(struct loop *l, struct conn *c)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = c };

	if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, c->fd, &ev) < 0)
		log_fatal("epoll_ctl: %s", strerror(errno));
}

static void
ask(struct loop *l, struct conn *c)
{
	if (l->work->reopen) {
		c->asked = now_ns();
		c->number = 0;
		c->last = false;
		conn_open(c, l->opt, 0);
		conn_nonblock(c);
		watch(l, c);
	} else {
		l->work->ask(l, c);
		c->asked = now_ns();
		conn_flush(c);
	}
	l->waiting++;
}

static void
count(struct loop *l, const struct conn *c)
{
	uint64_t now = now_ns();

	if (c->asked < l->from || now > l->until)
		return;
	l->answers++;
	samples_add(&l->time, now - c->asked);
}

/* The time that counts begins when every connection is in full swing. */
static void
first_answer(struct loop *l, struct conn *c)
{
	c->answered = true;
	if (--l->fresh > 0)
		return;
	l->from = now_ns() + WARM_UP_NS;
	l->until = l->from + (uint64_t)(l->opt->seconds * 1e9);
}

/* Half to one and a half times the pause, so that not all ask at once. */
static void
rest(struct loop *l, struct conn *c)
{
	double part = (double)(random_next(&l->seed) % 1024) / 1024 + 0.5;

	c->due = c->asked + (uint64_t)(1e9 / l->opt->rate * part);
	l->resting++;
}

static void
wake_due(struct loop *l)
{
	uint64_t now = now_ns();

	for (unsigned i = 0; i < l->nconns && l->resting > 0; i++) {
		struct conn *c = &l->conn[i];

		if (c->due == 0 || (c->due > now && now < l->until))
			continue;
		c->due = 0;
		l->resting--;
		if (now < l->until)
			ask(l, c);
	}
}

static void
done(struct loop *l, struct conn *c)
{
	count(l, c);
	if (!c->answered)
		first_answer(l, c);
	l->waiting--;
	if (l->work->reopen) {
		layer_free(&c->layer);
		close(c->fd);
	}
	buf_reset(&c->in);
	if (l->opt->rate > 0)
		rest(l, c);
	else if (now_ns() < l->until)
		ask(l, c);
}

static void
readable(struct loop *l, struct conn *c)
{
	size_t had = c->in.len;
	enum conn_got got = conn_read(c, l->work->room);

	if (got == CONN_MORE)
		return;
	if (c->asked >= l->from && now_ns() <= l->until)
		l->bytes += c->in.len - had;
	if (got == CONN_EOF && (!c->last || c->in.len != 0))
		conn_unexpected(c, "an answer (the connection closed)");
	switch (got == CONN_EOF ? WORK_DONE : l->work->answer(l, c)) {
	case WORK_MORE:
		conn_acknowledge(c);
		break;
	case WORK_ASKED:
		buf_reset(&c->in);
		conn_flush(c);
		break;
	case WORK_DONE:
		done(l, c);
		break;
	}
}

static void
turn(struct loop *l)
{
	struct epoll_event ev[EVENTS];
	int n = epoll_wait(l->epoll, ev, EVENTS,
	    l->resting > 0 ? 1 : STUCK_MS);

	if (n == 0 && l->resting == 0)
		log_fatal("no answer for %d s", STUCK_MS / 1000);
	for (int i = 0; i < n; i++)
		readable(l, ev[i].data.ptr);
	if (l->resting > 0)
		wake_due(l);
}

static void
loop_open(struct loop *l)
{
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	l->nconns = l->fresh = l->opt->conns;
	l->conn = xcalloc(l->nconns, sizeof(*l->conn));
	for (unsigned i = 0; i < l->nconns; i++) {
		struct conn *c = &l->conn[i];

		c->id = i;
		c->delayed_ack = l->work->delayed_ack;
		if (l->work->reopen)
			continue;
		loop_enter(c, l->opt, l->work->group);
		watch(l, c);
	}
}

void
loop_run(struct loop *l, const struct load_options *opt,
    const struct work *work, void *data)
{
	*l = (struct loop){ .opt = opt, .work = work, .data = data,
		.from = UINT64_MAX, .until = UINT64_MAX,
		.seed = now_ns() | 1 };
	loop_open(l);
	if (opt->rate > 0)
		report("entered", l->nconns, "connections");
	for (unsigned i = 0; i < l->nconns; i++)
		ask(l, &l->conn[i]);
	while (l->waiting + l->resting > 0)
		turn(l);
	for (unsigned i = 0; i < l->nconns; i++)
		if (!work->reopen)
			conn_close(&l->conn[i]);
	close(l->epoll);
}

void
loop_clear(struct loop *l)
{
	for (unsigned i = 0; i < l->nconns; i++) {
		buf_clear(&l->conn[i].in);
		buf_clear(&l->conn[i].out);
	}
	free(l->conn);
	samples_clear(&l->time);
}

double
loop_rate(const struct loop *l)
{
	return (double)l->answers / l->opt->seconds;
}
