/*
 * Many watchers and some who act: how long it takes from sending an act until
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
	struct conn *conn;	/* count watchers */
	struct conn *actor;	/* conns of them, each does one act at a time */
	int epoll;
	uint64_t begun;
	size_t asked, answered, wanted;
	struct seen *done;	/* the event of an act, when that was sent */
	struct seen *seen;
	size_t nseen, room;
};

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
	w->conn = xcalloc(opt->count, sizeof(*w->conn));
	w->actor = xcalloc(opt->conns, sizeof(*w->actor));
	idle_open(w->conn, opt, false);
	for (unsigned i = 0; i < opt->count; i++) {
		struct conn *c = &w->conn[i];

		buf_puts(&c->out, "XWATCH act:metoo\r\n");
		conn_command(c, 293);
		buf_reset(&c->in);
		add(w, c);
	}
	for (unsigned i = 0; i < opt->conns; i++) {
		loop_enter(&w->actor[i], opt, false);
		add(w, &w->actor[i]);
	}
	w->wanted = (size_t)(opt->rate * opt->seconds);
	w->done = xcalloc(w->wanted, sizeof(*w->done));
	w->room = w->wanted * opt->count;
	w->seen = xcalloc(w->room, sizeof(*w->seen));
	w->begun = now_ns();
}

/* "290 seq" */
static void
read_answer(struct watching *w, struct conn *c)
{
	struct slice line;
	uint64_t seq;

	if (!conn_line(c, &line))
		return;
	if (line_code(line) != 290 || !slice_u64(slice_from(line, 4), &seq))
		conn_unexpected(c, "290 and a number");
	w->done[w->answered++] = (struct seen){ seq, c->asked };
	c->asked = 0;
	buf_reset(&c->in);
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

/* What is due by now, by whoever has nothing under way. */
static void
act(struct watching *w)
{
	double due = (double)(now_ns() - w->begun) / 1e9 * w->opt->rate;

	for (unsigned i = 0; i < w->opt->conns; i++) {
		struct conn *c = &w->actor[i];

		if (c->asked != 0 || w->asked == w->wanted ||
		    (double)w->asked >= due)
			continue;
		buf_puts(&c->out, w->lines.line[w->asked++ % w->lines.n]);
		buf_puts(&c->out, "\r\n");
		c->asked = now_ns();
		conn_flush(c);
	}
}

static bool
is_actor(const struct watching *w, const struct conn *c)
{
	return c >= w->actor && c < w->actor + w->opt->conns;
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
		if (got == CONN_DATA && is_actor(w, c))
			read_answer(w, c);
		else if (got == CONN_DATA)
			read_events(w, c);
	}
	act(w);
}

static int
compare_seq(const void *x, const void *y)
{
	const struct seen *a = x, *b = y;

	return a->seq < b->seq ? -1 : a->seq > b->seq;
}

static void
tell(struct watching *w)
{
	struct samples time = { .v = NULL };

	qsort(w->done, w->answered, sizeof(*w->done), compare_seq);
	for (size_t i = 0; i < w->nseen; i++) {
		const struct seen *act = bsearch(&w->seen[i], w->done,
		    w->answered, sizeof(*w->done), compare_seq);

		if (act == NULL)
			log_fatal("an event that nobody made");
		samples_add(&time, w->seen[i].at - act->at);
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
	for (unsigned i = 0; i < opt->conns; i++)
		conn_close(&w.actor[i]);
	free(w.actor);
	idle_close(w.conn, opt);
	lines_clear(&w.lines);
	free(w.done);
	free(w.seen);
	close(w.epoll);
}
