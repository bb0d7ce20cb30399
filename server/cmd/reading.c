/*
 * Reading by those who have but a newsreader, which says nothing of marks:
 * some fetched articles are told to the writer at once, beside the session.
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
	bool tell;

	if (s->name[0] == '\0' || s->operator || s->importing ||
	    !may_gain(sees_me(s)) || !store_fetched(s->desk->server->store,
	    s->account, at->id, clock_now(), &tell))
		return;
	s->reading.articles++;
	if (over_part(at->over, OVER_REFERENCES).len == 0)
		s->reading.threads++;
	/* How long it was here is known by when it says so. */
	if (tell || s->reading.articles >= NOTE_EVERY)
		tell_writer(s);
}

void
reading_leave(struct session *s)
{
	if (s->reading.articles != 0)
		tell_writer(s);
}
