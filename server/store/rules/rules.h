/*
 * Rules: an act that is done whenever a query holds so long, each in the
 * journal. A subject that a rule holds for is armed; a timer says when the
 * rule's act is done to it, and the writer does it then, once. Arming is part
 * of apply(); what fires is an event like others, with rule=NAME.
 */
#ifndef SERVER_STORE_RULES_RULES_H
#define SERVER_STORE_RULES_RULES_H

#include "server/store/internal.h"

struct subject;

/*
 * A subject changed: it is armed and disarmed as the rules say. True when
 * rows were written, and a is no longer what the tables say.
 */
bool rules_refresh(struct step *s, uint64_t id, const struct subject *a);
/*
 * In front of that, once an event: what a rule caused has fired; what the
 * event says of accounts is looked at by rules that count them.
 */
void rules_settle(struct step *s);
/* What is armed for an article is so for the one that took its place. */
void rules_move(struct txn *t, uint64_t from, uint64_t to);
/* Whether any rule is about boards. */
bool rules_of_boards(struct txn *t);

/* --- timers ---------- */

/* A timer that is due, and what it wants done. */
struct due {
	int64_t time;
	int domain;		/* enum domain */
	uint64_t id;
	uint32_t rule;
};

/* When the first timer is due; 0: none runs. */
int64_t timer_first(struct txn *t);
/* The first timer that is due by now; false when none is. */
bool timer_due(struct txn *t, int64_t now, struct due *out);
/* Whether it still runs. */
bool timer_runs(struct txn *t, const struct due *due);

/*
 * What the rule of a timer does, put into the intent; target and args hold
 * its text. False when there is nothing to do any more.
 */
bool timer_intent(struct txn *t, const struct due *due, struct intent *i,
    struct buf *target, struct buf *args);
/* The arguments of the lapse of a timer that came to nothing. */
void timer_put_lapse(const struct due *due, struct buf *args);

#endif
