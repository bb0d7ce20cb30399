/* The journal: lines come back as they went in, damage is seen. */
#include "tests/unit/store_fixture.h"

#include "common/endian.h"
#include "server/store/internal.h"

static void
test_lines_come_back(void **state)
{
	static const char *const lines[] = { "", "x", "two\twords", "\xff\0y" };
	struct fixture *f = *state;
	struct txn *t = txn_begin(f->store->db);
	struct slice line;

	assert_int_equal(journal_last(t), 1);
	for (uint64_t i = 0; i < 4; i++)
		journal_put(t, 300 + i, slice_of(lines[i]));
	assert_int_equal(journal_last(t), 303);
	for (uint64_t i = 0; i < 4; i++) {
		line = journal_get(t, 300 + i);
		assert_non_null(line.p);
		assert_true(slice_is(line, lines[i]));
	}
	assert_null(journal_get(t, 299).p);
	assert_int_equal(txn_error(t), OK);
	txn_abort(&t);
}

/* Any one bit of a record. */
static void
test_a_changed_bit_is_seen(void **state)
{
	struct fixture *f = *state;
	unsigned char key[8], row[64];
	struct slice v;
	size_t n;

	put_be64(key, 1);
	for (size_t bit = 0;; bit++) {
		struct txn *t = txn_begin(f->store->db);

		assert_true(txn_get(t, T_JOURNAL, key, sizeof(key), &v));
		n = v.len < sizeof(row) ? v.len : sizeof(row);
		if (bit == 8 * n) {
			txn_abort(&t);
			return;
		}
		memcpy(row, v.p, n);
		row[bit / 8] ^= (unsigned char)(1u << bit % 8);
		txn_put(t, T_JOURNAL, key, sizeof(key), row, n);
		assert_null(journal_get(t, 1).p);
		assert_int_equal(txn_error(t), ERR_CORRUPT);
		txn_abort(&t);
	}
}

static void
test_a_short_record_is_seen(void **state)
{
	struct fixture *f = *state;
	unsigned char key[8];
	struct txn *t = txn_begin(f->store->db);

	put_be64(key, 1);
	txn_put(t, T_JOURNAL, key, sizeof(key), "abc", 3);
	assert_null(journal_get(t, 1).p);
	assert_int_equal(txn_commit(&t), ERR_CORRUPT);
}

static void
test_the_longest_line(void **state)
{
	struct fixture *f = *state;
	struct txn *t = txn_begin(f->store->db);
	char *text = calloc(1, LIMIT_HEADER + 1);

	journal_put(t, 2, slice_make(text, LIMIT_HEADER - 4));
	assert_int_equal(txn_error(t), OK);
	assert_int_equal(journal_get(t, 2).len, LIMIT_HEADER - 4);
	journal_put(t, 3, slice_make(text, LIMIT_HEADER - 3));
	assert_int_equal(txn_commit(&t), ERR_TOOBIG);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines_come_back),
		cmocka_unit_test(test_a_changed_bit_is_seen),
		cmocka_unit_test(test_a_short_record_is_seen),
		cmocka_unit_test(test_the_longest_line),
	};

	return cmocka_run_group_tests(
	    tests, fixture_setup, fixture_teardown);
}
