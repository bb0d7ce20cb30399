/* Readers: articles by number and overview windows. */
#include "common/crc32c.h"
#include "common/log.h"
#include "tests/bench/lib/awake.h"
#include "tests/bench/lib/corpus.h"
#include "tests/bench/lib/loop.h"
#include "tests/bench/lib/over.h"

#define WINDOW 100

struct reading {
	struct corpus corpus;
	struct overview over;	/* for windows only */
};

static uint32_t
pick(struct loop *l, size_t most)
{
	return (uint32_t)(random_next(&l->seed) % most) + 1;
}

static void
article_ask(struct loop *l, struct conn *c)
{
	const struct reading *r = l->data;

	c->number = pick(l, r->corpus.len);
	buf_puts(&c->out, "ARTICLE ");
	buf_put_u64(&c->out, c->number);
	buf_put(&c->out, "\r\n", 2);
}

/* "220 n <mid>", the header has that Message-ID, the body is the one. */
static bool
article_is(const struct article *a, uint32_t number, struct slice line,
    struct slice block)
{
	uint64_t n;
	ptrdiff_t end = slice_find(block, SLICE("\r\n\r\n"));
	struct slice body = slice_from(block, (size_t)end + 4);

	slice_word(&line);
	if (end < 0 || !slice_u64(slice_word(&line), &n) || n != number ||
	    !slice_eq(slice_word(&line), a->mid))
		return false;
	if (slice_find(slice_make(block.p, (size_t)end), a->mid) < 0)
		return false;
	return crc32c(0, body.p, body.len) == a->crc;
}

static enum work_state
article_answer(struct loop *l, struct conn *c)
{
	const struct reading *r = l->data;
	struct slice line, block;

	if (!conn_line(c, &line))
		return WORK_MORE;
	if (line_code(line) != 220)
		conn_unexpected(c, "220");
	if (!conn_block(c, &block))
		return WORK_MORE;
	if (!article_is(&r->corpus.v[c->number - 1], c->number, line,
	    block))
		conn_unexpected(c, "the article that was asked for");
	return WORK_DONE;
}

static void
over_ask(struct loop *l, struct conn *c)
{
	const struct reading *r = l->data;

	c->number = pick(l, r->corpus.len - WINDOW + 1);
	buf_printf(&c->out, "OVER %u-%u\r\n", c->number,
	    c->number + WINDOW - 1);
}

static enum work_state
over_answer(struct loop *l, struct conn *c)
{
	const struct reading *r = l->data;
	struct slice line, block;

	if (!conn_line(c, &line))
		return WORK_MORE;
	if (line_code(line) != 224)
		conn_unexpected(c, "224");
	if (!conn_block(c, &block))
		return WORK_MORE;
	if (!slice_eq(block, overview_lines(&r->over, c->number,
	    c->number + WINDOW - 1)))
		conn_unexpected(c, "the lines of the window");
	return WORK_DONE;
}

static void
run(const struct load_options *opt, const struct work *work, struct loop *l)
{
	struct reading r = { .over.len = 0 };

	corpus_open(&r.corpus, opt->corpus, opt->board);
	if (r.corpus.len < WINDOW)
		log_fatal("%s: fewer than %d articles", opt->board, WINDOW);
	if (work->ask == over_ask)
		overview_fetch(&r.over, opt, &r.corpus);
	loop_run(l, opt, work, &r);
	overview_clear(&r.over);
	corpus_close(&r.corpus);
}

void
mode_article(const struct load_options *opt)
{
	static const struct work work = {
		.group = true,
		.room = 65536,
		.ask = article_ask,
		.answer = article_answer,
	};
	struct loop l;

	run(opt, &work, &l);
	report("article", loop_rate(&l), "/s");
	report("article_p99", samples_percentile(&l.time, 99), "us");
	loop_clear(&l);
}

void
mode_article_one(const struct load_options *opt)
{
	static const struct work work = {
		.group = true,
		.delayed_ack = true,
		.room = 65536,
		.ask = article_ask,
		.answer = article_answer,
	};
	struct load_options one = *opt;
	struct awake awake;
	struct loop l;

	one.conns = 1;
	awake_start(&awake);
	run(&one, &work, &l);
	awake_stop(&awake);
	report("article1", loop_rate(&l), "/s");
	report("article1_p50", samples_percentile(&l.time, 50), "us");
	report("article1_p99", samples_percentile(&l.time, 99), "us");
	report("article1_max", samples_percentile(&l.time, 100), "us");
	loop_clear(&l);
}

void
mode_over(const struct load_options *opt)
{
	static const struct work work = {
		.group = true,
		.room = 131072,
		.ask = over_ask,
		.answer = over_answer,
	};
	struct loop l;

	run(opt, &work, &l);
	report("over", loop_rate(&l), "/s");
	report("over_p99", samples_percentile(&l.time, 99), "us");
	report("over_bytes", (double)l.bytes / opt->seconds / 1e6, "MB/s");
	loop_clear(&l);
}
