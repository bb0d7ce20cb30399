/* What the daemon keeps of its peers. */
#include "server/feed/feed.h"

#include <stdlib.h>

#include "common/xalloc.h"
#include "server/feed/offer.h"
#include "server/feed/peer.h"
#include "server/stoad.h"

struct feeds {
	struct server *server;
};

enum err
feeds_start(struct server *server, struct feeds **out)
{
	struct feeds *f = xcalloc(1, sizeof(*f));

	f->server = server;
	server->names = names_new();
	server->offers = offers_new();
	feeds_reload(f);
	*out = f;
	return OK;
}

void
feeds_reload(struct feeds *f)
{
	names_refresh(f->server->names, atomic_load(&f->server->conf));
}

void
feeds_stop(struct feeds **fp)
{
	struct feeds *f = *fp;

	if (f == NULL)
		return;
	names_free(&f->server->names);
	offers_free(&f->server->offers);
	free(f);
	*fp = NULL;
}
