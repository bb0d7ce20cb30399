/*
 * stoad.conf: "key value" lines, # begins a comment. The command line is
 * read after the file and wins.
 */
#include "server/conf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/slice.h"
#include "common/xalloc.h"
#include "proto/limits.h"
#include "proto/wildmat.h"

void
conf_init(struct conf *c)
{
	*c = (struct conf){ .per_address = LIMIT_ADDRESS_CONNS,
		.listen_default = true };
	c->listen[c->nlisten++].where = xstrdup("127.0.0.1:1119");
}

static void
forget_listen(struct conf *c)
{
	while (c->nlisten > 0)
		free(c->listen[--c->nlisten].where);
}

void
conf_clear(struct conf *c)
{
	forget_listen(c);
	free(c->dir);
	free(c->socket);
	free(c->name);
	free(c->user);
	*c = (struct conf){ .nlisten = 0 };
}

static enum err
set_text(char **at, const char *value)
{
	free(*at);
	*at = xstrdup(value);
	return OK;
}

static enum err
set_number(const char *key, const char *value, uint64_t max, uint64_t *out)
{
	if (slice_u64(slice_of(value), out) && *out <= max)
		return OK;
	return err_set(ERR_SYNTAX, "%s: a number from 0 to %llu, not \"%s\"",
	    key, (unsigned long long)max, value);
}

/* ADDR:PORT; the port may be the name of a service. */
static bool
is_place(const char *value)
{
	const char *colon = strrchr(value, ':');
	uint64_t port;

	if (colon == NULL || colon[1] == '\0')
		return false;
	return strspn(colon + 1, "0123456789") < strlen(colon + 1) ||
	    (slice_u64(slice_of(colon + 1), &port) && port <= 65535);
}

static enum err
add_listen(struct conf *c, const char *value)
{
	if (c->listen_default)
		forget_listen(c);
	c->listen_default = false;
	if (c->nlisten == CONF_LISTEN)
		return err_set(ERR_TOOBIG, "listen: at most %d of them",
		    CONF_LISTEN);
	if (!is_place(value))
		return err_set(ERR_SYNTAX, "listen: ADDR:PORT, like "
		    "0.0.0.0:119 or [::]:119, not \"%s\"", value);
	c->listen[c->nlisten++].where = xstrdup(value);
	return OK;
}

/* Bytes, or with K, M, G, T behind. */
static enum err
set_size(const char *key, const char *value, uint64_t *out)
{
	static const char units[] = "KMGT";
	struct slice s = slice_of(value);
	const char *unit = s.len > 0 ? strchr(units, s.p[s.len - 1]) : NULL;
	unsigned shift = 0;

	if (unit != NULL) {
		shift = 10 * (unsigned)(unit - units + 1);
		s.len--;
	}
	if (!slice_u64(s, out) || *out > (UINT64_MAX >> 16) >> shift)
		return err_set(ERR_SYNTAX,
		    "%s: a size like 8G or 512M, not \"%s\"", key, value);
	*out <<= shift;
	return OK;
}

enum err
conf_set(struct conf *c, const char *key, const char *value)
{
	struct slice k = slice_of(key);
	uint64_t n = 0;
	enum err e;

	if (slice_is(k, "data"))
		return set_text(&c->dir, value);
	if (slice_is(k, "socket"))
		return set_text(&c->socket, value);
	if (slice_is(k, "name"))
		return set_text(&c->name, value);
	if (slice_is(k, "user"))
		return set_text(&c->user, value);
	if (slice_is(k, "listen"))
		return add_listen(c, value);
	if (slice_is(k, "quota"))
		return set_size(key, value, &c->quota);
	if (slice_is(k, "workers")) {
		e = set_number(key, value, 256, &n);
		c->workers = (int)n;
		return e;
	}
	if (slice_is(k, "connections-per-address")) {
		e = set_number(key, value, 1000000, &n);
		c->per_address = (unsigned)n;
		return e;
	}
	return err_set(ERR_SYNTAX, "no such key: %s; there are data, listen, "
	    "socket, name, user, workers, quota, connections-per-address",
	    key);
}

static enum err
set_line(struct conf *c, struct slice line)
{
	char key[64], value[1024];
	ptrdiff_t hash = slice_chr(line, '#');
	struct slice rest;

	if (hash >= 0)
		line.len = (size_t)hash;
	rest = slice_trim(line);
	if (rest.len == 0)
		return OK;
	if (!slice_copy(slice_word(&rest), key, sizeof(key)))
		return err_set(ERR_SYNTAX, "no such key");
	rest = slice_trim(rest);
	if (rest.len == 0)
		return err_set(ERR_SYNTAX, "%s: its value is missing", key);
	if (!slice_copy(rest, value, sizeof(value)))
		return err_set(ERR_TOOBIG, "%s: its value is too long", key);
	return conf_set(c, key, value);
}

enum err
conf_read(struct conf *c, const char *path)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	ssize_t len;
	int n = 0;
	enum err e = OK;

	if (f == NULL)
		return err_errno("%s", path);
	while (e == OK && (len = getline(&line, &size, f)) != -1) {
		n++;
		e = set_line(c, slice_make(line, (size_t)len));
		if (e != OK)
			e = err_set(e, "%s:%d: %s", path, n, err_detail());
	}
	if (e == OK && ferror(f))
		e = err_errno("%s", path);
	free(line);
	fclose(f);
	return e;
}

static enum err
make_absolute(char **path)
{
	char *cwd, *joined;

	if ((*path)[0] == '/')
		return OK;
	cwd = getcwd(NULL, 0);
	if (cwd == NULL)
		return err_errno("%s", *path);
	joined = xasprintf("%s/%s", cwd, *path);
	free(cwd);
	free(*path);
	*path = joined;
	return OK;
}

enum err
conf_finish(struct conf *c)
{
	enum err e;

	if (c->dir == NULL)
		return err_set(ERR_SYNTAX, "no data directory; say -d DIR, or "
		    "\"data DIR\" in the configuration");
	e = make_absolute(&c->dir);
	if (e == OK && c->socket == NULL)
		c->socket = xasprintf("%s/stoad.sock", c->dir);
	if (e == OK)
		e = make_absolute(&c->socket);
	if (c->workers == 0) {
		long cores = sysconf(_SC_NPROCESSORS_ONLN);

		c->workers = cores > 0 ? (int)cores : 1;
	}
	return e;
}

struct conf_boards
conf_board(const struct conf *c, const char *board)
{
	struct conf_boards all = { .expire = 0 };

	for (int i = 0; i < c->nboards; i++) {
		const struct conf_boards *one = c->boards[i];

		if (!wildmat_match(slice_of(one->pattern), slice_of(board)))
			continue;
		if (one->expire != 0)
			all.expire = one->expire;
		if (one->max_size != 0)
			all.max_size = one->max_size;
	}
	return all;
}
