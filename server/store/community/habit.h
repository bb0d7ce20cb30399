/*
 * What is known of an account's reading: when, how long and how much, by day
 * for a while. It is not journalled: it is nobody else's business, and there
 * is a lot of it.
 */
#ifndef SERVER_STORE_COMMUNITY_HABIT_H
#define SERVER_STORE_COMMUNITY_HABIT_H

#include "server/store/community/rows.h"

/* a: the account's row, for what votes it has when the days begin. */
void habit_get(struct txn *t, uint32_t account, const struct account_rec *a,
    struct habit_rec *out);
void habit_put(struct txn *t, uint32_t account, const struct habit_rec *h);
/*
 * The account is here now. Returns how many more articles may count within
 * this hour, of most.
 */
uint32_t habit_tick(struct habit_rec *h, const struct account_rec *a,
    int64_t now, uint32_t most);
/* So many it read just now. */
void habit_add(struct habit_rec *h, uint32_t posts, uint32_t threads);

/* The sums of some days. */
struct habit_sum {
	uint32_t here, threads, posts;
	int32_t given, got;
};

/* Those of the last days, today one of them; HABIT_DAYS at most. */
struct habit_sum habit_sum(const struct habit_rec *h,
    const struct account_rec *a, int64_t now, uint32_t days);

#endif
