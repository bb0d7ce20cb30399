/* Thread trees: link by id, cut cycles, number in reading order. */
#include "client/tree.h"

#include <stdlib.h>

#include "common/xalloc.h"

struct tree_index {
	const struct tree_node *node;
	uint32_t n;
	uint32_t sorted[];
};

static int
cmp_mid(const void *a, const void *b, void *arg)
{
	const struct tree_node *node = arg;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int r = slice_cmp(node[x].mid, node[y].mid);

	return r != 0 ? r : (x > y) - (x < y);
}

static int
cmp_date(const void *a, const void *b, void *arg)
{
	const struct tree_node *node = arg;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	if (node[x].date != node[y].date)
		return node[x].date < node[y].date ? -1 : 1;
	return (x > y) - (x < y);
}

struct tree_index *
tree_index_new(const struct tree_node *node, uint32_t n)
{
	struct tree_index *x;

	x = xmalloc(sizeof(*x) + (size_t)n * sizeof(x->sorted[0]));
	x->node = node;
	x->n = n;
	for (uint32_t i = 0; i < n; i++)
		x->sorted[i] = i;
	qsort_r(x->sorted, n, sizeof(x->sorted[0]), cmp_mid, (void *)node);
	return x;
}

uint32_t
tree_index_find(const struct tree_index *x, struct slice mid)
{
	uint32_t low = 0, high = x->n;

	while (low < high) {
		uint32_t mid_at = low + (high - low) / 2;
		uint32_t i = x->sorted[mid_at];

		if (slice_cmp(x->node[i].mid, mid) < 0)
			low = mid_at + 1;
		else
			high = mid_at;
	}
	if (low < x->n && slice_eq(x->node[x->sorted[low]].mid, mid))
		return x->sorted[low];
	return TREE_NONE;
}

void
tree_index_free(struct tree_index *x)
{
	free(x);
}

static void
link_parents(struct tree_node *node, uint32_t n)
{
	struct tree_index *x = tree_index_new(node, n);

	for (uint32_t i = 0; i < n; i++) {
		node[i].up = node[i].parent.len != 0
		    ? tree_index_find(x, node[i].parent)
		    : TREE_NONE;
		if (node[i].up == i)
			node[i].up = TREE_NONE;
	}
	tree_index_free(x);
}

/* Walks up from every node once; meeting its own walk again is a cycle. */
static void
cut_cycles(struct tree_node *node, uint32_t n)
{
	uint32_t *seen = xcalloc(n, sizeof(*seen));

	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = i;

		while (seen[at] == 0) {
			uint32_t up = node[at].up;

			seen[at] = i + 1;
			if (up == TREE_NONE)
				break;
			if (seen[up] == i + 1) {
				node[at].up = TREE_NONE;
				break;
			}
			at = up;
		}
	}
	free(seen);
}

/* Preorder with links instead of a stack: depth does not matter. */
static void
number(struct tree_node *node, uint32_t n, uint32_t *order)
{
	uint32_t *by_date = xcalloc(n, sizeof(*by_date));
	uint32_t *child = xcalloc(n, sizeof(*child));
	uint32_t *next = xcalloc(n, sizeof(*next));
	uint32_t first = TREE_NONE, out = 0, at;

	for (uint32_t i = 0; i < n; i++) {
		by_date[i] = i;
		child[i] = TREE_NONE;
	}
	qsort_r(by_date, n, sizeof(*by_date), cmp_date, node);
	for (uint32_t k = n; k-- > 0;) {
		uint32_t i = by_date[k], up = node[i].up;
		uint32_t *head = up == TREE_NONE ? &first : &child[up];

		next[i] = *head;
		*head = i;
	}
	for (at = first; at != TREE_NONE;) {
		uint32_t up = node[at].up;

		node[at].depth = up == TREE_NONE ? 0 : node[up].depth + 1;
		node[at].root = up == TREE_NONE ? at : node[up].root;
		order[out++] = at;
		if (child[at] != TREE_NONE) {
			at = child[at];
			continue;
		}
		while (next[at] == TREE_NONE && node[at].up != TREE_NONE)
			at = node[at].up;
		at = next[at];
	}
	free(by_date);
	free(child);
	free(next);
}

void
tree_build(struct tree_node *node, uint32_t n, uint32_t *order)
{
	if (n == 0)
		return;
	link_parents(node, n);
	cut_cycles(node, n);
	number(node, n, order);
}
