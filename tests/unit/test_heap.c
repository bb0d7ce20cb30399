/* The first of many, whatever order they come in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/heap.h"

struct item {
	uint32_t key, tag;
};

static int
order(const void *x, const void *y)
{
	const struct item *a = x, *b = y;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->tag < b->tag ? -1 : a->tag > b->tag;
}

static bool
before(const void *a, const void *b, const void *arg)
{
	const int *sign = arg;

	return order(a, b) * *sign < 0;
}

/* Keeps the first max of all, as lists do. */
static size_t
keep(const struct heap *h, const struct item *all, size_t n,
    struct item *kept, size_t max)
{
	size_t have = 0;

	for (size_t i = 0; i < n; i++) {
		if (have < max) {
			kept[have++] = all[i];
			heap_rise(h, kept, have);
		} else if (h->before(&all[i], &kept[0], h->arg)) {
			kept[0] = all[i];
			heap_sink(h, kept, have);
		}
	}
	heap_sort(h, kept, have);
	return have;
}

static void
check(size_t n, size_t max, int sign)
{
	const struct heap h = { sizeof(struct item), before, &sign };
	static struct item all[500], kept[500];
	size_t have;

	for (size_t i = 0; i < n; i++)
		all[i] = (struct item){ (uint32_t)rand() % 50, (uint32_t)i };
	have = keep(&h, all, n, kept, max);
	assert_int_equal(have, n < max ? n : max);
	qsort(all, n, sizeof(all[0]), order);
	for (size_t i = 0; i < have; i++) {
		const struct item *want = &all[sign > 0 ? i : n - 1 - i];

		assert_int_equal(kept[i].key, want->key);
		assert_int_equal(kept[i].tag, want->tag);
	}
}

static void
test_first(void **state)
{
	(void)state;
	srand(1);
	for (size_t n = 0; n <= 500; n += 1 + n / 5)
		for (size_t max = 1; max <= 500; max *= 3) {
			check(n, max, 1);
			check(n, max, -1);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
