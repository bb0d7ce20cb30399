/* Growable bytes with a hard maximum and a sticky failure mark. */
#include "common/buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/xalloc.h"

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void
buf_clear(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ .max = b->max };
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
	b->failed = false;
}

char *
buf_room(struct buf *b, size_t n)
{
	if (b->failed || n > b->max - b->len) {
		b->failed = true;
		return NULL;
	}
	if (n > b->cap - b->len || b->p == NULL) {
		size_t want = b->cap != 0 ? b->cap : 64;

		while (want < b->len + n)
			want *= 2;
		/* One byte more than max lets buf_cstr() terminate. */
		if (want > b->max)
			want = b->max + 1;
		b->p = xrealloc(b->p, want);
		b->cap = want;
	}
	return b->p + b->len;
}

void
buf_put(struct buf *b, const void *p, size_t n)
{
	char *at = buf_room(b, n);

	if (at != NULL && n != 0) {
		memcpy(at, p, n);
		b->len += n;
	}
}

void
buf_putc(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}

void
buf_puts(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void
buf_put_slice(struct buf *b, struct slice s)
{
	buf_put(b, s.p, s.len);
}

void
buf_put_u64(struct buf *b, uint64_t v)
{
	char d[20];
	size_t i = sizeof(d);

	do
		d[--i] = (char)('0' + v % 10);
	while ((v /= 10) != 0);
	buf_put(b, d + i, sizeof(d) - i);
}

void
buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	char small[512], *big;
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	if (n >= 0 && (size_t)n < sizeof(small)) {
		buf_put(b, small, (size_t)n);
	} else if (n >= 0) {
		big = xmalloc((size_t)n + 1);
		vsnprintf(big, (size_t)n + 1, fmt, again);
		buf_put(b, big, (size_t)n);
		free(big);
	} else {
		b->failed = true;
	}
	va_end(again);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

void
buf_drop(struct buf *b, size_t n)
{
	if (n >= b->len) {
		b->len = 0;
		return;
	}
	memmove(b->p, b->p + n, b->len - n);
	b->len -= n;
}

const char *
buf_cstr(struct buf *b)
{
	if (b->failed)
		return "";
	if (b->len == b->cap) {
		b->cap = b->len + 1;
		b->p = xrealloc(b->p, b->cap);
	}
	b->p[b->len] = '\0';
	return b->p;
}
