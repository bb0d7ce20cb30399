/* The table of keys: finding one, and reading its value. */
#include <netinet/in.h>
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/char.h"
#include "common/slice.h"
#include "common/xalloc.h"
#include "proto/account.h"
#include "proto/limits.h"
#include "proto/wildmat.h"
#include "server/conf/conf.h"

#define OWNER_MAIN struct conf
#define OWNER_PEER struct conf_peer
#define OWNER_BOARDS struct conf_boards
#define OWNER_COMMUNITY struct conf

enum { POLICY_MAX = 1000000000, POINTS_MAX = 10000 };

const struct conf_key conf_key_table[CONF_KEYS] = {
#define LIVE false
#define RESTART true
#define X(section_, id, name_, kind_, field, max_, preset_, when, arg_, help_) \
	{ .name = name_, .section = CONF_##section_, .kind = CONF_##kind_,     \
	    .at = offsetof(OWNER_##section_, field), .max = max_,              \
	    .preset = preset_, .restart = when, .arg = arg_, .help = help_ },
#include "server/conf/conf.def"
#undef X
#undef LIVE
#undef RESTART
#define ARG_SPAN "duration"
#define ARG_NUMBER "number"
#define MAX_SPAN POLICY_MAX
#define MAX_NUMBER POLICY_MAX
/* Another number as far as they are read. */
#define CONF_POINTS CONF_NUMBER
#define ARG_POINTS ARG_NUMBER
#define MAX_POINTS POINTS_MAX
#define X(id, name_, value, unit, help_)                                       \
	{ .name = name_, .section = CONF_COMMUNITY, .kind = CONF_##unit,       \
	    .at = offsetof(struct conf, community.v[POLICY_##id]),             \
	    .max = MAX_##unit, .arg = ARG_##unit, .help = help_ },
#include "server/store/community/policy.def"
#undef X
};

/* --- finding ------------------------------------------------------------- */

enum { NAME_MAX_BYTES = 32 };

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Letters to change, leave out, put in or swap until a is b. */
static unsigned
distance(const char *a, const char *b)
{
	unsigned d[NAME_MAX_BYTES + 1][NAME_MAX_BYTES + 1];
	size_t la = strlen(a), lb = strlen(b);

	if (la > NAME_MAX_BYTES || lb > NAME_MAX_BYTES)
		return NAME_MAX_BYTES;
	for (size_t i = 0; i <= la; i++)
		d[i][0] = (unsigned)i;
	for (size_t j = 0; j <= lb; j++)
		d[0][j] = (unsigned)j;
	for (size_t i = 1; i <= la; i++)
		for (size_t j = 1; j <= lb; j++) {
			d[i][j] = least(d[i - 1][j - 1] +
			    (a[i - 1] != b[j - 1]),
			    least(d[i - 1][j], d[i][j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				d[i][j] = least(
				    d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[la][lb];
}

/* Sets err_detail() to what may have been meant. */
static void
suggest(enum conf_section section, const char *name)
{
	unsigned best = 1 + (unsigned)strlen(name) / 5;
	struct buf all = BUF_INIT(1024);
	const char *nearest = NULL;

	for (int i = 0; i < CONF_KEYS; i++) {
		const struct conf_key *k = &conf_key_table[i];
		unsigned far = distance(name, k->name);

		if (k->section != section)
			continue;
		if (far < best || (far == best && nearest == NULL)) {
			best = far;
			nearest = k->name;
		}
		buf_printf(&all, "%s%s", all.len > 0 ? ", " : "", k->name);
	}
	if (nearest != NULL)
		err_set(ERR_SYNTAX, "no such key: %s; did you mean \"%s\"?",
		    name, nearest);
	else
		err_set(ERR_SYNTAX, "no such key: %s; there are %s", name,
		    buf_cstr(&all));
	buf_clear(&all);
}

const struct conf_key *
conf_find(enum conf_section section, const char *name)
{
	for (int i = 0; i < CONF_KEYS; i++) {
		const struct conf_key *k = &conf_key_table[i];

		if (k->section == section && strcmp(k->name, name) == 0)
			return k;
	}
	suggest(section, name);
	return NULL;
}

/* --- values -------------------------------------------------------------- */

static enum err
put_text(char **at, const char *value)
{
	free(*at);
	*at = xstrdup(value);
	return OK;
}

/* A word of letters, digits and what else names on the net are made of. */
static bool
is_name(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (!char_is_alnum(c) && strchr("-._", c) == NULL)
			return false;
	}
	return s.len > 0 && s.len < 256 && s.p[0] != '-' && s.p[0] != '.';
}

static enum err
put_host(const struct conf_key *k, char **at, const char *value)
{
	if (!is_name(slice_of(value)))
		return err_set(ERR_SYNTAX, "%s: the name of a host, like "
		    "news.example.org, not \"%s\"", k->name, value);
	return put_text(at, value);
}

enum err
conf_place(const char *place, char host[CONF_HOST_MAX], const char **port)
{
	const char *colon = strrchr(place, ':');
	struct slice h;

	if (colon == NULL || colon[1] == '\0')
		return err_set(ERR_SYNTAX, "%s: no port; HOST:PORT is needed",
		    place);
	*port = colon + 1;
	h = slice_make(place, (size_t)(colon - place));
	if (slice_starts(h, "[") && slice_ends(h, "]"))
		h = slice_make(h.p + 1, h.len - 2);
	if (slice_copy(h, host, CONF_HOST_MAX))
		return OK;
	return err_set(ERR_SYNTAX, "%s: the name of a host has at most %d "
	    "bytes", place, CONF_HOST_MAX - 1);
}

/* ADDR:PORT; the port may be the name of a service. */
static bool
is_place(const char *value)
{
	char host[CONF_HOST_MAX];
	const char *port;
	uint64_t n;

	if (conf_place(value, host, &port) != OK ||
	    strpbrk(value, " \t") != NULL)
		return false;
	return strspn(port, "0123456789") < strlen(port) ||
	    (slice_u64(slice_of(port), &n) && n <= 65535);
}

static enum err
put_place(const struct conf_key *k, char **at, const char *value)
{
	if (!is_place(value) || value[0] == ':')
		return err_set(ERR_SYNTAX, "%s: HOST:PORT, like "
		    "news.example.org:119 or [2001:db8::1]:563, not \"%s\"",
		    k->name, value);
	return put_text(at, value);
}

static void
forget_listen(struct conf *c)
{
	while (c->nlisten > 0)
		free(c->listen[--c->nlisten].where);
}

static enum err
add_listen(const struct conf_key *k, struct conf *c, const char *value)
{
	if (c->listen_default)
		forget_listen(c);
	c->listen_default = false;
	if (c->nlisten == CONF_LISTEN_MAX)
		return err_set(ERR_TOOBIG, "%s: at most %d of them", k->name,
		    CONF_LISTEN_MAX);
	if (!is_place(value))
		return err_set(ERR_SYNTAX, "%s: ADDR:PORT, like 0.0.0.0:119 "
		    "or [::]:119, not \"%s\"", k->name, value);
	for (int i = 0; i < c->nlisten; i++)
		if (strcmp(c->listen[i].where, value) == 0)
			return err_set(ERR_EXISTS, "%s: %s was said already; "
			    "keep one", k->name, value);
	c->listen[c->nlisten++] = (struct conf_listen){
		.where = xstrdup(value), .tls = k->kind == CONF_LISTEN_TLS,
		.line = c->line[k - conf_key_table] };
	return OK;
}

static enum err
put_number(const struct conf_key *k, unsigned *at, const char *value)
{
	uint64_t n;

	if (!slice_u64(slice_of(value), &n) || n > k->max)
		return err_set(ERR_SYNTAX,
		    "%s: a number from 0 to %llu, not \"%s\"", k->name,
		    (unsigned long long)k->max, value);
	*at = (unsigned)n;
	return OK;
}

/* A number with one of the units behind it; where says which, -1 is none. */
static bool
read_unit(const char *value, const char *units, uint64_t *out, int *where)
{
	struct slice s = slice_of(value);
	const char *unit = s.len > 0 ? strchr(units, s.p[s.len - 1]) : NULL;

	*where = -1;
	if (unit != NULL) {
		*where = (int)(unit - units);
		s.len--;
	}
	return slice_u64(s, out);
}

static enum err
put_size(const struct conf_key *k, uint64_t *at, const char *value)
{
	uint64_t n;
	unsigned shift;
	int unit;

	if (!read_unit(value, "KMGT", &n, &unit) ||
	    n > (UINT64_MAX >> 16) >> (shift = 10 * (unsigned)(unit + 1)))
		return err_set(ERR_SYNTAX, "%s: a size like 8G or 512M, not "
		    "\"%s\"", k->name, value);
	*at = n << shift;
	return OK;
}

static enum err
put_duration(const struct conf_key *k, int64_t *at, const char *value)
{
	static const int64_t seconds[] = { 1, 60, 3600, 86400, 7 * 86400,
		365 * 86400 };
	uint64_t n = 0;
	int unit = -1;

	if (strcmp(value, "never") == 0) {
		*at = 0;
		return OK;
	}
	if (!read_unit(value, "smhdwy", &n, &unit) || unit == -1 || n == 0 ||
	    n > 100000000)
		return err_set(ERR_SYNTAX, "%s: a duration like 90d, 24h or "
		    "never, not \"%s\"", k->name, value);
	*at = (int64_t)n * seconds[unit];
	return OK;
}

/* Seconds that fit into a number of a policy. */
static enum err
put_span(const struct conf_key *k, uint32_t *at, const char *value)
{
	int64_t n = 0;
	enum err e = OK;

	if (strcmp(value, "0") != 0 && strcmp(value, "0s") != 0)
		e = put_duration(k, &n, value);
	if (e == OK && n > POLICY_MAX)
		e = err_set(ERR_SYNTAX, "%s: at most %dd, not \"%s\"",
		    k->name, POLICY_MAX / 86400, value);
	if (e == OK)
		*at = (uint32_t)n;
	return e;
}

static enum err
put_join(const struct conf_key *k, unsigned char *at, const char *value)
{
	static const char *const words[] = { [JOIN_CLOSED] = "closed",
		[JOIN_INVITATION] = "invitation", [JOIN_OPEN] = "open" };

	for (int i = JOIN_CLOSED; i <= JOIN_OPEN; i++)
		if (strcmp(value, words[i]) == 0) {
			*at = (unsigned char)i;
			return OK;
		}
	return err_set(ERR_SYNTAX, "%s: open, invitation or closed, not "
	    "\"%s\"", k->name, value);
}

/* Words with blanks or commas between, kept with commas. */
static enum err
put_words(const struct conf_key *k, char at[CONF_WORDS_MAX],
    const char *value)
{
	struct slice rest = slice_of(value), list, word;
	size_t n = 0;

	while ((list = slice_word(&rest)).len > 0)
		while (list.p != NULL) {
			word = slice_cut(&list, ',');
			if (word.len == 0)
				continue;
			if (n + word.len + 2 > CONF_WORDS_MAX)
				return err_set(ERR_TOOBIG, "%s: at most %d "
				    "bytes of words", k->name,
				    CONF_WORDS_MAX - 1);
			if (n > 0)
				at[n++] = ',';
			memcpy(at + n, word.p, word.len);
			n += word.len;
		}
	at[n] = '\0';
	return OK;
}

static enum err
put_switch(const struct conf_key *k, bool *at, const char *value)
{
	if (strcmp(value, "on") != 0 && strcmp(value, "off") != 0)
		return err_set(ERR_SYNTAX, "%s: on or off, not \"%s\"",
		    k->name, value);
	*at = value[1] == 'n';
	return OK;
}

static enum err
put_wildmat(const struct conf_key *k, char **at, const char *value)
{
	struct slice s = slice_of(value);

	if (s.len > LIMIT_WILDMAT || !wildmat_valid(s))
		return err_set(ERR_SYNTAX, "%s: a wildmat of at most %d "
		    "bytes, like de.*,!de.test.*, not \"%s\"", k->name,
		    LIMIT_WILDMAT, value);
	return put_text(at, value);
}

static enum err
put_account(const struct conf_key *k, char **at, const char *value)
{
	if (!account_name_valid(slice_of(value)))
		return err_set(ERR_SYNTAX, "%s: the name of an account: 2 to "
		    "%d of a-z, 0-9, \".\", \"_\" and \"-\", not \"%s\"",
		    k->name, LIMIT_ACCOUNT_NAME, value);
	return put_text(at, value);
}

/* IP, IP/bits, or the name of a host. */
static bool
is_address(const char *text)
{
	char host[256];
	unsigned char raw[sizeof(struct in6_addr)];
	struct slice bits = slice_of(text), name = slice_cut(&bits, '/');
	uint64_t n = 0;
	uint64_t most;

	if (!slice_copy(name, host, sizeof(host)))
		return false;
	if (inet_pton(AF_INET, host, raw) == 1)
		most = 32;
	else if (inet_pton(AF_INET6, host, raw) == 1)
		most = 128;
	else
		return bits.p == NULL && is_name(name);
	return bits.p == NULL || (slice_u64(bits, &n) && n <= most);
}

static enum err
add_addresses(const struct conf_key *k, struct conf_peer *p,
    const char *value)
{
	struct slice rest = slice_of(value), word;
	char one[256];

	while ((word = slice_word(&rest)).len > 0) {
		if (p->naddresses == CONF_ADDRESSES_MAX)
			return err_set(ERR_TOOBIG, "%s: at most %d of them",
			    k->name, CONF_ADDRESSES_MAX);
		if (!slice_copy(word, one, sizeof(one)) || !is_address(one))
			return err_set(ERR_SYNTAX, "%s: like 192.0.2.7, "
			    "2001:db8::/32 or news.example.org, not "
			    "\"%.*s\"", k->name, SLICE_ARG(word));
		p->address[p->naddresses++] = xstrdup(one);
	}
	return OK;
}

static enum err
put_sandbox(const struct conf_key *k, enum conf_sandbox *at,
    const char *value)
{
	static const char *const words[] = { [SANDBOX_REQUIRED] = "required",
		[SANDBOX_OPTIONAL] = "optional", [SANDBOX_OFF] = "off" };

	for (int i = SANDBOX_REQUIRED; i <= SANDBOX_OFF; i++)
		if (strcmp(value, words[i]) == 0) {
			*at = (enum conf_sandbox)i;
			return OK;
		}
	return err_set(ERR_SYNTAX, "%s: required, optional or off, not "
	    "\"%s\"", k->name, value);
}

enum err
conf_put(const struct conf_key *k, void *owner, const char *value)
{
	void *at = (char *)owner + k->at;

	switch (k->kind) {
	case CONF_TEXT:
	case CONF_PATH:
		return put_text(at, value);
	case CONF_HOST:
		return put_host(k, at, value);
	case CONF_PLACE:
		return put_place(k, at, value);
	case CONF_LISTEN:
	case CONF_LISTEN_TLS:
		return add_listen(k, owner, value);
	case CONF_NUMBER:
		return put_number(k, at, value);
	case CONF_SIZE:
		return put_size(k, at, value);
	case CONF_DURATION:
		return put_duration(k, at, value);
	case CONF_SWITCH:
		return put_switch(k, at, value);
	case CONF_WILDMAT:
		return put_wildmat(k, at, value);
	case CONF_ADDRESS:
		return add_addresses(k, owner, value);
	case CONF_ACCOUNT:
		return put_account(k, at, value);
	case CONF_SANDBOX:
		return put_sandbox(k, at, value);
	case CONF_SPAN:
		return put_span(k, at, value);
	case CONF_JOIN:
		return put_join(k, at, value);
	case CONF_WORDS:
		return put_words(k, at, value);
	}
	return err_set(ERR_SYNTAX, "%s: of no kind", k->name);
}

/* --- all keys of a section ----------------------------------------------- */

bool
conf_is_text(enum conf_kind kind)
{
	switch (kind) {
	case CONF_TEXT:
	case CONF_PATH:
	case CONF_HOST:
	case CONF_PLACE:
	case CONF_WILDMAT:
	case CONF_ACCOUNT:
		return true;
	default:
		return false;
	}
}

static void
forget_addresses(struct conf_peer *p)
{
	while (p->naddresses > 0)
		free(p->address[--p->naddresses]);
}

static void
drop(const struct conf_key *k, void *owner)
{
	char **text = (char **)(void *)((char *)owner + k->at);

	if (conf_is_text(k->kind)) {
		free(*text);
		*text = NULL;
	} else if (k->kind == CONF_LISTEN || k->kind == CONF_LISTEN_TLS) {
		forget_listen(owner);
	} else if (k->kind == CONF_ADDRESS) {
		forget_addresses(owner);
	}
}

void
conf_drop(enum conf_section section, void *owner)
{
	for (int i = 0; i < CONF_KEYS; i++)
		if (conf_key_table[i].section == section)
			drop(&conf_key_table[i], owner);
}

void
conf_preset(enum conf_section section, void *owner)
{
	for (int i = 0; i < CONF_KEYS; i++) {
		const struct conf_key *k = &conf_key_table[i];

		if (k->section == section && k->preset != NULL)
			conf_put(k, owner, k->preset);
	}
}
