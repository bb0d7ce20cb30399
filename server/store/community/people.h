/* What the acts of people and value share. */
#ifndef SERVER_STORE_COMMUNITY_PEOPLE_H
#define SERVER_STORE_COMMUNITY_PEOPLE_H

#include "server/store/community/question.h"
#include "server/store/community/rows.h"
#include "server/store/key.h"

/* An invitation. */
struct code_row {
	int64_t until;		/* 0: for ever */
	uint32_t uses;		/* left */
	uint32_t reserved;
};

/* Numbers are given out in the order of joining, and never again. */
uint32_t account_next_id(struct txn *t);

bool code_get(struct txn *t, struct slice name, struct code_row *out);

/* --- who left (forget.c) -------------------------------------------------- */

/*
 * The next articles that name an account which left: those of its author rows
 * with low <= id < before, FORGET_MAX of them at most. False: none is left.
 */
bool forget_slice(struct txn *t, uint32_t account, uint64_t *low,
    uint64_t *before);
/* Takes the name out of their bytes, before apply() of a forget event. */
void forget_bytes(struct store *s, struct txn *t, const struct event *e);
/* What nobody can replay of an account that leaves: password, read marks. */
void forget_private(struct txn *t, const struct event *e);
/* The next account > after that left and is named by articles yet; or 0. */
uint32_t forget_next(struct txn *t, uint32_t after);

/* --- terms of use (terms.c) ----------------------------------------------- */

/* The version that counts, 0 when there are none; *seq is its event. */
uint32_t terms_current(struct txn *t, uint64_t *seq);
/* ERR_TERMS when the actor has to accept them before this act. */
enum err check_terms(
    struct view *v, const struct intent *i, const struct decision *d);

/* --- what readers have read (read.c) -------------------------------------- */

/*
 * Done at once, nothing is journalled. *earned: the account has come to
 * another level of trust by it.
 */
enum err read_perform(struct view *v, const struct intent *i, int64_t now,
    bool *earned);

/* --- products (own.c) ----------------------------------------------------- */

/* since: as it was written. */
bool own_get(struct txn *t, uint32_t account, struct slice product,
    struct own_rec *rec, struct slice *since);
/*
 * What the keys of those who have the product begin with; false when none can
 * be called so.
 */
bool own_holders(struct slice product, struct name_key *out);
/* The account has none any more. */
void own_leave(struct step *s, uint32_t account);

/* --- badges (badge.c) ----------------------------------------------------- */

/*
 * How many badges of a role's topics ("expert/tv") the account never had;
 * *first is one of them, unless first is NULL.
 */
int badges_due(struct txn *t, uint32_t account, struct slice roles,
    struct slice role, struct slice *first);

#endif
