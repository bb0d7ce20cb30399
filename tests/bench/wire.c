/*
 * What the wire half costs: blocks, lines, commands, wildmats, in one thread
 * and memory only. Prints "what<TAB>figure<TAB>unit"; the best of five runs.
 */
#include <stdio.h>
#include <stdlib.h>

#include "common/clock.h"
#include "proto/dot.h"
#include "proto/event.h"
#include "proto/reply.h"
#include "proto/request.h"
#include "proto/wildmat.h"

enum { RUNS = 5, TEXT = 32 << 20, READ = 16384, CALLS = 500000 };

struct work {
	struct slice text;	/* canonical lines */
	struct slice wire;	/* the same as a block */
	struct buf out;
	size_t sum;		/* so that nothing is left out */
};

/* Lines of 0 to 75 characters; one in a hundred begins with a dot. */
static void
make_text(struct buf *out)
{
	uint32_t seed = 1;

	while (out->len < TEXT) {
		seed = seed * 1103515245 + 12345;
		if ((seed >> 8) % 100 == 0)
			buf_putc(out, '.');
		for (uint32_t n = (seed >> 16) % 75; n > 0; n--)
			buf_putc(out, n % 6 == 0 ? ' ' : 'x');
		buf_puts(out, "\r\n");
	}
}

static void
run_stuff(struct work *w)
{
	buf_reset(&w->out);
	dot_write(&w->out, w->text);
	w->sum += w->out.len;
}

static void
run_read(struct work *w)
{
	struct slice left = w->wire, in;
	struct dot_reader r;

	dot_init(&r, LINE_END_CRLF);
	while (left.len > 0) {
		in = slice_make(left.p, left.len < READ ? left.len : READ);
		left = slice_from(left, in.len);
		buf_reset(&w->out);
		w->sum += dot_read(&r, &in, &w->out);
	}
}

static void
run_lines(struct work *w)
{
	struct slice in = w->text, line;
	struct line_reader r;

	line_init(&r, LINE_END_OPEN, LIMIT_LINE);
	while (line_next(&r, &in, &line) == LINE_OK)
		w->sum += line.len;
}

static void
run_requests(struct work *w)
{
	static const char *const lines[] = {
		"ARTICLE 12345", "GROUP comp.lang.c", "OVER 1-100",
		"TAKETHIS <some.thing@host.example>",
	};
	struct request r;

	for (int i = 0; i < CALLS; i++) {
		request_parse(slice_of(lines[i % 4]), &r);
		w->sum += r.rest.len;
	}
}

static void
run_replies(struct work *w)
{
	for (int i = 0; i < CALLS; i++) {
		buf_reset(&w->out);
		reply_put(&w->out, REPLY_STAT, "123 <some.thing@host.example>");
		w->sum += w->out.len;
	}
}

static void
run_wildmats(struct work *w)
{
	struct slice wildmat = SLICE("comp.*,!comp.lang.*,comp.lang.c*");

	for (int i = 0; i < CALLS; i++)
		w->sum += wildmat_match(wildmat, SLICE("comp.lang.c.misc"));
}

static void
run_events(struct work *w)
{
	struct slice line = SLICE("8901\t2026-11-22T03:00:00Z\tsystem\t"
	    "escalate\t<q1@host>\tto=@anna");
	struct event e;

	for (int i = 0; i < CALLS; i++)
		w->sum += event_parse(line, &e) == OK ? e.seq : 0;
}

static double
best_us(struct work *w, void (*run)(struct work *))
{
	uint64_t best = UINT64_MAX;

	for (int i = 0; i < RUNS; i++) {
		uint64_t t = clock_mono_us();

		run(w);
		t = clock_mono_us() - t;
		best = t < best ? t : best;
	}
	return best > 0 ? (double)best : 1;
}

int
main(void)
{
	static const struct {
		const char *name;
		void (*run)(struct work *);
		bool bulk;
	} runs[] = {
		{ "dot_write", run_stuff, true },
		{ "dot_read", run_read, true },
		{ "line_next", run_lines, true },
		{ "request_parse", run_requests, false },
		{ "reply_put", run_replies, false },
		{ "wildmat_match", run_wildmats, false },
		{ "event_parse", run_events, false },
	};
	struct buf text = BUF_INIT(2 * TEXT), wire = BUF_INIT(2 * TEXT);
	struct work w = { .out = BUF_INIT(2 * TEXT) };

	make_text(&text);
	dot_write(&wire, buf_slice(&text));
	w.text = buf_slice(&text);
	w.wire = buf_slice(&wire);
	for (size_t i = 0; i < sizeof(runs) / sizeof(*runs); i++) {
		double us = best_us(&w, runs[i].run);

		if (runs[i].bulk)
			printf("%s\t%.2f\tGB/s\n", runs[i].name,
			    (double)text.len / us / 1e3);
		else
			printf("%s\t%.0f\tns\n", runs[i].name,
			    us * 1e3 / CALLS);
	}
	buf_clear(&text);
	buf_clear(&wire);
	buf_clear(&w.out);
	return w.sum == 0;
}
