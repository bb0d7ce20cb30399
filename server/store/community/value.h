/*
 * What accounts have: badges, products, a ledger, points by day, and the rank
 * that their contributions make. Slices are valid as those of the view.
 */
#ifndef SERVER_STORE_COMMUNITY_VALUE_H
#define SERVER_STORE_COMMUNITY_VALUE_H

#include "server/store/schema.h"
#include "server/store/store.h"

struct badge {
	uint32_t account;
	struct slice name;
	uint64_t seq;		/* event that gave it */
	int64_t time;
};

bool view_badge(struct view *v, uint32_t account, struct slice name,
    struct badge *out);
/*
 * The next badge in the order of accounts and names, behind account and name
 * after ("" to begin with the account); look at out->account.
 */
bool view_badge_next(struct view *v, uint32_t account, struct slice after,
    struct badge *out);

/*
 * Who has a badge: the first max accounts into out; returns how many there
 * are, HOLDERS_MAX when there are more than that.
 */
enum { HOLDERS_MAX = 10000 };
unsigned view_badge_holders(struct view *v, struct slice name, uint32_t *out,
    unsigned max);

/*
 * Whether a rule that gives badges of this name gives that one: "#" stands
 * for a number, "/" and "*" at its end for a topic or for none.
 */
bool badge_covers(struct slice pattern, struct slice name);

/* A product that an account has. */
struct own {
	struct slice product;
	struct slice since;	/* "2019-03", as it was written; or empty */
	bool verified;		/* staff has seen it */
};

/* The next one of an account, by names, behind product after. */
bool view_own_next(struct view *v, uint32_t account, struct slice after,
    struct own *out);

struct product {
	struct slice name;
	uint32_t owners, verified;	/* accounts */
};

/* The next one that anybody has, behind the one called after. */
bool view_product_next(
    struct view *v, struct slice after, struct product *out);
/* False when nobody has it. out->name is name. */
bool view_product(struct view *v, struct slice name, struct product *out);

struct ledger {
	uint32_t account;
	uint64_t seq;
	int64_t amount;		/* hundredths */
	int64_t time;
	struct slice currency, reason;
};

/* The next entry of an account behind event after; look at out->account. */
bool view_ledger_next(struct view *v, uint32_t account, uint64_t after,
    struct ledger *out);
/* In hundredths. */
int64_t view_balance(struct view *v, uint32_t account, struct slice currency);

/*
 * The points that somebody got on a day (since 1970): the next row behind
 * *day and *account, in this order.
 */
bool view_earned_next(struct view *v, uint32_t *day, uint32_t *account,
    int32_t *points);

/* Threads, replies and ideas. */
uint32_t contributions(const struct account_rec *rec);
/* From 0 on, by contributions; the upper three also need solutions. */
int view_rank(struct view *v, const struct account_rec *rec);
/* "newcomer" ...; also of a number that is none. */
const char *rank_name(int rank);

/*
 * The next board > after of which an account has read something, and the
 * ranges of numbers there; 0 at the end.
 */
uint32_t view_read_next(struct view *v, uint32_t account, uint32_t after,
    struct slice *marks);

#endif
