/*
 * A worker: one thread with an event base, its own sessions and its own
 * reader of the store. Other threads reach it by its inbox alone.
 */
#ifndef SERVER_NET_WORKER_H
#define SERVER_NET_WORKER_H

#include "common/err.h"
#include "proto/limits.h"
#include "server/net/address.h"
#include "server/net/ip.h"

struct server;
struct worker;

/* Starts the thread. The table must outlive the worker. */
enum err worker_start(struct server *server, struct address_table *addresses,
    struct worker **out);
/*
 * Hands a connection over; the worker owns the descriptor and the place in
 * the address table from now on. peer_uid is meant when by_socket is true.
 * Any thread.
 */
struct arrival {
	int fd;
	struct address address;
	bool local;		/* the peer is on this host */
	bool trusted;		/* no brake but that of failed logins */
	bool by_socket;		/* over the Unix socket */
	bool tls;		/* it begins with a handshake */
	unsigned peer_uid;
	char user[LIMIT_ACCOUNT_NAME + 1];	/* its login name; "": none */
};
void worker_hand(struct worker *w, const struct arrival *a);
/* Asks it to answer what is with the writer and say goodbye to the rest. */
void worker_stop(struct worker *w);
/* Waits for its end and frees it. */
void worker_join(struct worker **w);

#endif
