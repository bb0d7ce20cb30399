/*
 * The certificate for TLS, from the files that the configuration names to
 * the ports. Reading may need more rights than the daemon keeps; using does
 * not.
 */
#ifndef SERVER_CERTIFICATE_H
#define SERVER_CERTIFICATE_H

#include "common/buf.h"
#include "common/err.h"

struct conf;
struct conf_report;
struct server;

/* Two PEM files in memory; all zero: none is wanted. */
struct certificate {
	struct buf chain, key;
	const char *chain_name, *key_name;	/* of the configuration */
};

/* Whether both can be used, and together. */
enum err certificate_check(const struct certificate *c);
/*
 * Reads what the configuration names; reports what cannot be read. The names
 * are borrowed from it.
 */
void certificate_read(const struct conf *c, struct certificate *out,
    struct conf_report *r);
/*
 * From now on for new connections; those that are there keep theirs. On
 * failure nothing has changed. Does nothing when there is none.
 */
enum err certificate_use(struct server *s, const struct certificate *c);
/* Forgets the key. */
void certificate_clear(struct certificate *c);

#endif
