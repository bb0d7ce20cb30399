/*
 * What the two processes of stoad say to each other: one datagram on a
 * SOCK_SEQPACKET pair, with descriptors along.
 */
#ifndef SERVER_SANDBOX_MESSAGE_H
#define SERVER_SANDBOX_MESSAGE_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"

enum { MESSAGE_FDS = 80, MESSAGE_TEXT = PATH_MAX };

enum message_kind {
	/* Parent to child. */
	MESSAGE_STOP = 1,	/* end in order */
	MESSAGE_RELOAD,		/* fds: the configuration, new listeners */
	/* Child to parent. */
	MESSAGE_READY,		/* it serves */
	MESSAGE_RELOADED,	/* value: whether it took the configuration */
	MESSAGE_LOG,		/* value: enum log_level; text: a line */
	/* With a socket for the answer; see monitor.h. */
	MESSAGE_CONNECT,	/* text: a peer; value: milliseconds */
	MESSAGE_RESOLVE,	/* text: a host; value: milliseconds */
	MESSAGE_USER,		/* value: a uid */
	MESSAGE_BACKUP,		/* text: a directory */
	/* On that socket. */
	MESSAGE_ANSWER,		/* value: enum err; text: a name, or why not */
	MESSAGE_DONE,		/* value: whether the backup is good */
};

struct message {
	uint32_t kind, value;
	char text[MESSAGE_TEXT];	/* terminated */
	/* Not of the datagram itself. */
	int fd[MESSAGE_FDS];
	int nfds;
};

/* A connected pair, closed on exec. */
enum err message_pair(int fd[2]);
/* The descriptors stay the caller's. ERR_IO when nobody is there. */
enum err message_send(int fd, const struct message *m);
/* The same, but ERR_BUSY when it would have to wait for room. */
enum err message_offer(int fd, const struct message *m);
/*
 * Waits at most timeout_ms (-1: for ever). The descriptors are the caller's.
 * ERR_BUSY when the time is over, ERR_NOTFOUND at the end, ERR_IO.
 */
enum err message_receive(int fd, int timeout_ms, struct message *m);
/* Closes its descriptors. */
void message_close(struct message *m);

#endif
