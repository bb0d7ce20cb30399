/* Answers of a peer, and what is said next. */
#include "server/feed/stream.h"

#include <stdarg.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/utf8.h"
#include "proto/dot.h"
#include "proto/reply.h"

/* Shares of 65536 at which TAKETHIS replaces CHECK, and the reverse. */
enum { ALL = 65536, DIRECT_ON = 62259, DIRECT_OFF = 52428, SMOOTH = 32 };

void
stream_begin(struct stream *s, struct queue *q, const struct supply *supply,
    struct feed_counts *counts)
{
	*s = (struct stream){
		.queue = q,
		.supply = supply,
		.counts = counts,
		.text = BUF_INIT(2 * LIMIT_ARTICLE),
	};
}

void
stream_clear(struct stream *s)
{
	buf_clear(&s->text);
}

void
stream_fail(struct stream *s, const char *fmt, ...)
{
	struct buf text = BUF_INIT(2 * LIMIT_FEED_LINE);
	struct buf safe = BUF_INIT(16 * LIMIT_FEED_LINE);
	va_list ap;

	if (s->phase == STREAM_OVER)
		return;
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	/* What a peer says ends on an operator's terminal. */
	utf8_filter(buf_slice(&text), 0, &safe);
	/* Never half a character. */
	while (safe.len >= sizeof(s->error) ||
	    (safe.len != 0 && !utf8_valid(buf_slice(&safe))))
		safe.len--;
	slice_copy(buf_slice(&safe), s->error, sizeof(s->error));
	s->phase = STREAM_OVER;
	buf_clear(&text);
	buf_clear(&safe);
}

static void
count(_Atomic uint64_t *what)
{
	atomic_fetch_add_explicit(what, 1, memory_order_relaxed);
}

/* --- beginning ------------------------------------------------------- */

static void
ask_mode(struct stream *s, struct buf *out)
{
	buf_puts(out, "MODE STREAM\r\n");
	s->phase = STREAM_MODE;
}

static void
begin(struct stream *s, int code, struct slice line, struct buf *out)
{
	switch (s->phase) {
	case STREAM_GREETING:
		if (code != REPLY_READY_POST && code != REPLY_READY_READ)
			break;
		if (s->login == NULL) {
			ask_mode(s, out);
		} else {
			buf_printf(out, "AUTHINFO USER %s\r\n", s->login);
			s->phase = STREAM_USER;
		}
		return;
	case STREAM_USER:
		if (code == REPLY_AUTH_MORE && s->password != NULL) {
			buf_printf(out, "AUTHINFO PASS %s\r\n", s->password);
			s->phase = STREAM_PASS;
			return;
		}
		/* fallthrough */
	case STREAM_PASS:
		if (code != REPLY_AUTH_OK)
			break;
		ask_mode(s, out);
		return;
	default:
		s->ihave = code == REPLY_UNKNOWN || code == REPLY_SYNTAX;
		if (code != REPLY_STREAM_OK && !s->ihave)
			break;
		s->phase = STREAM_READY;
		return;
	}
	stream_fail(s, "it says: %.*s", SLICE_ARG(line));
}

/* --- verdicts -------------------------------------------------------- */

static void
learn(struct stream *s, bool wanted)
{
	s->useful = true;
	s->wanted = s->wanted - s->wanted / SMOOTH +
	    (wanted ? ALL / SMOOTH : 0);
	if (s->wanted >= DIRECT_ON)
		s->direct = true;
	else if (s->wanted <= DIRECT_OFF)
		s->direct = false;
}

static void
put_off(struct stream *s, struct item *i)
{
	char id[sizeof(i->msgid)];

	s->useful = true;
	count(&s->counts->put_off);
	memcpy(id, i->msgid, sizeof(id));
	if (queue_defer(s->queue, i, clock_mono_ms(), clock_now()))
		return;
	count(&s->counts->dropped);
	log_warn("feed: given up after a day of \"later\": %s", id);
}

static void
finish(struct stream *s, struct item *i, _Atomic uint64_t *what, bool wanted)
{
	count(what);
	learn(s, wanted);
	queue_done(s->queue, i);
}

/* What the answer to an offer, or to an article, says of it. */
static void
judge_item(struct stream *s, struct item *i, int code)
{
	switch (code) {
	case REPLY_CHECK_SEND:
	case REPLY_IHAVE_SEND:
		learn(s, true);
		i->state = ITEM_WANTED;
		break;
	case REPLY_TAKETHIS_OK:
	case REPLY_IHAVE_OK:
		finish(s, i, &s->counts->sent, true);
		break;
	case REPLY_CHECK_LATER:
	case REPLY_IHAVE_LATER:
		put_off(s, i);
		break;
	default:
		finish(s, i, i->state == ITEM_OFFERED ?
		    &s->counts->refused : &s->counts->rejected, false);
		break;
	}
}

/* -1: the code says nothing of an article. */
static int
state_of(const struct stream *s, int code)
{
	switch (code) {
	case REPLY_CHECK_SEND:
	case REPLY_CHECK_NO:
		return s->ihave ? -1 : ITEM_OFFERED;
	case REPLY_TAKETHIS_OK:
	case REPLY_TAKETHIS_NO:
		return s->ihave ? -1 : ITEM_SENT;
	case REPLY_IHAVE_SEND:
	case REPLY_IHAVE_NO:
		return s->ihave ? ITEM_OFFERED : -1;
	case REPLY_IHAVE_OK:
	case REPLY_IHAVE_REJECTED:
		return s->ihave ? ITEM_SENT : -1;
	default:
		return -1;
	}
}

static struct item *
find_item(struct stream *s, int code, struct slice id)
{
	int state = state_of(s, code);
	struct item *i;

	/* An IHAVE has no id in its answers that could be relied upon. */
	if (s->ihave)
		id = slice_make("", 0);
	if (state >= 0)
		return queue_find(s->queue, id, (enum item_state)state);
	if (code != REPLY_CHECK_LATER && code != REPLY_IHAVE_LATER)
		return NULL;
	i = queue_find(s->queue, id, ITEM_OFFERED);
	return i != NULL ? i : queue_find(s->queue, id, ITEM_SENT);
}

static void
judge(struct stream *s, int code, struct slice line)
{
	struct slice rest = slice_from(line, 4), id = slice_word(&rest);
	struct item *i;

	if (!slice_starts(id, "<"))
		id = slice_make("", 0);
	i = find_item(s, code, id);
	if (i == NULL)
		stream_fail(s, "it says: %.*s", SLICE_ARG(line));
	else
		judge_item(s, i, code);
}

static int
code_of(struct slice line)
{
	uint64_t code;

	if (line.len < 3 || (line.len > 3 && line.p[3] != ' ') ||
	    !slice_u64(slice_make(line.p, 3), &code))
		return 0;
	return (int)code;
}

void
stream_line(struct stream *s, struct slice line, struct buf *out)
{
	int code = code_of(line);

	if (s->phase == STREAM_OVER)
		return;
	if (s->phase == STREAM_READY)
		judge(s, code, line);
	else
		begin(s, code, line, out);
}

/* --- what is said next ----------------------------------------------- */

static void
put_article(struct stream *s, struct item *i, struct buf *out)
{
	buf_reset(&s->text);
	if (!s->supply->text(s->supply->arg, i->id, &s->text)) {
		/* An IHAVE that was granted is owed something. */
		if (s->ihave)
			stream_fail(s, "an article is gone: %s", i->msgid);
		queue_done(s->queue, i);
		return;
	}
	if (!s->ihave)
		buf_printf(out, "TAKETHIS %s\r\n", i->msgid);
	dot_write(out, buf_slice(&s->text));
	i->state = ITEM_SENT;
}

static void
offer(struct stream *s, struct item *i, struct buf *out)
{
	count(&s->counts->offered);
	if (s->direct && !s->ihave) {
		put_article(s, i, out);
		return;
	}
	buf_printf(out, "%s %s\r\n", s->ihave ? "IHAVE" : "CHECK", i->msgid);
	i->state = ITEM_OFFERED;
}

bool
stream_waits(const struct stream *s)
{
	if (s->phase != STREAM_READY)
		return s->phase != STREAM_OVER;
	for (int i = 0; i < s->queue->n; i++)
		if (s->queue->item[i].state == ITEM_OFFERED ||
		    s->queue->item[i].state == ITEM_SENT)
			return true;
	return false;
}

/* False when nothing is to be said now. */
static bool
step(struct stream *s, struct buf *out)
{
	struct item *i = queue_first(s->queue, ITEM_WANTED);

	if (i != NULL) {
		put_article(s, i, out);
		return true;
	}
	/* IHAVE goes one by one. */
	if (s->ihave && stream_waits(s))
		return false;
	i = queue_first(s->queue, ITEM_NEW);
	if (i != NULL) {
		offer(s, i, out);
		return true;
	}
	return queue_room(s->queue) &&
	    s->supply->next(s->supply->arg, s->queue);
}

void
stream_fill(struct stream *s, struct buf *out, size_t max)
{
	while (s->phase == STREAM_READY && out->len < max && step(s, out))
		;
	if (s->text.cap > LIMIT_SLICE)
		buf_clear(&s->text);
}
