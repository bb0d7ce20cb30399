/*
 * Reading by those who have but a newsreader, which says nothing of marks: a
 * few fetched articles are told to the writer at once, beside the session.
 */
#include "server/cmd/reading.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "server/cmd/sees.h"
#include "server/cmd/select.h"
#include "server/stoad.h"
#include "server/store/community/trust.h"

/* Fetched articles of one note; nobody waits for it. */
enum { NOTE_EVERY = 5 };

struct note {
	struct intent intent;
	char actor[LIMIT_ACCOUNT_NAME + 2];
	char args[64];
};

static void
on_noted(struct intent *i)
{
	free(i->arg);
}

static void
tell_writer(struct session *s)
{
	struct note *n = xcalloc(1, sizeof(*n));

	snprintf(n->actor, sizeof(n->actor), "@%s", s->name);
	snprintf(n->args, sizeof(n->args), "fetched=%u threads=%u",
	    s->reading.articles, s->reading.threads);
	n->intent.act = ACT_READ;
	n->intent.actor = slice_of(n->actor);
	n->intent.target = SLICE("-");
	n->intent.args = slice_of(n->args);
	n->intent.done = on_noted;
	n->intent.arg = n;
	if (!writer_submit(s->desk->server->writer, &n->intent))
		free(n);
	s->reading.articles = 0;
	s->reading.threads = 0;
}

/* Whether it is one that was not counted this hour, about. */
static bool
is_fresh(struct session *s, int64_t hour, uint64_t id)
{
	uint64_t bit = 1ull << (id % 64);

	if (s->reading.hour != hour) {
		s->reading.hour = hour;
		s->reading.seen = 0;
	}
	if ((s->reading.seen & bit) != 0)
		return false;
	s->reading.seen |= bit;
	return true;
}

/* Whether reading may bring, or keep, a level. */
static bool
may_gain(const struct actor *me)
{
	return me->id != 0 && (me->rec.trust < TRUST_READING ||
	    (me->rec.trust == TRUST_READING && me->rec.by_reading));
}

void
reading_note(struct session *s, const struct placed *at)
{
	int64_t hour = clock_now() / HOUR_S;
	bool today = s->reading.hour / 24 == hour / 24;

	if (s->name[0] == '\0' || s->operator || s->importing ||
	    !may_gain(sees_me(s)) || !is_fresh(s, hour, at->id))
		return;
	s->reading.articles++;
	if (over_part(at->over, OVER_REFERENCES).len == 0)
		s->reading.threads++;
	/* The first one says that it was here on that day. */
	if (s->reading.articles == NOTE_EVERY || !today)
		tell_writer(s);
}

void
reading_leave(struct session *s)
{
	if (s->reading.articles != 0)
		tell_writer(s);
}
