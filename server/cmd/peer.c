/* Peers get the right to feed, and lose it with the configuration. */
#include "server/cmd/peer.h"

#include "server/feed/peer.h"
#include "server/stoad.h"

void
peer_refresh(struct session *s)
{
	struct server *server = s->desk->server;
	const struct conf *conf = atomic_load(&server->conf);
	unsigned version = server->names != NULL ?
	    names_version(server->names) : 0;

	if (s->operator || conf == NULL)
		return;
	if (conf != s->told || version != s->names ||
	    s->named != (s->name[0] != '\0')) {
		s->told = conf;
		s->names = version;
		s->named = s->name[0] != '\0';
		s->peer = peer_find(conf, server->names, &s->ip,
		    slice_of(s->name));
	}
	if (s->peer != NULL && s->right < RIGHT_FEED)
		s->right = RIGHT_FEED;
	else if (s->peer == NULL && !s->named)
		s->right = conf->guests ? RIGHT_READ : RIGHT_ANY;
}

bool
peer_known(struct server *server, const struct ip *ip)
{
	const struct conf *conf = atomic_load(&server->conf);

	return conf != NULL &&
	    peer_find(conf, server->names, ip, SLICE("")) != NULL;
}
