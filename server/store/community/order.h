/*
 * What the acts of order leave behind, beside the rows of scan.h: sanctions,
 * what is known of an article that was taken out, names of states. Slices
 * are valid as those of the view.
 *
 * Who may read which row is the caller's to see: flags are for moderators,
 * what happened in a closed board for those it is open to.
 */
#ifndef SERVER_STORE_COMMUNITY_ORDER_H
#define SERVER_STORE_COMMUNITY_ORDER_H

#include "server/store/schema.h"
#include "server/store/store.h"

/* In flag rows: values are never changed. */
enum flag_state {
	FLAG_OPEN,
	FLAG_UPHELD,
	FLAG_REJECTED,
	FLAG_MOOT,	/* its author took the article back */
	FLAG_STATES
};

/* "open", "upheld", "rejected", "moot". */
const char *flag_state_name(enum flag_state state);

/* "escalated", "flagged", "alarm", "appeal". */
const char *queue_kind_name(enum queue_kind kind);

/* The last public act of order with a seq < before; 0 at the end. */
uint64_t view_modlog_prev(struct view *v, uint64_t before);

/*
 * The event that took an article out, whoever did; false when it is not
 * known, or it was not taken out. What a moderator removed is told to
 * everybody: by whom, when and why, but not what it said.
 */
bool view_tombstone(struct view *v, uint64_t article, struct event *out);

/*
 * The event of the sanction that binds the account everywhere now, the one
 * that ends last; false when none does, or none of the last ones in the log
 * is its.
 */
bool view_sanction(struct view *v, uint32_t account, int64_t now,
    struct event *out);

/* In keys: values are never changed. */
enum sanction_kind { SANCTION_SILENCE, SANCTION_SUSPEND, SANCTION_KINDS };

/* One that binds in some boards only. */
struct sanction {
	enum sanction_kind kind;
	struct slice scope;	/* a wildmat */
	int64_t until;
	uint64_t seq;		/* event that imposed it */
};

/*
 * The next one of the account that lasts longer than now, behind *at; with
 * scope.p NULL the first one. (sanction.c)
 */
bool view_sanction_next(struct view *v, uint32_t account, int64_t now,
    struct sanction *at);

#endif
