/*
 * Keeps the cores from going to sleep while one request at a time is
 * measured: a virtual core that halts between two packets takes longer to
 * wake than a server to answer, and that is not the server's time.
 */
#ifndef TESTS_BENCH_LIB_AWAKE_H
#define TESTS_BENCH_LIB_AWAKE_H

#include <sys/types.h>

#define AWAKE_MAX 64

struct awake {
	pid_t pid[AWAKE_MAX];
	int len;
};

/* A process of idle priority for each core. */
void awake_start(struct awake *a);
void awake_stop(struct awake *a);

#endif
