/*
 * Both directions at once: who sends articles must read the answers
 * meanwhile, or two servers wait for each other for ever.
 */
#include "server/feed/talk.h"

#include <poll.h>

#include "common/clock.h"

enum { INPUT = 16384, TICK_MS = 1000 };

const struct talk_times talk_times = {
	.answer = 300000, .oldest = 1800000, .idle = 300000, .stop = 500,
};

struct state {
	struct talk *t;
	struct buf out;
	size_t out_at, tried;
	char in[INPUT];
	size_t in_len;
	uint64_t now;
	uint64_t moved;		/* a line came in, or bytes went out */
	uint64_t answered;	/* a line came in, or nothing was due */
	uint64_t busy;		/* there was something to say */
	uint64_t ending;	/* we have said QUIT; 0: not yet */
	bool shaking;		/* TLS begins */
	short events;		/* to wait for besides input */
};

/* --- bytes ----------------------------------------------------------- */

static void
take_lines(struct state *s)
{
	struct slice rest = slice_make(s->in, s->in_len);
	struct stream *st = s->t->stream;
	ptrdiff_t end;

	while ((end = slice_chr(rest, '\n')) >= 0 &&
	    st->phase != STREAM_OVER) {
		struct slice line = slice_make(rest.p, (size_t)end);

		rest = slice_from(rest, (size_t)end + 1);
		if (slice_ends(line, "\r"))
			line.len--;
		if (s->ending != 0 && slice_starts(line, "205"))
			st->phase = STREAM_OVER;
		else
			stream_line(st, line, &s->out);
		s->moved = s->answered = s->now;
	}
	memmove(s->in, rest.p, rest.len);
	s->in_len = rest.len;
	if (s->in_len > LIMIT_FEED_LINE)
		stream_fail(st, "it sends a line without an end");
}

/* False when the wire must be waited for, or is gone. */
static bool
passed(struct state *s, enum wire_status status)
{
	switch (status) {
	case WIRE_OK:
		return true;
	case WIRE_READ:
		break;
	case WIRE_WRITE:
		s->events |= POLLOUT;
		break;
	case WIRE_END:
		if (s->ending != 0)
			s->t->stream->phase = STREAM_OVER;
		stream_fail(s->t->stream, "it has hung up");
		break;
	case WIRE_BROKEN:
		if (s->ending != 0)
			s->t->stream->phase = STREAM_OVER;
		stream_fail(s->t->stream, "%s", err_detail());
		break;
	}
	return false;
}

static void
receive(struct state *s)
{
	struct wire *w = s->t->wire;
	size_t n;

	do {
		if (!passed(s, wire_read(w, s->in + s->in_len,
		    INPUT - s->in_len, &n)))
			return;
		s->in_len += n;
		take_lines(s);
	} while (wire_pending(w) && s->t->stream->phase != STREAM_OVER);
}

static void
transmit(struct state *s)
{
	struct slice rest = slice_from(buf_slice(&s->out), s->out_at);
	size_t before = rest.len;
	bool all = passed(s, wire_write(s->t->wire, &rest));

	if (rest.len != before)
		s->moved = s->now;
	s->out_at = s->out.len - rest.len;
	if (!all)
		return;
	s->out_at = 0;
	if (s->out.cap > 4 * LIMIT_SLICE)
		buf_clear(&s->out);
	else
		buf_reset(&s->out);
}

/* What the wire lets through now, both ways. */
static void
exchange(struct state *s)
{
	s->events = 0;
	if (s->shaking) {
		if (!passed(s, wire_handshake(s->t->wire)))
			return;
		s->shaking = false;
	}
	if (s->out.len != 0)
		transmit(s);
	if (s->t->stream->phase != STREAM_OVER)
		receive(s);
}

/* --- time ------------------------------------------------------------ */

static bool
past(uint64_t since, unsigned ms, uint64_t now)
{
	return now >= since + ms;
}

static void
quit(struct state *s)
{
	if (s->ending != 0)
		return;
	s->ending = s->now;
	buf_puts(&s->out, "QUIT\r\n");
}

static void
check_time(struct state *s)
{
	const struct talk_times *times = s->t->times;
	struct stream *st = s->t->stream;

	if (s->ending != 0) {
		if (past(s->ending, times->stop, s->now))
			st->phase = STREAM_OVER;
		return;
	}
	if (!stream_waits(st) && s->out.len == 0) {
		s->moved = s->answered = s->now;
		if (past(s->busy, times->idle, s->now))
			quit(s);
		return;
	}
	s->busy = s->now;
	if (past(s->moved, times->answer, s->now) ||
	    past(s->answered, times->oldest, s->now))
		stream_fail(st, "no answer");
}

/* Until something must be done without the peer. */
static int
patience(const struct state *s)
{
	const struct talk_times *times = s->t->times;
	uint64_t due = queue_next_due(s->t->stream->queue);
	unsigned wait = TICK_MS;

	if (s->ending != 0 && times->stop < wait)
		wait = times->stop;
	if (times->answer < wait)
		wait = times->answer;
	if (times->idle < wait)
		wait = times->idle;
	/* One that is due already waits for a word of the peer. */
	if (due > s->now && due < s->now + wait)
		wait = (unsigned)(due - s->now);
	return (int)wait;
}

/* --- the loop -------------------------------------------------------- */

static bool
fill(struct state *s)
{
	struct talk *t = s->t;
	bool more;

	if (s->ending != 0)
		return false;
	stream_fill(t->stream, &s->out, LIMIT_SLICE);
	more = t->source->more && s->out.len == 0;
	source_rest(t->source);
	return more;
}

static void
turn(struct state *s)
{
	struct talk *t = s->t;
	bool more = fill(s);
	struct pollfd p[2] = {
		{ .fd = t->wire->fd, .events = POLLIN | s->events },
		{ .fd = t->bell, .events = POLLIN },
	};

	/* What has just been made is sent at once, if it can be. */
	poll(p, 2, more || s->out.len > s->tried ? 0 : patience(s));
	s->now = clock_mono_ms();
	s->tried = s->out.len;
	exchange(s);
	if (s->tried > s->out.len)
		s->tried = s->out.len;
	if (!t->heard(t->arg))
		quit(s);
	check_time(s);
}

void
talk_run(struct talk *t)
{
	struct state s = { .t = t, .out = BUF_INIT(8 * LIMIT_ARTICLE) };

	s.shaking = t->wire->ssl != NULL;
	s.now = s.moved = s.answered = s.busy = clock_mono_ms();
	while (t->stream->phase != STREAM_OVER)
		turn(&s);
	buf_clear(&s.out);
	queue_rewind(t->stream->queue);
}
