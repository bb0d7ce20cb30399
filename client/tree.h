/*
 * Articles to a thread tree. The input is hostile: cycles, missing parents,
 * chains of any depth. Time is n log n, nothing recurses.
 */
#ifndef CLIENT_TREE_H
#define CLIENT_TREE_H

#include <stddef.h>
#include <stdint.h>

#include "common/slice.h"

#define TREE_NONE UINT32_MAX

struct tree_node {
	struct slice mid;	/* in: borrowed */
	struct slice parent;	/* in: message-id, empty when there is none */
	int64_t date;		/* in: orders siblings */
	uint32_t up;		/* out: index of the parent or TREE_NONE */
	uint32_t depth;		/* out: 0 for a root */
	uint32_t root;		/* out: index of the root of its tree */
};

/* Finds an article by id among sorted ones. */
struct tree_index;
struct tree_index *tree_index_new(const struct tree_node *node, uint32_t n);
uint32_t tree_index_find(const struct tree_index *x, struct slice mid);
void tree_index_free(struct tree_index *x);

/*
 * Links the n nodes by mid and parent and fills order (room for n) so that
 * every tree is one run, each answer behind what it answers, siblings and
 * trees by date. A parent that would close a cycle is dropped.
 */
void tree_build(struct tree_node *node, uint32_t n, uint32_t *order);

#endif
