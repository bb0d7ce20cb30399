/*
 * A store made from what an export wrote down: the journal and the articles.
 * They are put in as they are, then the tables are built as any rebuild does
 * it, and all of it is checked before it counts.
 */
#include <stdlib.h>
#include <unistd.h>

#include "common/xalloc.h"
#include "server/store/internal.h"

enum { EVENTS_PER_TXN = 500 };

struct load {
	char *dir, *scratch, *fresh, *path;
	struct store *store;
	struct txn *txn;
	uint64_t seq;
	struct buf packed;
};

static void
load_free(struct load **lp)
{
	struct load *l = *lp;

	txn_abort(&l->txn);
	store_close(&l->store);
	if (l->fresh != NULL) {
		dir_remove(l->fresh);
		dir_remove(l->scratch);
	}
	buf_clear(&l->packed);
	free(l->dir);
	free(l->scratch);
	free(l->fresh);
	free(l->path);
	free(l);
	*lp = NULL;
}

enum err
load_begin(const char *dir, struct load **out)
{
	struct load *l = xcalloc(1, sizeof(*l));
	struct store_options o = { .create = true, .empty = true };
	enum err e = dir_make(dir);

	l->dir = xstrdup(dir);
	l->path = xasprintf("%s/store", dir);
	buf_init(&l->packed, 4 * LIMIT_ARTICLE);
	if (e == OK && access(l->path, F_OK) == 0)
		e = err_set(ERR_EXISTS, "%s holds a store already; restore "
		    "into an empty directory", dir);
	if (e == OK) {
		l->scratch = xasprintf("%s/restore", dir);
		l->fresh = xasprintf("%s/store", l->scratch);
		dir_remove(l->fresh);	/* what an interrupted one left */
		dir_remove(l->scratch);
		o.dir = l->scratch;
		e = store_open(&o, &l->store);
	}
	if (e != OK)
		load_free(&l);
	*out = l;
	return e;
}

static enum err
commit(struct load *l)
{
	return l->txn != NULL ? txn_commit(&l->txn) : OK;
}

/* Of an article that is gone only its event is known. */
static void
put_remains(struct load *l, const struct event *e)
{
	struct facts f = { .date = e->time };

	remains_put(l->txn, e->seq, &f);
}

/* Bytes that are not those of the event are what took their place. */
static void
put_bytes(struct load *l, const struct event *e, struct slice raw)
{
	if (!event_brought(e, raw)) {
		body_replace(l->store, l->txn, e->seq, raw);
		return;
	}
	buf_reset(&l->packed);
	body_pack(l->store, raw, &l->packed);
	body_put(l->txn, e->seq, buf_slice(&l->packed));
}

static void
put_article(struct load *l, const struct event *e, struct slice raw)
{
	bool post = slice_is(e->act, act_table[ACT_POST].name);
	uint64_t held;

	if (!post && !slice_is(e->act, act_table[ACT_SUBMIT].name))
		return;
	/* What was published has its bytes under the new number. */
	if (post && event_arg_u64(e->args, "held", &held))
		body_del(l->txn, held);
	if (raw.len != 0)
		put_bytes(l, e, raw);
	else if (post)
		put_remains(l, e);
}

enum err
load_event(struct load *l, struct slice line, struct slice raw)
{
	struct event e;
	enum err err = event_parse(line, &e);

	if (err == OK && e.seq != l->seq + 1)
		err = err_set(ERR_SYNTAX, "event %llu stands where %llu "
		    "should; the journal is not whole",
		    (unsigned long long)e.seq, (unsigned long long)l->seq + 1);
	if (err != OK)
		return err;
	if (l->txn == NULL && (l->txn = txn_begin(l->store->db)) == NULL)
		return ERR_IO;
	l->seq = e.seq;
	journal_put(l->txn, e.seq, line);
	put_article(l, &e, raw);
	if (txn_error(l->txn) != OK || e.seq % EVENTS_PER_TXN == 0)
		err = commit(l);
	return err;
}

enum err
load_end(struct load **lp, enum err so_far, upkeep_progress *fn, void *arg)
{
	char *why = xstrdup(err_detail());
	struct upkeep_report r;
	struct load *l = *lp;
	enum err e = so_far;

	if (e == OK)
		e = commit(l);
	if (e == OK && l->seq == 0)
		e = err_set(ERR_SYNTAX, "the journal is empty");
	if (e == OK)
		e = store_rebuild(l->store, fn, arg, &r);
	if (e == OK)
		e = store_check(l->store, NULL, NULL, &r);
	if (e == OK) {
		store_close(&l->store);
		e = dir_settle(l->fresh, l->path);
	}
	load_free(lp);
	if (so_far != OK)
		err_set(so_far, "%s", why);
	free(why);
	return e;
}
