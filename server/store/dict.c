/*
 * Compression dictionaries: trained in the background from articles that
 * arrive, kept in the dict table, used from then on. Old articles keep
 * naming the dictionary they were packed with.
 */
#include <stdlib.h>
#include <zdict.h>
#include <zstd.h>

#include "common/endian.h"
#include "common/log.h"
#include "common/thread.h"
#include "common/xalloc.h"
#include "server/store/internal.h"

#define DICTS_MAX 16
#define DICT_SIZE (112 * 1024)
#define SAMPLE_MAX 2048		/* bytes of one: twice that gains 0.3 % */
#define SAMPLES 1000		/* twice as many gain 1 %, for twice the time */

struct dict {
	ZSTD_CDict *c;
	ZSTD_DDict *d;
};

struct dicts {
	struct dict dict[DICTS_MAX + 1];	/* from 1 */
	_Atomic unsigned count;
	/* The writer's alone: */
	struct buf samples;
	size_t size[SAMPLES];
	unsigned nsamples, seen;
	bool training;
	pthread_t thread;
	/* The trainer's until done is set: */
	_Atomic bool done;
	char *made;
	size_t made_len;
};

/* A dictionary is worth training at these numbers of articles. */
static uint64_t
next_training(unsigned count)
{
	uint64_t n = 0;

	for (unsigned i = 1; i < count + 1; i++)
		n = n == 0 ? 10 * SAMPLES : n * 10;
	return n;
}

/* Articles name it by its number, so that is kept even if it is no good. */
static void
add(struct dicts *ds, unsigned number, const void *p, size_t n)
{
	struct dict *d = &ds->dict[number];

	d->c = ZSTD_createCDict(p, n, BODY_LEVEL);
	d->d = ZSTD_createDDict(p, n);
	if (d->c == NULL || d->d == NULL)
		log_error("dictionary %u cannot be used; articles that were "
		    "packed with it cannot be read", number);
	atomic_store(&ds->count, number);
}

void
dicts_open(struct store *s, struct txn *t)
{
	struct dicts *ds = xcalloc(1, sizeof(*ds));
	struct cursor c;

	buf_init(&ds->samples, (size_t)SAMPLES * SAMPLE_MAX);
	s->dicts = ds;
	cursor_open(&c, t, T_DICT);
	for (bool more = cursor_seek(&c, NULL, 0); more;
	    more = cursor_next(&c)) {
		uint32_t number = c.key.len == 4 ? get_be32(c.key.p) : 0;

		if (number > ds->count && number <= DICTS_MAX)
			add(ds, number, c.val.p, c.val.len);
	}
	cursor_close(&c);
}

void
dicts_close(struct store *s)
{
	struct dicts *ds = s->dicts;

	if (ds == NULL)
		return;
	if (ds->training)
		pthread_join(ds->thread, NULL);
	for (unsigned i = 1; i <= ds->count; i++) {
		ZSTD_freeCDict(ds->dict[i].c);
		ZSTD_freeDDict(ds->dict[i].d);
	}
	buf_clear(&ds->samples);
	free(ds->made);
	free(ds);
	s->dicts = NULL;
}

const ZSTD_CDict *
dict_newest(struct store *s, uint16_t *number)
{
	unsigned n = atomic_load(&s->dicts->count);

	*number = (uint16_t)n;
	return n != 0 ? s->dicts->dict[n].c : NULL;
}

const ZSTD_DDict *
dict_number(struct store *s, uint16_t number)
{
	if (number == 0 || number > atomic_load(&s->dicts->count))
		return NULL;
	return s->dicts->dict[number].d;
}

static void *
train(void *arg)
{
	struct dicts *ds = arg;
	size_t n;

	ds->made = xmalloc(DICT_SIZE);
	n = ZDICT_trainFromBuffer(ds->made, DICT_SIZE, ds->samples.p,
	    ds->size, ds->nsamples);
	if (ZDICT_isError(n)) {
		log_warn("dictionary: %s", ZDICT_getErrorName(n));
		n = 0;
	}
	ds->made_len = n;
	atomic_store(&ds->done, true);
	return NULL;
}

void
dict_sample(struct store *s, struct slice raw, uint64_t articles)
{
	struct dicts *ds = s->dicts;
	unsigned count = ds->count;
	size_t n = raw.len < SAMPLE_MAX ? raw.len : SAMPLE_MAX;

	if (ds->training || count == DICTS_MAX ||
	    articles * 2 < next_training(count))
		return;
	/* Later dictionaries see a wider choice of what comes in. */
	if (ds->seen++ % (count == 0 ? 1 : 5 * count) != 0)
		return;
	if (ds->nsamples < SAMPLES) {
		buf_put(&ds->samples, raw.p, n);
		ds->size[ds->nsamples++] = n;
	}
	if (ds->nsamples < SAMPLES || articles < next_training(count))
		return;
	if (thread_start(&ds->thread, train, ds))
		ds->training = true;
}

bool
dict_store(struct store *s, struct txn *t)
{
	struct dicts *ds = s->dicts;
	unsigned char key[4];

	if (!ds->training || !atomic_load(&ds->done))
		return false;
	if (ds->made_len != 0) {
		put_be32(key, ds->count + 1);
		txn_put(t, T_DICT, key, sizeof(key), ds->made, ds->made_len);
	}
	return true;
}

void
dict_publish(struct store *s, bool committed)
{
	struct dicts *ds = s->dicts;

	if (!committed)
		return;
	pthread_join(ds->thread, NULL);
	if (ds->made_len != 0)
		add(ds, ds->count + 1, ds->made, ds->made_len);
	free(ds->made);
	ds->made = NULL;
	buf_clear(&ds->samples);
	ds->nsamples = ds->seen = 0;
	ds->training = false;
	atomic_store(&ds->done, false);
}
