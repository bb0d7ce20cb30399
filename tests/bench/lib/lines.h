/* The lines of a file, in memory. */
#ifndef TESTS_BENCH_LIB_LINES_H
#define TESTS_BENCH_LIB_LINES_H

#include <stddef.h>

struct lines {
	char *text;		/* owned */
	char **line;		/* owned; each ends with a NUL */
	size_t n;
};

/* At least one; exits on trouble. */
void lines_read(struct lines *l, const char *path);
void lines_clear(struct lines *l);

#endif
