/* What differs between two configurations, and what of it may not. */
#include <stdlib.h>
#include <string.h>

#include "common/xalloc.h"
#include "server/conf/conf.h"

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
same_listen(const struct conf *a, const struct conf *b, bool tls)
{
	int i = 0, k = 0;

	for (;;) {
		while (i < a->nlisten && a->listen[i].tls != tls)
			i++;
		while (k < b->nlisten && b->listen[k].tls != tls)
			k++;
		if (i == a->nlisten || k == b->nlisten)
			return i == a->nlisten && k == b->nlisten;
		if (strcmp(a->listen[i++].where, b->listen[k++].where) != 0)
			return false;
	}
}

static bool
same_addresses(const struct conf_peer *a, const struct conf_peer *b)
{
	if (a->naddresses != b->naddresses)
		return false;
	for (int i = 0; i < a->naddresses; i++)
		if (strcmp(a->address[i], b->address[i]) != 0)
			return false;
	return true;
}

static bool
same(const struct conf_key *k, const void *a, const void *b)
{
	const void *at = (const char *)a + k->at;
	const void *bt = (const char *)b + k->at;

	if (conf_is_text(k->kind))
		return same_text(*(char *const *)at, *(char *const *)bt);
	switch (k->kind) {
	case CONF_NUMBER:
		return *(const unsigned *)at == *(const unsigned *)bt;
	case CONF_SIZE:
		return *(const uint64_t *)at == *(const uint64_t *)bt;
	case CONF_DURATION:
		return *(const int64_t *)at == *(const int64_t *)bt;
	case CONF_SWITCH:
		return *(const bool *)at == *(const bool *)bt;
	case CONF_SPAN:
		return *(const uint32_t *)at == *(const uint32_t *)bt;
	case CONF_JOIN:
		return *(const unsigned char *)at ==
		    *(const unsigned char *)bt;
	case CONF_WORDS:
		return same_text(at, bt);
	case CONF_SANDBOX:
		return *(const enum conf_sandbox *)at ==
		    *(const enum conf_sandbox *)bt;
	case CONF_LISTEN:
	case CONF_LISTEN_TLS:
		return same_listen(a, b, k->kind == CONF_LISTEN_TLS);
	case CONF_ADDRESS:
		return same_addresses(a, b);
	default:
		return false;
	}
}

/* All keys of a block. */
static bool
same_all(enum conf_section section, const void *a, const void *b)
{
	for (int i = 0; i < CONF_KEYS; i++)
		if (conf_key_table[i].section == section &&
		    !same(&conf_key_table[i], a, b))
			return false;
	return true;
}

static void
note(struct buf *to, const char *word, const char *name)
{
	buf_printf(to, "%s%s%s%s", to->len > 0 ? ", " : "", word,
	    name[0] != '\0' ? " " : "", name);
}

static const struct conf_peer *
peer_of(const struct conf *c, const char *name)
{
	for (int i = 0; i < c->npeers; i++)
		if (strcmp(c->peer[i]->name, name) == 0)
			return c->peer[i];
	return NULL;
}

static void
compare_peers(
    const struct conf *before, const struct conf *now, struct buf *changed)
{
	for (int i = 0; i < now->npeers; i++) {
		const struct conf_peer *p = now->peer[i];
		const struct conf_peer *old = peer_of(before, p->name);

		if (old == NULL || !same_all(CONF_PEER, old, p))
			note(changed, "peer", p->name);
	}
	for (int i = 0; i < before->npeers; i++)
		if (peer_of(now, before->peer[i]->name) == NULL)
			note(changed, "peer", before->peer[i]->name);
}

static bool
same_boards(const struct conf *a, const struct conf *b)
{
	if (a->nboards != b->nboards)
		return false;
	for (int i = 0; i < a->nboards; i++) {
		const struct conf_boards *x = a->boards[i];
		const struct conf_boards *y = b->boards[i];

		if (strcmp(x->pattern, y->pattern) != 0 ||
		    x->says_expire != y->says_expire ||
		    x->says_max_size != y->says_max_size ||
		    !same_all(CONF_BOARDS, x, y))
			return false;
	}
	return true;
}

void
conf_compare(const struct conf *before, const struct conf *now,
    struct buf *changed, struct buf *restart)
{
	for (int i = 0; i < CONF_KEYS; i++) {
		const struct conf_key *k = &conf_key_table[i];
		bool alike = k->section != CONF_MAIN || same(k, before, now);

		if (i == CONF_KEY_MOTD)
			alike = alike &&
			    same_text(before->motd_text, now->motd_text);
		if (i == CONF_KEY_TERMS)
			alike = alike &&
			    same_text(before->terms_text, now->terms_text);
		if (!alike)
			note(k->restart ? restart : changed, k->name, "");
	}
	compare_peers(before, now, changed);
	if (!same_boards(before, now))
		note(changed, "boards", "");
	if (!same_all(CONF_COMMUNITY, before, now))
		note(changed, "community", "");
}

static void
copy_text(char **to, const char *from)
{
	free(*to);
	*to = from != NULL ? xstrdup(from) : NULL;
}

/* Only of kinds that a restart may be needed for. */
static void
copy(const struct conf_key *k, const void *from, void *to)
{
	const void *at = (const char *)from + k->at;
	void *into = (char *)to + k->at;

	if (k->kind == CONF_NUMBER)
		*(unsigned *)into = *(const unsigned *)at;
	else if (k->kind == CONF_SWITCH)
		*(bool *)into = *(const bool *)at;
	else if (k->kind == CONF_SANDBOX)
		*(enum conf_sandbox *)into = *(const enum conf_sandbox *)at;
	else
		copy_text(into, *(char *const *)at);
}

void
conf_hold(const struct conf *running, struct conf *now)
{
	for (int i = 0; i < CONF_KEYS; i++)
		if (conf_key_table[i].restart)
			copy(&conf_key_table[i], running, now);
}
