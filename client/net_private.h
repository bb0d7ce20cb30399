/* What the files of the connection share. */
#ifndef CLIENT_NET_PRIVATE_H
#define CLIENT_NET_PRIVATE_H

#include <sys/queue.h>

#include <event2/bufferevent.h>
#include <event2/event.h>

#include "client/net.h"
#include "common/buf.h"
#include "proto/command.h"
#include "proto/dot.h"

#define NET_PIPELINE	8
#define NET_DEADLINE_S	15
#define NET_BEAT_S	150	/* the server beats every 60 s */
#define NET_BACKOFF_MAX 60
#define NET_BODY_MAX	(32u << 20)

struct net_request {
	TAILQ_ENTRY(net_request) entry;
	char *line;
	char *group;
	char *block;
	size_t block_len;
	enum command_id cmd;
	enum net_priority priority;
	bool once;
	bool setup;		/* belongs to the handshake */
	bool block_sent;
	bool block_wanted;	/* it has a block to send after 3xx */
	uint64_t sent_ms;
	uint64_t asked_ms;
	const void *owner;
	net_done *done;		/* NULL: cancelled */
	void (*part)(void *arg, struct slice lines);	/* may be NULL */
	void *arg;
	bool own_arg;
};

TAILQ_HEAD(net_list, net_request);

struct addrinfo;
struct tls;

struct net {
	struct event_base *base;
	const struct server *server;
	const struct trust *trust;
	void (*changed)(void *);
	void *changed_arg;
	enum net_state state;
	bool single;
	bool stopped;
	bool stoa, login_wanted, mode_reader, reader;
	char *user, *password, *logged_in, *login_fault;
	char why[1024];
	unsigned failures;
	uint64_t retry_at_ms;
	unsigned rtt_ms;

	struct addrinfo *addrs, *addr;
	int resolve_fd;
	struct event *resolved;
	struct event *timer;	/* retry, or ticks while waiting */
	struct event *deadline;
	struct bufferevent *bev;
	struct tls *tls;	/* made when it is first needed */
	bool handshake;		/* of TLS, under way */
	bool untrusted;		/* lost for the certificate */
	bool encrypted;
	bool here;		/* the other end is on this host */

	struct net_list queue[NET_LEVELS];
	struct net_list flight;	/* sent, answers due in this order */
	int nflight;
	char *group;		/* selected when all that was sent is done */

	bool in_block;
	int code;
	char text[512];
	struct dot_reader dot;
	struct buf body;
};

/* net.c */
void net_pump(struct net *n);
/* Tells whoever asked, and frees it. */
void net_request_done(struct net_request *r, int code, struct slice text,
    struct slice body);
/* Puts a handshake request in front of everything. */
void net_setup_ask(struct net *n, const char *line, net_done *done);
void net_drop_requests(struct net *n);
void net_requeue(struct net *n);
void net_changed(struct net *n);
/* net_answer.c */
void net_read(struct net *n);
/* net_login.c */
/* Whether a password may go over this connection. */
bool net_secret(const struct net *n);
/* net_hello.c */
void net_greeting(struct net *n, int code, struct slice text);
/* net_connect.c */
void net_lost(struct net *n, const char *why);
void net_connect_init(struct net *n);
void net_connect_free(struct net *n);
void net_arm_deadline(struct net *n);

#endif
