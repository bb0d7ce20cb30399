/* Waiting for another thread: with a deadline, which is no measurement. */
#ifndef TESTS_UNIT_AWAIT_H
#define TESTS_UNIT_AWAIT_H

#include <unistd.h>

#define AWAIT(condition)                                                     \
	for (int await_ms = 0; !(condition) && await_ms < 60000;             \
	    await_ms += 2)                                                   \
	usleep(2000)

#endif
