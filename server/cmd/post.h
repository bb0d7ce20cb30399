/* Articles of the accounts of this server. */
#ifndef SERVER_CMD_POST_H
#define SERVER_CMD_POST_H

#include "server/net/session.h"
#include "server/store/store.h"

/*
 * Makes what the session posts, block, into an article, as POST does. Refusals
 * as of inject_check(), and by the policy of its boards, in err_detail().
 */
enum err post_make(struct session *s, struct view *v, struct slice block,
    struct posting **out);

#endif
