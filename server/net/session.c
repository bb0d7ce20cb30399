/* The state machine of a session; session.h draws it. */
#include "server/net/session.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/log.h"
#include "server/cmd/feed.h"
#include "server/cmd/reading.h"
#include "server/cmd/table.h"
#include "server/cmd/watch.h"
#include "server/net/deflate.h"
#include "server/stoad.h"
#include "server/store/store.h"

void
session_init(struct session *s, struct desk *d, bool local)
{
	*s = (struct session){
		.desk = d,
		.local = local,
		.right = RIGHT_READ,
		.serial = atomic_fetch_add(&d->server->sessions, 1) + 1,
	};
	line_init(&s->line, LINE_END_OPEN, LIMIT_LINE);
	buf_init(&s->block, 0);
}

bool
session_free(const struct session *s)
{
	return s->trusted || s->right >= RIGHT_FEED;
}

void
session_greet(struct session *s, struct buf *out)
{
	const char *name = store_name(s->desk->server->store);

	if (s->right >= RIGHT_POST && s->name[0] != '\0')
		reply_put(out, REPLY_READY_POST, name);
	else
		reply_put(out, REPLY_READY_READ, name);
}

static void
forget_walk(struct session *s)
{
	if (s->walk.drop != NULL)
		s->walk.drop(s->walk.more);
	else
		free(s->walk.more);
	s->walk = (struct walk){ 0 };
	s->produce = NULL;
}

static bool
has_room(const struct session *s)
{
	return s->tasks < LIMIT_INFLIGHT && s->weight < LIMIT_INFLIGHT_BYTES;
}

/*
 * What the store could not read must not seem to be missing. Forgets what
 * was appended behind mark; the next command has a view of its own.
 */
static bool
view_failed(struct session *s, size_t mark)
{
	if (s->desk->view == NULL || view_error(s->desk->view) == OK)
		return false;
	log_error("%s; run stoactl check", err_detail());
	s->out->len = mark;
	desk_rest(s->desk);
	return true;
}

/* Nothing more is read while so much is under way. */
static void
rest_if_full(struct session *s)
{
	if (s->state == SESSION_COMMAND && !has_room(s)) {
		s->state = SESSION_WAIT;
		s->barrier = false;
	}
}

/* A line was there: answers it, or leaves it for after the tasks. */
static bool
run_command(struct session *s, struct slice *in, bool *alone)
{
	const struct line_reader reader = s->line;
	const struct slice before = *in;
	size_t mark = s->out->len;
	struct slice line;
	enum line_status status = line_next(&s->line, in, &line);
	bool done;

	if (status == LINE_MORE)
		return false;
	if (status == LINE_OK)
		done = command_dispatch(s, line, alone);
	else if ((done = s->tasks == 0))
		command_refuse(s, status);
	if ((s->state == SESSION_COMMAND || s->state == SESSION_LONG ||
	    s->state == SESSION_WATCH) && view_failed(s, mark)) {
		forget_walk(s);
		watch_free(s);
		s->state = SESSION_COMMAND;
		command_fault(s);
	}
	if (done) {
		s->said++;
		rest_if_full(s);
		return true;
	}
	s->state = SESSION_WAIT;
	s->barrier = true;
	*in = before;
	s->line = reader;
	return true;
}

static bool
run_block(struct session *s, struct slice *in)
{
	size_t before = in->len;
	enum dot_status status = dot_read(&s->dot, in, &s->block);
	block_fn *fn = s->on_block;

	s->received += before - in->len;
	if (status == DOT_MORE)
		return false;
	s->state = SESSION_COMMAND;
	s->said++;
	fn(s, status, &s->block);
	if (s->state != SESSION_BLOCK) {
		buf_clear(&s->block);
		free(s->offer);
		s->offer = NULL;
	}
	rest_if_full(s);
	return true;
}

static enum session_want
run_long(struct session *s, bool more)
{
	struct view *v = desk_view(s->desk);
	size_t mark = s->out->len;
	bool last = v == NULL || s->produce(s, v, s->out);

	/* In the middle of a block nothing but the end can be said. */
	if (v == NULL || view_failed(s, mark))
		session_end(s);
	else if (!last)
		return WANT_TURN;
	else if (s->state == SESSION_LONG)
		s->state = SESSION_COMMAND;
	forget_walk(s);
	if (s->state == SESSION_CLOSING)
		return WANT_CLOSE;
	return more ? WANT_TURN : WANT_INPUT;
}

/* Something that a command can be made of, or refused. */
static bool
is_line(struct slice in)
{
	return slice_chr(in, '\n') >= 0 || in.len > LIMIT_LINE;
}

static enum session_want
turn(struct session *s, struct slice *in)
{
	size_t end = s->out->len + LIMIT_SLICE;
	bool alone = false;

	/* Behind what the brakes count one by one they are asked first. */
	for (int n = 0; n < LIMIT_PIPELINE && s->out->len < end && !alone &&
	    s->acts + s->searches == 0; n++) {
		switch (s->state) {
		case SESSION_COMMAND:
			if (!run_command(s, in, &alone))
				return WANT_INPUT;
			break;
		case SESSION_BLOCK:
			if (!run_block(s, in))
				return WANT_INPUT;
			break;
		case SESSION_LONG:
			return run_long(s, in->len != 0);
		case SESSION_WATCH:
			if (!is_line(*in))
				return WANT_INPUT;
			watch_stop(s);
			break;
		case SESSION_WAIT:
			return WANT_TASK;
		case SESSION_CLOSING:
			return WANT_CLOSE;
		}
	}
	if (s->state == SESSION_WAIT)
		return WANT_TASK;
	if (s->state == SESSION_CLOSING)
		return WANT_CLOSE;
	if (in->len == 0 && s->state != SESSION_LONG)
		return WANT_INPUT;
	return WANT_TURN;
}

/* In an LF connection answers have LF too: a script sees no CR. */
static void
strip_cr(const struct session *s, struct buf *out, size_t from)
{
	char *to;

	if (s->line.end != LINE_END_LF || out->len == from)
		return;
	to = out->p + from;
	for (const char *p = to, *end = out->p + out->len; p < end; p++)
		if (*p != '\r' || p + 1 == end || p[1] != '\n')
			*to++ = *p;
	out->len = (size_t)(to - out->p);
}

enum session_want
session_run(struct session *s, struct slice *in, struct buf *out)
{
	size_t mark = out->len;
	enum session_want want;

	s->out = out;
	s->acts = s->searches = 0;
	want = turn(s, in);
	s->out = NULL;
	strip_cr(s, out, mark);
	return want;
}

/* What fn says goes to out. */
static void
say(struct session *s, void (*fn)(struct session *s), struct buf *out)
{
	size_t mark = out->len;

	s->out = out;
	fn(s);
	s->out = NULL;
	strip_cr(s, out, mark);
}

void
session_hear(struct session *s, struct buf *out)
{
	say(s, watch_hear, out);
}

void
session_tick(struct session *s, struct buf *out)
{
	say(s, watch_tick, out);
}

void
session_unwatch(struct session *s, struct buf *out)
{
	say(s, watch_stop, out);
}

/* Takes the first task off the list; NULL when it is not done. */
static struct task *
take_done(struct session *s)
{
	struct task *t = s->first;

	if (t == NULL || !t->done)
		return NULL;
	s->first = t->next;
	if (s->first == NULL)
		s->last = NULL;
	s->tasks--;
	s->weight -= t->weight;
	return t;
}

bool
session_answer(struct session *s, struct buf *out)
{
	size_t mark = out->len;
	struct task *t;

	s->out = out;
	while ((t = take_done(s)) != NULL)
		t->finish(t, s->state != SESSION_CLOSING ? out : NULL);
	s->out = NULL;
	strip_cr(s, out, mark);
	if (s->state != SESSION_WAIT)
		return true;
	if (s->barrier ? s->tasks != 0 :
	    s->tasks > LIMIT_INFLIGHT / 2 ||
	    s->weight > LIMIT_INFLIGHT_BYTES / 2)
		return false;
	s->state = SESSION_COMMAND;
	return true;
}

static void
release_guest(struct session *s)
{
	if (s->guest)
		atomic_fetch_sub(&s->desk->server->compressed, 1);
	s->guest = false;
}

bool
session_compress(struct session *s)
{
	_Atomic unsigned *guests = &s->desk->server->compressed;

	s->guest = s->name[0] == '\0' && !s->local && s->peer == NULL;
	if (s->guest &&
	    atomic_fetch_add(guests, 1) >= LIMIT_COMPRESSED_GUESTS)
		err_set(ERR_BUSY, "Too many compress without a login; log in "
		    "first, or go on without");
	else
		s->inflater = inflater_new();
	s->compressed = s->inflater != NULL;
	metric_add(&s->desk->server->metrics, METRIC_COMPRESSED,
	    s->compressed);
	if (!s->compressed)
		release_guest(s);
	return s->compressed;
}

void
session_close(struct session *s)
{
	if (s->account != 0)
		store_leave(s->desk->server->store, s->account, clock_now());
	release_guest(s);
	feed_leave(s);
	reading_leave(s);
	inflater_free(&s->inflater);
	forget_walk(s);
	watch_free(s);
	buf_clear(&s->block);
	free(s->offer);
	s->offer = NULL;
	for (struct task *t = s->first; t != NULL; t = t->next)
		atomic_store(&t->unwanted, true);
	s->state = SESSION_CLOSING;
}

bool
session_drained(struct session *s)
{
	struct task *t;

	while ((t = take_done(s)) != NULL)
		t->finish(t, NULL);
	return s->tasks == 0;
}

void
session_receive(struct session *s, size_t max, block_fn *fn)
{
	buf_clear(&s->block);
	buf_init(&s->block, max);
	dot_init(&s->dot, s->line.end);
	s->on_block = fn;
	s->received = 0;
	s->state = SESSION_BLOCK;
}

void
session_produce(struct session *s, produce_fn *fn)
{
	if (fn(s, s->desk->view, s->out)) {
		forget_walk(s);
		return;
	}
	s->produce = fn;
	s->state = SESSION_LONG;
}

void
session_task(struct session *s, struct task *t, bool barrier)
{
	t->session = s;
	t->next = NULL;
	if (s->last != NULL)
		s->last->next = t;
	else
		s->first = t;
	s->last = t;
	s->tasks++;
	s->weight += t->weight;
	if (barrier) {
		s->state = SESSION_WAIT;
		s->barrier = true;
	}
}

void
session_untask(struct session *s, struct task *t)
{
	struct task **at = &s->first, *before = NULL;

	while (*at != t) {
		before = *at;
		at = &before->next;
	}
	*at = NULL;
	s->last = before;
	s->tasks--;
	s->weight -= t->weight;
	if (s->state == SESSION_WAIT)
		s->state = SESSION_COMMAND;
}

void
session_end(struct session *s)
{
	s->state = SESSION_CLOSING;
}

void
task_done(struct task *t)
{
	struct desk *d = t->session->desk;

	d->notify(d, t);
}
