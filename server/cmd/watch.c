/* XWATCH: events as they happen. */
#include <stdlib.h>

#include "common/clock.h"
#include "common/endian.h"
#include "common/xalloc.h"
#include "proto/span.h"
#include "server/cmd/auth.h"
#include "server/cmd/event_show.h"
#include "server/cmd/sees.h"
#include "server/cmd/table.h"
#include "server/cmd/watch_room.h"
#include "server/conf/conf.h"
#include "server/stoad.h"
#include "server/store/query/match.h"

/* --- a watch -------------------------------------------------------------- */

void
watch_free(struct session *s)
{
	struct watch *w = s->watch;
	struct watch_room *room = s->desk->room;

	s->watch = NULL;
	if (w == NULL)
		return;
	hub_leave(s->desk->server->hub, room->ear);
	hub_give(s->desk->server->hub, w->owner);
	if (w->filter->kpi != NULL)
		watch_kpi_leave(w->filter->kpi, s);
	watch_filter_leave(room, &w->filter);
	free(w);
}

bool
watch_ends(const struct session *s)
{
	return s->watch->bounded;
}

void
watch_stop(struct session *s)
{
	buf_puts(s->out, ".\r\n");
	watch_free(s);
	s->state = SESSION_COMMAND;
}

/* True when that was the last one. */
static bool
counted(struct watch *w)
{
	return --w->left == 0;
}

static bool
is_late(const struct watch *w)
{
	return w->end != 0 && clock_mono_ms() >= w->end;
}

/* --- live ----------------------------------------------------------------- */

void
watch_hear(struct session *s)
{
	struct watch_room *room = s->desk->room;
	const struct hub_batch *b = room->batch;
	struct watch *w = s->watch;

	if (w->filter->kpi != NULL) {
		watch_kpi_happened(w->filter->kpi);
		return;
	}
	for (int i = 0; i < b->n; i++) {
		const struct watch_item *it;

		if (b->line[i].seq <= w->at)
			continue;
		if (watch_room_late(s->desk))
			return;
		w->at = b->line[i].seq;
		it = watch_room_item(s->desk, i);
		if (!it->sound)
			continue;
		if (!watch_filter_passes(s->desk, w->filter, i) ||
		    (!it->everybody && !event_is_seen(s, &it->event)))
			continue;
		buf_put(s->out, room->text.p + it->begin,
		    it->end - it->begin);
		if (counted(w)) {
			watch_stop(s);
			return;
		}
	}
	if (b->last > w->at)
		w->at = b->last;
}

bool
watch_heard(const struct session *s)
{
	const struct watch *w = s->watch;

	return w == NULL || w->filter->kpi != NULL ||
	    w->at >= s->desk->room->batch->last;
}

/* Goes on with a long answer, beside its turns. */
static void
go_long(struct session *s, produce_fn *fn)
{
	s->produce = fn;
	s->state = SESSION_LONG;
}

static void
tick_kpi(struct session *s)
{
	struct view *v = desk_view(s->desk);
	produce_fn *fn = v != NULL ? watch_kpi_lead(s, v) : NULL;

	if (fn != NULL)
		go_long(s, fn);
	else
		watch_kpi_tell(s);
}

void
watch_tick(struct session *s)
{
	struct watch *w = s->watch;
	uint64_t now = clock_mono_ms();

	/* It may have lost a right meanwhile. */
	auth_refresh(s);
	if (is_late(w) || s->right < RIGHT_READ) {
		watch_stop(s);
		return;
	}
	if (w->filter->kpi != NULL)
		tick_kpi(s);
	if (s->watch != w || now < w->beat)
		return;
	w->beat = now + LIMIT_BEAT_S * 1000;
	buf_printf(s->out, "#hb %llu\r\n", (unsigned long long)w->at);
}

/* --- what is in the journal already --------------------------------------- */

/* True when the watch ends with it. */
static bool
put_past(struct session *s, struct view *v, uint64_t seq, struct buf *out)
{
	struct watch *w = s->watch;
	struct slice line = view_event(v, seq);
	struct buf text = BUF_INIT(2 * LIMIT_HEADER);
	struct event e, shown;

	if (line.p == NULL || event_parse(line, &e) != OK ||
	    !view_match_event(v, &w->filter->query, &e, clock_now()) ||
	    !event_is_seen(s, &e))
		return false;
	event_show(v, &e, false, &shown, &text);
	event_print(&shown, out);
	buf_puts(out, "\r\n");
	buf_clear(&text);
	return counted(w);
}

/*
 * Reads on until it has what the hub has handed out: what comes behind that
 * comes by a batch. An older view is not enough then.
 */
static bool
produce_past(struct session *s, struct view *v, struct buf *out)
{
	struct watch *w = s->watch;
	size_t end = out->len + LIMIT_SLICE;

	for (int n = 0; n < LIMIT_SCAN && out->len < end; n++) {
		if (w->at >= view_seq(v)) {
			if (w->at < hub_last(s->desk->server->hub))
				return false;
			s->state = SESSION_WATCH;
			if (is_late(w))
				watch_stop(s);
			return true;
		}
		w->at++;
		if (put_past(s, v, w->at, out)) {
			watch_stop(s);
			return true;
		}
	}
	return false;
}

void
watch_again(struct session *s)
{
	if (s->watch->filter->kpi != NULL)
		watch_kpi_happened(s->watch->filter->kpi);
	else
		go_long(s, produce_past);
}

/* --- the command ---------------------------------------------------------- */

/* What the words of the command say. */
struct wish {
	uint64_t since, max;
	int64_t wait;		/* for=, in seconds */
	bool replay, timed, figures;
	const char *text;
	char query[LIMIT_LINE];	/* the text with blanks for all else */
};

/* "kpi:par,csat": what XLIST kpi takes as words, where they stand. */
static void
take_figures(struct slice word, struct wish *out)
{
	out->figures = true;
	for (size_t i = 4; i < word.len; i++)
		out->query[word.p - out->text + (ptrdiff_t)i] =
		    word.p[i] == ',' ? ' ' : word.p[i];
}

/* Whether the word is an option: letters, "=" and a value. */
static bool
is_option(struct slice key, struct slice value)
{
	size_t n = 0;

	while (n < key.len && key.p[n] >= 'a' && key.p[n] <= 'z')
		n++;
	return value.p != NULL && n != 0 && n == key.len;
}

static enum err
take_option(struct slice key, struct slice value, struct wish *out)
{
	bool twice;

	if (slice_is(key, "since")) {
		twice = out->replay;
		out->replay = true;
		if (!slice_u64(value, &out->since))
			return err_set(ERR_SYNTAX, "since= is the number of "
			    "an event, as #hb and every line tell it");
	} else if (slice_is(key, "max")) {
		twice = out->max != 0;
		if (!slice_u64(value, &out->max) || out->max == 0)
			return err_set(ERR_SYNTAX,
			    "max= is how many events, from 1 on");
	} else if (slice_is(key, "for")) {
		twice = out->timed;
		out->timed = true;
		if (!span_parse(value, &out->wait))
			return err_set(ERR_SYNTAX,
			    "for= is a time, like 90s, 10m or 24h");
	} else {
		return err_set(ERR_SYNTAX, "XWATCH has no %.*s=; it takes "
		    "since=, max=, for= and a query, text in \"quotes\"",
		    SLICE_ARG(slice_shown(key)));
	}
	return twice ? err_set(ERR_SYNTAX, "%.*s= stands there twice",
	    SLICE_ARG(key)) : OK;
}

/* False: the word belongs to the query. */
static bool
take_word(struct slice word, struct wish *out, enum err *e)
{
	struct slice value = word, key = slice_cut(&value, '=');

	*e = OK;
	if (slice_starts(word, "kpi:"))
		take_figures(word, out);
	else if (is_option(key, value) &&
	    !(out->figures && slice_is(key, "k")))
		*e = take_option(key, value, out);
	else
		return false;
	return true;
}

/*
 * What is in quotes belongs to the query, whatever it looks like; it stands
 * there where it was written.
 */
static enum err
read_wish(struct slice text, struct wish *out, int *column)
{
	struct slice rest = text, word;
	bool quoted = false;
	enum err e;

	out->text = text.p;
	memset(out->query, ' ', text.len);
	while ((word = slice_word(&rest)).len != 0) {
		*column = (int)(word.p - text.p) + 1;
		if (!quoted && take_word(word, out, &e)) {
			if (e != OK)
				return e;
			continue;
		}
		for (size_t i = 0; i < word.len; i++)
			quoted ^= word.p[i] == '"';
		memcpy(out->query + (word.p - text.p), word.p, word.len);
	}
	*column = 1;
	return out->figures && out->replay ? err_set(ERR_SYNTAX, "since= is "
	    "for events; figures have since: and a time") : OK;
}

/* Who watches "by:@me" must be somebody. */
static enum err
find_filter(struct session *s, const struct wish *wish,
    struct watch_filter **out, int *column)
{
	enum watch_kind kind = !wish->figures ? WATCH_EVENTS :
	    sees_figures(s) ? WATCH_ALL_FIGURES : WATCH_FIGURES;
	struct query q;
	enum err e = query_parse(slice_of(wish->query), &q, column);

	if (e == OK && query_is_secret(&q) && !sees_flags(s))
		e = err_set(ERR_DENIED, "role: flags are told to moderators");
	if (e == OK && !wish->figures)
		e = sees_threads(s, &q);
	return e == OK ? watch_filter_take(s->desk->room, &q,
	    slice_of(s->name), kind, out, column) : e;
}

/* Guests of an address are one, but those who meet no brake. */
static uint64_t
owner_of(struct session *s)
{
	const struct actor *me = sees_me(s);

	if (me->id != 0 || s->trusted || !s->ip.known)
		return me->id;
	return get_be64(ip_host(&s->ip).p);
}

/* Each costs a look at every event. */
static enum err
take_watch(struct session *s, uint64_t *owner)
{
	const struct conf *conf = atomic_load(&s->desk->server->conf);
	unsigned most = conf != NULL ?
	    conf->community.v[POLICY_WATCHES] : 0;

	*owner = owner_of(s);
	return hub_take(s->desk->server->hub, *owner, most) ? OK :
	    err_set(ERR_DENIED, "limit: %u watches of %s are enough; end one, "
	    "%sask for more in one query", most, s->name[0] != '\0' ?
	    "an account" : "an address without a login",
	    s->name[0] != '\0' ? "or " : "log in, or ");
}

/* At once with what is known, or what it has to find out first. */
static void
begin_kpi(struct session *s)
{
	produce_fn *fn = watch_kpi_lead(s, s->desk->view);

	s->state = SESSION_WATCH;
	if (fn != NULL)
		session_produce(s, fn);
	else
		watch_kpi_tell(s);
}

static void
begin(struct session *s, const struct wish *wish, struct watch_filter *f,
    uint64_t owner)
{
	struct watch *w = xcalloc(1, sizeof(*w));
	uint64_t now = clock_mono_ms(), seen = view_seq(s->desk->view);

	w->filter = f;
	w->owner = owner;
	w->at = wish->replay ? wish->since : seen;
	w->left = wish->max != 0 ? wish->max : UINT64_MAX;
	w->end = wish->timed ? now + (uint64_t)wish->wait * 1000 : 0;
	w->beat = now + LIMIT_BEAT_S * 1000;
	w->bounded = wish->max != 0 || wish->timed;
	s->watch = w;
	hub_enter(s->desk->server->hub, s->desk->room->ear, seen);
	reply_putf(s->out, REPLY_WATCH, "%llu", (unsigned long long)w->at);
	if (f->kpi == NULL)
		session_produce(s, produce_past);
	else
		begin_kpi(s);
}

static void
refuse(struct session *s, enum err e, int column)
{
	if (e == ERR_DENIED)
		reply_putf(s->out, REPLY_ACT_DENIED, "%s", command_why(e));
	else if (e == ERR_NOTFOUND)
		reply_putf(s->out, REPLY_ACT_NOTFOUND, "%s", command_why(e));
	else if (e == ERR_BUSY)
		command_fault(s);
	else
		reply_putf(s->out, REPLY_ACT_SYNTAX, "%d %s", column,
		    command_why(e));
}

/* False, and 492, when the journal does not hold what is wished for. */
static bool
check_since(struct session *s, const struct wish *wish)
{
	struct view *v = s->desk->view;
	uint64_t last = view_seq(v);

	if (!wish->replay || wish->since <= last)
		return true;
	reply_putf(s->out, REPLY_ACT_STATE, "%d the journal ends at %llu; ask "
	    "again for what has happened since you last looked",
	    last != 0, (unsigned long long)last);
	return false;
}

void
cmd_XWATCH(struct session *s, const struct request *r)
{
	struct wish wish = { .query = "" };
	struct watch_filter *f = NULL;
	uint64_t owner;
	int column = 1;
	enum err e;

	e = read_wish(r->rest, &wish, &column);
	if (e == OK && s->desk->server->hub == NULL)
		e = err_set(ERR_BUSY, "nothing can be watched here");
	if (e == OK)
		e = find_filter(s, &wish, &f, &column);
	if (e == OK && check_since(s, &wish) &&
	    (e = take_watch(s, &owner)) == OK) {
		begin(s, &wish, f, owner);
		f = NULL;	/* the watch's */
	}
	if (e != OK)
		refuse(s, e, column);
	if (f != NULL)
		watch_filter_leave(s->desk->room, &f);
}
