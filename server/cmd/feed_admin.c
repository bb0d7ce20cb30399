/* Peers as an operator sees them: XLIST peer, XACT feed. */
#include "server/cmd/feed_admin.h"

#include "server/cmd/list_kind.h"
#include "server/feed/feed.h"
#include "server/stoad.h"

#define KEY(id) (1ull << QUERY_##id)

/* --- XLIST peer ------------------------------------------------------ */

static enum err
begin_peer(struct list *l, struct view *v, struct slice after)
{
	(void)v;
	return slice_copy(after, l->after, sizeof(l->after)) ? OK :
	    err_arg("after", "after: is a name of this list");
}

static enum list_step
next_peer(struct list *l, struct view *v)
{
	struct feeds *feeds = l->session->desk->server->feeds;
	struct row *r = &l->row;
	struct feed_status f;

	(void)v;
	if (!feed_status_next(feeds, slice_of(l->after), &f))
		return LIST_END;
	slice_copy(slice_of(f.name), l->after, sizeof(l->after));
	row_put(r, slice_of(f.name));
	row_put(r, slice_of(feed_state_name(f.state)));
	if (f.since != 0)
		row_put_time(r, f.since);
	else
		row_put(r, SLICE(""));
	row_put_u64(r, f.queued);
	row_put_u64(r, f.offered);
	row_put_u64(r, f.sent);
	row_put_u64(r, f.refused);
	row_put_u64(r, f.rejected);
	row_put_u64(r, f.deferred);
	row_put_u64(r, f.dropped);
	row_put_u64(r, f.seq);
	row_put_u64(r, f.received);
	row_put_u64(r, f.denied);
	row_put(r, slice_of(f.error));
	return LIST_ROW;
}

static void
token_peer(const struct list *l, struct buf *out)
{
	buf_puts(out, l->after);
}

const struct list_kind list_kind_peer = {
	.name = "peer",
	.columns = "name state since queued offered sent refused rejected "
	    "deferred dropped seq received denied error",
	.keys = KEY(LIMIT) | KEY(AFTER) | KEY(COLS),
	.takes = "limit: after: cols:",
	.right = RIGHT_ADMIN,
	.begin = begin_peer,
	.next = next_peer,
	.token = token_peer,
};

/* --- XACT feed ------------------------------------------------------- */

static enum err
perform(struct feeds *feeds, struct slice args)
{
	struct slice name = event_arg(args, "peer");
	uint64_t after;

	if (event_arg(args, "after").p == NULL)
		return feed_retry(feeds, name);
	if (!event_arg_u64(args, "after", &after))
		return err_arg("after", "after= is the number of an event");
	return feed_seek(feeds, name, after);
}

void
feed_submit(struct session *s, struct change **cp)
{
	struct intent *i = &(*cp)->intent;

	intent_answer(i, perform(s->desk->server->feeds, i->args));
	change_settle(s, cp);
}
