/* Which rule holds for what: the rows, and the timers that go with them. */
#ifndef SERVER_STORE_RULES_ARMED_H
#define SERVER_STORE_RULES_ARMED_H

#include "server/store/rules/rules.h"
#include "server/store/rules/standing.h"

/* What is armed for one subject. */
struct armed {
	uint32_t rule;
	struct armed_rec rec;
};

bool armed_get(struct txn *t, int domain, uint64_t id, uint32_t rule,
    struct armed_rec *rec);
/* The row and its timer. old: as they are; all zero when there are none. */
void armed_put(struct txn *t, int domain, uint64_t id, uint32_t rule,
    const struct armed_rec *old, const struct armed_rec *rec);
void armed_del(struct txn *t, int domain, uint64_t id, uint32_t rule,
    const struct armed_rec *old);
/* All of one subject; how many. */
int armed_all(struct txn *t, int domain, uint64_t id,
    struct armed out[LIMIT_RULES]);
/* NULL when the rule is not among them. */
const struct armed *armed_find(
    const struct armed *armed, int n, uint32_t rule);
/* The subjects that a rule is armed for, as walk_ids() finds others. */
int armed_walk(struct txn *t, int domain, uint32_t rule, uint64_t from,
    uint64_t to, uint64_t ids[WALK_LOOK], uint64_t *next);
/* A timer whose row may be missing. */
void timer_drop(struct txn *t, const struct due *due);

/* --- one rule (rules.c) ---------- */

/* The rule has come to a subject that was there before it. */
void rule_look_at(struct step *s, const struct standing_rule *r, uint64_t id);

#endif
