/*
 * The overview of a board as the server gives it: fetched once, each line
 * checked against the corpus; later answers must be the same bytes, which
 * costs the generator next to nothing.
 */
#ifndef TESTS_BENCH_LIB_OVER_H
#define TESTS_BENCH_LIB_OVER_H

#include "tests/bench/lib/corpus.h"
#include "tests/bench/lib/load.h"

struct overview {
	struct buf text;	/* all lines, without the final dot line */
	size_t *at;		/* at[n - 1]: where line n begins */
	size_t len;		/* lines; at[len] is the end of the text */
};

/*
 * OVER 1- of opt->board: the numbers rise by one, the message-ids are the
 * articles', the fields are all there. Exits when not.
 */
void overview_fetch(struct overview *o, const struct load_options *opt,
    const struct corpus *corpus);
void overview_clear(struct overview *o);
/* The lines of the numbers first..last. */
struct slice overview_lines(const struct overview *o, uint32_t first,
    uint32_t last);

#endif
