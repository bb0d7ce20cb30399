/* A worker's thread, its inbox and its clock. */
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/thread.h"
#include "common/xalloc.h"
#include "server/net/crowd.h"
#include "server/net/deflate.h"
#include "server/cmd/watch.h"
#include "server/stoad.h"
#include "server/watch/hub.h"

enum { BATCHES = 32 };	/* of events, that wait for a busy worker */

/* What other threads leave for it. One write wakes it for all of it. */
struct inbox {
	struct worker *worker;
	pthread_t thread;
	pthread_mutex_t lock;
	struct arrival *arrivals;	/* owned, grows to its bound */
	unsigned narrivals, room;
	struct task *first, *last;
	struct hub_batch *batch[BATCHES];
	unsigned nbatches;
	bool lost;			/* there was no room for one */
	struct hub_ear ear;
	struct hub_batch *shown;	/* the worker's: to some already */
	struct event more;		/* it goes on with that */
	bool stop;
	bool rung;
	int bell;			/* eventfd */
	struct event heard, second;
};

/* The lock is held. */
static void
ring(struct inbox *in)
{
	const uint64_t one = 1;

	if (in->rung)
		return;
	in->rung = true;
	if (write(in->bell, &one, sizeof(one)) == -1)
		log_error("cannot wake a worker");
}

void
worker_hand(struct worker *w, const struct arrival *a)
{
	struct inbox *in = w->inbox;

	pthread_mutex_lock(&in->lock);
	if (in->narrivals == in->room) {
		in->room = in->room != 0 ? in->room * 2 : 16;
		in->arrivals = xrealloc(
		    in->arrivals, in->room * sizeof(*in->arrivals));
	}
	in->arrivals[in->narrivals++] = *a;
	ring(in);
	pthread_mutex_unlock(&in->lock);
}

static void
hand_task(struct desk *d, struct task *t)
{
	struct worker *w = (struct worker *)(void *)d;
	struct inbox *in = w->inbox;

	t->next_done = NULL;
	pthread_mutex_lock(&in->lock);
	if (in->last != NULL)
		in->last->next_done = t;
	else
		in->first = t;
	in->last = t;
	ring(in);
	pthread_mutex_unlock(&in->lock);
}

/* A worker that is too busy reads the journal when it is not. */
static void
hand_batch(struct hub_ear *ear, struct hub_batch *b)
{
	struct inbox *in = (struct inbox *)(void *)((char *)ear -
	    offsetof(struct inbox, ear));

	pthread_mutex_lock(&in->lock);
	if (in->nbatches < BATCHES && !in->lost) {
		in->batch[in->nbatches++] = b;
		b = NULL;
	}
	in->lost = b != NULL;
	ring(in);
	pthread_mutex_unlock(&in->lock);
	hub_batch_free(&b);
}

void
worker_stop(struct worker *w)
{
	struct inbox *in = w->inbox;

	pthread_mutex_lock(&in->lock);
	in->stop = true;
	ring(in);
	pthread_mutex_unlock(&in->lock);
}

static void
answer_tasks(struct task *t)
{
	struct conn_stack woken = SLIST_HEAD_INITIALIZER(woken);
	struct conn *c;

	while (t != NULL) {
		struct task *next = t->next_done;

		conn_task(&woken, t);
		t = next;
	}
	while ((c = SLIST_FIRST(&woken)) != NULL) {
		SLIST_REMOVE_HEAD(&woken, wake);
		conn_answer(c);
	}
}

static void
stop_all(struct worker *w)
{
	struct conn_list all = LIST_HEAD_INITIALIZER(all);
	struct conn *c;

	w->stopping = true;
	for (int i = 0; i < WHEEL_SLOTS; i++)
		while ((c = LIST_FIRST(&w->wheel[i])) != NULL) {
			LIST_REMOVE(c, slot);
			LIST_INSERT_HEAD(&all, c, slot);
		}
	while ((c = LIST_FIRST(&all)) != NULL) {
		LIST_REMOVE(c, slot);
		LIST_INSERT_HEAD(&w->wheel[(w->now + 1) % WHEEL_SLOTS], c,
		    slot);
		conn_stop(c);
	}
	if (w->open == 0)
		event_base_loopbreak(w->base);
}

/* The next batch to show; NULL: none. *lost: more were handed than kept. */
static struct hub_batch *
next_batch(struct inbox *in, bool *lost)
{
	struct hub_batch *b = NULL;

	pthread_mutex_lock(&in->lock);
	*lost = in->lost && in->nbatches == 0;
	if (*lost)
		in->lost = false;
	if (in->nbatches != 0) {
		b = in->batch[0];
		in->nbatches--;
		memmove(&in->batch[0], &in->batch[1],
		    in->nbatches * sizeof(b));
	}
	pthread_mutex_unlock(&in->lock);
	return b;
}

/* A part of a batch at a time, and what else there is in between. */
static void
show_batch(struct worker *w)
{
	static const struct timeval now = { 0, 0 };
	struct inbox *in = w->inbox;
	bool lost = false;

	if (in->shown == NULL)
		in->shown = next_batch(in, &lost);
	if (lost)
		crowd_reread(w);
	if (in->shown == NULL)
		return;
	if (crowd_hear(w, in->shown))
		hub_batch_free(&in->shown);
	event_add(&in->more, &now);
}

static void
on_more(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	show_batch(arg);
}

static void
on_bell(evutil_socket_t fd, short what, void *arg)
{
	struct worker *w = arg;
	struct inbox *in = w->inbox;
	struct arrival *arrivals;
	struct task *tasks;
	unsigned narrivals;
	uint64_t count;
	bool stop;

	(void)what;
	if (read(fd, &count, sizeof(count)) == -1)
		return;
	pthread_mutex_lock(&in->lock);
	arrivals = in->arrivals;
	narrivals = in->narrivals;
	tasks = in->first;
	stop = in->stop;
	in->arrivals = NULL;
	in->narrivals = in->room = 0;
	in->first = in->last = NULL;
	in->rung = false;
	pthread_mutex_unlock(&in->lock);

	answer_tasks(tasks);
	if (in->shown == NULL)
		show_batch(w);
	for (unsigned i = 0; i < narrivals; i++)
		conn_open(w, &arrivals[i]);
	free(arrivals);
	if (stop)
		stop_all(w);
}

static void
on_turn(evutil_socket_t fd, short what, void *arg)
{
	struct worker *w = arg;
	static const struct timeval now = { 0, 0 };

	(void)fd;
	(void)what;
	if (w->pressed)
		crowd_relieve(w);
	if (conn_run_ready(w))
		event_add(&w->turn, &now);
}

/* The wheel turns by the clock, also when a second was missed. */
static void
on_second(evutil_socket_t fd, short what, void *arg)
{
	struct worker *w = arg;
	uint32_t now = (uint32_t)(clock_mono_ms() / 1000);

	(void)fd;
	(void)what;
	while (w->now != now) {
		w->now++;
		crowd_tick(w);
	}
}

static void *
worker_main(void *arg)
{
	struct worker *w = arg;

	if (event_base_loop(w->base, 0) == -1)
		log_fatal("event loop failed");
	return NULL;
}

static enum err
worker_new(struct server *server, struct address_table *addresses,
    struct worker **out)
{
	struct worker *w = xcalloc(1, sizeof(*w));
	struct inbox *in = xcalloc(1, sizeof(*in));

	*out = w;
	w->inbox = in;
	in->worker = w;
	in->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	pthread_mutex_init(&in->lock, NULL);
	if (!desk_init(&w->desk, server))
		return err_set(ERR_IO, "worker: %s", err_detail());
	w->desk.notify = hand_task;
	w->base = event_base_new();
	if (w->base == NULL || in->bell == -1)
		return err_errno("worker");
	w->addresses = addresses;
	w->in = xmalloc(CONN_INPUT);
	buf_init(&w->out, 2 * LIMIT_ARTICLE);
	buf_init(&w->packed, 3 * LIMIT_ARTICLE);
	w->now = (uint32_t)(clock_mono_ms() / 1000);
	TAILQ_INIT(&w->ready);
	TAILQ_INIT(&w->shaking);
	for (int i = 0; i < WHEEL_SLOTS; i++)
		LIST_INIT(&w->wheel[i]);
	LIST_INIT(&w->gone);
	LIST_INIT(&w->watching[0]);
	LIST_INIT(&w->watching[1]);
	in->ear.hand = hand_batch;
	w->desk.room = watch_room_new(&in->ear);
	if (server->hub != NULL)
		hub_add(server->hub, &in->ear);
	return OK;
}

enum err
worker_start(struct server *server, struct address_table *addresses,
    struct worker **out)
{
	const unsigned us = clock_second_us();
	const struct timeval second = { us / 1000000, us % 1000000 };
	enum err e = worker_new(server, addresses, out);
	struct worker *w = *out;

	if (e != OK)
		return e;
	event_assign(&w->inbox->heard, w->base, w->inbox->bell,
	    EV_READ | EV_PERSIST, on_bell, w);
	event_assign(&w->inbox->second, w->base, -1, EV_PERSIST, on_second, w);
	event_assign(&w->inbox->more, w->base, -1, 0, on_more, w);
	event_assign(&w->turn, w->base, -1, 0, on_turn, w);
	event_add(&w->inbox->heard, NULL);
	event_add(&w->inbox->second, &second);
	if (!thread_start(&w->inbox->thread, worker_main, w))
		return err_set(ERR_NOMEM, "cannot start a worker thread");
	return OK;
}

void
worker_join(struct worker **wp)
{
	struct worker *w = *wp;
	struct inbox *in = w->inbox;

	pthread_join(in->thread, NULL);
	/* Whoever rang last may still be leaving the lock. */
	pthread_mutex_lock(&in->lock);
	pthread_mutex_unlock(&in->lock);
	for (unsigned i = 0; i < in->narrivals; i++) {
		close(in->arrivals[i].fd);
		address_release(w->addresses, &in->arrivals[i].address);
	}
	free(in->arrivals);
	if (w->desk.server->hub != NULL)
		hub_remove(w->desk.server->hub, &in->ear);
	for (unsigned i = 0; i < in->nbatches; i++)
		hub_batch_free(&in->batch[i]);
	hub_batch_free(&in->shown);
	event_del(&in->more);
	event_del(&in->heard);
	event_del(&in->second);
	event_del(&w->turn);
	event_base_free(w->base);
	close(in->bell);
	pthread_mutex_destroy(&in->lock);
	free(in);
	watch_room_free(&w->desk.room);
	desk_clear(&w->desk);
	buf_clear(&w->out);
	buf_clear(&w->packed);
	deflater_free(&w->deflater);
	free(w->in);
	free(w);
	*wp = NULL;
}
