/*
 * The act "publish". The bytes that peers get are made here: with an
 * Approved field that names the moderator. Whether he may the writer says.
 */
#include "server/cmd/publish.h"

#include "common/clock.h"
#include "server/auth/canlock.h"
#include "server/cmd/inject.h"
#include "server/cmd/moderate.h"
#include "server/stoad.h"

static enum err
make_posting(struct session *s, struct view *v, uint64_t id,
    struct posting **out)
{
	struct server *server = s->desk->server;
	const struct inject_by by = {
		.server = store_name(server->store),
		.account = s->name,
		.now = clock_now(),
	};
	struct buf held = BUF_INIT(2 * LIMIT_ARTICLE);
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	enum err e = view_article(v, id, &held);

	if (e == OK)
		e = inject_approved(&by, buf_slice(&held), &raw);
	if (e == OK)
		e = posting_new(server->store, &raw, out);
	buf_clear(&held);
	buf_clear(&raw);
	return e;
}

void
publish_submit(struct session *s, struct change **c)
{
	struct intent *i = &(*c)->intent;
	struct view *v = desk_view(s->desk);
	struct article_row row;
	uint64_t id = v != NULL ? view_article_id(v, i->target) : 0;
	enum err e = v != NULL ? OK : ERR_IO;

	i->opens = canlock_opens;
	/* Of what cannot be published the writer says why. */
	if (id != 0 && view_article_row(v, id, &row) &&
	    row.state == ARTICLE_HELD && may_see(s, &row))
		e = make_posting(s, v, id, &i->posting);
	if (e == OK) {
		change_submit(s, c, true);
		return;
	}
	intent_answer(i, e);
	change_settle(s, c);
}
