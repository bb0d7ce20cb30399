/* What a session may see and do as a moderator, or with its own articles. */
#ifndef SERVER_CMD_MODERATE_H
#define SERVER_CMD_MODERATE_H

#include "server/net/session.h"
#include "server/store/store.h"

/* Whether it moderates the board; an admin moderates all. */
bool moderates(struct session *s, struct slice board);
/* The same for the boards an event names: any of them, or all. */
bool moderates_any(struct session *s, const struct event *e);
bool moderates_all(struct session *s, const struct event *e);
/* Whether the article was posted by the session's account. */
bool is_author(const struct session *s, const struct event *e);
/*
 * Whether it may see an article that stands in no board: control articles
 * everybody, what waits, is hidden or was rejected its author, what was ever
 * taken out the moderators.
 */
bool may_see(struct session *s, const struct article_row *row);

#endif
