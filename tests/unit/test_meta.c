/* The fields ":x-..." of overview lines: what changes them, and what not. */
#include "tests/unit/community.h"

#include "server/cmd/select.h"
#include "server/store/rules/meta.h"

static uint32_t
board_of(struct view *v, const char *name)
{
	struct board b;

	assert_true(view_board(v, slice_of(name), &b));
	return b.id;
}

/* The overview line of tv.qa:1, and of the same article in a view. */
static void
take_line(struct fixture *f, struct buf *out)
{
	static const char *const boards[] = { "tv.qa", "view.here" };
	struct view *v = view_open(f->reader);
	uint64_t next;

	buf_reset(out);
	for (int i = 0; i < 2; i++)
		view_over(v, board_of(v, boards[i]), 1, 1, out, 65536,
		    &next);
	view_close(&v);
}

static void
write_reply(struct fixture *f, const char *actor, const char *id)
{
	assert_int_equal(community_write(f, actor, "tv.qa", id, "<q1@t>", ""),
	    OK);
}

/* It names the last event, in the board and in the view. */
static bool
names_last(struct fixture *f, const struct buf *lines)
{
	char want[64];

	snprintf(want, sizeof(want), "\t:x-seq %llu\r\n",
	    (unsigned long long)fixture_last_event(f));
	return slice_ends(buf_slice(lines), want) &&
	    slice_find(buf_slice(lines), slice_of(want)) <
	    (ptrdiff_t)(lines->len / 2);
}

/* A reply writes the line of its question when that says something new. */
static void
test_reply(void **state)
{
	struct fixture *f = *state;
	struct buf fresh = BUF_INIT(65536), now = BUF_INIT(65536);

	assert_int_equal(fixture_act(f, ACT_VIEW, "view.here", ":board:tv.*"),
	    OK);
	assert_int_equal(community_write(f, "@anna", "tv.qa", "q1", "", ""),
	    OK);
	take_line(f, &fresh);
	assert_true(slice_find(buf_slice(&fresh), SLICE(":x-seq")) < 0);
	write_reply(f, "@anna", "r1");
	take_line(f, &now);
	assert_true(slice_eq(buf_slice(&now), buf_slice(&fresh)));
	write_reply(f, "@boris", "r2");
	take_line(f, &now);
	assert_true(slice_find(buf_slice(&now),
	    SLICE(":x-state answered\t")) > 0);
	assert_true(names_last(f, &now));
	buf_reset(&fresh);
	buf_put_slice(&fresh, buf_slice(&now));
	write_reply(f, "@carla", "r3");
	take_line(f, &now);
	assert_true(slice_eq(buf_slice(&now), buf_slice(&fresh)));
	/* An act does, even one that no other field shows. */
	assert_int_equal(community_do(f, "@super", ACT_CLAIM, "<q1@t>", ""),
	    OK);
	take_line(f, &now);
	assert_true(names_last(f, &now));
	buf_clear(&fresh);
	buf_clear(&now);
}

static bool
ends(struct fixture *f, struct buf *lines, const char *with)
{
	take_line(f, lines);
	return slice_ends(buf_slice(lines), with);
}

/* A title stands last, at the root alone; what says no more leaves it so. */
static void
test_title(void **state)
{
	struct fixture *f = *state;
	struct buf was = BUF_INIT(65536), now = BUF_INIT(65536);

	assert_int_equal(fixture_act(f, ACT_VIEW, "view.here",
	    ":board:tv.*"), OK);
	assert_int_equal(community_write(f, "@anna", "tv.qa", "q1", "", ""),
	    OK);
	write_reply(f, "@boris", "r1");
	assert_int_equal(community_do(f, "@anna", ACT_RETITLE, "<r1@t>",
	    ":A title"), OK);
	assert_true(ends(f, &was, "\t:x-title A title\r\n"));
	write_reply(f, "@carla", "r2");
	take_line(f, &now);
	assert_true(slice_eq(buf_slice(&now), buf_slice(&was)));
	/* A shorter one leaves nothing of it. */
	assert_int_equal(community_do(f, "@anna", ACT_RETITLE, "<q1@t>",
	    ":B"), OK);
	assert_true(ends(f, &now, "\t:x-title B\r\n"));
	assert_true(slice_find(buf_slice(&now), SLICE("A title")) < 0);
	/* What another field says is written beside it. */
	assert_int_equal(community_do(f, "@carla", ACT_METOO, "<q1@t>", ""),
	    OK);
	assert_true(ends(f, &now, "\t:x-title B\r\n"));
	assert_true(slice_find(buf_slice(&now), SLICE(":x-metoo 1\t")) > 0);
	buf_clear(&was);
	buf_clear(&now);
}

/* A field that a line lacks is empty, whatever stands last. */
static void
test_short_line(void **state)
{
	struct slice line = SLICE("1\tSubject\t:x-seq 1000\r\n");

	(void)state;
	assert_true(slice_is(over_part(line, OVER_FROM), ":x-seq 1000"));
	assert_int_equal(over_part(line, OVER_DATE).len, 0);
	assert_int_equal(over_part(SLICE(""), OVER_DATE).len, 0);
	assert_int_equal(meta_title(SLICE("")).len, 0);
	assert_true(slice_is(meta_title(SLICE(":x-title A b")), "A b"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_reply, community_setup,
		    community_teardown),
		cmocka_unit_test(test_short_line),
		cmocka_unit_test_setup_teardown(test_title, community_setup,
		    community_teardown),
	};

	community_set_clock();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
