/*
 * Retention, and the FAQ at night. A round asks every board that has a limit
 * for what came before; the writer takes it out in small events, one at a
 * time, so that those who post wait no longer than for each other.
 */
#include "server/expire.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/thread.h"
#include "common/xalloc.h"
#include "server/conf/conf.h"
#include "server/faq.h"
#include "server/stoad.h"
#include "server/store/store.h"

enum { ROUND_MS = 60000, BUSY_MS = 200, FIRST_MS = 2000 };
enum { DAY_S = 86400, NIGHT_S = 3 * 3600 };	/* when the night's work is */

struct expire {
	struct server *server;
	struct reader *reader;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	/* Under the lock: */
	bool stop;
	bool answered;		/* by the writer */
	bool settled;		/* the first round is over */
};

/* --- waiting -------------------------------------------------------------- */

/* Waits until *flag or stop, the lock held; false when the time is over. */
static bool
wait_for(struct expire *x, const bool *flag, long ms)
{
	struct timespec until = thread_after_us((uint64_t)ms * 1000);

	while (!*flag && !x->stop)
		if (pthread_cond_timedwait(&x->wake, &x->lock, &until) != 0)
			return false;
	return true;
}

/* True when it is time to end. */
static bool
rest(struct expire *x, long ms)
{
	bool stop;

	pthread_mutex_lock(&x->lock);
	wait_for(x, &x->stop, ms);
	stop = x->stop;
	pthread_mutex_unlock(&x->lock);
	return stop;
}

static void
set(struct expire *x, bool *flag)
{
	pthread_mutex_lock(&x->lock);
	*flag = true;
	pthread_cond_broadcast(&x->wake);
	pthread_mutex_unlock(&x->lock);
}

static void
on_done(struct intent *i)
{
	struct expire *x = i->arg;

	set(x, &x->answered);
}

/* --- one board ------------------------------------------------------------ */

/* Has the writer do it; whatever happens, it answers. */
static enum err
ask_writer(struct expire *x, struct intent *i)
{
	x->answered = false;
	i->done = on_done;
	i->arg = x;
	while (!writer_submit(x->server->writer, i))
		if (rest(x, BUSY_MS))
			return ERR_BUSY;
	pthread_mutex_lock(&x->lock);
	while (!x->answered)
		pthread_cond_wait(&x->wake, &x->lock);
	pthread_mutex_unlock(&x->lock);
	return i->err;
}

/* One event's worth; OK when there may be more. */
static enum err
expire_some(struct expire *x, const char *board, uint64_t before)
{
	char args[32];
	struct intent i = {
		.act = ACT_EXPIRE, .actor = SLICE("system"),
		.target = slice_of(board), .admin = true,
	};
	enum err e;

	snprintf(args, sizeof(args), "before=%llu",
	    (unsigned long long)before);
	i.args = slice_of(args);
	e = ask_writer(x, &i);
	if (e != OK && e != ERR_EXISTS && e != ERR_BUSY)
		log_warn("%s: old articles stay: %s", board, i.why);
	return e;
}

/* The next board, and whether and before which event it has what is old. */
static bool
next_board(struct expire *x, char name[LIMIT_BOARD_NAME + 1],
    uint64_t *before)
{
	const struct conf *conf = atomic_load(&x->server->conf);
	struct view *v = view_open(x->reader);
	struct board b;
	bool more;

	*before = 0;
	more = v != NULL && view_board_next(v, slice_of(name), &b);
	if (more) {
		int64_t age;

		slice_copy(b.name, name, LIMIT_BOARD_NAME + 1);
		age = conf != NULL ? conf_board(conf, name).expire : 0;
		if (age > 0)
			*before = view_event_since(v, clock_now() - age);
		if (!view_expires(v, b.id, *before))
			*before = 0;
	}
	if (v != NULL && view_error(v) != OK) {
		log_error("%s; old articles stay, run stoactl check",
		    err_detail());
		*before = 0;
	}
	view_close(&v);
	return more;
}

static void
run_round(struct expire *x)
{
	char board[LIMIT_BOARD_NAME + 1] = "";
	uint64_t before;

	while (next_board(x, board, &before)) {
		while (before != 0 && expire_some(x, board, before) == OK)
			if (rest(x, 0))
				return;
		if (rest(x, 0))
			return;
	}
}

/* --- start and stop ------------------------------------------------------- */

/* --- the FAQ -------------------------------------------------------------- */

static enum err
ask_for_faq(void *arg, struct intent *i)
{
	struct expire *x = arg;

	return rest(x, 0) ? ERR_BUSY : ask_writer(x, i);
}

/* Once a night, and when there is a start. */
static void
run_faq(struct expire *x, int64_t *night)
{
	int64_t now = clock_now(), tonight = (now - NIGHT_S) / DAY_S;

	if (tonight == *night)
		return;
	*night = tonight;
	faq_round(x->reader, now, ask_for_faq, x);
}

/* Until the next round, but not into the night. */
static bool
rest_round(struct expire *x, int64_t night)
{
	uint64_t us = clock_until_us((night + 1) * DAY_S + NIGHT_S);

	return rest(x, us < ROUND_MS * 1000 ? (long)(us / 1000) : ROUND_MS);
}

static void *
expire_main(void *arg)
{
	struct expire *x = arg;
	uint64_t next = 0;
	int64_t night = -1;

	do {
		if (clock_mono_ms() >= next) {
			run_round(x);
			next = clock_mono_ms() + ROUND_MS;
		}
		run_faq(x, &night);
		set(x, &x->settled);
	} while (!rest_round(x, night));
	return NULL;
}

enum err
expire_start(struct server *s, struct expire **out)
{
	struct expire *x = xcalloc(1, sizeof(*x));

	*out = NULL;
	x->server = s;
	x->reader = reader_new(s->store);
	if (x->reader == NULL) {
		free(x);
		return ERR_IO;
	}
	pthread_mutex_init(&x->lock, NULL);
	thread_cond_init(&x->wake);
	if (!thread_start(&x->thread, expire_main, x)) {
		reader_free(&x->reader);
		free(x);
		return err_set(ERR_NOMEM, "cannot start the thread that "
		    "takes old articles out");
	}
	pthread_mutex_lock(&x->lock);
	wait_for(x, &x->settled, FIRST_MS);
	pthread_mutex_unlock(&x->lock);
	*out = x;
	return OK;
}

void
expire_stop(struct expire **xp)
{
	struct expire *x = *xp;

	if (x == NULL)
		return;
	set(x, &x->stop);
	pthread_join(x->thread, NULL);
	reader_free(&x->reader);
	pthread_mutex_destroy(&x->lock);
	pthread_cond_destroy(&x->wake);
	free(x);
	*xp = NULL;
}
