/* Checks overview lines as they come. */
#ifndef TESTS_BENCH_LIB_OVER_H
#define TESTS_BENCH_LIB_OVER_H

#include "tests/bench/lib/corpus.h"

struct over_check {
	struct corpus *corpus;
	uint32_t next;		/* number the next line must have */
};

/*
 * Each line in turn: the number follows the one before, the message-id is
 * the article's, the fields are all there. A line that came before must be
 * the same bytes again. Exits on the first that is wrong.
 */
void over_check_lines(struct over_check *check, struct slice lines);

#endif
