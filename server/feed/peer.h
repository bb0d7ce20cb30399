/*
 * Which news server somebody is: by the address it comes from, or by the
 * account it has logged in as. Host names are looked up by a thread that may
 * wait (names_refresh()); sessions only look into what it found.
 */
#ifndef SERVER_FEED_PEER_H
#define SERVER_FEED_PEER_H

#include "common/slice.h"
#include "server/conf/conf.h"
#include "server/net/ip.h"

struct names;

struct names *names_new(void);
void names_free(struct names **n);
/*
 * Looks up the host names of all peers, forgets others. May take as long as
 * the resolver does; false when one was not found. One thread at a time.
 */
bool names_refresh(struct names *n, const struct conf *c);
/* Another number whenever something was found. Any thread. */
unsigned names_version(const struct names *n);
/* Whether the name stood for that address when it was looked up last. */
bool names_has(struct names *n, const char *name, const struct ip *ip);

/*
 * NULL when it is none. account is empty for one that has not logged in; n
 * may be NULL. Any thread.
 */
const struct conf_peer *peer_find(const struct conf *c, struct names *n,
    const struct ip *ip, struct slice account);
/* Whether one of these boards, a Newsgroups field, is sent to it. */
bool peer_gets(const struct conf_peer *p, struct slice newsgroups);
/* By its name in Path, in any case. */
const struct conf_peer *peer_named(const struct conf *c, struct slice name);

#endif
