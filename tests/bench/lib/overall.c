/*
 * The overview of a whole large board on one connection, and how long DATE
 * takes on another meanwhile.
 */
#include <poll.h>
#include <time.h>

#include "common/log.h"
#include "tests/bench/lib/loop.h"
#include "tests/bench/lib/over.h"

#define ROOM 131072
#define DATE_EVERY_NS 1000000
#define STUCK_NS 30000000000u

struct overall {
	struct conn big, small;
	struct overview over;
	size_t at;		/* of its text has come */
	bool answered;		/* the 224 line came */
	bool busy;		/* DATE waits for its answer */
	uint64_t next_date;
	uint64_t bytes;		/* of the board's overview */
	struct samples first, whole, date;
};

static void
ask_all(struct overall *o)
{
	o->at = 0;
	o->answered = false;
	o->bytes = 0;
	buf_puts(&o->big.out, "OVER 1-\r\n");
	o->big.asked = now_ns();
	conn_flush(&o->big);
}

static void
ask_date(struct overall *o)
{
	uint64_t now = now_ns();

	if (o->busy || now < o->next_date)
		return;
	buf_puts(&o->small.out, "DATE\r\n");
	o->small.asked = now;
	conn_flush(&o->small);
	o->busy = true;
	o->next_date = now + DATE_EVERY_NS;
}

static void
take_date(struct overall *o)
{
	struct slice line;

	if (conn_read(&o->small, 4096) == CONN_EOF)
		log_fatal("the server closed the connection that said DATE");
	if (!conn_line(&o->small, &line))
		return;
	if (line_code(line) != 111 || line.len != 18)
		conn_unexpected(&o->small, "111 yyyymmddhhmmss");
	samples_add(&o->date, now_ns() - o->small.asked);
	o->busy = false;
	buf_reset(&o->small.in);
}

/* Compares what has come with what it must be; true at the end. */
static bool
take_lines(struct overall *o)
{
	struct conn *c = &o->big;
	struct slice line, got, want;

	if (!o->answered) {
		if (!conn_line(c, &line))
			return false;
		if (line_code(line) != 224)
			conn_unexpected(c, "224");
		o->answered = true;
		buf_drop(&c->in, line.len + 2);
	}
	got = buf_slice(&c->in);
	want = slice_from(buf_slice(&o->over.text), o->at);
	if (got.len < want.len)
		want.len = got.len;
	if (!slice_eq(slice_make(got.p, want.len), want))
		log_fatal("overview: other bytes than before at %zu", o->at);
	o->at += want.len;
	buf_drop(&c->in, want.len);
	return o->at == o->over.text.len &&
	    slice_is(buf_slice(&c->in), ".\r\n");
}

static bool
take_all(struct overall *o)
{
	size_t had = o->big.in.len;

	if (conn_read(&o->big, ROOM) == CONN_EOF)
		log_fatal("the server closed the connection that said OVER");
	if (o->big.in.len == had)
		return false;
	if (o->bytes == 0)
		samples_add(&o->first, now_ns() - o->big.asked);
	o->bytes += o->big.in.len - had;
	if (!take_lines(o)) {
		conn_acknowledge(&o->big);
		return false;
	}
	samples_add(&o->whole, now_ns() - o->big.asked);
	buf_reset(&o->big.in);
	return true;
}

static void
once(struct overall *o)
{
	struct pollfd p[2] = {
		{ .fd = o->small.fd, .events = POLLIN },
		{ .fd = o->big.fd, .events = POLLIN },
	};
	bool end = false;

	ask_all(o);
	while (!end) {
		struct timespec wait = { .tv_nsec = DATE_EVERY_NS };

		ask_date(o);
		if (ppoll(p, 2, &wait, NULL) == 0 &&
		    now_ns() - o->big.asked > STUCK_NS)
			log_fatal("the overview stops at byte %zu", o->at);
		if (p[0].revents != 0)
			take_date(o);
		if (p[1].revents != 0)
			end = take_all(o);
	}
}

void
mode_overall(const struct load_options *opt)
{
	struct overall o = { .busy = false };
	struct corpus corpus;
	uint64_t until;

	corpus_open(&corpus, opt->corpus, opt->board);
	overview_fetch(&o.over, opt, &corpus);
	corpus_close(&corpus);
	o.small.id = 1;
	loop_enter(&o.big, opt, true);
	loop_enter(&o.small, opt, false);
	once(&o);
	samples_clear(&o.first);
	samples_clear(&o.whole);
	samples_clear(&o.date);
	until = now_ns() + (uint64_t)(opt->seconds * 1e9);
	do
		once(&o);
	while (now_ns() < until || o.whole.len < 3);
	report("overall", (double)o.bytes / samples_percentile(&o.whole, 50),
	    "MB/s");
	report("overall_bytes", (double)o.bytes / 1e6, "MB");
	report("overall_first", samples_percentile(&o.first, 50) / 1e3, "ms");
	report("overall_first_max",
	    samples_percentile(&o.first, 100) / 1e3, "ms");
	report("overall_date_p99",
	    samples_percentile(&o.date, 99) / 1e3, "ms");
	conn_close(&o.big);
	conn_close(&o.small);
	samples_clear(&o.first);
	samples_clear(&o.whole);
	samples_clear(&o.date);
	overview_clear(&o.over);
}
