/*
 * What an account fetches counts as reading, for its trust, as far as a
 * person can have read it; that is the writer's to say.
 */
#ifndef SERVER_CMD_READING_H
#define SERVER_CMD_READING_H

#include "server/net/session.h"
#include "server/store/store.h"

/* The session was sent the text of an article. */
void reading_note(struct session *s, const struct placed *at);
/* It ends: what was not told to the writer yet. */
void reading_leave(struct session *s);

#endif
