/*
 * Counts of values by size, in buckets that double. One thread adds, any
 * thread reads.
 */
#ifndef SERVER_STORE_HISTOGRAM_H
#define SERVER_STORE_HISTOGRAM_H

#include <stdatomic.h>
#include <stdint.h>

enum { HISTOGRAM_BUCKETS = 15 };

/* count[i]: values up to 1 << (shift + i), those before not; last: more. */
struct histogram {
	unsigned shift;
	uint64_t count[HISTOGRAM_BUCKETS];
	uint64_t sum;
};

/* One that is being filled. */
struct histogram_live {
	unsigned shift;
	_Atomic uint64_t count[HISTOGRAM_BUCKETS];
	_Atomic uint64_t sum;
};

/* The largest value of a bucket but the last. */
static inline uint64_t
histogram_bound(const struct histogram *h, int bucket)
{
	return 1ull << (h->shift + (unsigned)bucket);
}

static inline void
histogram_add(struct histogram_live *h, uint64_t value)
{
	int i = 0;

	while (i < HISTOGRAM_BUCKETS - 1 &&
	    value > 1ull << (h->shift + (unsigned)i))
		i++;
	atomic_fetch_add_explicit(&h->count[i], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&h->sum, value, memory_order_relaxed);
}

static inline void
histogram_read(const struct histogram_live *from, struct histogram *to)
{
	to->shift = from->shift;
	for (int i = 0; i < HISTOGRAM_BUCKETS; i++)
		to->count[i] = atomic_load_explicit(
		    &from->count[i], memory_order_relaxed);
	to->sum = atomic_load_explicit(&from->sum, memory_order_relaxed);
}

#endif
