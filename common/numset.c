/* Sets of numbers as ranges. */
#include "common/numset.h"

#include <stdlib.h>

#include "common/xalloc.h"

void
numset_clear(struct numset *s)
{
	free(s->range);
	*s = (struct numset){ 0 };
}

void
numset_copy(struct numset *to, const struct numset *from)
{
	numset_clear(to);
	numset_unite(to, from);
}

/* The first range that ends at or behind number. */
static size_t
find(const struct numset *s, uint64_t number)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t at = low + (high - low) / 2;

		if (s->range[at].high < number)
			low = at + 1;
		else
			high = at;
	}
	return low;
}

/* Replaces n ranges at a position by count others. */
static void
splice(struct numset *s, size_t at, size_t n,
    const struct numset_range *with, size_t count)
{
	if (s->n - n + count > s->cap) {
		s->cap = (s->n + count) * 2;
		s->range = xrealloc(s->range, s->cap * sizeof(*s->range));
	}
	if (s->n > at + n)
		memmove(&s->range[at + count], &s->range[at + n],
		    (s->n - at - n) * sizeof(*s->range));
	if (count != 0)
		memcpy(&s->range[at], with, count * sizeof(*with));
	s->n = s->n - n + count;
}

void
numset_add(struct numset *s, uint64_t low, uint64_t high)
{
	size_t from, to;
	struct numset_range r = { low, high };

	if (low > high)
		return;
	/* Neighbours that touch are joined too. */
	from = find(s, low != 0 ? low - 1 : 0);
	for (to = from; to < s->n; to++) {
		if (high != UINT64_MAX && s->range[to].low > high + 1)
			break;
		if (s->range[to].low < r.low)
			r.low = s->range[to].low;
		if (s->range[to].high > r.high)
			r.high = s->range[to].high;
	}
	splice(s, from, to - from, &r, 1);
}

void
numset_remove(struct numset *s, uint64_t low, uint64_t high)
{
	size_t from, to, count = 0;
	struct numset_range rest[2];

	if (low > high)
		return;
	from = find(s, low);
	for (to = from; to < s->n && s->range[to].low <= high; to++) {
		const struct numset_range *r = &s->range[to];

		if (r->low < low)
			rest[count++] = (struct numset_range){
				r->low, low - 1 };
		if (r->high > high)
			rest[count++] = (struct numset_range){
				high + 1, r->high };
	}
	if (to > from)
		splice(s, from, to - from, rest, count);
}

/* Puts a range behind those that begin no later. */
static void
append(struct numset *s, uint64_t low, uint64_t high)
{
	struct numset_range *last = s->n != 0 ? &s->range[s->n - 1] : NULL;

	if (last == NULL || (last->high != UINT64_MAX && low > last->high + 1))
		splice(s, s->n, 0, &(struct numset_range){ low, high }, 1);
	else if (high > last->high)
		last->high = high;
}

/* Both go through the ranges of both once, as there may be many. */
void
numset_unite(struct numset *s, const struct numset *with)
{
	struct numset out = { 0 };
	size_t i = 0, j = 0;

	while (i < s->n || j < with->n) {
		bool ours = j == with->n || (i < s->n &&
		    s->range[i].low <= with->range[j].low);
		const struct numset_range *r =
		    ours ? &s->range[i++] : &with->range[j++];

		append(&out, r->low, r->high);
	}
	numset_clear(s);
	*s = out;
}

void
numset_subtract(struct numset *s, const struct numset *what)
{
	struct numset out = { 0 };
	size_t j = 0;

	for (size_t i = 0; i < s->n; i++) {
		uint64_t low = s->range[i].low, high = s->range[i].high;

		while (j < what->n && what->range[j].high < low)
			j++;
		for (; j < what->n && what->range[j].high < high; j++) {
			if (what->range[j].low > low)
				append(&out, low, what->range[j].low - 1);
			low = what->range[j].high + 1;
		}
		/* The next one may end with this range, or behind it. */
		if (j < what->n && what->range[j].low <= high) {
			if (what->range[j].low > low)
				append(&out, low, what->range[j].low - 1);
		} else {
			append(&out, low, high);
		}
	}
	numset_clear(s);
	*s = out;
}

bool
numset_same(const struct numset *a, const struct numset *b)
{
	for (size_t i = 0; i < a->n && i < b->n; i++)
		if (a->range[i].low != b->range[i].low ||
		    a->range[i].high != b->range[i].high)
			return false;
	return a->n == b->n;
}

bool
numset_has(const struct numset *s, uint64_t number)
{
	size_t at = find(s, number);

	return at < s->n && s->range[at].low <= number;
}

uint64_t
numset_count(const struct numset *s, uint64_t low, uint64_t high)
{
	uint64_t count = 0;

	for (size_t i = find(s, low); i < s->n; i++) {
		uint64_t a = s->range[i].low, b = s->range[i].high;

		if (a > high)
			break;
		count += (b < high ? b : high) - (a > low ? a : low) + 1;
	}
	return count;
}

/* "n" or "n-m" with m >= n. */
static bool
range_read(struct slice s, struct numset_range *r)
{
	struct slice low = slice_cut(&s, '-');

	if (!slice_u64(low, &r->low))
		return false;
	r->high = r->low;
	return s.p == NULL || (slice_u64(s, &r->high) && r->high >= r->low);
}

bool
numset_parse(struct numset *s, struct slice text)
{
	struct numset_range r;
	bool all = true;

	while (text.p != NULL) {
		struct slice part = slice_trim(slice_cut(&text, ','));
		bool good = range_read(part, &r) && r.high != UINT64_MAX;

		if (good)
			numset_add(s, r.low, r.high);
		all = all && good;
	}
	return all;
}

void
numset_print(const struct numset *s, struct buf *out)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct numset_range *r = &s->range[i];

		if (i != 0)
			buf_putc(out, ',');
		buf_put_u64(out, r->low);
		if (r->high != r->low) {
			buf_putc(out, '-');
			buf_put_u64(out, r->high);
		}
	}
}
