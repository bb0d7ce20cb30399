/* Peers of the configuration, by address, account and name. */
#include "server/feed/peer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "proto/article.h"
#include "proto/wildmat.h"
#include "server/sandbox/monitor.h"

enum {
	NAME_ADDRESSES = 16,	/* of one host name */
	LOOK_UP_MS = 20000,
};

struct name {
	struct name *next;
	char *text;
	struct ip_net at[NAME_ADDRESSES];
	int n;
};

struct names {
	pthread_mutex_t lock;
	struct name *first;
	_Atomic unsigned version;
};

struct names *
names_new(void)
{
	struct names *n = xcalloc(1, sizeof(*n));

	pthread_mutex_init(&n->lock, NULL);
	return n;
}

static void
free_list(struct name *one)
{
	while (one != NULL) {
		struct name *next = one->next;

		free(one->text);
		free(one);
		one = next;
	}
}

void
names_free(struct names **n)
{
	free_list((*n)->first);
	pthread_mutex_destroy(&(*n)->lock);
	free(*n);
	*n = NULL;
}

static struct name *
find(struct name *one, const char *text)
{
	while (one != NULL && !slice_is(slice_of(one->text), text))
		one = one->next;
	return one;
}

/* By way of the parent process: this one may not ask the net. */
static struct name *
look_up(const char *text)
{
	char all[NAME_ADDRESSES * 64];
	struct slice rest, word;
	struct name *one;
	enum err e = monitor_resolve(text, LOOK_UP_MS, all, sizeof(all));

	if (e != OK) {
		log_warn("peer %s: %s", text, err_detail());
		return NULL;
	}
	one = xcalloc(1, sizeof(*one));
	one->text = xstrdup(text);
	rest = slice_of(all);
	while ((word = slice_word(&rest)).len > 0 && one->n < NAME_ADDRESSES)
		if (ip_net_parse(word, &one->at[one->n]))
			one->n++;
	return one;
}

/* One that cannot be looked up now keeps what was found before. */
static struct name *
keep(const struct names *n, const char *text)
{
	struct name *old = find(n->first, text), *one;

	if (old == NULL)
		return NULL;
	one = xmalloc(sizeof(*one));
	*one = *old;
	one->text = xstrdup(text);
	return one;
}

bool
names_refresh(struct names *n, const struct conf *c)
{
	struct name *fresh = NULL, *old;
	struct ip_net net;
	bool all = true;

	for (int i = 0; i < c->npeers; i++)
		for (int k = 0; k < c->peer[i]->naddresses; k++) {
			const char *text = c->peer[i]->address[k];
			struct name *one;

			if (ip_net_parse(slice_of(text), &net) ||
			    find(fresh, text) != NULL)
				continue;
			one = look_up(text);
			all = all && one != NULL;
			if (one == NULL)
				one = keep(n, text);
			if (one != NULL) {
				one->next = fresh;
				fresh = one;
			}
		}
	pthread_mutex_lock(&n->lock);
	old = n->first;
	n->first = fresh;
	atomic_fetch_add(&n->version, 1);
	pthread_mutex_unlock(&n->lock);
	free_list(old);
	return all;
}

unsigned
names_version(const struct names *n)
{
	return atomic_load(&n->version);
}

bool
names_has(struct names *n, const char *name, const struct ip *ip)
{
	struct name *one;
	bool has = false;

	pthread_mutex_lock(&n->lock);
	one = find(n->first, name);
	for (int i = 0; one != NULL && i < one->n && !has; i++)
		has = ip_in(ip, &one->at[i]);
	pthread_mutex_unlock(&n->lock);
	return has;
}

static bool
comes_from(
    const struct conf_peer *p, struct names *n, const struct ip *ip)
{
	struct ip_net net;

	for (int i = 0; i < p->naddresses; i++)
		if (ip_net_parse(slice_of(p->address[i]), &net) ?
		    ip_in(ip, &net) :
		    n != NULL && names_has(n, p->address[i], ip))
			return true;
	return false;
}

const struct conf_peer *
peer_find(const struct conf *c, struct names *n, const struct ip *ip,
    struct slice account)
{
	for (int i = 0; i < c->npeers; i++) {
		const struct conf_peer *p = c->peer[i];

		if (p->account != NULL && account.len != 0 &&
		    slice_is(account, p->account))
			return p;
	}
	for (int i = 0; i < c->npeers && ip->known; i++)
		if (comes_from(c->peer[i], n, ip))
			return c->peer[i];
	return NULL;
}

const struct conf_peer *
peer_named(const struct conf *c, struct slice name)
{
	for (int i = 0; i < c->npeers; i++)
		if (slice_iis(name, c->peer[i]->name))
			return c->peer[i];
	return NULL;
}

bool
peer_gets(const struct conf_peer *p, struct slice newsgroups)
{
	struct slice name;

	while (article_next_board(&newsgroups, &name))
		if (p->send == NULL || wildmat_match(slice_of(p->send), name))
			return true;
	return false;
}
