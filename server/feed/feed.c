/* The peers there are: made, told about, waited for. */
#include "server/feed/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/thread.h"
#include "common/xalloc.h"
#include "server/conf/conf.h"
#include "server/feed/offer.h"
#include "server/feed/peer.h"
#include "server/net/tls.h"
#include "server/stoad.h"
#include "server/store/store.h"

/* Between two looks at host names; when one was not found, less at first. */
enum { LOOK_UP_S = 600, LOOK_AGAIN_S = 15 };

/* --- the list -------------------------------------------------------- */

void
feed_ring(struct feed *f)
{
	const uint64_t one = 1;

	if (atomic_exchange(&f->rung, true))
		return;
	if (write(f->bell, &one, sizeof(one)) == -1)
		log_error("cannot wake the feed to %s", f->name);
}

static struct feed *
find(struct feeds *all, struct slice name)
{
	struct feed *f = all->first;

	while (f != NULL && !slice_iis(name, f->name))
		f = f->next;
	return f;
}

/* The lock of the list is held. */
static struct feed *
find_or_add(struct feeds *all, const char *name)
{
	struct feed *f = find(all, slice_of(name));

	if (f != NULL)
		return f;
	f = xcalloc(1, sizeof(*f));
	f->all = all;
	slice_copy(slice_of(name), f->name, sizeof(f->name));
	slice_copy(slice_of(name), f->status.name, sizeof(f->status.name));
	f->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	pthread_mutex_init(&f->lock, NULL);
	f->next = all->first;
	all->first = f;
	return f;
}

void
feed_count_in(struct feeds *all, const char *name, bool stored)
{
	struct feed *f;

	if (all == NULL)
		return;
	pthread_mutex_lock(&all->lock);
	f = find_or_add(all, name);
	pthread_mutex_unlock(&all->lock);
	atomic_fetch_add(
	    stored ? &f->counts.received : &f->counts.denied, 1);
}

static void
ring_all(void *arg)
{
	struct feeds *all = arg;

	pthread_mutex_lock(&all->lock);
	for (struct feed *f = all->first; f != NULL; f = f->next)
		feed_ring(f);
	pthread_mutex_unlock(&all->lock);
}

/* --- status and wishes ----------------------------------------------- */

const char *
feed_state_name(enum feed_state state)
{
	static const char *const names[] = {
		[FEED_NONE] = "none", [FEED_IDLE] = "idle",
		[FEED_CONNECTING] = "connecting", [FEED_SENDING] = "sending",
		[FEED_WAITING] = "waiting",
	};

	return names[state];
}

static void
fill_status(struct feed *f, struct feed_status *out)
{
	const struct feed_counts *c = &f->counts;

	pthread_mutex_lock(&f->lock);
	*out = f->status;
	pthread_mutex_unlock(&f->lock);
	out->offered = atomic_load(&c->offered);
	out->sent = atomic_load(&c->sent);
	out->refused = atomic_load(&c->refused);
	out->rejected = atomic_load(&c->rejected);
	out->dropped = atomic_load(&c->dropped);
	out->received = atomic_load(&c->received);
	out->denied = atomic_load(&c->denied);
}

bool
feed_status_next(
    struct feeds *all, struct slice after, struct feed_status *out)
{
	struct feed *best = NULL;
	const struct conf *c;

	if (all == NULL)
		return false;
	c = atomic_load(&all->server->conf);
	pthread_mutex_lock(&all->lock);
	for (struct feed *f = all->first; f != NULL; f = f->next)
		if (slice_cmp(slice_of(f->name), after) > 0 &&
		    peer_named(c, slice_of(f->name)) != NULL &&
		    (best == NULL || slice_cmp(slice_of(f->name),
		    slice_of(best->name)) < 0))
			best = f;
	pthread_mutex_unlock(&all->lock);
	if (best != NULL)
		fill_status(best, out);
	return best != NULL;
}

static enum err
ask(struct feeds *all, struct slice name, const uint64_t *seek)
{
	struct feed *f = NULL;
	bool there = false;

	if (all != NULL) {
		pthread_mutex_lock(&all->lock);
		f = find(all, name);
		pthread_mutex_unlock(&all->lock);
	}
	if (f != NULL) {
		pthread_mutex_lock(&f->lock);
		there = f->status.state != FEED_NONE;
		f->retry = there;
		if (there && seek != NULL) {
			f->seek = true;
			f->seek_to = *seek;
		}
		pthread_mutex_unlock(&f->lock);
	}
	if (!there)
		return err_set(ERR_NOTFOUND, "nothing is sent to a peer of "
		    "that name; \"host\" in its block of stoad.conf does it");
	feed_ring(f);
	return OK;
}

enum err
feed_retry(struct feeds *all, struct slice name)
{
	return ask(all, name, NULL);
}

enum err
feed_seek(struct feeds *all, struct slice name, uint64_t seq)
{
	return ask(all, name, &seq);
}

/* --- names ----------------------------------------------------------- */

/* The resolver may take long; nobody waits for this thread but the end. */
static void *
looker_main(void *arg)
{
	struct feeds *all = arg;
	struct timespec until;
	int wait = LOOK_AGAIN_S;
	bool found;

	pthread_mutex_lock(&all->lock);
	while (!atomic_load(&all->stop)) {
		all->again = false;
		pthread_mutex_unlock(&all->lock);
		found = names_refresh(all->server->names,
		    atomic_load(&all->server->conf));
		pthread_mutex_lock(&all->lock);
		until = thread_after_us(
		    1000000ull * (unsigned)(found ? LOOK_UP_S : wait));
		wait = found || all->again ? LOOK_AGAIN_S :
		    wait < LOOK_UP_S / 2 ? wait * 2 : LOOK_UP_S;
		while (!all->again && !atomic_load(&all->stop))
			if (pthread_cond_timedwait(
			    &all->look, &all->lock, &until) != 0)
				break;
	}
	pthread_mutex_unlock(&all->lock);
	return NULL;
}

static bool
any_name(const struct conf *c)
{
	struct ip_net net;

	for (int i = 0; i < c->npeers; i++)
		for (int k = 0; k < c->peer[i]->naddresses; k++)
			if (!ip_net_parse(slice_of(c->peer[i]->address[k]),
			    &net))
				return true;
	return false;
}

/* --- start and stop -------------------------------------------------- */

static void
join(struct feed *f)
{
	if (f->running)
		pthread_join(f->thread, NULL);
	f->running = false;
}

/* Of one without a thread. */
static void
set_state(struct feed *f, enum feed_state state)
{
	pthread_mutex_lock(&f->lock);
	f->over = false;
	f->status.state = state;
	f->status.since = clock_now();
	pthread_mutex_unlock(&f->lock);
}

/* A new peer gets what comes from now on, whenever its thread wakes up. */
static uint64_t
present_end(struct feeds *all)
{
	struct reader *r = reader_new(all->server->store);
	struct view *v = r != NULL ? view_open(r) : NULL;
	uint64_t end = v != NULL ? view_seq(v) : 0;

	view_close(&v);
	reader_free(&r);
	return end;
}

static void
start_feed(struct feed *f)
{
	bool over;

	pthread_mutex_lock(&f->lock);
	over = f->over;
	pthread_mutex_unlock(&f->lock);
	if (f->running && !over)
		return;
	join(f);
	set_state(f, FEED_IDLE);
	f->begin = present_end(f->all);
	f->running = thread_start(&f->thread, feed_main, f);
	if (f->running)
		return;
	set_state(f, FEED_NONE);
	log_error("no thread for the feed to %s", f->name);
}

void
feeds_reload(struct server *server)
{
	struct feeds *all = server->feeds;
	const struct conf *c = atomic_load(&server->conf);

	if (all == NULL)
		return;
	pthread_mutex_lock(&all->lock);
	for (int i = 0; i < c->npeers; i++) {
		struct feed *f = find_or_add(all, c->peer[i]->name);

		if (c->peer[i]->host != NULL)
			start_feed(f);
	}
	if (any_name(c) && !all->looking)
		all->looking = thread_start(&all->looker, looker_main, all);
	all->again = true;
	pthread_cond_signal(&all->look);
	pthread_mutex_unlock(&all->lock);
	ring_all(all);
}

enum err
feeds_start(struct server *server)
{
	const struct conf *c = atomic_load(&server->conf);
	struct feeds *all = xcalloc(1, sizeof(*all));

	all->server = server;
	all->dir = xasprintf("%s/feed", c->dir);
	pthread_mutex_init(&all->lock, NULL);
	thread_cond_init(&all->look);
	server->feeds = all;
	server->names = names_new();
	server->offers = offers_new();
	if (mkdir(all->dir, 0750) == -1 && errno != EEXIST)
		return err_errno("%s", all->dir);
	if (tls_client_new(NULL, &all->tls) != OK)
		log_error("no TLS to peers: %s", err_detail());
	feeds_reload(server);
	writer_watch(server->writer, ring_all, all);
	return OK;
}

static void
free_all(struct feeds *all)
{
	struct feed *f = all->first;

	while (f != NULL) {
		struct feed *next = f->next;

		close(f->bell);
		pthread_mutex_destroy(&f->lock);
		free(f);
		f = next;
	}
	if (all->tls != NULL)
		tls_free(&all->tls);
	pthread_cond_destroy(&all->look);
	pthread_mutex_destroy(&all->lock);
	free(all->dir);
	free(all);
}

void
feeds_stop(struct server *server)
{
	struct feeds *all = server->feeds;
	struct timespec until;

	if (all == NULL)
		return;
	writer_unwatch(server->writer, all);
	atomic_store(&all->stop, true);
	pthread_mutex_lock(&all->lock);
	pthread_cond_signal(&all->look);
	pthread_mutex_unlock(&all->lock);
	ring_all(all);
	for (struct feed *f = all->first; f != NULL; f = f->next)
		join(f);
	/* One that hangs in the resolver ends with the process. */
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec++;
	if (all->looking &&
	    pthread_timedjoin_np(all->looker, NULL, &until) != 0)
		return;
	server->feeds = NULL;
	names_free(&server->names);
	offers_free(&server->offers);
	free_all(all);
}
