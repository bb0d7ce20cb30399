/* Many connections that do nothing, from many addresses of this host. */
#ifndef TESTS_BENCH_LIB_IDLE_H
#define TESTS_BENCH_LIB_IDLE_H

#include "tests/bench/lib/conn.h"

/* Opens opt->count of them; group says whether each enters the board. */
void idle_open(struct conn *c, const struct load_options *opt, bool group);
/* Closes and frees them. */
void idle_close(struct conn *c, const struct load_options *opt);

#endif
