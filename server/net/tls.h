/*
 * TLS 1.2 and 1.3: certificates and, for wire.c, what one connection does.
 * No STARTTLS, no renegotiation, no compression, no resumption.
 */
#ifndef SERVER_NET_TLS_H
#define SERVER_NET_TLS_H

#include <stdbool.h>

#include "common/err.h"
#include "common/slice.h"
#include "server/net/wire.h"

/* Files in memory, as PEM; the names are for messages. */
struct tls_pem {
	struct slice certificate;	/* ours first, then the chain */
	struct slice key;		/* without a passphrase */
	const char *certificate_name;
	const char *key_name;
};

/* Reads what OpenSSL itself is told by files; they may be out of reach
 * later. */
void tls_begin(void);

/*
 * What the connections of a port have in common. A server's certificate may
 * be renewed at any time, on any thread: connections that are there keep
 * theirs.
 */
struct tls;

/*
 * The server's side. ERR_SYNTAX when one of both is not PEM or they do not
 * belong together. A certificate whose time is over or yet to come is taken
 * and logged.
 */
enum err tls_new(const struct tls_pem *pem, struct tls **out);
/* On failure the old certificate stays. Any thread. */
enum err tls_renew(struct tls *t, const struct tls_pem *pem);
/*
 * The client's side, which trusts the authorities of a PEM file, or those of
 * the system when ca is NULL; these are looked up during handshakes, below
 * the folder that tls_authorities() names.
 */
enum err tls_client_new(const char *ca, struct tls **out);
const char *tls_authorities(void);
/* Connections may outlive it. */
void tls_free(struct tls **t);

/* --- one connection, for wire.c ---------------------------------------- */

/* NULL when there is no memory. */
struct ssl_st *tls_accept(struct tls *t, int fd);
struct ssl_st *tls_connect(struct tls *t, int fd, const char *host);
enum wire_status tls_handshake(struct ssl_st *ssl);
enum wire_status tls_read(
    struct ssl_st *ssl, char *p, size_t size, size_t *n);
/* Takes one record at most. */
enum wire_status tls_write(struct ssl_st *ssl, struct slice s, size_t *n);
/* Whether bytes were received that tls_read() has not looked at. */
bool tls_pending(const struct ssl_st *ssl);
/* Says goodbye, if the socket takes it now. */
void tls_shutdown(struct ssl_st *ssl);
void tls_forget(struct ssl_st **ssl);

#endif
