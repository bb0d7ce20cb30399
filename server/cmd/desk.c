/* A worker's reader, snapshot and scratch room. */
#include "server/cmd/desk.h"

#include <stdlib.h>

#include "common/xalloc.h"
#include "proto/limits.h"
#include "server/stoad.h"
#include "server/store/store.h"
#include "server/store/community/subject.h"

/* Scratch room larger than this goes back when it is not used. */
enum { DESK_KEEP = 4 * LIMIT_SLICE };

bool
desk_init(struct desk *d, struct server *server)
{
	*d = (struct desk){ .server = server };
	buf_init(&d->raw, 2 * LIMIT_ARTICLE);
	buf_init(&d->text, 2 * LIMIT_ARTICLE);
	buf_init(&d->brands, LIMIT_ARTICLE);
	d->me = xcalloc(1, sizeof(*d->me));
	d->reader = reader_new(server->store);
	return d->reader != NULL;
}

void
desk_clear(struct desk *d)
{
	desk_rest(d);
	buf_clear(&d->raw);
	buf_clear(&d->text);
	buf_clear(&d->brands);
	free(d->me);
	if (d->reader != NULL)
		reader_free(&d->reader);
}

struct view *
desk_view(struct desk *d)
{
	if (d->view == NULL)
		d->view = view_open(d->reader);
	return d->view;
}

static void
shrink(struct buf *b)
{
	if (b->cap > DESK_KEEP)
		buf_clear(b);
	else
		buf_reset(b);
}

void
desk_rest(struct desk *d)
{
	d->me_of = 0;
	if (d->view != NULL)
		view_close(&d->view);
	shrink(&d->raw);
	shrink(&d->text);
}
