/* Addresses of servers. */
#include "client/server.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/slice.h"
#include "common/xalloc.h"

#define LOCAL_SOCKET "/run/stoad/stoad.sock"
#define DEFAULT_PORT "1119"

static void
set_host(struct server *out, struct slice host, const char *port)
{
	out->host = xstrndup(host.p, host.len);
	out->port = xstrdup(port);
	out->name = xasprintf("%s:%s", out->host, out->port);
}

void
server_local(const char *path, struct server *out)
{
	*out = (struct server){
		.path = xstrdup(path),
		.name = xstrdup(path),
	};
}

enum err
server_parse(const char *spec, struct server *out)
{
	struct slice s = slice_of(spec);
	const char *port = DEFAULT_PORT;
	const char *colon = strrchr(spec, ':');
	const char *bracket = strrchr(spec, ']');
	uint64_t n;

	*out = (struct server){ 0 };
	if (spec[0] == '/') {
		server_local(spec, out);
		return OK;
	}
	if (colon != NULL && (bracket == NULL || colon > bracket) &&
	    (bracket != NULL || strchr(spec, ':') == colon)) {
		s.len = (size_t)(colon - spec);
		port = colon + 1;
		if (!slice_u64(slice_of(port), &n) || n == 0 || n > 65535)
			return err_set(ERR_SYNTAX,
			    "%s: the port is not 1 to 65535", spec);
	}
	if (s.len > 1 && s.p[0] == '[' && s.p[s.len - 1] == ']')
		s = slice_make(s.p + 1, s.len - 2);
	if (s.len == 0)
		return err_set(ERR_SYNTAX, "%s: no host", spec);
	set_host(out, s, port);
	return OK;
}

enum err
server_default(const char *configured, struct server *out)
{
	const char *spec = getenv("STOA_SERVER");

	if (spec != NULL && *spec != '\0')
		return server_parse(spec, out);
	if (configured != NULL)
		return server_parse(configured, out);
	if (access(LOCAL_SOCKET, R_OK | W_OK) == 0)
		return server_parse(LOCAL_SOCKET, out);
	return server_parse("localhost:" DEFAULT_PORT, out);
}

void
server_clear(struct server *s)
{
	free(s->path);
	free(s->host);
	free(s->port);
	free(s->name);
	*s = (struct server){ 0 };
}
