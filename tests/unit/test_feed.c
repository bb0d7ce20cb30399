/* Sending to a peer: its place, what is under way, what is said when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include "common/xalloc.h"
#include "server/feed/mark.h"
#include "server/feed/talk.h"

/* --- the place on disk ----------------------------------------------- */

static void
test_mark(void **state)
{
	static const char *const bad[] = {
		"", "seq", "seq x\n", "seq 1", "hello\n", "seq 1\ndeferred\n",
		"seq 1\ndeferred 2 3\n", "seq 1\ndeferred 2 3 4 \nx\n",
		"seq 99999999999999999999\n", "seq 1\ndeferred 2 -3 4\n",
		"deferred 1 2 3\n",
	};
	static struct mark m, back;
	char dir[] = "/tmp/stoa-test-XXXXXX", path[64];
	struct buf text = BUF_INIT(1 << 20);

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/peer", dir);
	assert_int_equal(mark_load(path, &back), ERR_NOTFOUND);
	m.seq = UINT64_MAX;
	for (int i = 0; i < LIMIT_FEED_DEFERRED; i++)
		m.deferred[m.n++] = (struct deferred){ .id = UINT64_MAX - 1,
			.since = INT64_MAX, .tries = UINT16_MAX };
	assert_int_equal(mark_save(path, &m), OK);
	assert_int_equal(mark_load(path, &back), OK);
	assert_true(back.seq == m.seq && back.n == m.n);
	assert_true(back.deferred[m.n - 1].since == INT64_MAX);
	/* One more than there may be is a fault, not an overflow. */
	mark_print(&m, &text);
	buf_puts(&text, "deferred 1 2 3\n");
	assert_int_equal(mark_parse(buf_slice(&text), &back), ERR_SYNTAX);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (mark_parse(slice_of(bad[i]), &back) == OK)
			fail_msg("\"%s\" is taken", bad[i]);
	buf_clear(&text);
	unlink(path);
	assert_int_equal(rmdir(dir), 0);
	assert_int_equal(mark_save(path, &m), ERR_NOTFOUND);
}

/* --- what is under way ----------------------------------------------- */

static void
add(struct queue *q, uint64_t id)
{
	char msgid[32];

	snprintf(msgid, sizeof(msgid), "<%d@t>", (int)id);
	queue_add(q, id, slice_of(msgid), false);
}

static void
test_queue(void **state)
{
	static struct queue q;
	struct item *i;

	(void)state;
	queue_init(&q, 10);
	add(&q, 12);
	add(&q, 15);
	add(&q, 16);
	queue_pass(&q, 20);
	/* All below the oldest without a verdict is done. */
	assert_int_equal(q.mark.seq, 11);
	queue_done(&q, queue_find(&q, SLICE("<15@t>"), ITEM_NEW));
	assert_int_equal(q.mark.seq, 11);
	queue_done(&q, queue_find(&q, SLICE("<12@t>"), ITEM_NEW));
	assert_int_equal(q.mark.seq, 15);
	/* Put off: it is out of the way, and comes again. */
	i = queue_first(&q, ITEM_NEW);
	assert_true(queue_defer(&q, i, 1000, 50));
	assert_int_equal(q.mark.seq, 20);
	assert_int_equal(q.mark.n, 1);
	assert_true(queue_next_due(&q) > 1000);
	assert_int_equal(queue_due(&q, 1000), 0);
	assert_int_equal(queue_due(&q, queue_next_due(&q)), 16);
	assert_int_equal(queue_due(&q, UINT64_MAX - 1), 0);
	queue_add(&q, 16, SLICE("<16@t>"), true);
	assert_int_equal(q.mark.seq, 20);
	/* Later and later, for a day. */
	i = queue_first(&q, ITEM_NEW);
	assert_true(queue_defer(&q, i, 2000, 51));
	assert_int_equal(q.mark.n, 1);
	queue_hurry(&q);
	assert_int_equal(queue_due(&q, 0), 16);
	queue_add(&q, 16, SLICE("<16@t>"), true);
	i = queue_first(&q, ITEM_NEW);
	assert_false(queue_defer(&q, i, 0, 52 + LIMIT_FEED_DEFER_S));
	assert_int_equal(q.mark.n, 0);
	assert_int_equal(q.n, 0);
}

static void
test_queue_full(void **state)
{
	static struct queue q;
	uint64_t id = 0;

	(void)state;
	queue_init(&q, 0);
	while (!queue_stuck(&q)) {
		assert_true(queue_room(&q));
		add(&q, ++id);
		assert_true(queue_defer(
		    &q, queue_first(&q, ITEM_NEW), 0, 1));
	}
	assert_int_equal(q.mark.n, LIMIT_FEED_DEFERRED);
	assert_int_equal(q.mark.seq, id);
}

/* --- a conversation -------------------------------------------------- */

struct world {
	uint64_t next, last;	/* articles to be had */
	uint64_t gone;		/* this one is no more */
};

static bool
next_article(void *arg, struct queue *q)
{
	struct world *w = arg;

	if (w->next > w->last)
		return false;
	add(q, w->next++);
	return true;
}

static bool
article_text(void *arg, uint64_t id, struct buf *out)
{
	struct world *w = arg;

	if (id == w->gone)
		return false;
	buf_printf(out, "Subject: %d\r\n\r\n.\r\nText\r\n", (int)id);
	return true;
}

struct scene {
	struct world world;
	struct supply supply;
	struct queue queue;
	struct feed_counts counts;
	struct stream stream;
	struct buf out;
};

static struct scene *
scene_new(uint64_t articles)
{
	struct scene *s = xcalloc(1, sizeof(*s));

	s->world = (struct world){ .next = 1, .last = articles };
	s->supply = (struct supply){ next_article, article_text, &s->world };
	buf_init(&s->out, 1 << 22);
	queue_init(&s->queue, 0);
	stream_begin(&s->stream, &s->queue, &s->supply, &s->counts);
	return s;
}

static void
scene_free(struct scene *s)
{
	stream_clear(&s->stream);
	buf_clear(&s->out);
	free(s);
}

/* The peer says a line; what we say then must be this, all of it. */
static void
say(struct scene *s, const char *line, const char *want)
{
	buf_reset(&s->out);
	stream_line(&s->stream, slice_of(line), &s->out);
	stream_fill(&s->stream, &s->out, LIMIT_SLICE);
	assert_string_equal(buf_cstr(&s->out), want);
}

static void
test_stream(void **state)
{
	struct scene *s = scene_new(3);

	(void)state;
	say(s, "200 hello", "MODE STREAM\r\n");
	say(s, "203 yes", "CHECK <1@t>\r\nCHECK <2@t>\r\nCHECK <3@t>\r\n");
	assert_true(stream_waits(&s->stream));
	say(s, "238 <1@t>", "TAKETHIS <1@t>\r\n"
	    "Subject: 1\r\n\r\n..\r\nText\r\n.\r\n");
	say(s, "438 <2@t>", "");
	say(s, "431 <3@t>", "");
	assert_int_equal(s->queue.mark.n, 1);
	say(s, "239 <1@t>", "");
	assert_false(stream_waits(&s->stream));
	assert_int_equal(s->queue.mark.seq, 3);
	assert_int_equal(s->counts.offered, 3);
	assert_int_equal(s->counts.sent, 1);
	assert_int_equal(s->counts.refused, 1);
	assert_int_equal(s->counts.put_off, 1);
	s->world.last = 5;
	s->world.gone = 5;
	say(s, "nonsense", "");
	assert_int_equal(s->stream.phase, STREAM_OVER);
	assert_string_equal(s->stream.error, "it says: nonsense");
	scene_free(s);
}

static void
test_stream_gone(void **state)
{
	struct scene *s = scene_new(2);

	(void)state;
	s->world.gone = 1;
	say(s, "201 hello", "MODE STREAM\r\n");
	say(s, "203 yes", "CHECK <1@t>\r\nCHECK <2@t>\r\n");
	/* Expired between two words: nothing is sent for it. */
	say(s, "238 <1@t>", "");
	say(s, "238 <2@t>", "TAKETHIS <2@t>\r\n"
	    "Subject: 2\r\n\r\n..\r\nText\r\n.\r\n");
	say(s, "439 <2@t>", "");
	assert_int_equal(s->queue.mark.seq, 2);
	assert_int_equal(s->counts.rejected, 1);
	scene_free(s);
}

static void
test_stream_ihave(void **state)
{
	struct scene *s = scene_new(3);

	(void)state;
	say(s, "200 hello", "MODE STREAM\r\n");
	say(s, "500 what", "IHAVE <1@t>\r\n");
	say(s, "335 go", "Subject: 1\r\n\r\n..\r\nText\r\n.\r\n");
	say(s, "235 ok", "IHAVE <2@t>\r\n");
	say(s, "435 no", "IHAVE <3@t>\r\n");
	say(s, "436 later", "");
	assert_int_equal(s->queue.mark.n, 1);
	say(s, "238 <3@t>", "");
	assert_int_equal(s->stream.phase, STREAM_OVER);
	scene_free(s);
}

/* What every line does in every phase: no crash, an end or progress. */
static void
test_stream_any(void **state)
{
	static const char *const lines[] = {
		"", " ", "2", "20", "200", "200 x", "2000", "203", "238",
		"238 <1@t>", "238 <9@t>", "238 1@t", "239", "239 <1@t>",
		"239 <", "335", "400 bye", "431", "431 <1@t>", "435", "436",
		"436 <1@t>", "437", "438", "438 <1@t>", "439", "439 <1@t>",
		"480 log in", "500", "502", "999", "-38 <1@t>", "+38", "0x2",
		"381", "281", "205",
	};
	enum { LINES = sizeof(lines) / sizeof(lines[0]) };

	(void)state;
	for (int a = 0; a < LINES; a++)
		for (int b = 0; b < LINES; b++)
			for (int c = 0; c < 4; c++) {
				struct scene *s = scene_new(2);
				static const char *const modes[] = {
					"203 x", "500 x", "501 x", "480 x",
				};

				stream_line(&s->stream, SLICE("200 x"),
				    &s->out);
				stream_line(&s->stream, slice_of(modes[c]),
				    &s->out);
				stream_fill(&s->stream, &s->out, 65536);
				stream_line(&s->stream, slice_of(lines[a]),
				    &s->out);
				stream_fill(&s->stream, &s->out, 65536);
				stream_line(&s->stream, slice_of(lines[b]),
				    &s->out);
				stream_fill(&s->stream, &s->out, 65536);
				assert_in_range(s->queue.n, 0, 2);
				assert_true(s->queue.mark.seq <= 2);
				queue_rewind(&s->queue);
				scene_free(s);
			}
}

/* --- a connection ---------------------------------------------------- */

struct stage {
	struct scene *scene;
	struct wire wire;
	struct source source;
	struct talk talk;
	int far;
	bool on;
	unsigned turns;
};

static bool
heard(void *arg)
{
	struct stage *g = arg;

	g->turns++;
	return g->on;
}

static void
stage_open(struct stage *g, uint64_t articles, const char *said)
{
	int fd[2];

	assert_int_equal(socketpair(
	    AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0);
	g->far = fd[1];
	g->scene = scene_new(articles);
	g->on = true;
	wire_init(&g->wire, fd[0]);
	assert_int_equal(write(fd[1], said, strlen(said)), strlen(said));
}

static void
stage_talk(struct stage *g, const struct talk_times *times)
{
	g->talk = (struct talk){ .wire = &g->wire, .bell = eventfd(0, 0),
		.times = times, .stream = &g->scene->stream,
		.source = &g->source, .heard = heard, .arg = g };
	talk_run(&g->talk);
	close(g->talk.bell);
	wire_close(&g->wire);
}

static void
stage_run(struct stage *g, uint64_t articles, const char *said,
    const struct talk_times *times)
{
	stage_open(g, articles, said);
	stage_talk(g, times);
}

static void
stage_end(struct stage *g, const char *error)
{
	assert_string_equal(g->scene->stream.error, error);
	scene_free(g->scene);
	close(g->far);
}

static void
test_silence(void **state)
{
	static const struct talk_times quick = {
		.answer = 30, .oldest = 60000, .idle = 60000, .stop = 30,
	};
	struct stage g = { .on = true };

	(void)state;
	/* Never a word; none behind the greeting; none to CHECK. */
	stage_run(&g, 1, "", &quick);
	stage_end(&g, "no answer");
	stage_run(&g, 1, "200 x\r\n", &quick);
	stage_end(&g, "no answer");
	stage_run(&g, 1, "200 x\r\n203 x\r\n", &quick);
	assert_int_equal(g.scene->queue.n, 1);
	assert_int_equal(g.scene->queue.item[0].state, ITEM_NEW);
	stage_end(&g, "no answer");
	assert_in_range(g.turns, 3, 100);
}

/* What is due while the peer is silent keeps nobody busy. */
static void
test_due(void **state)
{
	static const struct talk_times quick = {
		.answer = 60, .oldest = 60000, .idle = 60000, .stop = 30,
	};
	struct stage g = { .on = true };

	(void)state;
	stage_open(&g, 1, "200 x\r\n");
	g.scene->queue.mark.n = 1;
	g.scene->queue.mark.deferred[0].id = 7;
	stage_talk(&g, &quick);
	assert_in_range(g.turns, 1, 50);
	stage_end(&g, "no answer");
}

static void
test_idle(void **state)
{
	static const struct talk_times quick = {
		.answer = 60000, .oldest = 60000, .idle = 30, .stop = 30,
	};
	struct stage g = { .on = true };
	char said[256] = "";

	(void)state;
	stage_run(&g, 0, "200 x\r\n203 x\r\n", &quick);
	assert_true(read(g.far, said, sizeof(said) - 1) > 0);
	assert_string_equal(said, "MODE STREAM\r\nQUIT\r\n");
	stage_end(&g, "");
}

/* A word now and then is not enough when nothing comes of it. */
struct dripper {
	int fd;
	_Atomic bool stop;
};

static void *
drip(void *arg)
{
	struct dripper *d = arg;

	while (!atomic_load(&d->stop)) {
		if (write(d->fd, "2", 1) == -1)
			break;
		usleep(2000);
	}
	return NULL;
}

static void
test_drip(void **state)
{
	static const struct talk_times quick = {
		.answer = 100, .oldest = 200, .idle = 60000, .stop = 30,
	};
	struct stage g = { .on = true };
	struct dripper d = { .stop = false };
	pthread_t thread;

	(void)state;
	stage_open(&g, 1, "");
	d.fd = g.far;
	assert_int_equal(pthread_create(&thread, NULL, drip, &d), 0);
	stage_talk(&g, &quick);
	atomic_store(&d.stop, true);
	pthread_join(thread, NULL);
	stage_end(&g, "no answer");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mark),
		cmocka_unit_test(test_queue),
		cmocka_unit_test(test_queue_full),
		cmocka_unit_test(test_stream),
		cmocka_unit_test(test_stream_gone),
		cmocka_unit_test(test_stream_ihave),
		cmocka_unit_test(test_stream_any),
		cmocka_unit_test(test_silence),
		cmocka_unit_test(test_due),
		cmocka_unit_test(test_idle),
		cmocka_unit_test(test_drip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
