/*
 * The one thread that changes the store: it takes what is queued, decides,
 * journals and applies it in one transaction, commits, and then answers.
 * Whatever arrives during a commit makes up the next group, with what those
 * who were just answered send within a moment.
 */
#include "server/store/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/thread.h"
#include "common/xalloc.h"
#include "server/store/rules/standing.h"

#define GROUP_MAX 256			/* intents of one commit */
#define GROUP_BYTES (2u << 20)		/* article bytes of one commit */
#define QUEUE_BYTES (64u << 20)		/* article bytes waiting */
#define GATHER_US 1500			/* longest wait for a fuller group */
#define RESERVE 20			/* 1/20 of the quota is kept free */
#define COUNT_SHARE 50	/* 1/50 of the time goes into counting free pages */
#define WATCHERS 4	/* who is told of commits: feeds, XWATCH */
#define FAULTS_MAX 3	/* failed commits in a row that are told */
#define REST_US 1000000	/* behind a failure, until the next try */

struct writer {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct intent *head, **tail;
	size_t bytes;
	unsigned wanted;	/* so many queued wake the thread */
	bool stop;
	struct watcher {
		void (*fn)(void *arg);	/* NULL: free */
		void *arg;
	} watcher[WATCHERS];
	/* The thread's own: */
	struct work work;
	unsigned faults, crowd;		/* crowd: how many are at work */
	uint64_t free, count_us;	/* free bytes; when to count again */
	uint64_t rest_us;		/* nothing is before then */
};

static size_t
intent_bytes(const struct intent *i)
{
	return i->posting != NULL ? i->posting->raw.len : 0;
}

/* How many wait; it changes under the lock alone. */
static unsigned
queued(struct writer *w)
{
	return (unsigned)atomic_load(&w->work.store->queued);
}

bool
writer_submit(struct writer *w, struct intent *i)
{
	bool room;

	for (struct intent *one = i; one != NULL; one = one->also) {
		one->next = NULL;
		one->err = OK;
		one->why[0] = '\0';
		one->fault = "";
		one->seq = 0;
		one->held = false;
		one->failed = NULL;
	}
	pthread_mutex_lock(&w->lock);
	room = !w->stop && queued(w) < LIMIT_QUEUE &&
	    w->bytes + intent_bytes(i) <= QUEUE_BYTES;
	if (room) {
		*w->tail = i;
		w->tail = &i->next;
		w->bytes += intent_bytes(i);
		if (atomic_fetch_add(&w->work.store->queued, 1) + 1 ==
		    w->wanted)
			pthread_cond_signal(&w->wake);
	}
	pthread_mutex_unlock(&w->lock);
	return room;
}

/* How long until there is something to do that nobody asks for. */
static uint64_t
until_chores(struct writer *w)
{
	const struct work *x = &w->work;
	uint64_t us = x->chores || x->due == 0 ? 0 : clock_until_us(x->due);
	uint64_t now = clock_mono_us();

	if (!x->chores && x->due == 0)
		return UINT64_MAX;
	return now < w->rest_us && us < w->rest_us - now ?
	    w->rest_us - now : us;
}

/* Until somebody asks for something, or a timer is due. */
static void
wait_for_work(struct writer *w)
{
	struct timespec until;
	uint64_t us;

	while (w->head == NULL && !w->stop && (us = until_chores(w)) != 0)
		if (us == UINT64_MAX) {
			pthread_cond_wait(&w->wake, &w->lock);
		} else {
			until = thread_after_us(us);
			pthread_cond_timedwait(&w->wake, &w->lock, &until);
		}
}

/*
 * Waits for work, the lock held. Those answered last time are likely to send
 * again at once: one commit for all of them is cheaper than two for halves.
 */
static void
gather(struct writer *w)
{
	struct timespec until;

	w->wanted = 1;
	wait_for_work(w);
	if (queued(w) >= w->crowd || w->stop || w->head == NULL)
		return;
	until = thread_after_us(GATHER_US);
	w->wanted = w->crowd;
	while (queued(w) < w->crowd && !w->stop &&
	    pthread_cond_timedwait(&w->wake, &w->lock, &until) == 0)
		;
}

/*
 * What was asked for, NULL when that is nothing. False when the writer is to
 * end and nothing is left.
 */
static bool
take_group(struct writer *w, struct intent **out)
{
	struct intent *group, **at;
	bool more;
	size_t bytes = 0;
	unsigned n = 0;

	pthread_mutex_lock(&w->lock);
	gather(w);
	group = w->head;
	at = &group;
	while (*at != NULL && n < GROUP_MAX && bytes < GROUP_BYTES) {
		bytes += intent_bytes(*at);
		n++;
		at = &(*at)->next;
	}
	w->head = *at;
	if (w->head == NULL)
		w->tail = &w->head;
	*at = NULL;
	w->bytes -= bytes;
	w->wanted = 0;
	atomic_fetch_sub(&w->work.store->queued, n);
	more = group != NULL || !w->stop;
	pthread_mutex_unlock(&w->lock);
	*out = group;
	return more;
}

/* --- one group ---------------------------------------------------------- */

/*
 * As of a moment ago. While a backup reads one state of the store each commit
 * makes the list of free pages longer, and counting them slower.
 */
static uint64_t
free_bytes(struct writer *w)
{
	uint64_t began = clock_mono_us(), ended;

	if (began >= w->count_us) {
		w->free = db_free_bytes(w->work.store->db);
		ended = clock_mono_us();
		w->count_us = ended + COUNT_SHARE * (ended - began);
	}
	return w->free;
}

/* Posts stop while a reserve is left, so that deletions can still run. */
static bool
nearly_full(struct writer *w)
{
	uint64_t quota = atomic_load(&w->work.store->quota);
	struct db_usage u;

	quota -= quota / RESERVE;
	db_usage(w->work.store->db, &u);
	return u.used >= quota && u.used >= quota + free_bytes(w);
}

static bool
refuse_if_full(struct intent *i, bool full)
{
	if (!full || i->act != ACT_POST)
		return false;
	i->err = ERR_FULL;
	snprintf(i->why, sizeof(i->why),
	    "the store is full; the operator must raise its quota");
	return true;
}

static enum err
write_group(struct writer *w, struct intent *group)
{
	struct txn *t = txn_begin(w->work.store->db);
	struct decision d = { 0 };
	int64_t now = clock_now();
	bool full, trained;
	enum err e;

	if (t == NULL)
		return ERR_IO;
	/* Whatever is decided fits into a line of the journal. */
	buf_init(&d.args, LIMIT_HEADER / 2);
	buf_init(&d.target, LIMIT_HEADER / 4);
	/* The journal's time never falls, whatever the clock does. */
	if (now > w->work.time)
		w->work.time = now;
	full = nearly_full(w);
	work_chores(&w->work, t, &d);
	for (struct intent *i = group; i != NULL && txn_error(t) == OK;
	    i = i->next)
		if (refuse_if_full(i, full))
			;
		else if (i->also != NULL)
			work_together(&w->work, t, i, &d);
		else
			work_perform(&w->work, t, i, &d);
	trained = dict_store(w->work.store, t);
	if (txn_error(t) == OK)
		work_ahead(&w->work, t);
	buf_clear(&d.args);
	buf_clear(&d.target);
	e = txn_commit(&t);
	if (trained)
		dict_publish(w->work.store, e == OK);
	return e;
}

/* Nobody of a failed group is told anything but the failure. */
static void
fail_group(struct writer *w, struct intent *group, enum err e, uint64_t seq)
{
	char why[sizeof(group->why)];

	snprintf(why, sizeof(why), "not stored: %s", err_detail());
	w->work.seq = seq;
	msgids_undo(w->work.store->db, seq);
	standing_forget(w->work.store->db);
	words_forget(w->work.store->db);
	w->work.chores = true;
	w->rest_us = clock_mono_us() + REST_US;
	if (w->faults++ < FAULTS_MAX)
		log_error("%s", why);
	for (struct intent *i = group; i != NULL; i = i->next) {
		i->err = e;
		i->seq = 0;
		memcpy(i->why, why, sizeof(why));
	}
}

static void
after_commit(struct writer *w, struct intent *group, uint64_t before,
    uint64_t began)
{
	struct store *s = w->work.store;

	if (w->faults > 0)
		log_info("changes are stored again");
	w->faults = 0;
	atomic_fetch_add(&s->commits, 1);
	atomic_fetch_add(&s->events, w->work.seq - before);
	histogram_add(&s->commit_us, clock_mono_us() - began);
	histogram_add(&s->group, w->work.seq - before);
	for (struct intent *i = group; i != NULL; i = i->next)
		if (i->act == ACT_POST && i->err == OK)
			dict_sample(s, buf_slice(&i->posting->raw), i->seq);
		else if (i->act == ACT_SET && i->err == OK)
			store_set_name(s, event_arg(i->args, "name"));
}

static void
tell_watch(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
	for (int i = 0; i < WATCHERS; i++)
		if (w->watcher[i].fn != NULL)
			w->watcher[i].fn(w->watcher[i].arg);
	pthread_mutex_unlock(&w->lock);
}

static void
answer_group(struct writer *w, struct intent *group)
{
	struct intent *next;
	unsigned n = 0;

	for (; group != NULL; group = next) {
		next = group->next;
		group->done(group);
		n++;
	}
	pthread_mutex_lock(&w->lock);
	n += queued(w);
	w->crowd = n < GROUP_MAX ? n : GROUP_MAX;
	pthread_mutex_unlock(&w->lock);
}

static void *
writer_main(void *arg)
{
	struct writer *w = arg;
	struct intent *group;

	while (take_group(w, &group)) {
		uint64_t before = w->work.seq, began = clock_mono_us();
		enum err e = write_group(w, group);

		if (e != OK)
			fail_group(w, group, e, before);
		else if (group != NULL || w->work.seq != before)
			after_commit(w, group, before, began);
		if (group != NULL)
			answer_group(w, group);
		if (w->work.seq != before)
			tell_watch(w);
	}
	return NULL;
}

/* --- start and stop ----------------------------------------------------- */

/* Where the journal ends, and when its last event was. */
static enum err
find_end(struct writer *w)
{
	struct reader *r = reader_new(w->work.store);
	struct view *v = r != NULL ? view_open(r) : NULL;
	struct slice line;
	struct event e;
	enum err err = v != NULL ? OK : ERR_IO;

	if (v != NULL) {
		w->work.seq = view_seq(v);
		line = view_event(v, w->work.seq);
		if (line.p != NULL && event_parse(line, &e) == OK)
			w->work.time = e.time;
		else if (w->work.seq != 0)
			err = err_set(ERR_CORRUPT,
			    "the last event cannot be read");
		work_ahead(&w->work, v->txn);
	}
	view_close(&v);
	reader_free(&r);
	return err;
}

enum err
writer_start(struct store *s, struct writer **out)
{
	struct writer *w = xcalloc(1, sizeof(*w));
	enum err e;

	w->work.store = s;
	w->tail = &w->head;
	pthread_mutex_init(&w->lock, NULL);
	thread_cond_init(&w->wake);
	w->work.left = w->work.chores = true;
	e = find_end(w);
	if (e == OK && !thread_start(&w->thread, writer_main, w))
		e = err_set(ERR_NOMEM, "cannot start the writer");
	if (e != OK) {
		free(w);
		w = NULL;
	}
	*out = w;
	return e;
}

void
writer_watch(struct writer *w, void (*fn)(void *arg), void *arg)
{
	int i = 0;

	pthread_mutex_lock(&w->lock);
	while (i < WATCHERS && w->watcher[i].fn != NULL)
		i++;
	if (i == WATCHERS)
		log_fatal("nobody else can watch the writer");
	w->watcher[i] = (struct watcher){ fn, arg };
	pthread_mutex_unlock(&w->lock);
}

void
writer_unwatch(struct writer *w, void *arg)
{
	pthread_mutex_lock(&w->lock);
	for (int i = 0; i < WATCHERS; i++)
		if (w->watcher[i].arg == arg)
			w->watcher[i] = (struct watcher){ NULL, NULL };
	pthread_mutex_unlock(&w->lock);
}

void
writer_stop(struct writer **wp)
{
	struct writer *w = *wp;

	if (w == NULL)
		return;
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->wake);
	free(w);
	*wp = NULL;
}
