/*
 * TLS and DEFLATE (RFC 8054) below a connection of the generator, by OpenSSL
 * and zlib themselves and not by what is measured. Certificates are taken as
 * they come.
 */
#ifndef TESTS_BENCH_LIB_LAYER_H
#define TESTS_BENCH_LIB_LAYER_H

#include <sys/types.h>

#include "common/buf.h"

struct layer;

/* TLS on a connected, blocking socket; exits when there is none. */
struct layer *layer_tls(int fd);
/* Compresses from now on; l may be NULL for a plain socket. */
struct layer *layer_deflate(struct layer *l, int fd);
void layer_free(struct layer **l);

/* Like send(2) and recv(2); recv appends what there is to in. */
ssize_t layer_send(struct layer *l, const char *p, size_t n);
ssize_t layer_recv(struct layer *l, struct buf *in);

#endif
