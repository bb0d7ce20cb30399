/*
 * What stoad is told: stoad.conf(5) and the command line. A configuration is
 * made on one thread, then never changes; SIGHUP makes a new one and those
 * before it stay until the end, so that whoever holds a pointer may go on
 * reading.
 */
#ifndef SERVER_CONF_H
#define SERVER_CONF_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"

enum { CONF_LISTEN = 16, CONF_PEERS = 64, CONF_BOARDS = 64,
	CONF_ADDRESSES = 16 };

struct conf_listen {
	char *where;		/* ADDR:PORT */
	bool tls;
};

/* "peer NAME {": another news server. */
struct conf_peer {
	char *name;		/* its name in Path */
	/* What it may send to us; it is known by one of these. */
	char *address[CONF_ADDRESSES];	/* IP, IP/bits, or host name */
	int naddresses;
	char *account;		/* that it logs in as; NULL: by address */
	char *accept;		/* wildmat of boards; NULL: nothing */
	/* What we send to it. */
	char *host;		/* HOST:PORT; NULL: nothing */
	char *send;		/* wildmat of boards; NULL: all */
	char *login, *password;	/* AUTHINFO there; NULL: none */
	bool tls;		/* host is a TLS port */
	uint64_t max_size;	/* bytes of an article, both ways; 0: any */
};

/* "boards WILDMAT {": what holds for the boards that match; the last wins. */
struct conf_boards {
	char *pattern;
	int64_t expire;		/* seconds until articles go; 0: never */
	uint64_t max_size;	/* bytes of a posted article; 0: any */
};

struct conf {
	char *dir;		/* absolute */
	char *socket;		/* absolute */
	char *name;		/* NULL: this host's */
	char *user;		/* to become; NULL: stay */
	struct conf_listen listen[CONF_LISTEN];
	int nlisten;
	bool listen_default;	/* nobody said where yet */
	int workers;		/* 0: as many as cores */
	uint64_t quota;		/* bytes; 0: the store's default */
	char *tls_certificate, *tls_key;	/* PEM files; NULL: no TLS */
	char *motd, *terms;	/* text files; NULL: none */
	char *audit;		/* append-only log; NULL: DIR/audit.log */
	char *metrics;		/* Prometheus text file; NULL: none */
	/* Brakes; 0: none. */
	unsigned per_address;	/* connections of one address */
	unsigned connects;	/* new ones of an address a minute */
	unsigned commands;	/* commands of an address or account a second */
	unsigned posts;		/* articles of an account an hour */
	uint64_t memory;	/* bytes that connections may hold in all */
	enum conf_sandbox {
		SANDBOX_REQUIRED, SANDBOX_OPTIONAL, SANDBOX_OFF,
	} sandbox;
	struct conf_peer *peer[CONF_PEERS];
	int npeers;
	struct conf_boards *boards[CONF_BOARDS];
	int nboards;
};

void conf_init(struct conf *c);
void conf_clear(struct conf *c);
/* One key as in the file. ERR_SYNTAX with a remedy in err_detail(). */
enum err conf_set(struct conf *c, const char *key, const char *value);
/* Adds "file:line: " in front of what is wrong. */
enum err conf_read(struct conf *c, const char *path);
/* Fills in what is left out and makes paths absolute. */
enum err conf_finish(struct conf *c);

/* What holds for a board: of all that match, the last that says it. */
struct conf_boards conf_board(const struct conf *c, const char *board);

#endif
