/* Time, chance and percentiles for the load generator. */
#include "tests/bench/lib/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "common/xalloc.h"

void
report(const char *name, double value, const char *unit)
{
	printf("%s\t%.3f\t%s\n", name, value, unit);
	fflush(stdout);
}

uint64_t
now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* xorshift64*, Marsaglia and Vigna. */
uint64_t
random_next(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 0x2545f4914f6cdd1du >> 16;
}

void
samples_add(struct samples *s, uint64_t ns)
{
	if (s->len == s->cap) {
		s->cap = s->cap != 0 ? s->cap * 2 : 4096;
		s->v = xrealloc(s->v, s->cap * sizeof(*s->v));
	}
	s->v[s->len++] = ns < UINT32_MAX ? (uint32_t)ns : UINT32_MAX;
}

static int
compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

double
samples_percentile(struct samples *s, double p)
{
	size_t at;

	if (s->len == 0)
		return 0;
	qsort(s->v, s->len, sizeof(*s->v), compare);
	at = (size_t)(p / 100 * (double)(s->len - 1) + 0.5);
	return s->v[at] / 1e3;
}

void
samples_clear(struct samples *s)
{
	free(s->v);
	*s = (struct samples){ 0 };
}
