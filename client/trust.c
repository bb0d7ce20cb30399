/* Pins: parsing, and finding those of a server. */
#include "client/trust.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/i18n.h"
#include "common/base64.h"
#include "common/char.h"
#include "common/xalloc.h"

#define KEY_PREFIX "sha256//"

static bool
parse_hex(struct slice s, unsigned char out[static TRUST_SHA256])
{
	int n = 0;

	for (size_t i = 0; i < s.len; i++) {
		int v = char_hex(s.p[i]);

		if (s.p[i] == ':' && n % 2 == 0 && n > 0)
			continue;
		if (v < 0 || n == 2 * TRUST_SHA256)
			return false;
		out[n / 2] = (unsigned char)(n % 2 == 0 ? v << 4
							: out[n / 2] | v);
		n++;
	}
	return n == 2 * TRUST_SHA256;
}

static bool
parse_pin(struct slice s, struct trust_pin *out)
{
	struct buf b = BUF_INIT(256);
	bool ok;

	out->whole = !slice_starts(s, KEY_PREFIX);
	if (out->whole)
		return parse_hex(s, out->sha256);
	s = slice_from(s, strlen(KEY_PREFIX));
	ok = base64_decode(s, &b) && b.len == TRUST_SHA256;
	if (ok)
		memcpy(out->sha256, b.p, TRUST_SHA256);
	buf_clear(&b);
	return ok;
}

/* A pin is for TLS, so a bare host means its port. */
static enum err
parse_server(struct slice spec, struct server *out)
{
	bool scheme = slice_find(spec, SLICE("://")) >= 0;
	char *text = xasprintf("%s%.*s", scheme ? "" : "nntps://",
	    SLICE_ARG(spec));
	enum err e = server_parse(text, out);

	free(text);
	return e;
}

enum err
trust_add_pin(struct trust *t, struct slice line)
{
	struct slice spec = slice_word(&line), pin = slice_word(&line);
	struct trust_pin *p = &t->pin[t->npins];
	enum err e;

	if (t->npins == TRUST_PINS)
		return err_set(ERR_FULL, _("at most %d pins"), TRUST_PINS);
	if (!parse_pin(pin, p) || slice_trim(line).len != 0)
		return err_set(ERR_SYNTAX, "%s",
		    _("a pin is sha256//BASE64 of the public key, or 64 hex "
		      "digits of the certificate"));
	if ((e = parse_server(spec, &p->server)) == OK)
		t->npins++;
	return e;
}

void
trust_clear(struct trust *t)
{
	while (t->npins > 0)
		server_clear(&t->pin[--t->npins].server);
	free(t->ca);
	t->ca = NULL;
}

static bool
same_server(const struct trust_pin *p, const struct server *s)
{
	return p->server.host != NULL && s->host != NULL &&
	    strcasecmp(p->server.host, s->host) == 0 &&
	    strcmp(p->server.port, s->port) == 0;
}

bool
trust_is_pinned(const struct trust *t, const struct server *s)
{
	for (int i = 0; i < t->npins; i++)
		if (same_server(&t->pin[i], s))
			return true;
	return false;
}

bool
trust_matches(const struct trust *t, const struct server *s,
    const unsigned char key[static TRUST_SHA256],
    const unsigned char certificate[static TRUST_SHA256])
{
	for (int i = 0; i < t->npins; i++) {
		const struct trust_pin *p = &t->pin[i];

		if (same_server(p, s) &&
		    memcmp(p->sha256, p->whole ? certificate : key,
			TRUST_SHA256) == 0)
			return true;
	}
	return false;
}
