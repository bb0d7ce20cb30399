/*
 * Rules: an act that is done whenever a query holds so long, each in the
 * journal. A subject that a rule holds for is armed; a timer says when the
 * rule's act is done to it, and the writer does it then, once. Arming is part
 * of apply(); what fires is an event like others, with rule=NAME.
 */
#ifndef SERVER_STORE_RULES_H
#define SERVER_STORE_RULES_H

#include "server/store/internal.h"

/* A subject changed: it is armed and disarmed as the rules say. */
void rules_refresh(struct step *s, int domain, uint64_t id);
/*
 * Behind every event: one that a rule caused has fired, a rule that was made
 * or ended is remembered.
 */
void rules_settle(struct step *s);

/* When the first timer is due; 0: none runs. */
int64_t timer_first(struct txn *t);

/* A timer that is due, and what it wants done. */
struct due {
	int64_t time;
	int domain;		/* enum domain */
	uint64_t id;
	uint32_t rule;
};

/* The first timer that is due by now; false when none is. */
bool timer_due(struct txn *t, int64_t now, struct due *out);

#endif
