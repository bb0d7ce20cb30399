/* XACT within a stream. */
#ifndef SERVER_CMD_ACT_H
#define SERVER_CMD_ACT_H

#include "server/net/session.h"
#include "proto/request.h"

/*
 * Whether the act may go to the writer while others are on their way there,
 * to be answered in its turn: the plain ones of an import.
 */
bool act_streams(struct session *s, const struct request *r);

#endif
