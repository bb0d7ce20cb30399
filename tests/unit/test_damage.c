/*
 * What the store cannot read is answered with 403, or the connection ends:
 * it never seems to be missing. Everything else is served as before.
 */
#include "tests/unit/session_fixture.h"

#include "common/endian.h"
#include "server/store/internal.h"

/* A row of a table, and what stood there. */
struct patch {
	enum table table;
	unsigned char key[9];
	size_t klen;
	char was[4096];
	size_t len;
};

static void
put(const struct patch *p, const char *val, size_t len)
{
	struct txn *t = txn_begin(room.store.store->db);

	txn_put(t, p->table, p->key, p->klen, val, len);
	assert_int_equal(txn_commit(&t), OK);
}

/* The row of article id loses its last bytes. */
static void
damage(struct patch *p, enum table table, uint64_t id)
{
	struct txn *t = txn_begin(room.store.store->db);
	struct slice val;

	*p = (struct patch){ .table = table,
		.klen = table == T_BODY ? 9 : 8 };
	put_be64(p->key, id);
	assert_true(txn_get(t, table, p->key, p->klen, &val));
	assert_true(val.len <= sizeof(p->was));
	memcpy(p->was, val.p, p->len = val.len);
	txn_abort(&t);
	put(p, p->was, p->len - 3);
}

static uint64_t
id_of(const char *msgid)
{
	struct view *v = view_open(room.store.reader);
	uint64_t id = view_article_id(v, slice_of(msgid));

	assert_int_not_equal(id, 0);
	view_close(&v);
	return id;
}

/* Whether the connection was closed. */
static bool
say(const char *text, enum right right, struct buf *out)
{
	struct slice in = slice_of(text);
	struct feed f = { .turns = 0 };
	struct session s;

	buf_reset(out);
	session_init(&s, &room.desk, false);
	s.right = right;
	room_feed(&room, &s, &in, out, &f);
	room_end(&room, &s, out);
	return f.closed;
}

static void
assert_answers(const char *text, const char *codes)
{
	struct buf out = BUF_INIT(1 << 24);
	struct slice rest, line;
	bool closed = say(text, RIGHT_READ, &out);

	assert_false(closed);
	rest = buf_slice(&out);
	for (; codes != NULL; codes = codes[3] != '\0' ? codes + 4 : NULL) {
		line = slice_cut(&rest, '\n');
		if (memcmp(line.p, codes, 3) != 0)
			fail_msg("%s: wanted %.3s, got %.*s", text, codes,
			    SLICE_ARG(line));
		while (strchr("2", codes[0]) != NULL && codes[1] != '1' &&
		    strncmp(codes, "223", 3) != 0 &&
		    !slice_is(line, ".\r"))
			line = slice_cut(&rest, '\n');
	}
	assert_int_equal(rest.len, 0);
	buf_clear(&out);
}

static const struct {
	enum table table;
	const char *said, *codes;
} single[] = {
	/* The row of an article. */
	{ T_ARTICLE, "STAT <7@t>\r\nSTAT <8@t>\r\n", "403 223" },
	{ T_ARTICLE, "XINFO <7@t>\r\nXINFO <8@t>\r\n", "403 291" },
	{ T_ARTICLE, "OVER <7@t>\r\nNEWNEWS * 19700101 000000\r\n",
	    "403 403" },
	{ T_ARTICLE, "XLIST article board:a.large\r\nDATE\r\n", "403 111" },
	/* Its event. */
	{ T_JOURNAL, "XINFO <7@t>\r\nXINFO <8@t>\r\n", "403 291" },
	{ T_JOURNAL, "XLIST event\r\nDATE\r\n", "403 111" },
	/* Its bytes. */
	{ T_BODY, "ARTICLE <7@t>\r\nSTAT <7@t>\r\nHEAD <8@t>\r\n",
	    "403 223 221" },
	{ T_BODY, "HDR Path <7@t>\r\nHDR Path <8@t>\r\n", "403 225" },
	{ T_BODY, "GROUP a.large\r\nXPAT Path 1-20 *\r\nHDR Path 9\r\n",
	    "211 403 225" },
};

static void
test_single(void **state)
{
	struct patch p;

	(void)state;
	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++) {
		damage(&p, single[i].table, id_of("<7@t>"));
		assert_answers(single[i].said, single[i].codes);
		put(&p, p.was, p.len);
	}
	assert_answers("ARTICLE <7@t>\r\nXINFO <7@t>\r\n", "220 291");
}

/* An answer that has begun breaks off, without its last line. */
static void
test_long(void **state)
{
	static const char *const said[] = {
		"GROUP a.large\r\nHDR Path 1-\r\nDATE\r\n",
		"XLIST event limit:10000\r\nDATE\r\n",
		"NEWNEWS * 19700101 000000\r\nDATE\r\n",
	};
	static const enum table table[] = { T_BODY, T_JOURNAL, T_JOURNAL };
	struct buf out = BUF_INIT(1 << 24);
	struct patch p;

	(void)state;
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		damage(&p, table[i], id_of("<600@t>"));
		assert_true(say(said[i], RIGHT_READ, &out));
		assert_true(out.len > 1000);
		assert_true(slice_find(buf_slice(&out), SLICE("\r\n.\r\n")) ==
		    -1);
		put(&p, p.was, p.len);
	}
	buf_clear(&out);
}

/* An event that is lost does not make those before it old. */
static void
test_since(void **state)
{
	struct view *v = view_open(room.store.reader);
	uint64_t last = view_seq(v), first = view_event_since(v, 1795348800);
	struct txn *t;
	struct patch p = { .table = T_JOURNAL, .klen = 8 };
	struct slice val;

	(void)state;
	view_close(&v);
	assert_in_range(first, 1, last);
	t = txn_begin(room.store.store->db);
	put_be64(p.key, 1 + (last + 1 - 1) / 2);
	assert_true(txn_get(t, p.table, p.key, p.klen, &val));
	memcpy(p.was, val.p, p.len = val.len);
	txn_del(t, p.table, p.key, p.klen);
	assert_int_equal(txn_commit(&t), OK);
	v = view_open(room.store.reader);
	assert_int_equal(view_event_since(v, 1795348800), 0);
	assert_int_equal(view_error(v), ERR_CORRUPT);
	view_close(&v);
	put(&p, p.was, p.len);
}

static void
post_large(const char *id)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct posting *p;

	buf_printf(&raw, "Message-ID: %s\r\nFrom: a@t\r\nSubject: s\r\n"
	    "Newsgroups: a.large,a.small\r\n\r\n", id);
	for (int i = 0; i < 20000; i++)
		buf_printf(&raw, "Line %d\r\n", i);
	assert_int_equal(posting_new(room.store.store, &raw, &p), OK);
	assert_int_equal(fixture_do(&room.store, (struct intent){
		.act = ACT_POST, .actor = SLICE("@anna"), .posting = p,
	}, NULL), OK);
	posting_free(&p);
}

/* Without its places it has no Xref: nobody gets a mixture of both. */
static void
test_changes(void **state)
{
	struct slice in = SLICE("ARTICLE <big@t>\r\n");
	struct buf out = BUF_INIT(1 << 24);
	struct session s;

	(void)state;
	post_large("<big@t>");
	session_init(&s, &room.desk, false);
	assert_int_equal(session_run(&s, &in, &out), WANT_TURN);
	desk_rest(&room.desk);
	assert_true(slice_starts(buf_slice(&out), "220 0 <big@t>"));
	assert_int_equal(fixture_do(&room.store, (struct intent){
		.act = ACT_CANCEL, .actor = SLICE("@anna"), .admin = true,
		.target = SLICE("<big@t>"), .args = SLICE(""),
	}, NULL), OK);
	assert_int_equal(session_run(&s, &in, &out), WANT_CLOSE);
	room_end(&room, &s, &out);
	assert_true(slice_find(buf_slice(&out), SLICE("\r\n.\r\n")) == -1);
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_single),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_since),
		cmocka_unit_test(test_changes),
	};

	return cmocka_run_group_tests(tests, room_setup, room_teardown);
}
