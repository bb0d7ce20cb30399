/*
 * Borrowed text: a pointer and a length, not terminated, never owned.
 * Valid as long as the bytes it points to.
 */
#ifndef COMMON_SLICE_H
#define COMMON_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *p;
	size_t len;
};

/* For a string literal; for printf's "%.*s". */
#define SLICE(lit) ((struct slice){ "" lit, sizeof(lit) - 1 })
#define SLICE_ARG(s) (int)(s).len, (s).p

static inline struct slice
slice_make(const char *p, size_t len)
{
	return (struct slice){ p, len };
}

static inline struct slice
slice_of(const char *s)
{
	return (struct slice){ s, s != NULL ? strlen(s) : 0 };
}

static inline bool
slice_eq(struct slice a, struct slice b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

static inline bool
slice_is(struct slice a, const char *s)
{
	return slice_eq(a, slice_of(s));
}

/* Byte order, shorter first on a common prefix: <0, 0, >0. */
int slice_cmp(struct slice a, struct slice b);
/* ASCII letters compare equal in both cases; the locale plays no part. */
bool slice_ieq(struct slice a, struct slice b);

/* Names of fields are asked for by the hundred: most differ at once. */
static inline bool
slice_iis(struct slice a, const char *s)
{
	return (a.len == 0 || ((a.p[0] ^ s[0]) & ~('a' - 'A')) == 0) &&
	    slice_ieq(a, slice_of(s));
}

bool slice_starts(struct slice s, const char *prefix);
bool slice_istarts(struct slice s, const char *prefix);
bool slice_ends(struct slice s, const char *suffix);

/* From byte n on; empty when n is past the end. */
struct slice slice_from(struct slice s, size_t n);
/* What an error text shows of a word that came in: its beginning. */
struct slice slice_shown(struct slice s);
/* Without blanks (SP, TAB, CR, LF) at both ends. */
struct slice slice_trim(struct slice s);
/*
 * Cuts *rest at the first sep: returns what stands before it and moves *rest
 * behind it. Without a sep returns all and leaves *rest empty with p NULL,
 * so that `while (rest.p != NULL)` walks every field, the last empty one too.
 */
struct slice slice_cut(struct slice *rest, char sep);
/* The next run of bytes that are not SP or TAB; empty at the end. */
struct slice slice_word(struct slice *rest);
/* Position of c, or -1. */
ptrdiff_t slice_chr(struct slice s, char c);
/* Position of needle, or -1. */
ptrdiff_t slice_find(struct slice s, struct slice needle);

/* The whole slice as a decimal number; false on anything else or overflow. */
bool slice_u64(struct slice s, uint64_t *out);
/* Copies into a terminated array, cut to size; false when it was cut. */
bool slice_copy(struct slice s, char *dst, size_t size);

#endif
