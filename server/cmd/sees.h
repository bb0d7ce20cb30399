/*
 * What a session may know of. A board that is closed to it (lounge, case)
 * does not exist for it, nor does an article that is hidden, was taken out,
 * or stands in such boards alone. The desk's view must be open.
 */
#ifndef SERVER_CMD_SEES_H
#define SERVER_CMD_SEES_H

#include "proto/query.h"
#include "server/net/session.h"
#include "server/store/store.h"
#include "server/store/community/subject.h"

/*
 * The session as the view knows it; looked up once a turn. Valid as long as
 * the view.
 */
const struct actor *sees_me(struct session *s);
/* view.mine becomes the session's own. */
bool sees_board(struct session *s, struct board *b);
/* The same by its number; false when there is none. */
bool sees_board_id(struct session *s, uint32_t id);
/* view_board() of what it may know of. */
bool sees_find(struct session *s, struct slice name, struct board *out);
/*
 * Whether it may know where a sanction holds, a wildmat: the name of a closed
 * board is for who is let in.
 */
bool sees_scope(struct session *s, struct slice scope);
/*
 * Appends the roles of an account that the session may know of: an invitation
 * tells the name of a closed board.
 */
void sees_roles(struct session *s, struct slice account, struct slice roles,
    struct buf *out);
/* Whether it keeps order somewhere, or is of the company. */
bool sees_figures(struct session *s);
/* Whether it keeps order somewhere, so that it is told of flags. */
bool sees_flags(struct session *s);
bool sees_subject(struct session *s, const struct subject *subject);
/* By its id; false when there is none. */
bool sees_article(struct session *s, uint64_t id);
/* Whether it may know of each that "thread:" names; ERR_NOTFOUND. */
enum err sees_threads(struct session *s, const struct query *q);

#endif
