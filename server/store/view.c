/* Reading: snapshots and the queries over them. */
#include "server/store/store.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "server/store/community/rows.h"
#include "server/store/rules/rules.h"
#include "server/store/rules/standing.h"

struct reader {
	struct view view;		/* first: view_close() finds it */
	struct buf line;		/* its */
	_Atomic uint64_t since_ms;	/* of its view; 0: none */
	struct reader *next;		/* the store's, under its lock */
};

struct reader *
reader_new(struct store *s)
{
	struct reader *r = xcalloc(1, sizeof(*r));

	r->view.store = s;
	r->view.line = &r->line;
	buf_init(&r->line, 4 * LIMIT_HEADER);
	r->view.txn = txn_new_read(s->db);
	if (r->view.txn == NULL) {
		free(r);
		return NULL;
	}
	pthread_mutex_lock(&s->readers_lock);
	r->next = s->readers;
	s->readers = r;
	pthread_mutex_unlock(&s->readers_lock);
	return r;
}

static void
forget_reader(struct reader *r)
{
	struct store *s = r->view.store;
	struct reader **at = &s->readers;

	pthread_mutex_lock(&s->readers_lock);
	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	pthread_mutex_unlock(&s->readers_lock);
}

void
reader_free(struct reader **r)
{
	if (*r == NULL)
		return;
	forget_reader(*r);
	buf_clear(&(*r)->line);
	txn_free(&(*r)->view.txn);
	free(*r);
	*r = NULL;
}

struct view *
view_open(struct reader *r)
{
	if (txn_renew(r->view.txn) != OK)
		return NULL;
	atomic_store_explicit(
	    &r->since_ms, clock_mono_ms(), memory_order_relaxed);
	return &r->view;
}

void
view_close(struct view **v)
{
	struct reader *r = (struct reader *)(void *)*v;

	if (r != NULL) {
		txn_reset(r->view.txn);
		atomic_store_explicit(&r->since_ms, 0, memory_order_relaxed);
	}
	*v = NULL;
}

enum err
view_error(struct view *v)
{
	enum err e = txn_error(v->txn);

	return e == OK ? OK : err_set(e, "%s", txn_why(v->txn));
}

uint64_t
view_seq(struct view *v)
{
	return journal_last(v->txn);
}

/* --- accounts ----------------------------------------------------------- */

bool
view_account_by_id(struct view *v, uint32_t id, struct account *out)
{
	struct account_rec rec;
	struct slice text;

	if (!account_get(v->txn, id, &rec, &text))
		return false;
	*out = (struct account){ .id = id, .created = rec.created,
		.suspended = rec.suspended };
	out->name = slice_cut(&text, '\t');
	out->roles = slice_cut(&text, '\t');
	out->person = text;
	return true;
}

bool
view_account(struct view *v, struct slice name, struct account *out)
{
	return view_account_by_id(v, account_id(v->txn, name), out);
}

struct slice
view_secret(struct view *v, struct slice name)
{
	struct slice val;

	if (!txn_get(v->txn, T_SECRET, name.p, name.len, &val))
		return slice_make(NULL, 0);
	return val;
}

/* --- the journal -------------------------------------------------------- */

struct slice
view_event(struct view *v, uint64_t seq)
{
	return journal_get(v->txn, seq);
}

/*
 * Event times never fall, so the journal is searched by halves. One that
 * cannot be read must not pass for an old one: what is old is thrown away.
 */
uint64_t
view_event_since(struct view *v, int64_t t)
{
	uint64_t low = 1, high = view_seq(v) + 1;

	while (low < high) {
		uint64_t mid = low + (high - low) / 2;
		int64_t at = event_time(v->txn, mid);

		if (at == 0) {
			txn_fail(v->txn, err_set(ERR_CORRUPT,
			    "event %llu cannot be read",
			    (unsigned long long)mid));
			return 0;
		}
		if (at < t)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static uint64_t
read_age(struct store *s)
{
	uint64_t now = clock_mono_ms(), oldest = now;

	pthread_mutex_lock(&s->readers_lock);
	for (struct reader *r = s->readers; r != NULL; r = r->next) {
		uint64_t since = atomic_load_explicit(
		    &r->since_ms, memory_order_relaxed);

		if (since != 0 && since < oldest)
			oldest = since;
	}
	pthread_mutex_unlock(&s->readers_lock);
	return now - oldest;
}

/* The seconds in which the first timer could have fired. */
static uint64_t
timer_late(struct view *v)
{
	int64_t due = timer_first(v->txn), now = clock_now();

	return due != 0 && due <= now ? (uint64_t)(now - due) + 1 : 0;
}

void
view_stats(struct view *v, struct store_stats *out)
{
	struct db_usage u;

	db_usage(v->store->db, &u);
	*out = (struct store_stats){
		.seq = view_seq(v),
		.articles = txn_rows(v->txn, T_ARTICLE) -
		    txn_rows(v->txn, T_REMAINS),
		.boards = txn_rows(v->txn, T_NAME),
		.accounts = txn_rows(v->txn, T_ACCOUNT),
		.used = u.used,
		.quota = atomic_load(&v->store->quota),
		.queue = atomic_load(&v->store->queued),
		.commits = atomic_load(&v->store->commits),
		.events = atomic_load(&v->store->events),
		.readers = u.readers,
		.read_age_ms = read_age(v->store),
		.timers = txn_rows(v->txn, T_TIMER),
		.timer_late = timer_late(v),
		.walks = standing_walks(v->txn),
	};
	histogram_read(&v->store->commit_us, &out->commit_us);
	histogram_read(&v->store->group, &out->group);
}
