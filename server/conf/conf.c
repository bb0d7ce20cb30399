/* The configuration as a whole: defaults, command line, what fits together. */
#include "server/conf/conf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/slice.h"
#include "common/xalloc.h"
#include "proto/wildmat.h"

static const char listen_preset[] = "127.0.0.1:1119";

void
conf_init(struct conf *c)
{
	*c = (struct conf){
		.listen_default = true, .community = policy_default,
	};
	conf_preset(CONF_MAIN, c);
	c->listen[c->nlisten++].where = xstrdup(listen_preset);
}

void
conf_clear(struct conf *c)
{
	conf_drop(CONF_MAIN, c);
	for (int i = 0; i < c->npeers; i++) {
		conf_drop(CONF_PEER, c->peer[i]);
		free(c->peer[i]->name);
		free(c->peer[i]);
	}
	for (int i = 0; i < c->nboards; i++) {
		conf_drop(CONF_BOARDS, c->boards[i]);
		free(c->boards[i]->pattern);
		free(c->boards[i]);
	}
	free(c->motd_text);
	free(c->terms_text);
	free(c->file);
	*c = (struct conf){ .nlisten = 0 };
}

void
conf_fault(struct conf_report *r, enum conf_grade grade, enum err e,
    const char *fmt, ...)
{
	char line[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (grade == CONF_ERROR && r->first == OK) {
		r->first = e;
		memcpy(r->detail, line, sizeof(line));
	}
	if (r->say != NULL)
		r->say(grade, line, r->arg);
}

enum err
conf_set(struct conf *c, const char *key, const char *value)
{
	const struct conf_key *k = conf_find(CONF_MAIN, key);

	if (k == NULL)
		return ERR_SYNTAX;
	if (value[0] == '\0')
		return err_set(ERR_SYNTAX, "%s: its value is missing", key);
	c->line[k - conf_key_table] = 0;
	return conf_put(k, c, value);
}

/* --- what fits together -------------------------------------------------- */

static void
fault_in(const struct conf *c, struct conf_report *r, enum conf_grade grade,
    unsigned line, const char *name, enum err e)
{
	if (c->file != NULL && line != 0)
		conf_fault(r, grade, e, "%s:%u: %s: %s", c->file, line, name,
		    err_detail());
	else
		conf_fault(r, grade, e, "%s: %s", name, err_detail());
}

void
conf_fault_at(const struct conf *c, struct conf_report *r, enum conf_id id,
    enum err e)
{
	fault_in(c, r, CONF_ERROR, c->line[id], conf_key_table[id].name, e);
}

void
conf_warn_at(const struct conf *c, struct conf_report *r, enum conf_id id,
    enum err e)
{
	fault_in(c, r, CONF_WARNING, c->line[id], conf_key_table[id].name, e);
}

void
conf_fault_listen(const struct conf *c, struct conf_report *r, int i,
    enum err e)
{
	enum conf_id id = c->listen[i].tls ? CONF_KEY_LISTEN_TLS :
	    CONF_KEY_LISTEN;

	fault_in(c, r, CONF_ERROR, c->listen[i].line,
	    conf_key_table[id].name, e);
}

static void
unfit(struct conf *c, struct conf_report *r, enum conf_id id,
    const char *why)
{
	conf_fault_at(c, r, id, err_set(ERR_SYNTAX, "%s", why));
}

static void
check_tls(struct conf *c, struct conf_report *r)
{
	bool listens = false;

	for (int i = 0; i < c->nlisten; i++)
		listens = listens || c->listen[i].tls;
	if (c->tls_certificate != NULL && c->tls_key == NULL)
		unfit(c, r, CONF_KEY_CERTIFICATE, "its key is missing; add "
		    "tls-key PATH");
	else if (c->tls_certificate == NULL && c->tls_key != NULL)
		unfit(c, r, CONF_KEY_KEY, "its certificate is missing; add "
		    "tls-certificate PATH");
	else if (listens && c->tls_certificate == NULL)
		unfit(c, r, CONF_KEY_LISTEN_TLS, "needs a certificate; add "
		    "tls-certificate PATH and tls-key PATH");
}

static void
make_absolute(const char *base, char **path)
{
	char *joined;

	if (*path == NULL || (*path)[0] == '/')
		return;
	joined = xasprintf("%s/%s", base, *path);
	free(*path);
	*path = joined;
}

enum err
conf_finish(struct conf *c, const char *base, struct conf_report *r)
{
	struct conf_report quiet = { .say = NULL };

	if (r == NULL)
		r = &quiet;
	for (int i = 0; i < CONF_KEYS; i++) {
		const struct conf_key *k = &conf_key_table[i];

		if (k->kind == CONF_PATH)
			make_absolute(
			    base, (char **)(void *)((char *)c + k->at));
	}
	if (c->dir == NULL)
		conf_fault(r, CONF_ERROR, ERR_SYNTAX, "no data directory; "
		    "say -d DIR, or \"data DIR\" in the configuration");
	else if (c->socket == NULL)
		c->socket = xasprintf("%s/stoad.sock", c->dir);
	check_tls(c, r);
	return r->first == OK ? OK : err_set(r->first, "%s", r->detail);
}

struct conf_boards
conf_board(const struct conf *c, const char *board)
{
	struct conf_boards all = { .expire = 0 };

	for (int i = 0; i < c->nboards; i++) {
		const struct conf_boards *one = c->boards[i];

		if (!wildmat_match(slice_of(one->pattern), slice_of(board)))
			continue;
		if (one->says_expire)
			all.expire = one->expire;
		if (one->says_max_size)
			all.max_size = one->max_size;
	}
	return all;
}
