/* Thread trees: order, orphans, cycles, chains deeper than any stack. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "client/tree.h"
#include "common/xalloc.h"

/* "id<parent@date ..." with one-letter ids; the order as "a0 b1 ..." */
static void
check(const char *input, const char *want)
{
	struct tree_node node[32] = { 0 };
	uint32_t order[32], n = 0;
	char got[256] = "";
	size_t len = 0;

	for (const char *p = input; *p != '\0'; p += p[4] == ' ' ? 5 : 4) {
		node[n].mid = slice_make(p, 1);
		node[n].parent = slice_make(p + 2, p[2] != '-' ? 1 : 0);
		node[n++].date = p[3] - '0';
	}
	tree_build(node, n, order);
	for (uint32_t i = 0; i < n; i++) {
		const struct tree_node *x = &node[order[i]];

		len += (size_t)snprintf(got + len, sizeof(got) - len,
		    "%s%c%u", i > 0 ? " " : "", x->mid.p[0], x->depth);
	}
	assert_string_equal(got, want);
}

static void
test_order(void **state)
{
	(void)state;
	check("a<-1", "a0");
	check("a<-1 b<a2 c<b3", "a0 b1 c2");
	check("a<-1 b<a3 c<a2", "a0 c1 b1");
	/* Children that came before their parent. */
	check("c<b3 b<a2 a<-1", "a0 b1 c2");
	/* Same date: as they came. */
	check("a<-1 b<a1 c<a1", "a0 b1 c1");
	/* Two trees, the older one first. */
	check("a<-5 b<a6 x<-1 y<x9", "x0 y1 a0 b1");
	/* A parent that is not here. */
	check("b<a2 c<b3", "b0 c1");
}

static void
test_cycles(void **state)
{
	(void)state;
	check("a<a1", "a0");
	check("a<b1 b<a2", "b0 a1");
	check("a<c1 b<a2 c<b3", "b0 c1 a2");
	check("a<b1 b<a2 x<a3", "b0 a1 x2");
}

static void
test_roots(void **state)
{
	struct tree_node node[3] = {
		{ .mid = SLICE("a") },
		{ .mid = SLICE("b"), .parent = SLICE("a") },
		{ .mid = SLICE("c"), .parent = SLICE("b") },
	};
	uint32_t order[3];

	(void)state;
	tree_build(node, 3, order);
	for (int i = 0; i < 3; i++)
		assert_int_equal(node[i].root, 0);
	tree_build(node, 0, order);
}

enum { DEEP = 100000 };

static void
chain(bool closed)
{
	struct tree_node *node = xcalloc(DEEP, sizeof(*node));
	uint32_t *order = xcalloc(DEEP, sizeof(*order));
	char (*id)[8] = xcalloc(DEEP, sizeof(*id));
	uint32_t deepest = 0, roots = 0;

	for (uint32_t i = 0; i < DEEP; i++)
		snprintf(id[i], sizeof(id[i]), "%06u", i);
	for (uint32_t i = 0; i < DEEP; i++) {
		node[i].mid = slice_make(id[i], 6);
		if (i > 0 || closed)
			node[i].parent = slice_make(
			    id[i > 0 ? i - 1 : DEEP - 1], 6);
		node[i].date = DEEP - i;
	}
	tree_build(node, DEEP, order);
	for (uint32_t i = 0; i < DEEP; i++) {
		roots += node[i].up == TREE_NONE;
		if (node[i].depth > deepest)
			deepest = node[i].depth;
	}
	assert_int_equal(roots, 1);
	assert_int_equal(deepest, DEEP - 1);
	free(node);
	free(order);
	free(id);
}

static void
test_deep(void **state)
{
	(void)state;
	chain(false);
	chain(true);
}

static void
test_index(void **state)
{
	struct tree_node node[] = { { .mid = SLICE("<b@x>") },
		{ .mid = SLICE("<a@x>") }, { .mid = SLICE("<a@x>") } };
	struct tree_index *x = tree_index_new(node, 3);

	(void)state;
	assert_int_equal(tree_index_find(x, SLICE("<b@x>")), 0);
	/* Twice the same id: the first one counts. */
	assert_int_equal(tree_index_find(x, SLICE("<a@x>")), 1);
	assert_int_equal(tree_index_find(x, SLICE("<c@x>")), TREE_NONE);
	assert_int_equal(tree_index_find(x, SLICE("")), TREE_NONE);
	tree_index_free(x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_cycles),
		cmocka_unit_test(test_roots),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_index),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
