/* Message-ids on their way from the queue into the table. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/endian.h"
#include "server/store/internal.h"

#define MANY 150000u		/* more than twice what the queue holds */
#define QUEUE 65536u

struct world {
	char dir[64];
	struct db *db;
};

static int
setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	strcpy(w->dir, "/tmp/stoa-test-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	assert_int_equal(db_open(w->dir, 1ull << 30, &w->db), OK);
	msgids_open(w->db);
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;
	char cmd[128];

	msgids_close(w->db);
	db_close(&w->db);
	snprintf(cmd, sizeof(cmd), "rm -rf '%s'", w->dir);
	assert_int_equal(system(cmd), 0);
	free(w);
	return 0;
}

/* The message-id of article n. */
static void
digest_of(uint64_t n, unsigned char out[DIGEST_LEN])
{
	char text[32];

	snprintf(text, sizeof(text), "<%llu@t>", (unsigned long long)n);
	digest(slice_of(text), out);
}

/* Event seq: an article with the message-id n, or none for n = 0. */
static void
event(struct txn *t, uint64_t seq, uint64_t n)
{
	unsigned char d[DIGEST_LEN];

	journal_put(t, seq, SLICE("event"));
	digest_of(n, d);
	if (n != 0)
		msgid_put(t, d, seq);
	msgids_settle(t, seq);
}

static void
events(struct world *w, uint64_t from, uint64_t to)
{
	struct txn *t = txn_begin(w->db);

	for (uint64_t seq = from; seq <= to; seq++)
		event(t, seq, seq);
	assert_int_equal(txn_commit(&t), OK);
}

static uint64_t
find(struct txn *t, uint64_t n, uint64_t most)
{
	unsigned char d[DIGEST_LEN];

	digest_of(n, d);
	return msgid_find(t, d, most);
}

static struct txn *
reading(struct world *w)
{
	struct txn *t = txn_new_read(w->db);

	assert_non_null(t);
	assert_int_equal(txn_renew(t), OK);
	return t;
}

static void
assert_all(struct world *w, uint64_t last)
{
	struct txn *t = reading(w);

	for (uint64_t n = 1; n <= last; n += 7)
		assert_int_equal(find(t, n, last), n);
	assert_int_equal(find(t, last, last), last);
	assert_int_equal(find(t, last + 1, last), 0);
	assert_int_equal(msgids_count(t), last);
	txn_free(&t);
}

static void
test_all_found(void **state)
{
	struct world *w = *state;
	struct txn *t;

	for (uint64_t at = 0; at < MANY; at += 10000) {
		events(w, at + 1, at + 10000);
		assert_all(w, at + 10000);
	}
	t = reading(w);
	assert_int_equal(txn_rows(t, T_RECENT), QUEUE);
	assert_in_range(txn_rows(t, T_MSGID), MANY - QUEUE, MANY - 1);
	txn_free(&t);
}

static void
load(struct world *w)
{
	struct txn *t = reading(w);

	msgids_load(t);
	txn_free(&t);
}

/* What is read from the disk goes on as if nothing had been. */
static void
test_load(void **state)
{
	struct world *w = *state;
	struct txn *t;

	for (uint64_t at = 0; at < MANY; at += 30000) {
		events(w, at + 1, at + 30000);
		load(w);
		assert_all(w, at + 30000);
	}
	t = reading(w);
	assert_int_equal(txn_rows(t, T_RECENT), QUEUE);
	/* None came twice, none too late: these had their turn. */
	assert_in_range(txn_rows(t, T_MSGID), MANY - QUEUE, MANY - 1);
	txn_free(&t);
}

static void
test_abort(void **state)
{
	struct world *w = *state;
	struct txn *t;

	events(w, 1, 1000);
	t = txn_begin(w->db);
	for (uint64_t seq = 1001; seq <= 1500; seq++)
		event(t, seq, seq);
	assert_int_equal(find(t, 1200, UINT64_MAX), 1200);
	txn_abort(&t);
	msgids_undo(w->db, 1000);
	assert_all(w, 1000);
	/* The same numbers again, other articles. */
	t = txn_begin(w->db);
	for (uint64_t seq = 1001; seq <= 1500; seq++)
		event(t, seq, seq + 100000);
	assert_int_equal(txn_commit(&t), OK);
	t = reading(w);
	assert_int_equal(find(t, 1200, UINT64_MAX), 0);
	assert_int_equal(find(t, 101200, UINT64_MAX), 1200);
	txn_free(&t);
}

/* Events behind last that are taken back. */
static void
undone(struct world *w, uint64_t last, uint64_t n)
{
	struct txn *t = txn_begin(w->db);

	for (uint64_t seq = last + 1; seq <= last + n; seq++)
		event(t, seq, seq % 3 == 0 ? 0 : seq + 500000);
	txn_abort(&t);
	msgids_undo(w->db, last);
}

/* However many fail, and wherever, the queue moves on as if none had. */
static void
test_undo(void **state)
{
	struct world *w = *state;
	struct txn *t;

	for (uint64_t at = 0; at < MANY; at += 30000) {
		undone(w, at, 700);
		events(w, at + 1, at + 30000);
		undone(w, at + 30000, 256);
		undone(w, at + 30000, 1);
		assert_all(w, at + 30000);
	}
	t = reading(w);
	assert_int_equal(find(t, 500001, UINT64_MAX), 0);
	assert_int_equal(txn_rows(t, T_RECENT), QUEUE);
	assert_in_range(txn_rows(t, T_MSGID), MANY - QUEUE, MANY - 1);
	txn_free(&t);
}

struct watcher {
	struct world *world;
	_Atomic bool stop;
	_Atomic uint64_t looked;
	uint64_t missed;
};

static void *
watch(void *arg)
{
	struct watcher *x = arg;
	struct txn *t = reading(x->world);

	for (uint64_t n = 1; !atomic_load(&x->stop); n = n % 60000 + 1) {
		x->looked++;
		x->missed += find(t, n, 60000) != n;
	}
	txn_free(&t);
	return NULL;
}

/* Who reads meanwhile misses nothing. */
static void
test_undo_is_not_seen(void **state)
{
	struct watcher x = { .world = *state };
	pthread_t thread;

	events(x.world, 1, 60000);
	assert_int_equal(pthread_create(&thread, NULL, watch, &x), 0);
	/* A busy machine may begin with it later. */
	for (int i = 0; i < 20 || atomic_load(&x.looked) == 0; i++)
		undone(x.world, 60000, 100);
	atomic_store(&x.stop, true);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_not_equal(x.looked, 0);
	assert_int_equal(x.missed, 0);
}

/* A snapshot does not see what came later, nor miss what moved since. */
static void
test_snapshot(void **state)
{
	struct world *w = *state;
	struct txn *old;

	events(w, 1, 100);
	old = reading(w);
	events(w, 101, QUEUE);
	for (uint64_t n = 1; n <= 100; n++)
		assert_int_equal(find(old, n, 100), n);
	for (uint64_t n = 101; n <= 1000; n++)
		assert_int_equal(find(old, n, 100), 0);
	txn_free(&old);
}

/* The later of two articles with one message-id counts, at once and later. */
static void
test_twice(void **state)
{
	struct world *w = *state;
	struct txn *t = txn_begin(w->db);

	event(t, 1, 900077);
	event(t, 2, 900077);
	assert_int_equal(find(t, 900077, UINT64_MAX), 2);
	assert_int_equal(find(t, 900077, 1), 1);
	assert_int_equal(txn_commit(&t), OK);
	events(w, 3, QUEUE + 10);
	t = txn_begin(w->db);
	event(t, QUEUE + 11, 78);
	event(t, QUEUE + 12, 5);
	assert_int_equal(find(t, 900077, UINT64_MAX), 2);
	assert_int_equal(find(t, 5, UINT64_MAX), QUEUE + 12);
	assert_int_equal(txn_commit(&t), OK);
	load(w);
	t = reading(w);
	assert_int_equal(find(t, 900077, UINT64_MAX), 2);
	assert_int_equal(find(t, 5, UINT64_MAX), QUEUE + 12);
	txn_free(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_all_found, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_load, setup, teardown),
		cmocka_unit_test_setup_teardown(test_abort, setup, teardown),
		cmocka_unit_test_setup_teardown(test_undo, setup, teardown),
		cmocka_unit_test_setup_teardown(test_undo_is_not_seen, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_snapshot, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_twice, setup, teardown),
	};

	return cmocka_run_group_tests_name("msgids", tests, NULL, NULL);
}
