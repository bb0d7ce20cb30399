/* Operations on borrowed text. */
#include "common/char.h"
#include "common/slice.h"

static int
lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

int
slice_cmp(struct slice a, struct slice b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int r = n != 0 ? memcmp(a.p, b.p, n) : 0;

	if (r != 0)
		return r;
	return (a.len > b.len) - (a.len < b.len);
}

bool
slice_ieq(struct slice a, struct slice b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (lower((unsigned char)a.p[i]) !=
		    lower((unsigned char)b.p[i]))
			return false;
	return true;
}

bool
slice_starts(struct slice s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.len >= n && memcmp(s.p, prefix, n) == 0;
}

bool
slice_istarts(struct slice s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.len >= n && slice_iis(slice_make(s.p, n), prefix);
}

bool
slice_ends(struct slice s, const char *suffix)
{
	size_t n = strlen(suffix);

	return s.len >= n && memcmp(s.p + s.len - n, suffix, n) == 0;
}

struct slice
slice_from(struct slice s, size_t n)
{
	if (n >= s.len)
		return slice_make(s.p != NULL ? s.p + s.len : NULL, 0);
	return slice_make(s.p + n, s.len - n);
}

struct slice
slice_shown(struct slice s)
{
	enum { SHOWN = 40 };

	return slice_make(s.p, s.len < SHOWN ? s.len : SHOWN);
}

struct slice
slice_trim(struct slice s)
{
	while (s.len > 0 && blank(s.p[0])) {
		s.p++;
		s.len--;
	}
	while (s.len > 0 && blank(s.p[s.len - 1]))
		s.len--;
	return s;
}

struct slice
slice_cut(struct slice *rest, char sep)
{
	struct slice head = *rest;
	ptrdiff_t at = slice_chr(*rest, sep);

	if (at < 0) {
		*rest = slice_make(NULL, 0);
		return head;
	}
	head.len = (size_t)at;
	*rest = slice_from(*rest, (size_t)at + 1);
	return head;
}

struct slice
slice_word(struct slice *rest)
{
	struct slice w = *rest;
	ptrdiff_t end;

	if (w.len == 0)
		return w;	/* p may be NULL */
	while (w.len > 0 && char_is_blank(w.p[0])) {
		w.p++;
		w.len--;
	}
	if ((end = slice_chr(w, ' ')) >= 0)
		w.len = (size_t)end;
	if ((end = slice_chr(w, '\t')) >= 0)
		w.len = (size_t)end;
	*rest = slice_make(w.p + w.len,
	    (size_t)(rest->p + rest->len - w.p) - w.len);
	return w;
}

ptrdiff_t
slice_chr(struct slice s, char c)
{
	const char *at = s.len != 0 ? memchr(s.p, c, s.len) : NULL;

	return at != NULL ? at - s.p : -1;
}

ptrdiff_t
slice_find(struct slice s, struct slice needle)
{
	const char *at;

	if (needle.len == 0)
		return 0;
	if (s.len < needle.len)
		return -1;
	at = memmem(s.p, s.len, needle.p, needle.len);
	return at != NULL ? at - s.p : -1;
}

bool
slice_u64(struct slice s, uint64_t *out)
{
	uint64_t v = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned d = (unsigned char)s.p[i] - '0';

		if (d > 9 || v > (UINT64_MAX - d) / 10)
			return false;
		v = v * 10 + d;
	}
	*out = v;
	return true;
}

bool
slice_copy(struct slice s, char *dst, size_t size)
{
	size_t n = s.len < size ? s.len : size - 1;

	if (n != 0)
		memcpy(dst, s.p, n);
	dst[n] = '\0';
	return n == s.len;
}
