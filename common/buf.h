/*
 * Growable bytes with a hard maximum. An append that would pass the maximum
 * appends nothing and marks the buffer failed; later appends are no-ops, so
 * a writer checks once at the end (buf_ok).
 */
#ifndef COMMON_BUF_H
#define COMMON_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "common/slice.h"

struct buf {
	char *p;	/* owned; NULL while nothing is allocated */
	size_t len;	/* bytes used */
	size_t cap;	/* bytes allocated */
	size_t max;	/* bytes it may ever hold */
	bool failed;	/* an append did not fit */
};

#define BUF_INIT(maximum) { .max = (maximum) }

void buf_init(struct buf *b, size_t max);
/* Gives the memory back; the buffer is empty and usable again. */
void buf_clear(struct buf *b);
/* Empties but keeps the memory. */
void buf_reset(struct buf *b);

static inline bool
buf_ok(const struct buf *b)
{
	return !b->failed;
}

static inline struct slice
buf_slice(const struct buf *b)
{
	return slice_make(b->p, b->len);
}

/* Room for n more bytes behind len, or NULL (buffer failed). */
char *buf_room(struct buf *b, size_t n);
void buf_put(struct buf *b, const void *p, size_t n);
void buf_putc(struct buf *b, char c);
void buf_puts(struct buf *b, const char *s);
void buf_put_slice(struct buf *b, struct slice s);
void buf_put_u64(struct buf *b, uint64_t v);
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
/* Drops n bytes from the front. */
void buf_drop(struct buf *b, size_t n);
/* Terminates with a NUL that len does not count; returns p, "" on failure. */
const char *buf_cstr(struct buf *b);

#endif
