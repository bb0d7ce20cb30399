/* XACT cancel: what an account takes out. */
#ifndef SERVER_CMD_CANCEL_H
#define SERVER_CMD_CANCEL_H

#include "server/cmd/change.h"

/*
 * Gives it the control article that tells peers, where one is sent what is
 * cancelled, and hands it to the writer; takes it.
 */
void cancel_submit(struct session *s, struct change **c);

#endif
