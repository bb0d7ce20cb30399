/*
 * The connection: finds the server, logs in, pipelines requests, comes back
 * by itself after a loss. Everything happens in callbacks of one event loop;
 * no call blocks.
 */
#ifndef CLIENT_NET_H
#define CLIENT_NET_H

#include <stdbool.h>
#include <stdint.h>

#include "client/server.h"
#include "client/trust.h"
#include "common/buf.h"

struct event_base;
struct net;

enum net_state {
	NET_OFFLINE,		/* waiting for the next attempt */
	NET_CONNECTING,		/* resolving, connecting, waiting for 20x */
	NET_SETUP,		/* asking for capabilities, logging in */
	NET_READY,
};

enum net_priority { NET_INTERACTIVE, NET_VISIBLE, NET_PREFETCH, NET_LEVELS };

struct net_answer {
	int code;		/* 0: the connection was lost */
	struct slice text;	/* behind the code, or why it was lost */
	struct slice body;	/* the block: CRLF lines, no stuffing */
};

/* The slices are valid during the call only. */
typedef void net_done(void *arg, const struct net_answer *answer);

struct net_ask {
	const char *line;	/* the command, without its end; copied */
	const char *group;	/* select this board first; may be NULL */
	struct slice block;	/* sent after 340 or 390; copied */
	enum net_priority priority;
	bool once;		/* never sent a second time after a loss */
	const void *owner;	/* for net_cancel() */
	net_done *done;
	/* Takes the block's lines as they come; the answer has none then. */
	void (*part)(void *arg, struct slice lines);
	void *arg;
	bool own_arg;		/* arg is freed when the request is */
};

struct net_status {
	enum net_state state;
	int retry_s;		/* NET_OFFLINE: seconds to the next attempt */
	unsigned rtt_ms;	/* of the last answer */
	unsigned waiting_ms;	/* how long the oldest request has waited */
	const char *why;	/* why it is offline, "" otherwise */
	bool untrusted;		/* for its certificate */
	bool stoa;		/* the server has XOPENSUPPORT */
	bool login_wanted;	/* 201: posting needs a login */
	const char *user;	/* logged in as, NULL when not */
	bool encrypted;
	bool secret;		/* a password may be sent */
	const char *login_fault; /* why net_set_login was no use, or NULL */
	const char *server;
};

/* trust: for a server with TLS. Both are borrowed. */
struct net *net_new(struct event_base *base, const struct server *server,
    const struct trust *trust);
/* Drops all requests without telling; NULLs the owner's pointer. */
void net_free(struct net **owner);
/* Told whenever net_status() may have changed. */
void net_on_change(struct net *n, void (*changed)(void *arg), void *arg);
/* One attempt instead of retries: for scripts. */
void net_set_single(struct net *n);
/* Used at the next connect and after each reconnect; copied. */
void net_set_login(struct net *n, const char *user, const char *password);
void net_start(struct net *n);
void net_ask(struct net *n, const struct net_ask *ask);
/* Why a password is not sent when net_status() says it is not secret. */
const char *net_no_secret(void);
/* Logs in on this connection, and from now on. */
void net_login(struct net *n, const char *user, const char *password,
    net_done *done, void *arg);
/* Forgets the requests of an owner; done() is not called. */
void net_cancel(struct net *n, const void *owner);
/* Whether an owner (NULL: anybody) still waits for an answer. */
bool net_busy(const struct net *n, const void *owner);
void net_status(const struct net *n, struct net_status *out);
/* Lines for people about the encryption and the server's certificate. */
void net_describe(const struct net *n, struct buf *out);
/* Tries now instead of waiting for the back-off. */
void net_retry_now(struct net *n);

#endif
