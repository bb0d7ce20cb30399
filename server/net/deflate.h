/*
 * Raw DEFLATE (RFC 1951) in both directions, for COMPRESS (RFC 8054). What
 * comes in needs a state and a window for each connection; what goes out is
 * compressed piece by piece with one compressor for all, which remembers
 * nothing between two pieces: that costs a connection no memory, and what
 * one answer says cannot be guessed from the length of another.
 */
#ifndef SERVER_NET_DEFLATE_H
#define SERVER_NET_DEFLATE_H

#include <stdbool.h>

#include "common/buf.h"
#include "server/net/wire.h"

enum { INFLATER_INPUT = 65536 };

struct inflater;
struct deflater;

/* NULL when it cannot be had (err_detail()). */
struct inflater *inflater_new(void);
void inflater_free(struct inflater **i);
/* Adds up to INFLATER_INPUT bytes as they came, when none is pending. */
void inflater_put(struct inflater *i, struct slice s);
/*
 * Inflates up to size bytes into p, *n of them; none with WIRE_OK: it needs
 * more. Never more memory than LIMIT_INFLATE besides what was put.
 * WIRE_END behind a final block, WIRE_BROKEN when it is not DEFLATE, or made
 * to blow up.
 */
enum wire_status inflater_take(
    struct inflater *i, char *p, size_t size, size_t *n);
/* Bytes that it holds. */
size_t inflater_held(const struct inflater *i);
/* Whether there may be something to take without putting more. */
bool inflater_pending(const struct inflater *i);

/* Ends the program when there is no memory. */
struct deflater *deflater_new(void);
void deflater_free(struct deflater **d);
/* Appends s, compressed and flushed, in the middle of any stream. */
void deflater_put(struct deflater *d, struct slice s, struct buf *out);

#endif
