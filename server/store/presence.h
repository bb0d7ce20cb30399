/*
 * Which accounts are there: they have a session, or had one a moment ago. In
 * memory alone; after a start nobody is. Any thread.
 */
#ifndef SERVER_STORE_PRESENCE_H
#define SERVER_STORE_PRESENCE_H

#include <stdbool.h>
#include <stdint.h>

struct presence;

struct presence *presence_new(void);
void presence_free(struct presence **p);
/* A session of the account began; it ended at time now. */
void presence_enter(struct presence *p, uint32_t account);
void presence_leave(struct presence *p, uint32_t account, int64_t now);
/* Whether it has one, or had one within span seconds before now. */
bool presence_has(
    struct presence *p, uint32_t account, int64_t now, uint32_t span);
/*
 * The account fetched an article. True when it had not within this hour,
 * about, whatever the session. *tell: nothing was told of its reading for a
 * minute, and is now.
 */
bool presence_fetch(struct presence *p, uint32_t account, uint64_t article,
    int64_t now, bool *tell);

#endif
