/*
 * Bump memory with a cap: many small allocations, freed all at once. A
 * request that would pass the cap returns NULL; the caller refuses its input.
 */
#ifndef COMMON_ARENA_H
#define COMMON_ARENA_H

#include <stddef.h>

#include "common/slice.h"

struct arena_block;

struct arena {
	struct arena_block *head;
	size_t used;	/* bytes handed out since the last reset */
	size_t cap;	/* most bytes it may hand out */
};

void arena_init(struct arena *a, size_t cap);
/* Forgets all allocations, keeps one block. */
void arena_reset(struct arena *a);
void arena_clear(struct arena *a);
/* Zeroed, aligned for any type; NULL past the cap. */
void *arena_alloc(struct arena *a, size_t n);
/* A terminated copy; p is NULL past the cap. */
struct slice arena_dup(struct arena *a, struct slice s);

#endif
