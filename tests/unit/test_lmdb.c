/* The wrapper of LMDB: sticky errors, cursors, sets, a newer format. */
#include "tests/unit/store_fixture.h"

#include "server/store/lmdb.h"

struct box {
	char dir[64];
	struct db *db;
};

static int
setup(void **state)
{
	struct box *p = calloc(1, sizeof(*p));

	strcpy(p->dir, "/tmp/stoa-lmdb-XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	assert_int_equal(db_open(p->dir, 1 << 20, &p->db), OK);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct box *p = *state;
	char cmd[128];

	db_close(&p->db);
	snprintf(cmd, sizeof(cmd), "rm -rf '%s'", p->dir);
	assert_int_equal(system(cmd), 0);
	free(p);
	return 0;
}

static void
put_all(struct db *db, enum table tb, const char *keys)
{
	struct txn *t = txn_begin(db);

	for (; *keys != '\0'; keys++)
		txn_put(t, tb, keys, 1, keys, 1);
	assert_int_equal(txn_commit(&t), OK);
}

/* All keys of a table, one byte each. */
static const char *
keys_of(struct txn *t, enum table tb)
{
	static char out[32];
	struct cursor c;
	size_t n = 0;

	cursor_open(&c, t, tb);
	for (bool more = cursor_seek(&c, NULL, 0); more && n < 31;
	    more = cursor_next(&c))
		out[n++] = c.key.p[0];
	cursor_close(&c);
	out[n] = '\0';
	return out;
}

static void
test_first_failure_sticks(void **state)
{
	struct box *p = *state;
	struct txn *t = txn_begin(p->db);
	char key[600];

	memset(key, 'k', sizeof(key));
	txn_put(t, T_PROP, "a", 1, "1", 1);
	txn_put(t, T_PROP, key, sizeof(key), "1", 1);
	assert_int_equal(txn_error(t), ERR_IO);
	txn_put(t, T_PROP, "b", 1, "1", 1);
	txn_fail(t, err_set(ERR_TOOBIG, "a later one"));
	err_set(ERR_NOTFOUND, "something else");
	assert_int_equal(txn_commit(&t), ERR_IO);
	assert_null(t);
	assert_true(slice_starts(slice_of(err_detail()), "prop: "));
	t = txn_begin(p->db);
	assert_string_equal(keys_of(t, T_PROP), "");
	txn_abort(&t);
}

static void
test_a_long_key_is_just_not_there(void **state)
{
	struct box *p = *state;
	struct txn *t = txn_begin(p->db);
	struct slice v;
	char key[600] = "k";

	assert_false(txn_get(t, T_NAME, key, sizeof(key), &v));
	assert_false(txn_get(t, T_NAME, key, 0, &v));
	txn_del(t, T_NAME, key, sizeof(key));
	assert_int_equal(txn_commit(&t), OK);
}

/* ERR_EXISTS would tell a feed that its article is here. */
static void
test_append_in_the_middle_is_damage(void **state)
{
	struct box *p = *state;
	struct txn *t = txn_begin(p->db);

	txn_append(t, T_JOURNAL, "b", 1, "1", 1);
	txn_append(t, T_JOURNAL, "a", 1, "1", 1);
	assert_int_equal(txn_commit(&t), ERR_CORRUPT);
}

static void
test_cursor_moves(void **state)
{
	struct box *p = *state;
	struct cursor c, d;
	struct txn *t;

	put_all(p->db, T_PROP, "bdf");
	t = txn_new_read(p->db);
	assert_int_equal(txn_renew(t), OK);
	cursor_open(&c, t, T_PROP);
	assert_true(cursor_seek(&c, "c", 1));
	assert_int_equal(c.key.p[0], 'd');
	/* A second one on the same table does not disturb the first. */
	cursor_open(&d, t, T_PROP);
	assert_true(cursor_seek_back(&d, "c", 1));
	assert_int_equal(d.key.p[0], 'b');
	assert_false(cursor_prev(&d));
	assert_true(cursor_seek_back(&d, "d", 1));
	assert_int_equal(d.key.p[0], 'd');
	assert_true(cursor_seek_back(&d, "z", 1));
	assert_int_equal(d.key.p[0], 'f');
	assert_false(cursor_seek_back(&d, "a", 1));
	cursor_close(&d);
	assert_true(cursor_next(&c));
	assert_int_equal(c.key.p[0], 'f');
	assert_false(cursor_next(&c));
	cursor_close(&c);
	txn_free(&t);
}

/* A reader that is kept sees what was committed since, by kept cursors too. */
static void
test_renewed_reader_sees_the_present(void **state)
{
	struct box *p = *state;
	struct txn *t = txn_new_read(p->db);

	for (int i = 0; i < 3; i++) {
		const char *now[] = { "a", "ab", "abc" };

		put_all(p->db, T_PROP, now[i]);
		assert_int_equal(txn_renew(t), OK);
		assert_string_equal(keys_of(t, T_PROP), now[i]);
		assert_string_equal(keys_of(t, T_PROP), now[i]);
		txn_reset(t);
	}
	txn_free(&t);
}

static void
test_sets_are_apart(void **state)
{
	struct box *p = *state;
	struct txn *r = txn_new_read(p->db), *t;

	put_all(p->db, T_PROP, "a");
	put_all(p->db, T_SECRET, "s");
	t = txn_begin(p->db);
	txn_use_set(t, 'b');
	txn_put(t, T_PROP, "b", 1, "1", 1);
	assert_int_equal(txn_commit(&t), OK);
	assert_int_equal(txn_renew(r), OK);
	assert_string_equal(keys_of(r, T_PROP), "a");
	txn_reset(r);
	/* A kept cursor must not stay with the old set. */
	db_use_set(p->db, 'b');
	assert_int_equal(txn_renew(r), OK);
	assert_string_equal(keys_of(r, T_PROP), "b");
	assert_string_equal(keys_of(r, T_SECRET), "s");
	txn_reset(r);
	t = txn_begin(p->db);
	txn_drop_set(t, 'a');
	assert_int_equal(txn_commit(&t), OK);
	assert_int_equal(txn_renew(r), OK);
	assert_string_equal(keys_of(r, T_PROP), "b");
	assert_string_equal(keys_of(r, T_SECRET), "s");
	txn_use_set(r, 'a');
	txn_free(&r);
}

static void
test_full_map_fails_one_transaction(void **state)
{
	struct box *p = *state;
	char *big = calloc(1, 2 << 20);
	struct txn *t = txn_begin(p->db);

	txn_put(t, T_PROP, "big", 3, big, 2 << 20);
	assert_int_equal(txn_commit(&t), ERR_FULL);
	put_all(p->db, T_PROP, "a");
	t = txn_begin(p->db);
	assert_string_equal(keys_of(t, T_PROP), "a");
	txn_abort(&t);
	free(big);
}

static size_t
read_file(const struct box *p, char *out, size_t size)
{
	char path[96];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "%s/data.mdb", p->dir);
	f = fopen(path, "rb");
	assert_non_null(f);
	n = fread(out, 1, size, f);
	fclose(f);
	return n;
}

static void
test_a_newer_store_is_left_alone(void **state)
{
	enum { SIZE = 1 << 20 };
	struct box *p = *state;
	char *before = malloc(SIZE), *after = malloc(SIZE);
	uint32_t format = STORE_FORMAT + 1;
	struct txn *t = txn_begin(p->db);
	size_t n;

	txn_put(t, T_META, "format", 6, &format, sizeof(format));
	assert_int_equal(txn_commit(&t), OK);
	db_close(&p->db);
	n = read_file(p, before, SIZE);
	assert_int_equal(db_open(p->dir, 1 << 20, &p->db), ERR_VERSION);
	assert_null(p->db);
	assert_int_equal(read_file(p, after, SIZE), n);
	assert_memory_equal(before, after, n);
	free(before);
	free(after);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_first_failure_sticks),
		T(test_a_long_key_is_just_not_there),
		T(test_append_in_the_middle_is_damage),
		T(test_cursor_moves),
		T(test_renewed_reader_sees_the_present),
		T(test_sets_are_apart),
		T(test_full_map_fails_one_transaction),
		T(test_a_newer_store_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
