/*
 * A heap in an array: whatever comes last in order is on top, so that the
 * first ones of many can be kept. Any thread, each its own heap.
 */
#ifndef COMMON_HEAP_H
#define COMMON_HEAP_H

#include <stdbool.h>
#include <stddef.h>

struct heap {
	size_t size;	/* of an element in bytes, at most HEAP_ELEMENT */
	/* Whether a comes before b. */
	bool (*before)(const void *a, const void *b, const void *arg);
	const void *arg;
};

enum { HEAP_ELEMENT = 64 };

/* The last of n elements was put behind the others. */
void heap_rise(const struct heap *h, void *base, size_t n);
/* The top of n elements is another one. */
void heap_sink(const struct heap *h, void *base, size_t n);
/* In order, the first one first; it is no heap any more. */
void heap_sort(const struct heap *h, void *base, size_t n);

#endif
