/* XACT backup: a hot copy of the store, made beside the daemon's work. */
#ifndef SERVER_CMD_BACKUP_H
#define SERVER_CMD_BACKUP_H

#include "server/cmd/change.h"

/*
 * Takes the change, whose text is an absolute directory on this host, and
 * answers it when the copy is on the disk. One at a time.
 */
void backup_submit(struct session *s, struct change **c);

#endif
