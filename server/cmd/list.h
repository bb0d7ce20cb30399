/* What the forms of LIST share. */
#ifndef SERVER_CMD_LIST_H
#define SERVER_CMD_LIST_H

#include "server/net/session.h"

/* False, and 501, when the argument is no wildmat. */
bool list_wildmat(struct session *s, struct slice arg);

#endif
