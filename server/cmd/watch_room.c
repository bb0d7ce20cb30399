/*
 * What the watchers of one worker share: each event is taken apart and
 * printed once a batch, and each query is asked once, however many sessions
 * have it.
 */
#include "server/cmd/watch_room.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "server/cmd/event_show.h"
#include "server/store/query/match.h"

/* What an event or the thing that it was done to can be asked for. */
/*
 * How long they are looked at before others have a turn: who watches for
 * something of its own costs a look at each event.
 */
enum { MOMENT_US = 2000 };

enum { ASKABLE = QUERY_OF_EVENT | QUERY_OF_ARTICLE | QUERY_OF_USER |
    QUERY_OF_BOARD };

struct watch_room *
watch_room_new(struct hub_ear *ear)
{
	struct watch_room *room = xcalloc(1, sizeof(*room));

	room->ear = ear;
	buf_init(&room->text, HUB_BATCH * LIMIT_HEADER);
	return room;
}

void
watch_room_free(struct watch_room **rp)
{
	struct watch_room *room = *rp;

	*rp = NULL;
	if (room == NULL)
		return;
	buf_clear(&room->text);
	free(room->item);
	free(room);
}

static void
take_item(struct watch_room *room, struct view *v, struct slice line,
    struct watch_item *out)
{
	struct buf text = BUF_INIT(2 * LIMIT_HEADER);
	struct event shown;

	out->sound = event_parse(line, &out->event) == OK;
	if (!out->sound)
		return;
	out->everybody = event_is_public(v, &out->event);
	out->begin = room->text.len;
	event_show(v, &out->event, false, &shown, &text);
	event_print(&shown, &room->text);
	buf_puts(&room->text, "\r\n");
	out->end = room->text.len;
	out->sound = buf_ok(&room->text);
	buf_clear(&text);
}

void
watch_room_begin(struct desk *d, const struct hub_batch *b)
{
	struct watch_room *room = d->room;

	room->until = clock_mono_us() + MOMENT_US;
	desk_view(d);
	if (room->batch == b)
		return;
	room->batch = b;
	room->serial++;
	room->nitems = 0;
	room->item = xcalloc((size_t)b->n + 1, sizeof(*room->item));
}

bool
watch_room_late(const struct desk *d)
{
	return clock_mono_us() >= d->room->until;
}

const struct watch_item *
watch_room_item(struct desk *d, int i)
{
	struct watch_room *room = d->room;

	for (; room->nitems <= i; room->nitems++)
		if (desk_view(d) != NULL)
			take_item(room, d->view,
			    hub_line(room->batch, room->nitems),
			    &room->item[room->nitems]);
	return &room->item[i];
}

void
watch_room_end(struct desk *d, bool over)
{
	struct watch_room *room = d->room;

	desk_rest(d);
	if (!over)
		return;
	room->batch = NULL;
	free(room->item);
	room->item = NULL;
	buf_clear(&room->text);
}

/* --- filters -------------------------------------------------------------- */

static enum err
check_filter(struct watch_filter *f, enum watch_kind kind, int *column)
{
	enum err e = query_check(&f->query, kind == WATCH_EVENTS ? ASKABLE :
	    QUERY_OF_KPI, false, column);

	if (e == OK && kind != WATCH_EVENTS)
		e = watch_kpi_new(&f->query, f->all, &f->kpi, column);
	return e;
}

static bool
is_same(const struct watch_filter *f, const char *text, enum watch_kind kind)
{
	return strcmp(f->text, text) == 0 &&
	    (f->kpi != NULL) == (kind != WATCH_EVENTS) &&
	    f->all == (kind == WATCH_ALL_FIGURES);
}

static struct watch_filter *
find_same(const struct watch_room *room, const char *text,
    enum watch_kind kind)
{
	struct watch_filter *f = room->filters;

	while (f != NULL && !is_same(f, text, kind))
		f = f->next;
	return f;
}

enum err
watch_filter_take(struct watch_room *room, const struct query *q,
    struct slice name, enum watch_kind kind, struct watch_filter **out,
    int *column)
{
	struct watch_filter *f = xcalloc(1, sizeof(*f)), *same;
	enum err e = query_own(q, name, f->text, sizeof(f->text), &f->query);

	same = e == OK ? find_same(room, f->text, kind) : NULL;
	f->all = kind == WATCH_ALL_FIGURES;
	if (e == OK && same == NULL)
		e = check_filter(f, kind, column);
	if (e != OK || same != NULL) {
		free(f);
		f = same;
	} else {
		f->next = room->filters;
		room->filters = f;
	}
	if (f != NULL)
		f->users++;
	*out = f;
	return e;
}

void
watch_filter_leave(struct watch_room *room, struct watch_filter **fp)
{
	struct watch_filter *f = *fp, **at = &room->filters;

	*fp = NULL;
	if (--f->users != 0)
		return;
	while (*at != f)
		at = &(*at)->next;
	*at = f->next;
	watch_kpi_free(&f->kpi);
	free(f);
}

bool
watch_filter_passes(struct desk *d, struct watch_filter *f, int i)
{
	const unsigned char bit = (unsigned char)(1u << i % 8);

	if (f->serial != d->room->serial) {
		f->serial = d->room->serial;
		memset(f->asked, 0, sizeof(f->asked));
		memset(f->pass, 0, sizeof(f->pass));
	}
	if ((f->asked[i / 8] & bit) == 0) {
		f->asked[i / 8] |= bit;
		if (view_match_event(d->view, &f->query,
		    &watch_room_item(d, i)->event, clock_now()))
			f->pass[i / 8] |= bit;
	}
	return (f->pass[i / 8] & bit) != 0;
}
