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

/* Fetched articles of one note; nobody waits for it. */
enum { NOTE_EVERY = 5, TRUST_READ = 2 };

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
is_fresh(struct session *s, uint64_t id)
{
	int64_t hour = clock_now() / HOUR_S;
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

void
reading_note(struct session *s, const struct placed *at)
{
	const struct actor *me;

	if (s->name[0] == '\0' || s->operator || s->importing)
		return;
	me = sees_me(s);
	/* Above that reading brings nothing. */
	if (me->id == 0 || me->rec.trust >= TRUST_READ ||
	    !is_fresh(s, at->id))
		return;
	s->reading.articles++;
	if (over_part(at->over, OVER_REFERENCES).len == 0)
		s->reading.threads++;
	if (s->reading.articles == NOTE_EVERY)
		tell_writer(s);
}
