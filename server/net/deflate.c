/* zlib, within bounds. */
#include "server/net/deflate.h"

#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "proto/limits.h"

enum {
	LEVEL = 4,
	MEMORY = 8,
	PIECE = 16384,
	/* Until then a ratio says nothing. */
	RATIO_FROM = 1 << 20,
};

struct inflater {
	z_stream z;
	size_t memory;		/* what zlib took so far */
	struct buf rest;	/* put, not taken */
	size_t at;		/* taken of rest */
	uint64_t in, out;
	bool full;		/* zlib may have more to say */
};

/* zlib gives nothing back before the end. */
static void *
take_memory(void *arg, unsigned items, unsigned size)
{
	struct inflater *i = arg;
	size_t n = (size_t)items * size;

	if (n > LIMIT_INFLATE - i->memory)
		return NULL;
	i->memory += n;
	return malloc(n);
}

static void
give_memory(void *arg, void *p)
{
	(void)arg;
	free(p);
}

struct inflater *
inflater_new(void)
{
	struct inflater *i = xcalloc(1, sizeof(*i));

	i->z.zalloc = take_memory;
	i->z.zfree = give_memory;
	i->z.opaque = i;
	buf_init(&i->rest, INFLATER_INPUT);
	/* A peer may use the largest window. */
	if (inflateInit2(&i->z, -MAX_WBITS) == Z_OK)
		return i;
	free(i);
	err_set(ERR_NOMEM, "DEFLATE cannot start");
	return NULL;
}

static void
forget_rest(struct inflater *i)
{
	if (i->rest.p != NULL)
		explicit_bzero(i->rest.p, i->rest.len);
	buf_clear(&i->rest);
	i->at = 0;
}

void
inflater_free(struct inflater **ip)
{
	struct inflater *i = *ip;

	if (i == NULL)
		return;
	inflateEnd(&i->z);
	forget_rest(i);
	free(i);
	*ip = NULL;
}

void
inflater_put(struct inflater *i, struct slice s)
{
	buf_put_slice(&i->rest, s);
}

static enum wire_status
verdict(struct inflater *i, int code)
{
	if (code == Z_OK || code == Z_BUF_ERROR)
		return WIRE_OK;
	if (code == Z_STREAM_END)
		return WIRE_END;
	err_set(ERR_SYNTAX, "not DEFLATE: %s",
	    i->z.msg != NULL ? i->z.msg : "damaged");
	return WIRE_BROKEN;
}

static bool
blows_up(const struct inflater *i)
{
	return i->out > RATIO_FROM && i->out / LIMIT_INFLATE_RATIO > i->in;
}

enum wire_status
inflater_take(struct inflater *i, char *p, size_t size, size_t *n)
{
	struct slice there = slice_from(buf_slice(&i->rest), i->at);
	enum wire_status status;

	*n = 0;
	if (blows_up(i)) {
		err_set(ERR_TOOBIG, "DEFLATE that grows more than %d times",
		    LIMIT_INFLATE_RATIO);
		return WIRE_BROKEN;
	}
	i->z.next_in = (const unsigned char *)there.p;
	i->z.avail_in = (unsigned)there.len;
	i->z.next_out = (unsigned char *)p;
	i->z.avail_out = (unsigned)size;
	status = verdict(i, inflate(&i->z, Z_SYNC_FLUSH));
	*n = size - i->z.avail_out;
	i->full = status != WIRE_OK || i->z.avail_out == 0;
	i->in += there.len - i->z.avail_in;
	i->out += *n;
	i->at = i->rest.len - i->z.avail_in;
	if (i->at == i->rest.len)
		forget_rest(i);
	/* The end, or the fault, comes again behind the bytes. */
	return *n != 0 ? WIRE_OK : status;
}

size_t
inflater_held(const struct inflater *i)
{
	return sizeof(*i) + i->memory + i->rest.cap;
}

bool
inflater_pending(const struct inflater *i)
{
	return i->full || i->rest.len != 0;
}

struct deflater {
	z_stream z;
};

struct deflater *
deflater_new(void)
{
	struct deflater *d = xcalloc(1, sizeof(*d));

	if (deflateInit2(&d->z, LEVEL, Z_DEFLATED, -MAX_WBITS, MEMORY,
	    Z_DEFAULT_STRATEGY) != Z_OK)
		log_fatal("DEFLATE cannot start");
	return d;
}

void
deflater_free(struct deflater **dp)
{
	if (*dp == NULL)
		return;
	deflateEnd(&(*dp)->z);
	free(*dp);
	*dp = NULL;
}

void
deflater_put(struct deflater *d, struct slice s, struct buf *out)
{
	deflateReset(&d->z);
	d->z.next_in = (const unsigned char *)s.p;
	d->z.avail_in = (unsigned)s.len;
	do {
		d->z.next_out = (unsigned char *)buf_room(out, PIECE);
		d->z.avail_out = PIECE;
		if (d->z.next_out == NULL)
			return;
		deflate(&d->z, Z_SYNC_FLUSH);
		out->len += PIECE - d->z.avail_out;
	} while (d->z.avail_out == 0);
}
