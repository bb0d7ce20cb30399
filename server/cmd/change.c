/* From a session to the writer and back. */
#include "server/cmd/change.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/xalloc.h"
#include "server/cmd/deeds.h"
#include "server/stoad.h"

struct change *
change_new(struct session *s, enum act_id act, struct slice target,
    struct slice args)
{
	struct change *c = xcalloc(1, sizeof(*c));

	c->intent.act = act;
	c->intent.admin = s->right >= RIGHT_ADMIN;
	snprintf(c->actor, sizeof(c->actor), "@%s", s->name);
	c->intent.actor = slice_of(c->actor);
	if (slice_is(target, "@me") && s->name[0] != '\0')
		target = c->intent.actor;
	buf_init(&c->text, 2 * LIMIT_HEADER);
	buf_init(&c->override, LIMIT_HEADER);
	buf_put_slice(&c->text, target);
	buf_put_slice(&c->text, args);
	c->intent.target = slice_make(c->text.p, target.len);
	c->intent.args = slice_from(buf_slice(&c->text), target.len);
	return c;
}

void
change_free(struct change **c)
{
	posting_free(&(*c)->intent.posting);
	buf_clear(&(*c)->text);
	free((*c)->line);
	buf_clear(&(*c)->override);
	deeds_free(&(*c)->deeds);
	free(*c);
	*c = NULL;
}

static void
on_committed(struct intent *i)
{
	struct change *c = i->arg;

	task_done(&c->task);
}

static void
finish_change(struct task *t, struct buf *out)
{
	struct change *c = (struct change *)(void *)t;

	if (out != NULL)
		c->answer(c, t->session, out);
	change_free(&c);
}

void
change_settle(struct session *s, struct change **cp)
{
	struct change *c = *cp;

	*cp = NULL;
	c->task.finish = finish_change;
	if (s->tasks == 0) {
		c->task.session = s;
		finish_change(&c->task, s->out);
		return;
	}
	session_task(s, &c->task, false);
	task_done(&c->task);
}

void
change_begin(struct session *s, struct change *c, bool barrier)
{
	c->intent.done = on_committed;
	c->intent.arg = c;
	c->task.finish = finish_change;
	session_task(s, &c->task, barrier);
}

void
change_submit(struct session *s, struct change **cp, bool barrier)
{
	struct change *c = *cp;

	*cp = NULL;
	change_begin(s, c, barrier);
	if (writer_submit(s->desk->server->writer, &c->intent))
		return;
	/* Done already; it still waits for those before it. */
	c->intent.err = ERR_BUSY;
	snprintf(c->intent.why, sizeof(c->intent.why),
	    "too many changes at once; try again in a moment");
	task_done(&c->task);
}

const char *
change_why(const struct change *c)
{
	return c->intent.why[0] != '\0' ? c->intent.why :
	    err_name(c->intent.err);
}
