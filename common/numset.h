/*
 * A set of numbers as sorted, disjoint ranges: what newsrc files write as
 * "1-500,503".
 */
#ifndef COMMON_NUMSET_H
#define COMMON_NUMSET_H

#include <stdint.h>

#include "common/buf.h"

struct numset_range {
	uint64_t low, high;	/* both included */
};

struct numset {
	struct numset_range *range;	/* owned */
	size_t n, cap;
};

void numset_clear(struct numset *s);
void numset_copy(struct numset *to, const struct numset *from);
/* Adds or removes low..high, both included; nothing when low > high. */
void numset_add(struct numset *s, uint64_t low, uint64_t high);
void numset_remove(struct numset *s, uint64_t low, uint64_t high);
/* The same with all numbers of another set. */
void numset_unite(struct numset *s, const struct numset *with);
void numset_subtract(struct numset *s, const struct numset *what);
bool numset_same(const struct numset *a, const struct numset *b);
bool numset_has(const struct numset *s, uint64_t number);
/* How many numbers of low..high are in the set. */
uint64_t numset_count(const struct numset *s, uint64_t low, uint64_t high);
/* Adds "1-500,503"; junk is skipped, and makes it false. */
bool numset_parse(struct numset *s, struct slice text);
void numset_print(const struct numset *s, struct buf *out);

#endif
