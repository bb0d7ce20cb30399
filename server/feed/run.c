/*
 * The thread of one feed: waits for articles, connects, talks, writes down
 * how far it came. What can go wrong is tried again, later and later.
 */
#include "server/feed/internal.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/xalloc.h"
#include "server/feed/dial.h"
#include "server/feed/peer.h"
#include "server/feed/talk.h"
#include "server/stoad.h"

enum { BACKOFF_MS = 1000, BACKOFF_MOST_MS = 300000, SAVE_MS = 1000 };

struct run {
	struct feed *f;
	const struct conf *conf;	/* that peer is of */
	const struct conf_peer *peer;
	struct source source;
	struct queue queue;
	struct supply supply;
	struct stream *stream;		/* NULL while nobody is talked to */
	char *path;			/* of the place */
	uint64_t saved;			/* when; clock_mono_ms() */
	unsigned failures;		/* in a row */
	bool retry;			/* somebody does not want to wait */
	bool changed;			/* the peer is another now */
};

/* --- what others see ------------------------------------------------- */

static void
show(struct run *r, enum feed_state state)
{
	struct feed_status *st = &r->f->status;
	const struct queue *q = &r->queue;

	pthread_mutex_lock(&r->f->lock);
	if (st->state != state)
		st->since = clock_now();
	st->state = state;
	st->deferred = (uint64_t)q->mark.n;
	st->seq = q->mark.seq;
	st->queued = (uint64_t)q->n + st->deferred;
	if (r->source.end > q->read)
		st->queued += r->source.end - q->read;
	pthread_mutex_unlock(&r->f->lock);
}

static void
show_error(struct run *r, const char *why)
{
	pthread_mutex_lock(&r->f->lock);
	slice_copy(slice_of(why), r->f->status.error,
	    sizeof(r->f->status.error));
	pthread_mutex_unlock(&r->f->lock);
}

/* --- the place ------------------------------------------------------- */

static void
save(struct run *r, bool now)
{
	uint64_t mono = clock_mono_ms();

	if (!r->queue.changed || (!now && mono < r->saved + SAVE_MS))
		return;
	r->saved = mono;
	if (mark_save(r->path, &r->queue.mark) == OK)
		r->queue.changed = false;
	else
		log_error("feed: %s", err_detail());
}

/* A new peer begins with what comes from now on. */
static enum err
load(struct run *r)
{
	enum err e = mark_load(r->path, &r->queue.mark);
	struct view *v;

	if (e != OK && e != ERR_NOTFOUND)
		return e;
	v = view_open(r->source.reader);
	if (v == NULL)
		return ERR_IO;
	r->source.end = view_seq(v);
	view_close(&v);
	if (e != OK)
		r->queue.mark.seq = r->f->begin;
	/* A store that was restored may end before the place. */
	if (r->queue.mark.seq > r->source.end)
		r->queue.mark.seq = r->source.end;
	queue_init(&r->queue, r->queue.mark.seq);
	r->queue.changed = true;
	save(r, true);
	return OK;
}

/* --- the bell -------------------------------------------------------- */

static void
seek(struct run *r, uint64_t seq)
{
	r->queue.mark.n = 0;
	queue_init(&r->queue, seq);
	r->queue.changed = true;
}

static void
hear_wishes(struct run *r)
{
	bool wish = false, far = false;
	uint64_t to = 0;

	pthread_mutex_lock(&r->f->lock);
	/* A place is changed between two connections. */
	if (r->f->retry && (r->stream == NULL || !r->f->seek)) {
		wish = true;
		far = r->f->seek;
		to = r->f->seek_to;
		r->f->retry = r->f->seek = false;
	}
	r->changed = r->changed || r->f->seek;
	pthread_mutex_unlock(&r->f->lock);
	if (!wish)
		return;
	r->retry = true;
	queue_hurry(&r->queue);
	if (far)
		seek(r, to);
}

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : slice_is(slice_of(a), b);
}

/* The configuration that holds now; another way to the peer is seen. */
static void
look_at_conf(struct run *r)
{
	const struct conf *c = atomic_load(&r->f->all->server->conf);
	const struct conf_peer *p, *old = r->peer;

	if (c == r->conf)
		return;
	r->conf = c;
	p = peer_named(c, slice_of(r->f->name));
	if (p != NULL && p->host == NULL)
		p = NULL;
	if (p == NULL || old == NULL || !same(p->host, old->host) ||
	    !same(p->login, old->login) || !same(p->password, old->password) ||
	    p->tls != old->tls)
		r->changed = true;
	r->peer = r->source.peer = p;
}

/* False when the thread is to end. */
static bool
goes_on(const struct run *r)
{
	return !atomic_load(&r->f->all->stop) && r->peer != NULL;
}

/* The same, after it has looked at what the bell is for. */
static bool
hear(struct run *r)
{
	uint64_t n;

	/* First, so that who rings from now on is heard again. */
	atomic_store(&r->f->rung, false);
	if (read(r->f->bell, &n, sizeof(n)) == -1)
		n = 0;
	hear_wishes(r);
	look_at_conf(r);
	save(r, false);
	return goes_on(r);
}

static void
wait_bell(struct run *r, uint64_t until)
{
	struct pollfd p = { .fd = r->f->bell, .events = POLLIN };
	uint64_t now = clock_mono_ms();
	int ms = -1;

	/* The bell does not ring twice for what was heard. */
	if (until <= now || !goes_on(r))
		return;
	if (r->queue.changed && until > now + SAVE_MS)
		until = now + SAVE_MS;
	if (until - now < INT32_MAX)
		ms = (int)(until - now);
	poll(&p, 1, ms);
}

/* --- one connection -------------------------------------------------- */

static bool
next_article(void *arg, struct queue *q)
{
	struct run *r = arg;

	return r->source.peer != NULL && source_next(&r->source, q);
}

static bool
article_text(void *arg, uint64_t id, struct buf *out)
{
	struct run *r = arg;

	return source_text(&r->source, id, out);
}

static bool
heard(void *arg)
{
	struct run *r = arg;
	bool on = hear(r);

	if (r->stream->useful && r->f->status.error[0] != '\0')
		show_error(r, "");
	show(r, r->stream->phase == STREAM_READY && r->queue.n == 0 ?
	    FEED_IDLE : FEED_SENDING);
	return on && !r->changed;
}

static void
talk(struct run *r, struct wire *w)
{
	struct stream st;
	struct talk t = {
		.wire = w, .bell = r->f->bell, .times = &talk_times,
		.stream = &st, .source = &r->source, .heard = heard,
		.arg = r,
	};

	stream_begin(&st, &r->queue, &r->supply, &r->f->counts);
	st.login = r->peer->login;
	st.password = r->peer->password;
	r->stream = &st;
	talk_run(&t);
	r->stream = NULL;
	show_error(r, st.error);
	if (st.useful || st.error[0] == '\0')
		r->failures = 0;
	if (st.error[0] != '\0')
		log_info("feed to %s: %s", r->f->name, st.error);
	stream_clear(&st);
}

/* Its certificate is to be that of the host. */
static enum err
begin_tls(struct run *r, struct wire *w)
{
	char host[CONF_HOST_MAX];
	const char *port;
	enum err e = conf_place(r->peer->host, host, &port);

	if (e != OK)
		return e;
	return r->f->all->tls == NULL ? ERR_NOMEM :
	    wire_connect(w, r->f->all->tls, host);
}

static enum err
converse(struct run *r, int fd)
{
	struct wire w;
	enum err e = OK;

	wire_init(&w, fd);
	if (r->peer->tls)
		e = begin_tls(r, &w);
	if (e == OK) {
		show(r, FEED_SENDING);
		talk(r, &w);
	}
	wire_shut(&w);
	wire_close(&w);
	return e;
}

/* --- between connections --------------------------------------------- */

/* ERR_BUSY when it was given up for something else. */
static enum err
connect_to(struct run *r, int *fd)
{
	struct dial *d;
	enum err e = dial_start(r->peer, r->f->bell, &d);

	if (e != OK)
		return e;
	show(r, FEED_CONNECTING);
	while ((e = dial_result(d, fd)) == ERR_BUSY && hear(r) && !r->changed)
		wait_bell(r, UINT64_MAX);
	dial_drop(&d);
	return e;
}

/* The next try: 1, 2, 4 ... seconds, less or more a quarter. */
static uint64_t
backoff(struct run *r)
{
	uint64_t ms = BACKOFF_MOST_MS;
	uint16_t dice = 0;

	if (r->failures < 9)
		ms = (uint64_t)BACKOFF_MS << r->failures;
	r->failures++;
	if (getrandom(&dice, sizeof(dice), 0) == -1)
		dice = UINT16_MAX / 2;
	return clock_mono_ms() + ms * 3 / 4 + ms * dice / UINT16_MAX / 2;
}

/* Waits for the next try; false when the thread is to end. */
static bool
rest(struct run *r)
{
	uint64_t until = backoff(r);
	bool on = true;

	show(r, FEED_WAITING);
	r->retry = false;
	while (on && !r->retry && !r->changed && clock_mono_ms() < until) {
		wait_bell(r, until);
		on = hear(r);
		show(r, FEED_WAITING);
	}
	return on;
}

/* Whether there is something to send; looks as long as there may be. */
static bool
something(struct run *r)
{
	bool found = r->queue.n != 0;

	while (!found) {
		found = source_next(&r->source, &r->queue);
		if (!found && !r->source.more)
			break;
		source_rest(&r->source);
		if (!hear(r))
			break;
	}
	source_rest(&r->source);
	return found && goes_on(r);
}

/* What is due and could not be had is not asked for all the time. */
static uint64_t
next_look(const struct run *r)
{
	uint64_t due = queue_next_due(&r->queue);
	uint64_t soon = clock_mono_ms() + SAVE_MS;

	return due > soon ? due : soon;
}

/* Sends what there is; false when the peer must be left alone for a while. */
static bool
serve(struct run *r)
{
	int fd = -1;
	enum err e;

	r->changed = false;
	if (!something(r)) {
		show(r, FEED_IDLE);
		wait_bell(r, next_look(r));
		return true;
	}
	e = connect_to(r, &fd);
	if (e == OK)
		e = converse(r, fd);
	if (e != OK && e != ERR_BUSY) {
		show_error(r, err_detail());
		log_info("feed to %s: %s", r->f->name, err_detail());
	}
	return r->changed || (e == OK && r->f->status.error[0] == '\0');
}

/* False when the configuration has just changed: the peer may be back. */
static bool
say_over(struct feed *f, const struct conf *seen)
{
	const struct conf *c;
	bool over;

	/* Who puts it back asks under the lock, with his conf in place. */
	pthread_mutex_lock(&f->lock);
	c = atomic_load(&f->all->server->conf);
	over = seen == NULL || seen == c || atomic_load(&f->all->stop);
	if (over) {
		f->status.state = FEED_NONE;
		f->over = true;
	}
	pthread_mutex_unlock(&f->lock);
	return over;
}

static void
run_feed(struct run *r)
{
	do {
		bool on = hear(r);

		while (on) {
			bool good = serve(r);

			on = hear(r);
			if (on && !good)
				on = rest(r);
		}
		save(r, true);
	} while (!say_over(r->f, r->conf));
}

static void
end(struct run *r)
{
	say_over(r->f, NULL);
	free(r->path);
	free(r);
}

void *
feed_main(void *arg)
{
	struct feed *f = arg;
	struct run *r = xcalloc(1, sizeof(*r));

	r->f = f;
	r->path = xasprintf("%s/%s", f->all->dir, f->name);
	r->supply = (struct supply){ next_article, article_text, r };
	if (source_init(&r->source, f->all->server->store) != OK) {
		log_error("feed to %s: %s", f->name, err_detail());
		end(r);
		return NULL;
	}
	if (load(r) == OK) {
		run_feed(r);
	} else {
		show_error(r, err_detail());
		log_error("feed to %s: %s", f->name, err_detail());
	}
	source_clear(&r->source);
	end(r);
	return NULL;
}
