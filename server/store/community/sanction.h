/*
 * Sanctions that bind in some boards only, as those of a moderator of some
 * boards do: their rows, and how far a right to impose them goes. Those that
 * bind everywhere stand in account_rec. A scope is a wildmat; an empty one is
 * everywhere.
 */
#ifndef SERVER_STORE_COMMUNITY_SANCTION_H
#define SERVER_STORE_COMMUNITY_SANCTION_H

#include "server/store/community/order.h"
#include "server/store/community/rows.h"

enum { SCOPE_MAX = 256 };	/* bytes of a scope */

/* view_sanction_next() */
bool sanction_next(struct txn *t, uint32_t account, int64_t now,
    struct sanction *at);
/* Until when that one lasts; 0: there is none. */
int64_t sanction_until(struct txn *t, uint32_t account,
    enum sanction_kind kind, struct slice scope);
/* The one that binds the account in a board; suspensions first. */
bool sanction_in(struct txn *t, uint32_t account, struct slice board,
    int64_t now, struct sanction *out);

/* --- apply ---------------------------------------------------------------- */

/* Those that were over a year before now go. */
void sanction_put(struct txn *t, uint32_t account, int64_t now,
    const struct sanction *s);
/* All of that scope, or all there are when scope.p is NULL. */
void sanction_lift(struct txn *t, uint32_t account, struct slice scope);

/* --- how far a right goes ------------------------------------------------- */

/*
 * Whether the roles in who (enum who) give a right in all of the scope: one
 * of them has none, or the same, or one that a board's name falls under.
 */
bool scope_covered(struct slice roles, unsigned who, struct slice scope);
/* Appends the scopes of those roles; nothing: one of them has none. */
void scope_put(struct slice roles, unsigned who, struct buf *out);
/* ERR_SYNTAX when it is no scope that somebody may write. */
enum err scope_check(struct slice scope);

#endif
