/*
 * The time of day and a time that only rises. Both can be replaced in tests,
 * by the environment: STOA_NOW=<seconds since 1970> fixes the time of day;
 * STOA_CLOCK=<file> takes it from a file, which holds it as ten digits and is
 * read each time, so that it moves when somebody writes there;
 * STOA_SPEED=<times> makes the other one rise so much faster.
 */
#ifndef COMMON_CLOCK_H
#define COMMON_CLOCK_H

#include <stdint.h>

enum { HOUR_S = 3600, DAY_S = 86400 };

/* Seconds since 1970-01-01 UTC. */
int64_t clock_now(void);
/* Milliseconds that never step back; the origin means nothing. */
uint64_t clock_mono_ms(void);
/* The same in microseconds. */
uint64_t clock_mono_us(void);

/* How long a second of theirs really takes: to set timers by. */
unsigned clock_second_us(void);

/*
 * How long to sleep, in microseconds, until clock_now() may have come to t:
 * less when the clock could be set meanwhile, so that it must be asked for
 * again. 0 when it has.
 */
uint64_t clock_until_us(int64_t t);

#endif
