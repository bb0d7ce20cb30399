/*
 * Many watchers and one who acts: how long it takes from sending an act until
 * a watcher has read its event. Each of the watchers must read every event.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "tests/bench/lib/idle.h"
#include "tests/bench/lib/lines.h"
#include "tests/bench/lib/loop.h"

enum { ROUND = 256, PATIENCE_S = 10 };

struct seen {
	uint64_t seq;
	uint64_t at;
};

struct watching {
	const struct load_options *opt;
	struct lines lines;
	struct conn *conn;	/* count watchers, behind them the actor */
	int epoll;
	uint64_t begun;
	size_t asked, answered, wanted;
	uint64_t *sent;		/* when act i was sent */
	uint64_t *seq;		/* its event; they rise */
	struct seen *seen;
	size_t nseen, room;
};

static struct conn *
actor(struct watching *w)
{
	return &w->conn[w->opt->count];
}

static void
add(struct watching *w, struct conn *c)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = c };

	conn_nonblock(c);
	if (epoll_ctl(w->epoll, EPOLL_CTL_ADD, c->fd, &ev) < 0)
		log_fatal("epoll_ctl: %s", strerror(errno));
}

static void
begin(struct watching *w)
{
	const struct load_options *opt = w->opt;

	w->epoll = epoll_create1(EPOLL_CLOEXEC);
	w->conn = xcalloc(opt->count + 1, sizeof(*w->conn));
	idle_open(w->conn, opt, false);
	for (unsigned i = 0; i < opt->count; i++) {
		struct conn *c = &w->conn[i];

		buf_puts(&c->out, "XWATCH act:metoo\r\n");
		conn_command(c, 293);
		buf_reset(&c->in);
		add(w, c);
	}
	loop_enter(actor(w), opt, false);
	add(w, actor(w));
	w->wanted = (size_t)(opt->rate * opt->seconds);
	w->sent = xcalloc(w->wanted, sizeof(*w->sent));
	w->seq = xcalloc(w->wanted, sizeof(*w->seq));
	w->room = w->wanted * opt->count;
	w->seen = xcalloc(w->room, sizeof(*w->seen));
	w->begun = now_ns();
}

/* The answers to what was sent, in its order: "290 seq". */
static void
read_answers(struct watching *w, struct conn *c)
{
	struct slice rest = buf_slice(&c->in);
	size_t used = 0;
	ptrdiff_t end;

	while ((end = slice_chr(rest, '\n')) >= 0) {
		struct slice line = slice_make(rest.p, (size_t)end - 1);

		if (line_code(line) != 290 ||
		    !slice_u64(slice_from(line, 4), &w->seq[w->answered]))
			conn_unexpected(c, "290 and a number");
		w->answered++;
		used += (size_t)end + 1;
		rest = slice_from(rest, (size_t)end + 1);
	}
	buf_drop(&c->in, used);
}

/* Events begin with their number. */
static void
read_events(struct watching *w, struct conn *c)
{
	struct slice rest = buf_slice(&c->in);
	uint64_t now = now_ns();
	size_t used = 0;
	ptrdiff_t end;

	while ((end = slice_chr(rest, '\n')) >= 0) {
		struct slice line = slice_make(rest.p, (size_t)end);
		uint64_t seq;

		if (line.p[0] != '#') {
			if (!slice_u64(slice_cut(&line, '\t'), &seq) ||
			    w->nseen == w->room)
				conn_unexpected(c, "an event");
			w->seen[w->nseen++] = (struct seen){ seq, now };
		}
		used += (size_t)end + 1;
		rest = slice_from(rest, (size_t)end + 1);
	}
	buf_drop(&c->in, used);
}

static void
act(struct watching *w)
{
	struct conn *c = actor(w);
	double due = (double)(now_ns() - w->begun) / 1e9 * w->opt->rate;

	while (w->asked < w->wanted && (double)w->asked < due) {
		buf_puts(&c->out, w->lines.line[w->asked % w->lines.n]);
		buf_puts(&c->out, "\r\n");
		w->sent[w->asked++] = now_ns();
	}
	if (c->out.len != 0)
		conn_flush(c);
}

static void
turn(struct watching *w)
{
	struct epoll_event ev[ROUND];
	int n = epoll_wait(w->epoll, ev, ROUND, 1);

	for (int i = 0; i < n; i++) {
		struct conn *c = ev[i].data.ptr;
		enum conn_got got = conn_read(c, 65536);

		if (got == CONN_EOF)
			conn_unexpected(c, "events (it closed)");
		if (got == CONN_DATA && c == actor(w))
			read_answers(w, c);
		else if (got == CONN_DATA)
			read_events(w, c);
	}
	act(w);
}

static int
compare_seq(const void *key, const void *row)
{
	const uint64_t *a = key, *b = row;

	return *a < *b ? -1 : *a > *b;
}

static void
tell(struct watching *w)
{
	struct samples time = { .v = NULL };

	for (size_t i = 0; i < w->nseen; i++) {
		const uint64_t *seq = bsearch(&w->seen[i].seq, w->seq,
		    w->answered, sizeof(*w->seq), compare_seq);

		if (seq == NULL)
			log_fatal("an event that nobody made");
		samples_add(&time, w->seen[i].at - w->sent[seq - w->seq]);
	}
	report("watch_p50", samples_percentile(&time, 50) / 1000, "ms");
	report("watch_p99", samples_percentile(&time, 99) / 1000, "ms");
	report("watch_max", samples_percentile(&time, 100) / 1000, "ms");
	samples_clear(&time);
}

void
mode_watch(const struct load_options *opt)
{
	struct watching w = { .opt = opt };
	uint64_t last;

	raise_files(opt->count + 64);
	lines_read(&w.lines, opt->corpus);
	begin(&w);
	last = w.begun + (uint64_t)((opt->seconds + PATIENCE_S) * 1e9);
	while ((w.answered < w.wanted || w.nseen < w.room) &&
	    now_ns() < last)
		turn(&w);
	if (w.nseen < w.room)
		log_fatal("%zu of %zu events were not seen", w.room - w.nseen,
		    w.room);
	tell(&w);
	conn_close(actor(&w));
	idle_close(w.conn, opt);
	lines_clear(&w.lines);
	free(w.sent);
	free(w.seq);
	free(w.seen);
	close(w.epoll);
}
