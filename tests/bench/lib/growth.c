/*
 * A board that grows to any size: article n has the message-id <n@growth>,
 * a date half a minute behind the one before it, a body of the corpus and,
 * mostly, one of the last fifty as its parent. So whoever knows n knows what
 * the server must answer.
 */
#include <stdlib.h>

#include "common/log.h"
#include "proto/date.h"
#include "tests/bench/lib/bodies.h"
#include "tests/bench/lib/feed.h"
#include "tests/bench/lib/loop.h"

#define FIRST_DATE 1700000000
#define APART_S 30
#define BATCH 2000
#define NEAR 50
#define WINDOW 100

/* The dice of article n. */
static uint64_t
dice_of(uint64_t n)
{
	uint64_t seed = n * 2 + 1;

	random_next(&seed);
	return random_next(&seed);
}

static struct slice
body_of(const struct bodies *b, uint64_t n)
{
	return b->body[dice_of(n) / 4096 % BODIES];
}

static void
put_mid(struct buf *out, uint64_t n)
{
	buf_printf(out, "<%llu@growth.example>", (unsigned long long)n);
}

static void
put_article(struct feed *f, const struct bodies *b, const char *board,
    uint64_t n)
{
	uint64_t dice = dice_of(n), back = dice / 4 % NEAR + 1;
	struct buf *out = &f->text;

	buf_puts(out, "TAKETHIS ");
	put_mid(out, n);
	buf_printf(out, "\r\nPath: growth.example!not-for-mail\r\n"
	    "From: Poster %u <poster%u@growth.example>\r\n"
	    "Newsgroups: %s\r\nSubject: Of %llu\r\nDate: ",
	    (unsigned)(dice % 997), (unsigned)(dice % 997), board,
	    (unsigned long long)n);
	date_put_rfc5322(out, FIRST_DATE + (int64_t)n * APART_S);
	buf_puts(out, "\r\nMessage-ID: ");
	put_mid(out, n);
	if (dice % 4 != 0 && back < n) {
		buf_puts(out, "\r\nReferences: ");
		put_mid(out, n - back);
	}
	buf_puts(out, "\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: 8bit\r\n\r\n");
	buf_put_slice(out, body_of(b, n));
	buf_puts(out, ".\r\n");
	feed_end_request(f);
}

/* The highest number of the board so far. */
static uint64_t
highest(const struct load_options *opt)
{
	struct conn c = { .fd = -1 };
	struct slice line;
	uint64_t high = 0;

	conn_open(&c, opt, 0);
	conn_command(&c, 200);
	buf_printf(&c.out, "GROUP %s\r\n", opt->board);
	line = conn_command(&c, 211);
	for (int i = 0; i < 3; i++)
		slice_word(&line);
	if (!slice_u64(slice_word(&line), &high))
		conn_unexpected(&c, "211 count low high");
	conn_close(&c);
	return high;
}

void
mode_grow(const struct load_options *opt)
{
	struct bodies bodies;
	struct feed f;
	uint64_t n = highest(opt) + 1;

	bodies_open(&bodies, opt->corpus);
	feed_init(&f);
	feed_enter(&f, opt);
	while (n <= opt->count) {
		feed_reset(&f);
		for (int i = 0; i < BATCH && n <= opt->count; i++)
			put_article(&f, &bodies, opt->board, n++);
		feed_run(&f, feed_taken);
	}
	feed_clear(&f);
	bodies_close(&bodies);
	if (highest(opt) != opt->count)
		log_fatal("the board has other articles too");
	report("grown", opt->count, "articles");
}

/* --- reading it ----------------------------------------------------------- */

static void
group_ask(struct loop *l, struct conn *c)
{
	buf_printf(&c->out, "GROUP %s\r\n", l->opt->board);
}

static enum work_state
group_answer(struct loop *l, struct conn *c)
{
	struct slice line;
	uint64_t count;

	if (!conn_line(c, &line))
		return WORK_MORE;
	slice_word(&line);
	if (!slice_u64(slice_word(&line), &count) || count != l->opt->count)
		conn_unexpected(c, "211 and the number of articles");
	return WORK_DONE;
}

static void
article_ask(struct loop *l, struct conn *c)
{
	c->number = (uint32_t)(random_next(&l->seed) % l->opt->count) + 1;
	buf_printf(&c->out, "ARTICLE %u\r\n", c->number);
}

static enum work_state
article_answer(struct loop *l, struct conn *c)
{
	struct slice line, block, body;
	ptrdiff_t end;
	uint64_t n = 0;

	if (!conn_line(c, &line) || !conn_block(c, &block))
		return WORK_MORE;
	slice_word(&line);
	end = slice_find(block, SLICE("\r\n\r\n"));
	body = slice_from(block, (size_t)end + 4);
	if (!slice_u64(slice_word(&line), &n) || n != c->number || end < 0 ||
	    !slice_eq(body, body_of(l->data, n)))
		conn_unexpected(c, "the article that was asked for");
	return WORK_DONE;
}

static void
over_ask(struct loop *l, struct conn *c)
{
	c->number = (uint32_t)(random_next(&l->seed) %
	    (l->opt->count - WINDOW + 1)) + 1;
	buf_printf(&c->out, "OVER %u-%u\r\n", c->number,
	    c->number + WINDOW - 1);
}

static enum work_state
over_answer(struct loop *l, struct conn *c)
{
	struct slice line, block;
	uint64_t n, want = c->number;

	(void)l;
	if (!conn_line(c, &line) || !conn_block(c, &block))
		return WORK_MORE;
	for (; block.len > 0; want++) {
		struct slice row = slice_cut(&block, '\n');

		if (!slice_u64(slice_cut(&row, '\t'), &n) || n != want)
			conn_unexpected(c, "the lines of the window");
	}
	if (want != c->number + WINDOW)
		conn_unexpected(c, "a hundred lines");
	return WORK_DONE;
}

void
mode_grown(const struct load_options *opt)
{
	static const struct {
		const char *name;
		struct work work;
	} list[] = {
		{ "group", { .room = 4096, .ask = group_ask,
		    .answer = group_answer } },
		{ "article", { .group = true, .room = 65536,
		    .ask = article_ask, .answer = article_answer } },
		{ "over", { .group = true, .room = 131072, .ask = over_ask,
		    .answer = over_answer } },
	};
	struct bodies bodies;

	if (opt->count < WINDOW)
		log_fatal("-n is the number of articles, at least %d", WINDOW);
	bodies_open(&bodies, opt->corpus);
	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++) {
		struct loop l;

		loop_run(&l, opt, &list[i].work, &bodies);
		report(list[i].name, loop_rate(&l), "/s");
		loop_clear(&l);
	}
	bodies_close(&bodies);
}
