/*
 * Posters: each article has a Message-ID of its own, a body from the corpus
 * and, mostly, an earlier one of the same poster as its parent. Behind the
 * run STAT is asked for every article that was accepted.
 */
#include <stdlib.h>
#include <unistd.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "tests/bench/lib/bodies.h"
#include "tests/bench/lib/loop.h"

enum step { SENT_POST, SENT_ARTICLE };

struct posts {
	struct bodies bodies;
	uint32_t *count;		/* articles accepted, by connection */
	long run;			/* makes the ids of a run fresh */
};

static void
prepare(struct posts *p, const struct load_options *opt)
{
	bodies_open(&p->bodies, opt->corpus);
	p->count = xcalloc(opt->conns, sizeof(*p->count));
	p->run = (long)(now_ns() / 1000) ^ getpid();
}

static void
put_mid(struct buf *out, const struct posts *p, unsigned conn, uint32_t n)
{
	buf_printf(out, "<%lx.%u.%u@bench.example>", (unsigned long)p->run,
	    conn, n);
}

static void
put_article(struct loop *l, struct conn *c)
{
	struct posts *p = l->data;
	uint64_t dice = random_next(&l->seed);
	uint32_t n = p->count[c->id];

	buf_printf(&c->out, "From: Poster %u <poster%u@bench.example>\r\n"
	    "Newsgroups: %s\r\nSubject: Round %u of poster %u\r\n"
	    "Message-ID: ", c->id, c->id, l->opt->board, n, c->id);
	put_mid(&c->out, p, c->id, n);
	if (n > 0 && dice % 4 != 0) {
		buf_puts(&c->out, "\r\nReferences: ");
		put_mid(&c->out, p, c->id, (uint32_t)(dice / 4 % n));
	}
	buf_puts(&c->out, "\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: 8bit\r\n\r\n");
	buf_put_slice(&c->out, p->bodies.body[dice / 4096 % BODIES]);
	buf_puts(&c->out, ".\r\n");
}

static void
post_ask(struct loop *l, struct conn *c)
{
	(void)l;
	c->number = SENT_POST;
	buf_puts(&c->out, "POST\r\n");
}

static enum work_state
post_answer(struct loop *l, struct conn *c)
{
	struct posts *p = l->data;
	struct slice line;
	int code;

	if (!conn_line(c, &line))
		return WORK_MORE;
	code = line_code(line);
	if (c->number == SENT_POST && code == 340) {
		c->number = SENT_ARTICLE;
		put_article(l, c);
		return WORK_ASKED;
	}
	if (c->number != SENT_ARTICLE || code != 240)
		conn_unexpected(c, "340 or 240");
	p->count[c->id]++;
	return WORK_DONE;
}

/* Each accepted article is there: STAT says 223 and its message-id. */
static uint64_t
confirm(const struct load_options *opt, const struct posts *p)
{
	struct conn c = { .fd = -1 };
	struct buf mid = BUF_INIT(256);
	uint64_t found = 0;

	conn_open(&c, opt, 0);
	conn_command(&c, 200);
	for (unsigned i = 0; i < opt->conns; i++)
		for (uint32_t n = 0; n < p->count[i]; n++) {
			struct slice line;

			buf_reset(&mid);
			put_mid(&mid, p, i, n);
			buf_printf(&c.out, "STAT %.*s\r\n",
			    SLICE_ARG(buf_slice(&mid)));
			line = conn_command(&c, 223);
			if (slice_find(line, buf_slice(&mid)) < 0)
				conn_unexpected(&c, "the article posted");
			found++;
		}
	conn_close(&c);
	buf_clear(&mid);
	return found;
}

void
mode_post(const struct load_options *opt)
{
	static const struct work work = {
		.group = true,
		.room = 4096,
		.ask = post_ask,
		.answer = post_answer,
	};
	struct posts p;
	struct loop l;

	prepare(&p, opt);
	loop_run(&l, opt, &work, &p);
	report("post", loop_rate(&l), "/s");
	report("post_p50", samples_percentile(&l.time, 50), "us");
	report("post_p99", samples_percentile(&l.time, 99), "us");
	report("post_confirmed", (double)confirm(opt, &p), "articles");
	loop_clear(&l);
	bodies_close(&p.bodies);
	free(p.count);
}
