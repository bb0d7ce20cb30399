/* The thread of what is done every minute and every night, and its waits. */
#include "server/nightly.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "common/clock.h"
#include "common/thread.h"
#include "common/xalloc.h"
#include "server/ask.h"
#include "server/expire.h"
#include "server/faq.h"
#include "server/stoad.h"
#include "server/trust.h"

enum { ROUND_MS = 60000, BUSY_MS = 200, FIRST_MS = 2000 };
enum { NIGHT_S = 3 * HOUR_S };	/* when the night's work is */

struct nightly {
	struct job job;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	/* Under the lock: */
	bool stop;
	bool settled;		/* what is out of date is gone */
};

/* --- waiting -------------------------------------------------------------- */

/* Waits until *flag or stop, the lock held. */
static void
wait_for(struct nightly *n, const bool *flag, long ms)
{
	struct timespec until = thread_after_us((uint64_t)ms * 1000);

	while (!*flag && !n->stop)
		if (pthread_cond_timedwait(&n->wake, &n->lock, &until) != 0)
			return;
}

/* True when it is time to end. */
static bool
rest(struct nightly *n, long ms)
{
	bool stop;

	pthread_mutex_lock(&n->lock);
	wait_for(n, &n->stop, ms);
	stop = n->stop;
	pthread_mutex_unlock(&n->lock);
	return stop;
}

static void
set(struct nightly *n, bool *flag)
{
	pthread_mutex_lock(&n->lock);
	*flag = true;
	pthread_cond_broadcast(&n->wake);
	pthread_mutex_unlock(&n->lock);
}

/* --- what rounds ask for -------------------------------------------------- */

/* It is the first member. */
static struct nightly *
nightly_of(struct job *j)
{
	return (struct nightly *)j;
}

bool
job_over(struct job *j)
{
	return rest(nightly_of(j), 0);
}

enum err
job_ask(struct job *j, struct intent *i)
{
	if (job_over(j))
		return ERR_BUSY;
	while (!ask_writer(j->server->writer, i))
		if (rest(nightly_of(j), BUSY_MS))
			return ERR_BUSY;
	return i->err;
}

/* --- rounds --------------------------------------------------------------- */

/* Once a night, and when there is a start. */
static void
run_night(struct job *j, int64_t *night)
{
	int64_t tonight = (j->now - NIGHT_S) / DAY_S;

	if (tonight == *night)
		return;
	*night = tonight;
	faq_round(j);
	trust_round(j);
}

/* Until the next round, but not into the night. */
static bool
rest_round(struct nightly *n, int64_t night)
{
	uint64_t us = clock_until_us((night + 1) * DAY_S + NIGHT_S);

	return rest(n, us < ROUND_MS * 1000 ? (long)(us / 1000) : ROUND_MS);
}

static void *
nightly_main(void *arg)
{
	struct nightly *n = arg;
	struct metrics *m = &n->job.server->metrics;
	uint64_t next = 0;
	int64_t night = -1;

	for (;;) {
		n->job.now = clock_now();
		if (clock_mono_ms() >= next) {
			expire_round(&n->job);
			next = clock_mono_ms() + ROUND_MS;
		}
		set(n, &n->settled);
		run_night(&n->job, &night);
		metric_sub(m, METRIC_JOBS, 1);
		if (rest_round(n, night))
			return NULL;
		metric_add(m, METRIC_JOBS, 1);
	}
}

/* --- start and stop ------------------------------------------------------- */

enum err
nightly_start(struct server *s, struct nightly **out)
{
	struct nightly *n = xcalloc(1, sizeof(*n));

	*out = NULL;
	n->job.server = s;
	n->job.reader = reader_new(s->store);
	if (n->job.reader == NULL) {
		free(n);
		return ERR_IO;
	}
	pthread_mutex_init(&n->lock, NULL);
	thread_cond_init(&n->wake);
	metric_add(&s->metrics, METRIC_JOBS, 1);
	if (!thread_start(&n->thread, nightly_main, n)) {
		reader_free(&n->job.reader);
		free(n);
		return err_set(ERR_NOMEM, "cannot start the thread that "
		    "takes old articles out");
	}
	pthread_mutex_lock(&n->lock);
	wait_for(n, &n->settled, FIRST_MS);
	pthread_mutex_unlock(&n->lock);
	*out = n;
	return OK;
}

void
nightly_stop(struct nightly **np)
{
	struct nightly *n = *np;

	if (n == NULL)
		return;
	set(n, &n->stop);
	pthread_join(n->thread, NULL);
	reader_free(&n->job.reader);
	pthread_mutex_destroy(&n->lock);
	pthread_cond_destroy(&n->wake);
	free(n);
	*np = NULL;
}
