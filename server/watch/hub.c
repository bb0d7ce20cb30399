/* The one follower of the journal. */
#include "server/watch/hub.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/log.h"
#include "common/thread.h"
#include "common/xalloc.h"
#include "server/store/store.h"

enum {
	BATCH_BYTES = 1 << 20,
	/*
	 * Between two batches, and for each who watches: a write to one costs
	 * a third of that, so all of them take a third of a processor.
	 */
	PAUSE_US = 5000,
	PAUSE_EACH_US = 20,
	PAUSE_MOST_US = 500000,

	OWNERS = 256,		/* lists of them */
};

/* Who watches. */
struct owner {
	struct owner *next;
	uint64_t id;
	unsigned watches;
};

struct hub {
	struct writer *writer;
	struct reader *reader;	/* the thread's */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct hub_ear *ears;
	unsigned sessions;	/* of all ears */
	struct owner *owners[OWNERS];
	uint64_t last;
	bool rung, stop;
};

/* --- batches -------------------------------------------------------------- */

struct slice
hub_line(const struct hub_batch *b, int i)
{
	size_t begin = i > 0 ? b->line[i - 1].end : 0;

	return slice_make(b->text.p + begin, b->line[i].end - begin);
}

void
hub_batch_free(struct hub_batch **bp)
{
	struct hub_batch *b = *bp;

	*bp = NULL;
	if (b == NULL || atomic_fetch_sub(&b->holders, 1) != 1)
		return;
	free(b->line);
	buf_clear(&b->text);
	free(b);
}

static void
add_line(struct hub_batch *b, uint64_t seq, struct slice line)
{
	b->last = seq;
	if (line.p == NULL)
		return;
	buf_put_slice(&b->text, line);
	b->line[b->n++] = (struct hub_line){ seq, b->text.len };
}

/* The events behind one, but damaged ones; NULL when there are none. */
static struct hub_batch *
read_batch(struct view *v, uint64_t after)
{
	uint64_t end = view_seq(v);
	struct hub_batch *b;

	if (end <= after)
		return NULL;
	b = xcalloc(1, sizeof(*b));
	atomic_init(&b->holders, 1);
	buf_init(&b->text, BATCH_BYTES + LIMIT_HEADER);
	b->line = xcalloc(HUB_BATCH, sizeof(*b->line));
	while (after < end && b->n < HUB_BATCH &&
	    b->text.len < BATCH_BYTES && view_error(v) == OK) {
		after++;
		add_line(b, after, view_event(v, after));
	}
	return b;
}

/* The lock is held. */
static void
hand_out(struct hub *h, struct hub_batch *b)
{
	for (struct hub_ear *e = h->ears; e != NULL; e = e->next) {
		if (e->sessions == 0)
			continue;
		atomic_fetch_add(&b->holders, 1);
		e->hand(e, b);
	}
	if (b->last > h->last)
		h->last = b->last;
}

/*
 * All that is new, a batch at a time. Behind damage a view shows nothing any
 * more; what follows is read with another one.
 */
static void
follow(struct hub *h, uint64_t after)
{
	struct view *v = view_open(h->reader);
	struct hub_batch *b;
	bool sound = v != NULL;

	while (sound && (b = read_batch(v, after)) != NULL) {
		after = b->last;
		sound = view_error(v) == OK;
		pthread_mutex_lock(&h->lock);
		hand_out(h, b);
		h->rung = h->rung || !sound;
		pthread_mutex_unlock(&h->lock);
		hub_batch_free(&b);
	}
	if (!sound)
		log_error("watchers miss an event: %s; run stoactl check",
		    err_detail());
	view_close(&v);
}

/* --- the thread ----------------------------------------------------------- */

/* Waits for events; false when it is to end. The lock is held. */
static bool
await(struct hub *h)
{
	while (!h->stop && (!h->rung || h->sessions == 0))
		pthread_cond_wait(&h->wake, &h->lock);
	h->rung = false;
	return !h->stop;
}

/* What happens meanwhile goes out together. The lock is held. */
static void
rest(struct hub *h)
{
	uint64_t us = PAUSE_US + (uint64_t)h->sessions * PAUSE_EACH_US;
	struct timespec until = thread_after_us(
	    us < PAUSE_MOST_US ? us : PAUSE_MOST_US);

	while (!h->stop &&
	    pthread_cond_timedwait(&h->wake, &h->lock, &until) == 0)
		;
}

static void *
hub_main(void *arg)
{
	struct hub *h = arg;

	pthread_mutex_lock(&h->lock);
	while (await(h)) {
		uint64_t after = h->last;

		pthread_mutex_unlock(&h->lock);
		follow(h, after);
		pthread_mutex_lock(&h->lock);
		rest(h);
	}
	pthread_mutex_unlock(&h->lock);
	return NULL;
}

/* On the writer's thread, behind each commit. */
static void
ring(void *arg)
{
	struct hub *h = arg;

	pthread_mutex_lock(&h->lock);
	if (!h->rung) {
		h->rung = true;
		if (h->sessions != 0)
			pthread_cond_signal(&h->wake);
	}
	pthread_mutex_unlock(&h->lock);
}

enum err
hub_start(struct store *store, struct writer *writer, struct hub **out)
{
	struct hub *h = xcalloc(1, sizeof(*h));
	enum err e = OK;

	h->writer = writer;
	h->reader = reader_new(store);
	pthread_mutex_init(&h->lock, NULL);
	thread_cond_init(&h->wake);
	if (h->reader == NULL)
		e = ERR_IO;
	else if (!thread_start(&h->thread, hub_main, h))
		e = err_set(ERR_NOMEM, "cannot start a thread");
	if (e == OK) {
		writer_watch(writer, ring, h);
	} else {
		reader_free(&h->reader);
		free(h);
		h = NULL;
	}
	*out = h;
	return e;
}

void
hub_stop(struct hub *h)
{
	if (h == NULL)
		return;
	writer_unwatch(h->writer, h);
	pthread_mutex_lock(&h->lock);
	h->stop = true;
	pthread_cond_signal(&h->wake);
	pthread_mutex_unlock(&h->lock);
	pthread_join(h->thread, NULL);
}

void
hub_free(struct hub **hp)
{
	struct hub *h = *hp;

	if (h == NULL)
		return;
	reader_free(&h->reader);
	pthread_mutex_destroy(&h->lock);
	pthread_cond_destroy(&h->wake);
	free(h);
	*hp = NULL;
}

/* --- who listens ---------------------------------------------------------- */

void
hub_add(struct hub *h, struct hub_ear *ear)
{
	pthread_mutex_lock(&h->lock);
	ear->sessions = 0;
	ear->next = h->ears;
	h->ears = ear;
	pthread_mutex_unlock(&h->lock);
}

void
hub_remove(struct hub *h, struct hub_ear *ear)
{
	struct hub_ear **at = &h->ears;

	pthread_mutex_lock(&h->lock);
	while (*at != NULL && *at != ear)
		at = &(*at)->next;
	if (*at != NULL)
		*at = ear->next;
	h->sessions -= ear->sessions;
	pthread_mutex_unlock(&h->lock);
}

void
hub_enter(struct hub *h, struct hub_ear *ear, uint64_t seen)
{
	pthread_mutex_lock(&h->lock);
	/* What nobody watched is not read afterwards. */
	if (h->sessions == 0 && seen > h->last)
		h->last = seen;
	h->sessions++;
	ear->sessions++;
	if (h->sessions == 1)
		pthread_cond_signal(&h->wake);
	pthread_mutex_unlock(&h->lock);
}

void
hub_leave(struct hub *h, struct hub_ear *ear)
{
	pthread_mutex_lock(&h->lock);
	h->sessions--;
	ear->sessions--;
	pthread_mutex_unlock(&h->lock);
}

uint64_t
hub_last(struct hub *h)
{
	uint64_t last;

	pthread_mutex_lock(&h->lock);
	last = h->last;
	pthread_mutex_unlock(&h->lock);
	return last;
}

/* --- whose watches -------------------------------------------------------- */

/* Where the owner stands, or would. The lock is held. */
static struct owner **
find_owner(struct hub *h, uint64_t id)
{
	struct owner **at = &h->owners[id % OWNERS];

	while (*at != NULL && (*at)->id != id)
		at = &(*at)->next;
	return at;
}

bool
hub_take(struct hub *h, uint64_t owner, unsigned most)
{
	struct owner **at;
	bool free_one;

	if (owner == 0)
		return true;
	pthread_mutex_lock(&h->lock);
	at = find_owner(h, owner);
	if (*at == NULL) {
		*at = xcalloc(1, sizeof(**at));
		(*at)->id = owner;
	}
	free_one = most == 0 || (*at)->watches < most;
	(*at)->watches += free_one ? 1 : 0;
	pthread_mutex_unlock(&h->lock);
	return free_one;
}

void
hub_give(struct hub *h, uint64_t owner)
{
	struct owner **at, *o;

	if (owner == 0)
		return;
	pthread_mutex_lock(&h->lock);
	at = find_owner(h, owner);
	o = *at;
	if (o != NULL && --o->watches == 0) {
		*at = o->next;
		free(o);
	}
	pthread_mutex_unlock(&h->lock);
}
