/*
 * The terms of use towards a session: whether it has to accept them, how they
 * are shown, and how new ones come.
 */
#ifndef SERVER_CMD_TERMS_H
#define SERVER_CMD_TERMS_H

#include "server/cmd/change.h"
#include "server/net/session.h"

/* The version that the session's account has to accept; 0: none. */
unsigned terms_first(struct session *s);
/* Answers 401. */
void terms_refuse(struct session *s, struct buf *out);
/* The lines of XINFO terms; false when there are none. */
bool terms_put(struct view *v, struct buf *out);

/*
 * The article that they stand in, for the intent of a TERMS act. text is as
 * in the act, escaped. ERR_TOOBIG.
 */
enum err terms_notice(struct store *store, struct slice target,
    struct slice text, struct posting **out);
/* Adds it to the change and hands that to the writer. */
void terms_submit(struct session *s, struct change **c);

#endif
