/* Bytes at rest: every size comes back, damaged ones never come back wrong. */
#include "tests/unit/store_fixture.h"

#include "common/endian.h"
#include "server/store/internal.h"

static uint64_t next_id = 1000;

/* Text, or noise that cannot be compressed. */
static void
fill(char *p, size_t n, bool noise)
{
	uint64_t x = n * 2654435761u + 1;

	for (size_t i = 0; i < n; i++) {
		x = x * 6364136223846793005u + 1442695040888963407u;
		p[i] = noise ? (char)(x >> 56) : "stoa posts "[i % 11];
	}
}

static uint64_t
store_body(struct fixture *f, struct slice raw)
{
	struct buf packed = BUF_INIT(4 * LIMIT_ARTICLE);
	struct txn *t = txn_begin(f->store->db);
	uint64_t id = next_id++;

	body_pack(f->store, raw, &packed);
	body_put(t, id, buf_slice(&packed));
	assert_int_equal(txn_commit(&t), OK);
	buf_clear(&packed);
	return id;
}

static void
check_size(struct fixture *f, char *space, size_t n, bool noise)
{
	struct buf out = BUF_INIT(2 * LIMIT_ARTICLE);
	struct slice raw = slice_make(space, n);
	struct txn *t;
	uint64_t id;

	fill(space, n, noise);
	id = store_body(f, raw);
	t = txn_begin(f->store->db);
	buf_puts(&out, "in front");
	assert_int_equal(body_get(f->store, t, id, &out), OK);
	assert_true(slice_eq(slice_from(buf_slice(&out), 8), raw));
	txn_abort(&t);
	buf_clear(&out);
}

static void
test_every_size_comes_back(void **state)
{
	static const size_t sizes[] = {
		1000, 4095, 4096, 4097, 65535, 65536, 124937, 124938, 124939,
		124950, 125000, 125449, 262144, 999999, LIMIT_ARTICLE - 1,
		LIMIT_ARTICLE,
	};
	struct fixture *f = *state;
	char *space = malloc(LIMIT_ARTICLE);

	for (size_t n = 0; n < 64; n++)
		check_size(f, space, n, n % 2);
	/* Where one part becomes two, with and without the head. */
	for (size_t n = 470; n < 500; n++)
		check_size(f, space, n, true);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		check_size(f, space, sizes[i], false);
		check_size(f, space, sizes[i], true);
	}
	free(space);
}

static void
test_missing(void **state)
{
	struct fixture *f = *state;
	struct buf out = BUF_INIT(LIMIT_ARTICLE);
	struct txn *t = txn_begin(f->store->db);

	assert_int_equal(body_get(f->store, t, 7, &out), ERR_NOTFOUND);
	txn_abort(&t);
}

/* Reads id with one byte of one part changed. */
static void
check_changed(struct fixture *f, uint64_t id, unsigned char part, size_t at,
    struct slice raw)
{
	struct buf out = BUF_INIT(2 * LIMIT_ARTICLE);
	struct txn *t = txn_begin(f->store->db);
	unsigned char key[9];
	char row[512];
	struct slice v;
	enum err e;

	put_be64(key, id);
	key[8] = part;
	assert_true(txn_get(t, T_BODY, key, sizeof(key), &v));
	memcpy(row, v.p, v.len);
	row[at] ^= 0x21;
	txn_put(t, T_BODY, key, sizeof(key), row, v.len);
	e = body_get(f->store, t, id, &out);
	/* Without a dictionary its number says nothing. */
	if (e == OK)
		assert_true(slice_eq(buf_slice(&out), raw));
	else
		assert_int_equal(e, ERR_CORRUPT);
	assert_true(e != OK || (part == 0 && at >= 8 && at < 12));
	txn_abort(&t);
	buf_clear(&out);
}

static void
test_a_changed_byte_is_seen(void **state)
{
	struct fixture *f = *state;
	char space[1500];
	struct slice raw = slice_make(space, 0);
	uint64_t id;

	/* Compressed, in one part. */
	raw.len = 900;
	fill(space, raw.len, false);
	id = store_body(f, raw);
	for (size_t at = 0; at < 30; at++)
		check_changed(f, id, 0, at, raw);
	/* Plain, in several. */
	raw.len = sizeof(space);
	fill(space, raw.len, true);
	id = store_body(f, raw);
	for (size_t at = 0; at < 490; at += 1 + (at > 16) * 7)
		for (unsigned char part = 0; part < 3; part++)
			check_changed(f, id, part, at, raw);
}

static void
test_a_lost_part_is_seen(void **state)
{
	struct fixture *f = *state;
	struct buf out = BUF_INIT(2 * LIMIT_ARTICLE);
	char space[1500];
	unsigned char key[9];
	uint64_t id;

	fill(space, sizeof(space), true);
	id = store_body(f, slice_make(space, sizeof(space)));
	put_be64(key, id);
	for (unsigned char part = 0; part < 4; part++) {
		struct txn *t = txn_begin(f->store->db);

		key[8] = part;
		txn_del(t, T_BODY, key, sizeof(key));
		buf_reset(&out);
		assert_int_equal(
		    body_get(f->store, t, id, &out), ERR_CORRUPT);
		assert_int_equal(out.len, 0);
		txn_abort(&t);
	}
	buf_clear(&out);
}

/* More than the size of an article is refused before it is read. */
static void
test_too_large_is_refused(void **state)
{
	struct fixture *f = *state;
	struct buf raw = BUF_INIT(2 * LIMIT_ARTICLE);
	struct posting *p;

	buf_puts(&raw, "Message-ID: <big@t>\r\n\r\n");
	while (raw.len <= LIMIT_ARTICLE)
		buf_puts(&raw, "All work and no play.\r\n");
	assert_int_equal(posting_new(f->store, &raw, &p), ERR_TOOBIG);
	assert_null(p);
	assert_int_equal(raw.len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_size_comes_back),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_a_changed_byte_is_seen),
		cmocka_unit_test(test_a_lost_part_is_seen),
		cmocka_unit_test(test_too_large_is_refused),
	};

	return cmocka_run_group_tests(
	    tests, fixture_setup, fixture_teardown);
}
