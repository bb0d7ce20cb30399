/* Addresses of servers. */
#include "client/server.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/i18n.h"
#include "common/slice.h"
#include "common/xalloc.h"

#define LOCAL_SOCKET "/run/stoad/stoad.sock"
#define DEFAULT_PORT "1119"
#define TLS_PORT     "563"
#define TLS_PORT_NUMBER 563

static const struct scheme {
	const char *prefix;
	const char *port;
	bool tls;
} schemes[] = {
	{ "nntps://", TLS_PORT, true },
	{ "nntp://", "119", false },
	{ "", DEFAULT_PORT, false },	/* or TLS when the port is TLS_PORT */
};

void
server_local(const char *path, struct server *out)
{
	*out = (struct server){
		.path = xstrdup(path),
		.name = xstrdup(path),
	};
}

static enum err
bad(const char *spec, const char *why)
{
	return err_set(ERR_SYNTAX, "%s: %s", spec, why);
}

/* Cuts ":port" off; a name with several colons is an IPv6 address. */
static bool
cut_port(struct slice *s, struct slice *port)
{
	size_t at = s->len;
	uint64_t n;

	while (at > 0 && s->p[at - 1] != ':' && s->p[at - 1] != ']')
		at--;
	if (at == 0 || s->p[at - 1] == ']' ||
	    (s->p[0] != '[' && slice_chr(*s, ':') != (ptrdiff_t)at - 1))
		return true;
	*port = slice_from(*s, at);
	s->len = at - 1;
	return slice_u64(*port, &n) && n > 0 && n <= 65535;
}

enum err
server_parse(const char *spec, struct server *out)
{
	struct slice s = slice_of(spec), port;
	uint64_t number = 0;
	const struct scheme *scheme = schemes;

	*out = (struct server){ 0 };
	if (spec[0] == '/') {
		server_local(spec, out);
		return OK;
	}
	while (!slice_istarts(s, scheme->prefix))
		scheme++;
	s = slice_from(s, strlen(scheme->prefix));
	port = slice_of(scheme->port);
	if (scheme->prefix[0] != '\0' && s.len > 0 && s.p[s.len - 1] == '/')
		s.len--;
	if (slice_chr(s, '/') >= 0)
		return bad(spec, _("only nntps://HOST:PORT, nntp://HOST:PORT, "
				   "HOST:PORT or the path of a socket"));
	if (!cut_port(&s, &port))
		return bad(spec, _("the port is not 1 to 65535"));
	if (s.len > 1 && s.p[0] == '[' && s.p[s.len - 1] == ']')
		s = slice_make(s.p + 1, s.len - 2);
	if (s.len == 0)
		return bad(spec, _("no host"));
	out->host = xstrndup(s.p, s.len);
	out->port = xstrndup(port.p, port.len);
	out->name = xasprintf(slice_chr(s, ':') >= 0 ? "[%s]:%s" : "%s:%s",
	    out->host, out->port);
	out->tls = scheme->tls ||
	    (scheme->prefix[0] == '\0' && slice_u64(port, &number) &&
		number == TLS_PORT_NUMBER);
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
