/*
 * The way of bytes between a peer and us: a socket, with TLS on it or not,
 * and what comes may be compressed inside (RFC 8054).
 * Nothing here waits: a call that cannot go on says for what to wait, and
 * the caller asks poll(2) or its event loop. One thread at a time. SIGPIPE
 * must be ignored.
 */
#ifndef SERVER_NET_WIRE_H
#define SERVER_NET_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/err.h"
#include "common/slice.h"

struct inflater;
struct ssl_st;
struct tls;

enum wire_status {
	WIRE_OK,
	WIRE_READ,	/* again when the socket is readable */
	WIRE_WRITE,	/* again when it is writable, also to read */
	WIRE_END,	/* the peer sends no more, but may read on */
	WIRE_BROKEN,	/* over in both directions; err_detail() says why */
};

struct wire {
	int fd;			/* owned */
	struct ssl_st *ssl;	/* NULL: no TLS */
	struct inflater *inflater;	/* NULL: not compressed; owned */
	bool more;		/* input may be here that poll() cannot see */
	bool broken;
};

/* Plain, over a connected non-blocking socket; owns it from now on. */
void wire_init(struct wire *w, int fd);
/*
 * Puts TLS on it, as the server with the certificate of tls or as a client
 * of the host, whose certificate must then be right for this name or IP
 * address. Nothing is sent yet: wire_handshake() follows. ERR_NOMEM.
 */
enum err wire_accept(struct wire *w, struct tls *tls);
enum err wire_connect(struct wire *w, struct tls *tls, const char *host);
/* Goes on with the handshake; WIRE_OK when it is done. Never WIRE_END. */
enum wire_status wire_handshake(struct wire *w);
/*
 * Reads 1 to size bytes into p, *n of them with WIRE_OK. A peer that has
 * closed without saying so in TLS is WIRE_END to a server and WIRE_BROKEN to
 * a client.
 */
enum wire_status wire_read(
    struct wire *w, char *p, size_t size, size_t *n);
/*
 * Sends from the front of *s and moves it on; WIRE_OK when all is gone. After
 * WIRE_READ or WIRE_WRITE the same bytes come first the next time, from
 * wherever they lie then.
 */
enum wire_status wire_write(struct wire *w, struct slice *s);
/* Bytes that TLS and DEFLATE hold for it, about. */
size_t wire_held(const struct wire *w);
/* Whether to read again without waiting for the socket. */
bool wire_pending(const struct wire *w);
/*
 * From now on input is inflated; s was read already and is inflated first.
 * What is written must be compressed by the caller.
 */
void wire_inflate(struct wire *w, struct inflater *i, struct slice s);
/*
 * Tells the peer that nothing more comes, as far as it takes it at once, and
 * gives back what TLS holds; the socket can still be read.
 */
void wire_shut(struct wire *w);
/* Closes the socket. */
void wire_close(struct wire *w);

#endif
