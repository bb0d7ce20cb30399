/* The writer's work in one transaction; its thread only. */
#ifndef SERVER_STORE_WORK_H
#define SERVER_STORE_WORK_H

#include "server/store/internal.h"

struct work {
	struct store *store;
	int64_t time;	/* the journal's, never falls */
	uint64_t seq;	/* its last event */
	int64_t due;	/* when the first timer is; 0: none runs */
	bool chores;	/* something is to be done at once */
	bool left;	/* somebody may have left, and be named still */
};

/* The intent is answered but for the commit; d is kept from one to the next. */
void work_perform(struct work *w, struct txn *t, struct intent *i,
    struct decision *d);
/* The same of it and all in also: each of them is done, or none. */
void work_together(struct work *w, struct txn *t, struct intent *first,
    struct decision *d);
/* What nobody asks for and is due now. */
void work_chores(struct work *w, struct txn *t, struct decision *d);
/* What is left of that, or has come: sets due and chores. */
void work_ahead(struct work *w, struct txn *t);

#endif
