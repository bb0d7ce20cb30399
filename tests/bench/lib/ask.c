/*
 * Commands from a file, a line each: asked in turn, again and again for the
 * time given; or (-n) all of them once. An answer of 29x whose code has a
 * block behind it is read to its end.
 */
#include <stdio.h>
#include <stdlib.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "tests/bench/lib/lines.h"
#include "tests/bench/lib/loop.h"

struct asking {
	struct lines lines;
	size_t next;
	bool once;
	uint64_t begun, ended;
};

static void
ask_ask(struct loop *l, struct conn *c)
{
	struct asking *a = l->data;

	if (a->begun == 0)
		a->begun = now_ns();
	buf_puts(&c->out, a->lines.line[a->next++ % a->lines.n]);
	buf_puts(&c->out, "\r\n");
}

static bool
has_block(int code)
{
	return code == 291 || code == 292;
}

static enum work_state
ask_answer(struct loop *l, struct conn *c)
{
	struct asking *a = l->data;
	struct slice line, block;
	int code;

	if (!conn_line(c, &line))
		return WORK_MORE;
	code = line_code(line);
	if (!has_block(code) && code != 290)
		conn_unexpected(c, "290, 291 or 292");
	if (has_block(code) && !conn_block(c, &block))
		return WORK_MORE;
	a->ended = now_ns();
	/* Who asks next would be too late: nobody asks any more. */
	if (a->once && a->next >= a->lines.n)
		l->until = 0;
	return WORK_DONE;
}

void
mode_ask(const struct load_options *opt)
{
	static const struct work work = {
		.room = 131072,
		.ask = ask_ask,
		.answer = ask_answer,
	};
	struct asking a = { .once = opt->count == 0 };
	struct load_options all = *opt;
	struct loop l;

	lines_read(&a.lines, opt->corpus);
	if (a.once)
		all.seconds = 3600;
	loop_run(&l, &all, &work, &a);
	if (a.once) {
		report("ask_took", (double)(a.ended - a.begun) / 1e9, "s");
		report("ask", (double)a.next * 1e9 /
		    (double)(a.ended - a.begun), "/s");
	} else {
		report("ask", loop_rate(&l), "/s");
		report("ask_p50", samples_percentile(&l.time, 50), "us");
		report("ask_p99", samples_percentile(&l.time, 99), "us");
	}
	loop_clear(&l);
	lines_clear(&a.lines);
}
