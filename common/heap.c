/* A heap whose top comes last in order. */
#include "common/heap.h"

#include <string.h>

static void *
at(const struct heap *h, void *base, size_t i)
{
	return (char *)base + i * h->size;
}

static bool
is_before(const struct heap *h, void *base, size_t i, size_t j)
{
	return h->before(at(h, base, i), at(h, base, j), h->arg);
}

static void
swap(const struct heap *h, void *base, size_t i, size_t j)
{
	char element[HEAP_ELEMENT];

	memcpy(element, at(h, base, i), h->size);
	memcpy(at(h, base, i), at(h, base, j), h->size);
	memcpy(at(h, base, j), element, h->size);
}

void
heap_rise(const struct heap *h, void *base, size_t n)
{
	size_t i = n - 1;

	while (i > 0 && is_before(h, base, (i - 1) / 2, i)) {
		swap(h, base, i, (i - 1) / 2);
		i = (i - 1) / 2;
	}
}

void
heap_sink(const struct heap *h, void *base, size_t n)
{
	size_t i = 0, child;

	for (; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n && is_before(h, base, child, child + 1))
			child++;
		if (!is_before(h, base, i, child))
			return;
		swap(h, base, i, child);
	}
}

void
heap_sort(const struct heap *h, void *base, size_t n)
{
	for (; n > 1; n--) {
		swap(h, base, 0, n - 1);
		heap_sink(h, base, n - 1);
	}
}
