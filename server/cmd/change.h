/* A change that a session asks for, on its way through the writer. */
#ifndef SERVER_CMD_CHANGE_H
#define SERVER_CMD_CHANGE_H

#include "server/net/session.h"
#include "server/store/store.h"

struct deeds;

struct change {
	struct task task;
	struct intent intent;
	char actor[LIMIT_BOARD_NAME + 8];	/* "@name", "peer:name" */
	char by[LIMIT_ACCOUNT_NAME + 2];	/* who brings it in */
	char msgid[LIMIT_MSGID + 1];	/* of an article, as it was offered */
	struct buf text;		/* what target and args point into */
	char *line;			/* the act as it was written; or NULL */
	struct buf override;		/* the same for override */
	char hash[128];			/* what secret points into */
	struct deeds *deeds;		/* acts of a posting; NULL: none */
	/* On the worker's thread: answers from intent.err, why and seq. */
	void (*answer)(struct change *c, struct session *s, struct buf *out);
};

/*
 * A change by the session's account, which is also what "@me" as target is;
 * target and args are copied.
 */
struct change *change_new(struct session *s, enum act_id act,
    struct slice target, struct slice args);
/* Frees it and its posting. */
void change_free(struct change **c);
/*
 * Makes it a task of the session; whoever does it fills intent.err and why
 * and calls intent.done(), on any thread. barrier: see session_task().
 */
void change_begin(struct session *s, struct change *c, bool barrier);
/*
 * Hands it to the writer and takes it, or answers at once that it cannot be
 * taken now (intent.err is ERR_BUSY). barrier: see session_task().
 */
void change_submit(struct session *s, struct change **c, bool barrier);
/*
 * Takes a change that is decided already (intent.err, why); it is answered
 * behind those that came before it.
 */
void change_settle(struct session *s, struct change **c);
/* Why it was refused, one sentence. */
const char *change_why(const struct change *c);

#endif
