/* The few pointers that every part of the daemon shares. */
#ifndef SERVER_STOAD_H
#define SERVER_STOAD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "server/report/metric.h"

struct store;
struct writer;
struct hash_pool;
struct hub;
struct conf;
struct feeds;
struct names;
struct offers;
struct tls;
struct brakes;
struct audit;

struct server {
	/*
	 * What holds now; SIGHUP replaces it. What was loaded stays valid
	 * until the end. NULL in tests that need none.
	 */
	_Atomic(const struct conf *) conf;
	/*
	 * The certificate of TLS ports; NULL: there is none. Set once, then
	 * renewed in place (server/net/tls.h).
	 */
	_Atomic(struct tls *) tls;
	struct store *store;
	struct writer *writer;
	struct hash_pool *hashes;
	struct brakes *brakes;	/* NULL: none */
	struct hub *hub;	/* NULL in tests that need none */
	struct feeds *feeds;	/* NULL in tests that need none */
	struct names *names;	/* of peers; NULL: none is known by name */
	struct offers *offers;	/* NULL: none is remembered */
	_Atomic uint32_t sessions;	/* since start, as serial numbers */
	int64_t started;	/* seconds since 1970 */
	uid_t uid;		/* who the daemon runs as */
	int workers;
	struct metrics metrics;
	struct audit *audit;	/* NULL: none */
	_Atomic unsigned compressed;	/* connections without a login */
	_Atomic bool backup;	/* one is being made */
};

#endif
