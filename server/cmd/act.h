/* Acts that a session asks for, whichever way. */
#ifndef SERVER_CMD_ACT_H
#define SERVER_CMD_ACT_H

#include "common/err.h"
#include "proto/act.h"
#include "proto/request.h"
#include "server/net/session.h"

/*
 * Whether the act may go to the writer while others are on their way there,
 * to be answered in its turn: the plain ones of an import.
 */
bool act_streams(struct session *s, const struct request *r);
/*
 * Whether the session may ask for it; whether it may do it is decided by the
 * writer. ERR_DENIED with the reason in err_detail().
 */
enum err act_may(struct session *s, const struct act *a);
/* Whether it is the writer's alone: no file, no peer, no other bytes. */
bool act_is_plain(enum act_id id);
/* Tells the audit log what came of it. */
void act_audit(struct session *s, const struct act *a, struct slice target,
    enum err e, const char *why);

#endif
