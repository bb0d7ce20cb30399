/* Time of day and monotonic time. */
#include "common/clock.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

static int64_t fixed_now;
static uint64_t speed = 1, began_us;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static uint64_t
real_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000u + (uint64_t)ts.tv_nsec / 1000u;
}

static void
read_env(void)
{
	const char *s = getenv("STOA_NOW");

	if (s != NULL)
		fixed_now = strtoll(s, NULL, 10);
	s = getenv("STOA_SPEED");
	if (s != NULL)
		speed = strtoull(s, NULL, 10);
	if (speed == 0 || speed > 1000)
		speed = 1;
	began_us = real_us();
}

int64_t
clock_now(void)
{
	pthread_once(&once, read_env);
	if (fixed_now != 0)
		return fixed_now;
	return (int64_t)time(NULL);
}

uint64_t
clock_mono_us(void)
{
	pthread_once(&once, read_env);
	return began_us + (real_us() - began_us) * speed;
}

unsigned
clock_second_us(void)
{
	pthread_once(&once, read_env);
	return (unsigned)(1000000 / speed);
}

uint64_t
clock_mono_ms(void)
{
	return clock_mono_us() / 1000u;
}
