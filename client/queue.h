/*
 * What waits for a moderator: held articles, flags, alarms, appeals. What
 * staff is asked for is a board, view.escalated.
 */
#ifndef CLIENT_QUEUE_H
#define CLIENT_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/slice.h"

#define QUEUE_NAME "@moderation"

struct queue_row {
	char *target;		/* <message-id>, @account or a board */
	char *board, *author, *subject;
	char *why;		/* held, flagged, alarm, appeal */
	char *reason;		/* "spam,abuse", a sentence, or "" */
	int64_t since;
};

struct queue {
	struct queue_row *row;	/* who waits longest comes first */
	size_t n;
	bool loaded;
	bool more;		/* the server has more than these */
};

void queue_clear(struct queue *q);
/* Takes the rows of XLIST queue in place of those there were. */
void queue_take(struct queue *q, struct slice block);

/* What is done about a row, and whether a reason is asked for. */
enum queue_verdict { QUEUE_APPROVE, QUEUE_REFUSE };
struct queue_deed {
	const char *act;	/* NULL: nothing can be done */
	bool reason;
};
struct queue_deed queue_deed(
    const struct queue_row *row, enum queue_verdict verdict);
/* Why it waits, for people, not translated yet. */
const char *queue_why(const struct queue_row *row);

#endif
