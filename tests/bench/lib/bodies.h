/* Bodies of articles, taken from the corpus at random but always the same. */
#ifndef TESTS_BENCH_LIB_BODIES_H
#define TESTS_BENCH_LIB_BODIES_H

#include "common/buf.h"

#define BODIES 2048

struct bodies {
	struct buf text;		/* one behind the other, as sent */
	struct slice body[BODIES];
};

/* They are UTF-8. Exits on error. */
void bodies_open(struct bodies *b, const char *corpus);
void bodies_close(struct bodies *b);

#endif
