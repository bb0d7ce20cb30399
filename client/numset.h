/*
 * A set of article numbers as sorted, disjoint ranges: what newsrc files
 * write as "1-500,503".
 */
#ifndef CLIENT_NUMSET_H
#define CLIENT_NUMSET_H

#include "common/buf.h"
#include "proto/range.h"

struct numset {
	struct range *range;	/* owned */
	size_t n, cap;
};

void numset_clear(struct numset *s);
void numset_copy(struct numset *to, const struct numset *from);
/* Adds or removes low..high, both included; nothing when low > high. */
void numset_add(struct numset *s, uint64_t low, uint64_t high);
void numset_remove(struct numset *s, uint64_t low, uint64_t high);
bool numset_has(const struct numset *s, uint64_t number);
/* How many numbers of low..high are in the set. */
uint64_t numset_count(const struct numset *s, uint64_t low, uint64_t high);
/* Reads "1-500,503"; junk is skipped. */
void numset_parse(struct numset *s, struct slice text);
void numset_print(const struct numset *s, struct buf *out);

#endif
