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

/* --- cursors that a transaction keeps ----------------------------------- */

enum { SETS = 2, KEYS = 600, STEPS = 6000 };

/* What a table ought to hold: 0, or the byte of each key's value. */
struct model {
	unsigned char held[SETS][KEYS];
	int set;
};

static unsigned
draw(unsigned n)
{
	static uint32_t seed = 1;

	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

static struct slice
key_of(unsigned i)
{
	static char key[8];

	snprintf(key, sizeof(key), "%06u", i);
	return slice_make(key, 6);
}

/* The next key that is held from i on, or before it; -1: none. */
static int
held_from(const struct model *m, int i, int dir)
{
	while (i >= 0 && i < KEYS && m->held[m->set][i] == 0)
		i += dir;
	return i < KEYS ? i : -1;
}

static void
change_some(struct txn *t, struct model *m)
{
	char val[900] = { 0 };
	unsigned at = draw(KEYS), many = draw(5) == 0 ? 90 : 4;

	for (unsigned n = 0; n < many; n++) {
		unsigned i = (at + n) % KEYS;
		struct slice k = key_of(i);

		if (draw(m->set == 0 ? 2 : 3) == 0) {
			txn_del(t, T_PROP, k.p, k.len);
			m->held[m->set][i] = 0;
			continue;
		}
		m->held[m->set][i] = (unsigned char)(val[0] =
		    (char)(1 + draw(100)));
		txn_put(t, T_PROP, k.p, k.len, val,
		    1 + draw(draw(9) == 0 ? sizeof(val) : 30));
	}
}

static void
check_walk(struct txn *t, const struct model *m)
{
	int i = (int)draw(KEYS), way = (int)draw(3), want;
	struct slice k = key_of((unsigned)i);
	struct cursor c;
	bool more;

	cursor_open(&c, t, T_PROP);
	if (way == 0) {
		more = cursor_seek(&c, k.p, k.len);
		want = held_from(m, i, 1);
	} else if (way == 1) {
		more = cursor_seek_back(&c, k.p, k.len);
		want = held_from(m, i, -1);
	} else {
		more = cursor_last(&c);
		want = held_from(m, KEYS - 1, -1);
	}
	for (int n = 0; n < 20; n++) {
		assert_int_equal(more, want >= 0);
		if (!more)
			break;
		assert_true(slice_eq(c.key, key_of((unsigned)want)));
		assert_int_equal(c.val.p[0], m->held[m->set][want]);
		more = way == 0 ? cursor_next(&c) : cursor_prev(&c);
		want = held_from(m, want + (way == 0 ? 1 : -1),
		    way == 0 ? 1 : -1);
	}
	cursor_close(&c);
}

static void
check_row(struct txn *t, const struct model *m)
{
	unsigned i = draw(KEYS);
	struct slice k = key_of(i), v;
	bool there = txn_get(t, T_PROP, k.p, k.len, &v);

	assert_int_equal(there, m->held[m->set][i] != 0);
	if (there)
		assert_int_equal(v.p[0], m->held[m->set][i]);
}

/* One kind of step; t is the innermost transaction. */
static void
step(struct txn *t, struct model *m)
{
	switch (draw(16)) {
	case 0:
		m->set = (int)draw(SETS);
		txn_use_set(t, "ab"[m->set]);
		break;
	case 1:
		if (draw(20) != 0)
			break;
		txn_drop_set(t, "ab"[m->set]);
		memset(m->held[m->set], 0, KEYS);
		break;
	case 2: case 3: case 4: case 5: case 6:
		change_some(t, m);
		break;
	case 7: case 8: case 9:
		check_row(t, m);
		break;
	default:
		check_walk(t, m);
	}
	assert_int_equal(txn_error(t), OK);
}

/* Whatever is put, deleted, undone or dropped meanwhile. */
static void
test_kept_cursors_see_what_is_there(void **state)
{
	struct box *p = *state;
	struct model m[2] = { { .set = 0 } }, before;
	struct txn *t[2] = { NULL, NULL };
	int d = 0;

	db_close(&p->db);
	assert_int_equal(db_open(p->dir, 64 << 20, &p->db), OK);
	for (int n = 0; n < STEPS; n++) {
		if (t[0] == NULL) {
			t[0] = txn_begin(p->db);
			before = m[0];
			m[0].set = 0;
		}
		step(t[d], &m[d]);
		if (d == 0 && draw(30) == 0) {
			assert_non_null(t[1] = txn_nest(t[0]));
			m[1] = m[0];
			d = 1;
		} else if (draw(30) == 0) {
			bool keeps = draw(2) == 0;
			int set = m[0].set;

			if (keeps)
				assert_int_equal(txn_commit(&t[d]), OK);
			else
				txn_abort(&t[d]);
			if (d == 1 && keeps)
				m[0] = m[1];
			else if (d == 0 && !keeps)
				m[0] = before;
			m[0].set = set;
			d = 0;
		}
	}
	txn_abort(&t[1]);
	txn_abort(&t[0]);
}

/* --- files --------------------------------------------------------------- */

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
		T(test_kept_cursors_see_what_is_there),
		T(test_a_newer_store_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
