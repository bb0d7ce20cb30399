/* Damage is found and repaired, interruptions leave nothing half-done. */
#include "tests/unit/store_fixture.h"

#include <lmdb.h>
#include <sys/stat.h>

#include "common/endian.h"
#include "server/store/internal.h"

static enum err
act_as_admin(struct fixture *f, enum act_id act, const char *target)
{
	return fixture_do(f, (struct intent){ .act = act, .admin = true,
	    .actor = SLICE("@root"), .target = slice_of(target) }, NULL);
}

static int
setup(void **state)
{
	struct fixture *f;

	fixture_setup(state);
	f = *state;
	assert_int_equal(fixture_post(f, "a.b", "one", "", 1), OK);
	assert_int_equal(fixture_post(f, "a.b,c.d", "two", "<one@t>", 2), OK);
	assert_int_equal(fixture_act(f, ACT_JOIN, "@anna", ""), OK);
	/* One that was taken out, one that waits, one that is too old. */
	assert_int_equal(fixture_post(f, "g.h", "gone", "<two@t>", 3), OK);
	assert_int_equal(fixture_act(f, ACT_EXPIRE, "g.h", "before=99"), OK);
	assert_int_equal(fixture_post(f, "a.b", "taken", "<two@t>", 4), OK);
	assert_int_equal(act_as_admin(f, ACT_CANCEL, "<taken@t>"), OK);
	assert_int_equal(fixture_act(f, ACT_BOARD, "e.f", "status=m"), OK);
	assert_int_equal(fixture_post(f, "e.f", "held", "", 5), OK);
	return 0;
}

/* --- damage ------------------------------------------------------------ */

/* The first row of a table. */
static void
first_row(struct txn *t, enum table tb, char key[64], size_t *klen,
    char val[512], size_t *vlen)
{
	struct cursor c;

	cursor_open(&c, t, tb);
	assert_true(cursor_seek(&c, NULL, 0));
	assert_true(c.key.len <= 64 && c.val.len <= 512);
	memcpy(key, c.key.p, *klen = c.key.len);
	memcpy(val, c.val.p, *vlen = c.val.len);
	cursor_close(&c);
}

/* Removes the first row, or changes one byte of it. */
static void
damage(struct fixture *f, enum table tb, int at)
{
	struct txn *t = txn_begin(f->store->db);
	char key[64], val[512];
	size_t klen, vlen;

	first_row(t, tb, key, &klen, val, &vlen);
	if (at < 0) {
		txn_del(t, tb, key, klen);
	} else {
		assert_true((size_t)at < vlen);
		val[at] ^= 0x11;
		txn_put(t, tb, key, klen, val, vlen);
	}
	assert_int_equal(txn_commit(&t), OK);
}

static const struct {
	enum table table;
	int at;			/* byte that is changed, -1: row is lost */
	bool repaired;		/* by a rebuild */
	const char *said;
} damages[] = {
	{ T_JOURNAL, -1, false, "event 1" },
	{ T_JOURNAL, 9, false, "event 1" },
	{ T_BODY, -1, false, "no bytes" },
	{ T_BODY, 40, false, "CRC" },
	{ T_OVER, -1, true, "counters" },
	{ T_OVER, 0, true, "no article row" },
	{ T_ARTICLE, -1, true, "" },
	{ T_RECENT, -1, true, "articles" },
	{ T_THREAD, -1, true, "articles" },
	{ T_ACTIVE, -1, true, "articles" },
	{ T_BOARD, 16, true, "counters" },
	{ T_REMAINS, -1, false, "no bytes" },
	{ T_REMAINS, 12, false, "damaged" },
	{ T_ASIDE, -1, true, "articles" },
	{ T_HELD, -1, true, "articles" },
};

static void
test_damage(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		struct upkeep_report r;
		void *own;
		struct fixture *f;
		enum err e;

		setup(&own);
		f = own;
		damage(f, damages[i].table, damages[i].at);
		assert_int_equal(store_check(f->store, NULL, NULL, &r),
		    ERR_CORRUPT);
		assert_true(r.bad > 0);
		if (strstr(r.first, damages[i].said) == NULL)
			fail_msg("damage %zu: %s", i, r.first);
		e = store_rebuild(f->store, NULL, NULL, &r);
		assert_int_equal(e == OK, damages[i].repaired);
		if (e == OK) {
			assert_true(r.bad > 0);
			fixture_check(f);
		}
		fixture_teardown(&own);
	}
}

/* The report counts rows, not tables. */
static void
test_rebuild_counts_rows(void **state)
{
	struct fixture *f = *state;
	struct upkeep_report r;

	damage(f, T_OVER, -1);
	damage(f, T_OVER, -1);
	damage(f, T_ACCOUNT, 0);
	assert_int_equal(store_rebuild(f->store, NULL, NULL, &r), OK);
	assert_int_equal(r.bad, 3);
	assert_int_equal(store_rebuild(f->store, NULL, NULL, &r), OK);
	assert_int_equal(r.bad, 0);
}

/* What an interrupted rebuild left in the other set does no harm. */
static void
test_rebuild_after_an_interrupted_one(void **state)
{
	struct fixture *f = *state;
	struct txn *t = txn_begin(f->store->db);
	struct upkeep_report r;

	txn_use_set(t, 'b');
	txn_put(t, T_ACCOUNT, "ghost", 5, "12345678", 8);
	txn_put(t, T_OVER, "12345678", 8, "123456789", 9);
	assert_int_equal(txn_commit(&t), OK);
	fixture_check(f);
	assert_int_equal(store_rebuild(f->store, NULL, NULL, &r), OK);
	assert_int_equal(r.bad, 0);
	fixture_check(f);
	/* The writer goes on in the new tables. */
	assert_int_equal(fixture_post(f, "a.b", "three", "<two@t>", 3), OK);
	fixture_check(f);
}

/* --- backup and restore ------------------------------------------------ */

static bool
exists(const char *dir, const char *name)
{
	char path[160];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return stat(path, &st) == 0;
}

static void
test_restore_proves_first(void **state)
{
	struct fixture *f = *state;
	char good[96], bad[96], to[96];

	snprintf(good, sizeof(good), "%s/good", f->dir);
	snprintf(bad, sizeof(bad), "%s/bad", f->dir);
	snprintf(to, sizeof(to), "%s/to", f->dir);
	assert_int_equal(fixture_backup(f, good), OK);
	damage(f, T_BODY, 40);
	assert_int_equal(fixture_backup(f, bad), OK);
	assert_int_equal(store_restore(bad, to), ERR_CORRUPT);
	assert_false(exists(to, "store"));
	assert_false(exists(to, "restore"));
	assert_int_equal(store_restore(good, to), OK);
	assert_true(exists(to, "store/data.mdb"));
	assert_false(exists(to, "restore"));
	assert_int_equal(store_restore(good, to), ERR_EXISTS);
	assert_int_equal(store_restore(f->dir, to), ERR_EXISTS);
	snprintf(bad, sizeof(bad), "%s/none", f->dir);
	assert_int_equal(store_restore(bad, to), ERR_NOTFOUND);
}

static void
test_backup_leaves_no_half(void **state)
{
	struct fixture *f = *state;
	char dir[96], fresh[128];

	snprintf(dir, sizeof(dir), "%s/backup", f->dir);
	snprintf(fresh, sizeof(fresh), "%s/store.new", dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(mkdir(fresh, 0700), 0);
	assert_int_equal(fixture_backup(f, dir), ERR_EXISTS);
	assert_non_null(strstr(err_detail(), "unfinished"));
	assert_int_equal(rmdir(fresh), 0);
	assert_int_equal(fixture_backup(f, dir), OK);
	assert_false(exists(dir, "store.new"));
	snprintf(dir, sizeof(dir), "%s/none/x", f->dir);
	assert_int_equal(fixture_backup(f, dir), ERR_NOTFOUND);
}

/* --- creation and space ------------------------------------------------ */

static void
test_creation_starts_over(void **state)
{
	struct fixture *f = *state;
	char dir[96], cmd[256];
	struct store_options o = { .dir = dir, .name = "t.example.org" };
	struct store *s;

	snprintf(dir, sizeof(dir), "%s/fresh", f->dir);
	assert_int_equal(store_open(&o, &s), ERR_NOTFOUND);
	snprintf(cmd, sizeof(cmd), "mkdir -p '%s/store.new' && "
	    "echo torn >'%s/store.new/data.mdb'", dir, dir);
	assert_int_equal(system(cmd), 0);
	assert_int_equal(store_open(&o, &s), ERR_NOTFOUND);
	o.create = true;
	assert_int_equal(store_open(&o, &s), OK);
	assert_false(exists(dir, "store.new"));
	store_close(&s);
	/* A name that cannot be is refused, and nothing stays. */
	snprintf(dir, sizeof(dir), "%s/other", f->dir);
	o.name = "no name";
	assert_int_equal(store_open(&o, &s), ERR_SYNTAX);
	assert_false(exists(dir, "store"));
	assert_false(exists(dir, "store.new"));
}

static void
test_a_newer_store_is_refused(void **state)
{
	struct fixture *f = *state;
	char none[96];
	struct store_options o = { .dir = f->dir };
	uint32_t format = STORE_FORMAT + 1;
	struct store *s;
	struct txn *t = txn_begin(f->store->db);

	txn_put(t, T_META, "format", 6, &format, sizeof(format));
	assert_int_equal(txn_commit(&t), OK);
	fixture_close(f);
	assert_int_equal(store_open(&o, &s), ERR_VERSION);
	assert_non_null(strstr(err_detail(), "newer"));
	snprintf(none, sizeof(none), "%s/none", f->dir);
	o.dir = none;
	assert_int_equal(store_open(&o, &s), ERR_NOTFOUND);
}

/* Noise: it takes its full size. */
static enum err
post_large(struct fixture *f, int n)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	uint64_t x = (uint64_t)n + 1;
	struct posting *p;
	enum err e;

	buf_printf(&raw, "Message-ID: <large%d@t>\r\nNewsgroups: a.b\r\n\r\n",
	    n);
	while (raw.len < 100000) {
		x = x * 6364136223846793005u + 1442695040888963407u;
		buf_putc(&raw, (char)(x >> 56));
	}
	assert_int_equal(posting_new(f->store, &raw, &p), OK);
	e = fixture_do(f, (struct intent){ .act = ACT_POST,
	    .actor = SLICE("@anna"), .posting = p }, NULL);
	posting_free(&p);
	return e;
}

static void
test_full_and_then_larger(void **state)
{
	struct fixture *f = *state;
	struct store_options o = { .dir = f->dir, .quota = 2 << 20 };
	struct view *v;
	uint64_t seq;
	int n = 0;

	fixture_close(f);
	assert_int_equal(store_open(&o, &f->store), OK);
	assert_int_equal(writer_start(f->store, &f->writer), OK);
	f->reader = reader_new(f->store);
	while (post_large(f, n) == OK)
		assert_true(++n < 50);
	assert_true(n > 5);
	for (int i = 0; i < 5; i++)
		assert_int_equal(post_large(f, n), ERR_FULL);
	assert_non_null(strstr(f->why, "quota"));
	v = view_open(f->reader);
	seq = view_seq(v);
	view_close(&v);
	fixture_check(f);
	/* A larger map, and it goes on with the next number. */
	fixture_close(f);
	fixture_open(f);
	assert_int_equal(post_large(f, n), OK);
	v = view_open(f->reader);
	assert_int_equal(view_seq(v), seq + 1);
	view_close(&v);
	fixture_check(f);
}

/* What is left of articles had another name. */
static void
rename_remains(struct fixture *f)
{
	char path[96];
	MDB_env *env;
	MDB_txn *t;
	MDB_cursor *c;
	MDB_dbi from, to;
	MDB_val k, v;
	int n = 0;

	snprintf(path, sizeof(path), "%s/store", f->dir);
	assert_int_equal(mdb_env_create(&env), 0);
	assert_int_equal(mdb_env_set_maxdbs(env, 2), 0);
	assert_int_equal(mdb_env_open(env, path, 0, 0600), 0);
	assert_int_equal(mdb_txn_begin(env, NULL, 0, &t), 0);
	assert_int_equal(mdb_dbi_open(t, "remains", 0, &from), 0);
	assert_int_equal(mdb_dbi_open(t, "stub", MDB_CREATE, &to), 0);
	assert_int_equal(mdb_cursor_open(t, from, &c), 0);
	for (; mdb_cursor_get(c, &k, &v, MDB_NEXT) == 0; n++)
		assert_int_equal(mdb_put(t, to, &k, &v, 0), 0);
	mdb_cursor_close(c);
	assert_int_equal(n, 1);
	assert_int_equal(mdb_drop(t, from, 1), 0);
	assert_int_equal(mdb_txn_commit(t), 0);
	mdb_env_close(env);
}

/*
 * A store of format 1: its accounts have no numbers, neither in the journal
 * nor in the tables. It is refused with the remedy, and brought up by it.
 */
static void
make_older(struct fixture *f)
{
	static const char *const lines[] = {
		"@root\tjoin\t@ben\troles=member secret=new",
		"@root\tjoin\t@cleo\troles=moderator:a.*",
		"@root\tgrant\t@ben\troles=member,expert",
	};
	uint64_t seq = fixture_last_event(f);
	uint32_t format = 1;
	char line[256];
	struct txn *t;

	reader_free(&f->reader);
	writer_stop(&f->writer);
	t = txn_begin(f->store->db);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		snprintf(line, sizeof(line), "%llu\t2026-11-22T12:00:00Z\t%s",
		    (unsigned long long)++seq, lines[i]);
		journal_put(t, seq, slice_of(line));
	}
	txn_put(t, T_META, "format", 6, &format, sizeof(format));
	assert_int_equal(txn_commit(&t), OK);
	store_close(&f->store);
	rename_remains(f);
}

static void
test_older_format(void **state)
{
	struct fixture *f = *state;
	struct store_options o = { .dir = f->dir };
	struct upkeep_report r;
	struct account a;
	struct view *v;

	make_older(f);
	assert_int_equal(store_open(&o, &f->store), ERR_VERSION);
	assert_non_null(strstr(err_detail(), "rebuild"));
	o.older = true;
	assert_int_equal(store_open(&o, &f->store), OK);
	assert_int_equal(store_rebuild(f->store, NULL, NULL, &r), OK);
	assert_int_equal(r.bad, 0);
	store_close(&f->store);
	fixture_open(f);
	v = view_open(f->reader);
	assert_true(view_account(v, SLICE("anna"), &a));
	assert_int_equal(a.id, 1);
	assert_true(view_account(v, SLICE("ben"), &a));
	assert_int_equal(a.id, 2);
	assert_true(slice_is(a.roles, "member,expert"));
	assert_true(view_account_by_id(v, 3, &a));
	assert_true(slice_is(a.name, "cleo"));
	view_close(&v);
	fixture_check(f);
}

/* What is full by quota takes articles again once old ones have gone. */
static void
test_full_until_something_goes(void **state)
{
	struct fixture *f = *state;
	struct store_options o = { .dir = f->dir, .quota = 2 << 20 };
	int n = 0;

	fixture_close(f);
	assert_int_equal(store_open(&o, &f->store), OK);
	assert_int_equal(writer_start(f->store, &f->writer), OK);
	f->reader = reader_new(f->store);
	for (int round = 0; round < 5; round++) {
		int before = n;

		/* What has gone is free a commit or two later. */
		for (int waits = 0; waits < 6000 && n <= before + 5; waits++) {
			while (post_large(f, n) == OK)
				assert_true(++n < 200);
			usleep(10000);
		}
		assert_true(n > before + 5);
		assert_int_equal(post_large(f, n), ERR_FULL);
		assert_int_equal(fixture_act(f, ACT_EXPIRE, "a.b",
		    "before=100000"), OK);
		fixture_check(f);
	}
	assert_int_equal(post_large(f, n), OK);
}

/* A backup of all that, brought back, goes on as it was. */
static void
test_restored_with_what_is_gone(void **state)
{
	struct fixture *f = *state;
	struct upkeep_report r;
	char copy[96], to[96];

	snprintf(copy, sizeof(copy), "%s/copy", f->dir);
	snprintf(to, sizeof(to), "%s/to", f->dir);
	assert_int_equal(fixture_backup(f, copy), OK);
	assert_int_equal(store_restore(copy, to), OK);
	fixture_close(f);
	snprintf(copy, sizeof(copy), "%s", f->dir);
	snprintf(f->dir, sizeof(f->dir), "%.60s", to);
	fixture_open(f);
	assert_int_equal(fixture_act(f, ACT_EXPIRE, "a.b", "before=99"), OK);
	assert_int_equal(fixture_post(f, "a.b", "one", "", 1), ERR_EXISTS);
	assert_int_equal(fixture_post(f, "a.b", "gone", "", 1), ERR_EXISTS);
	fixture_check(f);
	fixture_close(f);
	snprintf(f->dir, sizeof(f->dir), "%.60s", copy);
	fixture_open(f);
	writer_stop(&f->writer);
	assert_int_equal(store_rebuild(f->store, NULL, NULL, &r), OK);
	assert_int_equal(r.bad, 0);
	assert_int_equal(writer_start(f->store, &f->writer), OK);
}

#define T(name)                                                              \
	cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_damage),
		T(test_rebuild_counts_rows),
		T(test_rebuild_after_an_interrupted_one),
		T(test_restore_proves_first),
		T(test_backup_leaves_no_half),
		T(test_creation_starts_over),
		T(test_a_newer_store_is_refused),
		T(test_full_and_then_larger),
		T(test_full_until_something_goes),
		T(test_older_format),
		T(test_restored_with_what_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
