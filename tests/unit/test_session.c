/*
 * Sessions as a state machine: how the bytes are cut plays no part, a turn
 * has its bounds, answers come in the order of asking.
 */
#include "tests/unit/session_fixture.h"

/* Says text in pieces of n bytes. */
static void
say(struct slice text, size_t n, enum right right, struct buf *out,
    struct feed *f)
{
	struct session s;
	struct buf rest = BUF_INIT(1 << 20);

	*f = (struct feed){ .turns = 0 };
	session_init(&s, &room.desk, false);
	s.right = right;
	if (right > RIGHT_READ)
		slice_copy(SLICE("root"), s.name, sizeof(s.name));
	for (size_t at = 0; at < text.len && !f->closed; at += n) {
		struct slice in;

		buf_put(&rest, text.p + at,
		    n < text.len - at ? n : text.len - at);
		in = buf_slice(&rest);
		room_feed(&room, &s, &in, out, f);
		buf_drop(&rest, rest.len - in.len);
	}
	room_end(&room, &s, out);
	buf_clear(&rest);
}

static const char *const talks[] = {
	"DATE\r\n",
	"DATE\nHELP\nQUIT\n",
	"date\r\n\r\nBLA\r\nGROUP\r\nGROUP x\r\n",
	"GROUP a.large\r\nOVER 1-\r\nDATE\r\n",
	"GROUP a.large\r\nHDR Subject 1-\r\nHDR Path 1-200\r\nQUIT\r\n",
	"GROUP a.large\r\nXHDR :bytes 5-9\r\nXOVER\r\nNEXT\r\nLAST\r\nSTAT\r\n",
	"LISTGROUP a.large 3-600\r\nARTICLE\r\nHEAD 2\r\nBODY <3@t>\r\n",
	"GROUP a.large\r\nXPAT Message-ID 1- *1@t>\r\nXPAT Path 1-99 *\r\n",
	"AUTHINFO SASL PLAIN\r\nDATE\r\nLIST COUNTS\r\nXGTITLE a.*\r\n",
	"NEWNEWS * 19700101 000000\r\nNEWGROUPS 19700101 000000 GMT\r\n",
	"LIST\r\nLIST NEWSGROUPS a.*\r\nLIST ACTIVE !*\r\nLIST HEADERS\r\n",
	"XLIST article board:a.large limit:600\r\nXLIST board\r\n",
	"XLIST thread board:a.large about\r\nXLIST event limit:700\r\n",
	"XLIST thread board:a.large nothing-has-this limit:7\r\nDATE\r\n",
	"XINFO acts\r\nXINFO a.large\r\nXINFO <1@t>\r\nXINFO @me\r\n",
	"TAKETHIS <x@y>\r\nFrom: a\r\n\r\nDATE\r\n..\r\n.\r\nDATE\r\n",
	"POST\r\nDATE\r\nAUTHINFO USER anna\r\nAUTHINFO PASS x\r\nDATE\r\n",
	"XACT board tv.x -\r\nDATE\r\nCAPABILITIES\r\nLIST OVERVIEW.FMT\r\n",
	"DATE\rDATE\r\nDATE\nDATE\r\nDA\vTE\r\n",
};

static void
test_pieces(void **state)
{
	static const size_t sizes[] = { 1, 2, 3, 7, 19 };
	struct buf whole = BUF_INIT(1 << 24), parts = BUF_INIT(1 << 24);
	struct feed f;

	(void)state;
	for (size_t i = 0; i < sizeof(talks) / sizeof(talks[0]); i++) {
		struct slice text = slice_of(talks[i]);

		buf_reset(&whole);
		say(text, text.len, RIGHT_READ, &whole, &f);
		assert_true(whole.len > 3);
		for (size_t n = 0; n < sizeof(sizes) / sizeof(*sizes); n++) {
			buf_reset(&parts);
			say(text, sizes[n], RIGHT_READ, &parts, &f);
			assert_int_equal(parts.len, whole.len);
			assert_memory_equal(parts.p, whole.p, whole.len);
		}
	}
	buf_clear(&whole);
	buf_clear(&parts);
}

static unsigned
count(struct slice text, const char *needle)
{
	unsigned n = 0;
	ptrdiff_t at;

	while ((at = slice_find(text, slice_of(needle))) >= 0) {
		n++;
		text = slice_from(text, (size_t)at + 1);
	}
	return n;
}

/* Without a snapshot every command is answered all the same. */
static void
test_no_view(void **state)
{
	struct buf out = BUF_INIT(1 << 24);
	struct view *v;
	struct feed f;

	(void)state;
	/* A reader has one snapshot; the desk gets none while it is out. */
	v = view_open(room.desk.reader);
	assert_non_null(v);
	for (size_t i = 0; i < sizeof(talks) / sizeof(talks[0]); i++)
		say(slice_of(talks[i]), strlen(talks[i]), RIGHT_ADMIN, &out,
		    &f);
	assert_true(count(buf_slice(&out), "403 ") > 20);
	assert_int_equal(count(buf_slice(&out), "\r\n211 "), 0);
	view_close(&v);
	buf_clear(&out);
}

/* Nor is a right password called a wrong one then. */
static void
test_login_no_view(void **state)
{
	struct slice in = SLICE("AUTHINFO USER carla\r\nAUTHINFO PASS x\r\n");
	struct buf out = BUF_INIT(1 << 16);
	struct session s;
	struct view *v;
	char hash[HASH_SIZE];
	enum session_want want;

	(void)state;
	assert_int_equal(hash_make(SLICE("x"), hash), OK);
	assert_int_equal(fixture_do(&room.store, (struct intent){
		.act = ACT_JOIN, .actor = SLICE("system"),
		.target = SLICE("@carla"), .secret = slice_of(hash) }, NULL),
	    OK);
	session_init(&s, &room.desk, true);
	while ((want = session_run(&s, &in, &out)) == WANT_TURN)
		;
	assert_int_equal(want, WANT_TASK);
	desk_rest(&room.desk);
	room_wait(&room);
	v = view_open(room.desk.reader);
	assert_non_null(v);
	assert_true(session_answer(&s, &out));
	view_close(&v);
	assert_int_equal(count(buf_slice(&out), "403 "), 1);
	assert_int_equal(count(buf_slice(&out), "481 "), 0);
	assert_int_equal(s.name[0], '\0');
	room_end(&room, &s, &out);
	buf_clear(&out);
}

/* A pipeline is answered in full, a few commands a turn. */
static void
test_fairness(void **state)
{
	struct buf in = BUF_INIT(1 << 20), out = BUF_INIT(1 << 20);
	struct feed f;

	(void)state;
	for (int i = 0; i < 1000; i++)
		buf_puts(&in, "DATE\r\n");
	say(buf_slice(&in), in.len, RIGHT_READ, &out, &f);
	assert_int_equal(count(buf_slice(&out), "111 "), 1000);
	assert_true(f.turns >= 1000 / LIMIT_PIPELINE - 1);
	buf_clear(&in);
	buf_clear(&out);
}

/* However much is asked for, a turn gives a bounded part of it. */
static void
test_slices(void **state)
{
	struct buf in = BUF_INIT(1 << 20), out = BUF_INIT(1 << 26);
	struct feed f;

	(void)state;
	buf_puts(&in, "GROUP a.large\r\n");
	for (int i = 0; i < 20; i++)
		buf_puts(&in, "OVER 1-\r\n");
	say(buf_slice(&in), in.len, RIGHT_READ, &out, &f);
	assert_int_equal(count(buf_slice(&out), "224 "), 20);
	assert_true(out.len > 4 * LIMIT_SLICE);
	assert_true(f.turns >= out.len / (2 * LIMIT_SLICE));
	assert_true(f.most < 3 * LIMIT_SLICE);
	buf_clear(&in);
	buf_clear(&out);
}

/* An article with a Subject of about 60,000 bytes. */
static void
post_wide(int n)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct posting *p;

	buf_printf(&raw, "Path: t\r\nFrom: a@t\r\nNewsgroups: a.wide\r\n"
	    "Message-ID: <wide%d@t>\r\nSubject:", n);
	for (int i = 0; i < 15; i++) {
		buf_puts(&raw, i == 0 ? " " : "\r\n ");
		for (int k = 0; k < 4000; k++)
			buf_putc(&raw, 'a');
	}
	buf_puts(&raw, "\r\n\r\ntext\r\n");
	assert_int_equal(posting_new(room.store.store, &raw, &p), OK);
	assert_int_equal(fixture_do(&room.store, (struct intent){
		.act = ACT_POST, .actor = SLICE("@anna"), .posting = p,
		.create_boards = true }, NULL), OK);
	posting_free(&p);
	buf_clear(&raw);
}

/* A turn looks at a bounded part, however little of it goes out. */
static void
test_costly(void **state)
{
	enum { WIDE = 40 };
	static const struct {
		const char *text;
		unsigned turns;	/* at least */
	} lists[] = {
		{ "XLIST article board:a.wide aaaaaaaaaaaaaaab\r\n", WIDE / 8 },
		{ "XLIST thread board:a.wide by:aaab cols:mid\r\n", WIDE / 8 },
		{ "GROUP a.wide\r\nXPAT Subject 1- *aaab*\r\n", WIDE / 2 },
		{ "GROUP a.wide\r\nXPAT X-None 1- *\r\n", WIDE / 2 },
		{ "GROUP a.wide\r\nHDR X-None 1-\r\n", WIDE / 8 },
	};
	struct buf out = BUF_INIT(1 << 20);
	struct feed f;

	(void)state;
	for (int i = 0; i < WIDE; i++)
		post_wide(i);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		buf_reset(&out);
		say(slice_of(lists[i].text), strlen(lists[i].text),
		    RIGHT_READ, &out, &f);
		assert_true(slice_ends(buf_slice(&out), ".\r\n"));
		assert_true(f.turns >= lists[i].turns);
	}
	buf_clear(&out);
}

/* An answer whose second part cannot be had. */
static bool
produce_broken(struct session *s, struct view *v, struct buf *out)
{
	(void)v;
	buf_puts(out, "broken\r\n");
	session_end(s);
	return true;
}

/* What cannot be finished ends the connection: no answer may follow it. */
static void
test_broken(void **state)
{
	struct buf out = BUF_INIT(1 << 16);
	struct feed f = { .turns = 0 };
	struct slice in = SLICE("DATE\r\n");
	struct session s;

	(void)state;
	session_init(&s, &room.desk, false);
	s.produce = produce_broken;
	s.state = SESSION_LONG;
	room_feed(&room, &s, &in, &out, &f);
	assert_true(f.closed);
	assert_true(slice_is(buf_slice(&out), "broken\r\n"));
	room_end(&room, &s, &out);
	buf_clear(&out);
}

static void
put_takethis(struct buf *in, int i)
{
	buf_printf(in, "TAKETHIS <f%d@t>\r\nPath: t\r\nFrom: a@t\r\n"
	    "Subject: s\r\nNewsgroups: a.feed\r\n"
	    "Date: 1 Nov 2025 10:00:00 +0000\r\n"
	    "Message-ID: <f%d@t>\r\n\r\ntext\r\n.\r\n", i, i == 5 ? 6 : i);
}

/* Good and bad ones, more than may be on their way, answered in order. */
static void
test_feed_order(void **state)
{
	struct buf in = BUF_INIT(1 << 22), out = BUF_INIT(1 << 22);
	enum { N = LIMIT_INFLIGHT + 50 };
	struct slice rest, line;
	struct feed f;
	char want[64];

	(void)state;
	for (int i = 0; i < N; i++)
		put_takethis(&in, i);
	buf_puts(&in, "CHECK <f1@t>\r\nDATE\r\n");
	say(buf_slice(&in), in.len, RIGHT_ADMIN, &out, &f);
	rest = buf_slice(&out);
	for (int i = 0; i < N; i++) {
		line = slice_cut(&rest, '\n');
		snprintf(want, sizeof(want), "%s <f%d@t>",
		    i == 5 ? "439" : "239", i);
		assert_true(slice_starts(line, want));
	}
	assert_true(slice_starts(slice_cut(&rest, '\n'), "438 <f1@t>"));
	assert_true(slice_starts(slice_cut(&rest, '\n'), "111 "));
	buf_clear(&in);
	buf_clear(&out);
}

/* Twenty sessions post one Message-ID at once: one is told 240. */
static void
test_same_msgid(void **state)
{
	enum { N = 20 };
	static const char post[] = "POST\r\nFrom: a@t\r\nSubject: s\r\n"
	    "Newsgroups: a.large\r\nMessage-ID: <race@t>\r\n\r\ntext\r\n.\r\n";
	struct session s[N];
	struct buf out[N];
	unsigned good = 0;

	(void)state;
	for (int i = 0; i < N; i++) {
		struct slice in = slice_make(post, sizeof(post) - 1);

		buf_init(&out[i], 1 << 16);
		session_init(&s[i], &room.desk, true);
		s[i].right = RIGHT_POST;
		slice_copy(SLICE("anna"), s[i].name, sizeof(s[i].name));
		while (session_run(&s[i], &in, &out[i]) == WANT_TURN)
			;
		desk_rest(&room.desk);
	}
	for (int i = 0; i < N; i++) {
		while (s[i].tasks != 0) {
			if (!s[i].first->done)
				room_wait(&room);
			session_answer(&s[i], &out[i]);
		}
		good += count(buf_slice(&out[i]), "240 <race@t>");
		assert_int_equal(count(buf_slice(&out[i]), "240 ") +
		    count(buf_slice(&out[i]), "441 "), 1);
		session_close(&s[i]);
		buf_clear(&out[i]);
	}
	assert_int_equal(good, 1);
}

/* A session that goes while its article is with the writer frees later. */
static void
test_gone(void **state)
{
	struct buf out = BUF_INIT(1 << 16), in = BUF_INIT(1 << 16);
	struct session s;
	struct slice text;

	(void)state;
	put_takethis(&in, 90001);
	text = buf_slice(&in);
	session_init(&s, &room.desk, true);
	s.right = RIGHT_ADMIN;
	session_run(&s, &text, &out);
	assert_int_equal(s.tasks, 1);
	session_close(&s);
	while (!session_drained(&s))
		room_wait(&room);
	assert_int_equal(out.len, 0);
	buf_clear(&out);
	buf_clear(&in);
}

struct counted_job {
	struct hash_job job;
	struct task task;
	unsigned *done;
};

static void
on_counted(struct hash_job *j)
{
	struct counted_job *c = (struct counted_job *)(void *)j;

	pthread_mutex_lock(&room.store.lock);
	(*c->done)++;
	pthread_cond_broadcast(&room.store.wake);
	pthread_mutex_unlock(&room.store.lock);
}

/* Whoever hangs up takes the work for his login along. */
static void
test_login_gone(void **state)
{
	enum { N = 8 };
	struct counted_job job[N] = { 0 };
	struct session s[N];
	unsigned done = 0, made = 0;

	(void)state;
	for (int i = 0; i < N; i++) {
		session_init(&s[i], &room.desk, true);
		job[i].job = (struct hash_job){ .make = true,
			.done = on_counted,
			.unwanted = &job[i].task.unwanted };
		job[i].done = &done;
		session_task(&s[i], &job[i].task, true);
	}
	for (int i = 1; i < N; i++)
		session_close(&s[i]);
	for (int i = 0; i < N; i++)
		assert_true(hash_pool_submit(
		    room.server.hashes, &job[i].job));
	pthread_mutex_lock(&room.store.lock);
	while (done < N)
		pthread_cond_wait(&room.store.wake, &room.store.lock);
	pthread_mutex_unlock(&room.store.lock);
	for (int i = 0; i < N; i++)
		made += job[i].job.err == OK;
	assert_int_equal(made, 1);
	assert_int_equal(job[0].job.err, OK);
}

/* Login: the right name, a wrong one, and the order of the two halves. */
static void
test_login(void **state)
{
	static const char text[] = "AUTHINFO PASS x\r\nAUTHINFO USER anna\r\n"
	    "AUTHINFO PASS wrong\r\nAUTHINFO USER nobody.is\r\n"
	    "AUTHINFO PASS wrong\r\nDATE\r\n";
	struct buf out = BUF_INIT(1 << 16);
	struct feed f = { .turns = 0 };
	struct session s;
	struct slice in;

	(void)state;
	session_init(&s, &room.desk, true);
	in = slice_make(text, sizeof(text) - 1);
	room_feed(&room, &s, &in, &out, &f);
	assert_int_equal(count(buf_slice(&out), "482 "), 1);
	assert_int_equal(count(buf_slice(&out), "381 "), 2);
	assert_int_equal(count(buf_slice(&out), "481 Name"), 2);
	assert_int_equal(count(buf_slice(&out), "111 "), 1);
	room_end(&room, &s, &out);
	buf_clear(&out);
}

/* From another host, in clear: no password is taken, none is asked for. */
static void
test_remote(void **state)
{
	static const char text[] = "CAPABILITIES\r\nAUTHINFO USER anna\r\n"
	    "AUTHINFO SASL PLAIN AGFubmEAc2VjcmV0\r\n"
	    "AUTHINFO SASL PLAIN\r\nAUTHINFO SASL LOGIN\r\nPOST\r\n"
	    "DATE\r\n";
	struct buf out = BUF_INIT(1 << 16);
	struct feed f = { .turns = 0 };
	struct session s;
	struct slice in;

	(void)state;
	session_init(&s, &room.desk, false);
	in = slice_make(text, sizeof(text) - 1);
	room_feed(&room, &s, &in, &out, &f);
	assert_int_equal(count(buf_slice(&out), "\nAUTHINFO"), 0);
	assert_int_equal(count(buf_slice(&out), "\nSASL"), 0);
	assert_int_equal(count(buf_slice(&out), "\nPOST\r\n"), 0);
	assert_int_equal(count(buf_slice(&out), "483 "), 3);
	assert_int_equal(count(buf_slice(&out), "503 "), 1);
	assert_int_equal(count(buf_slice(&out), "480 "), 1);
	assert_int_equal(count(buf_slice(&out), "111 "), 1);
	room_end(&room, &s, &out);
	buf_clear(&out);
}

/* The same over TLS: as from this host. */
static void
test_remote_tls(void **state)
{
	static const char text[] = "CAPABILITIES\r\nAUTHINFO USER anna\r\n"
	    "AUTHINFO SASL PLAIN\r\n*\r\nDATE\r\n";
	struct buf out = BUF_INIT(1 << 16);
	struct feed f = { .turns = 0 };
	struct session s;
	struct slice in;

	(void)state;
	session_init(&s, &room.desk, false);
	s.tls = true;
	in = slice_make(text, sizeof(text) - 1);
	room_feed(&room, &s, &in, &out, &f);
	assert_int_equal(count(buf_slice(&out), "\nAUTHINFO USER SASL"), 1);
	assert_int_equal(count(buf_slice(&out), "\n381 "), 1);
	assert_int_equal(count(buf_slice(&out), "\n383 "), 1);
	assert_int_equal(count(buf_slice(&out), "483 "), 0);
	room_end(&room, &s, &out);
	buf_clear(&out);
}

/* True when it is compressed from here on. */
static bool
ask_compress(struct session *s, bool local, const char *name)
{
	struct slice in = SLICE("COMPRESS DEFLATE\r\n");
	struct buf out = BUF_INIT(1 << 16);
	struct feed f = { .turns = 0 };
	bool done;

	session_init(s, &room.desk, local);
	slice_copy(slice_of(name), s->name, sizeof(s->name));
	room_feed(&room, s, &in, &out, &f);
	done = slice_starts(buf_slice(&out), "206 ");
	assert_true(done || slice_starts(buf_slice(&out), "403 Too many"));
	assert_int_equal(s->inflater != NULL, done);
	buf_clear(&out);
	return done;
}

/* Strangers are so many at most; who logged in or is here is not counted. */
static void
test_compress(void **state)
{
	struct session s[LIMIT_COMPRESSED_GUESTS], more;
	struct buf out = BUF_INIT(1 << 16);

	(void)state;
	for (int i = 0; i < LIMIT_COMPRESSED_GUESTS; i++)
		assert_true(ask_compress(&s[i], false, ""));
	assert_false(ask_compress(&more, false, ""));
	room_end(&room, &more, &out);
	assert_true(ask_compress(&more, false, "anna"));
	room_end(&room, &more, &out);
	assert_true(ask_compress(&more, true, ""));
	room_end(&room, &more, &out);
	room_end(&room, &s[0], &out);
	assert_true(ask_compress(&s[0], false, ""));
	assert_false(ask_compress(&more, false, ""));
	room_end(&room, &more, &out);
	for (int i = 0; i < LIMIT_COMPRESSED_GUESTS; i++)
		room_end(&room, &s[i], &out);
	assert_int_equal(atomic_load(&room.server.compressed), 0);
	buf_clear(&out);
}

/* Who may not post is told so before the article, not asked to log in. */
static void
test_no_post(void **state)
{
	struct buf out = BUF_INIT(1 << 16);
	struct slice in = SLICE("POST\r\nDATE\r\n");
	struct feed f = { .turns = 0 };
	struct session s;

	(void)state;
	session_init(&s, &room.desk, true);
	slice_copy(SLICE("eve"), s.name, sizeof(s.name));
	room_feed(&room, &s, &in, &out, &f);
	assert_true(slice_starts(buf_slice(&out),
	    "440 eve may read but not post here; ask the operator\r\n111 "));
	room_end(&room, &s, &out);
	buf_clear(&out);
}

/* While a backup is being made another is put off, by a number of seconds. */
static void
test_busy(void **state)
{
	struct buf out = BUF_INIT(1 << 16);
	struct feed f;

	(void)state;
	room.server.backup = true;
	say(SLICE("XACT backup server :/nowhere\r\nDATE\r\n"), 99,
	    RIGHT_ADMIN, &out, &f);
	room.server.backup = false;
	assert_true(slice_starts(buf_slice(&out),
	    "493 1 another backup is being made\r\n111 "));
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_no_view),
		cmocka_unit_test(test_login_no_view),
		cmocka_unit_test(test_fairness),
		cmocka_unit_test(test_slices),
		cmocka_unit_test(test_costly),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_feed_order),
		cmocka_unit_test(test_same_msgid),
		cmocka_unit_test(test_gone),
		cmocka_unit_test(test_login_gone),
		cmocka_unit_test(test_login),
		cmocka_unit_test(test_remote),
		cmocka_unit_test(test_remote_tls),
		cmocka_unit_test(test_compress),
		cmocka_unit_test(test_no_post),
		cmocka_unit_test(test_busy),
	};

	return cmocka_run_group_tests(tests, room_setup, room_teardown);
}
