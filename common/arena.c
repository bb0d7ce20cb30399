/* Bump memory with a cap. */
#include "common/arena.h"

#include <stdalign.h>
#include <stdlib.h>

#include "common/xalloc.h"

#define ARENA_BLOCK 4096

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	alignas(max_align_t) char data[];
};

void
arena_init(struct arena *a, size_t cap)
{
	*a = (struct arena){ .cap = cap };
}

static void
free_blocks(struct arena_block *b)
{
	while (b != NULL) {
		struct arena_block *next = b->next;

		free(b);
		b = next;
	}
}

void
arena_reset(struct arena *a)
{
	if (a->head != NULL) {
		free_blocks(a->head->next);
		a->head->next = NULL;
		a->head->used = 0;
	}
	a->used = 0;
}

void
arena_clear(struct arena *a)
{
	free_blocks(a->head);
	a->head = NULL;
	a->used = 0;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	const size_t align = alignof(max_align_t);
	struct arena_block *b = a->head;
	void *p;

	n = (n + align - 1) / align * align;
	if (n > a->cap - a->used)
		return NULL;
	if (b == NULL || n > b->size - b->used) {
		size_t size = n > ARENA_BLOCK ? n : ARENA_BLOCK;

		b = xmalloc(sizeof(*b) + size);
		*b = (struct arena_block){ .next = a->head, .size = size };
		a->head = b;
	}
	p = b->data + b->used;
	b->used += n;
	a->used += n;
	memset(p, 0, n);
	return p;
}

struct slice
arena_dup(struct arena *a, struct slice s)
{
	char *p = arena_alloc(a, s.len + 1);

	if (p == NULL)
		return slice_make(NULL, 0);
	if (s.len != 0)
		memcpy(p, s.p, s.len);
	return slice_make(p, s.len);
}
