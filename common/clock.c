/* Time of day and monotonic time. */
#include "common/clock.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* How long it may take until somebody sees that a clock was set. */
#define FILE_US 20000
#define STEP_US 10000000

static int64_t fixed_now;
static uint64_t speed = 1, began_us;
static int file = -1;		/* kept open: a sandbox comes later */
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
	s = getenv("STOA_CLOCK");
	if (s != NULL)
		file = open(s, O_RDONLY | O_CLOEXEC);
	s = getenv("STOA_SPEED");
	if (s != NULL)
		speed = strtoull(s, NULL, 10);
	if (speed == 0 || speed > 1000)
		speed = 1;
	began_us = real_us();
}

static int64_t
read_file(void)
{
	char text[11] = "";

	if (pread(file, text, sizeof(text) - 1, 0) < 0)
		return 0;
	return strtoll(text, NULL, 10);
}

/* It is read until it was the same twice: nobody is writing. */
static int64_t
file_now(void)
{
	int64_t before, now = read_file();

	do {
		before = now;
		now = read_file();
	} while (now != before);
	return now;
}

int64_t
clock_now(void)
{
	pthread_once(&once, read_env);
	if (fixed_now != 0)
		return fixed_now;
	if (file != -1)
		return file_now();
	return (int64_t)time(NULL);
}

uint64_t
clock_until_us(int64_t t)
{
	struct timespec now;
	int64_t us;

	if (clock_now() >= t)
		return 0;
	if (file != -1)
		return FILE_US;
	if (fixed_now != 0)
		return STEP_US;
	clock_gettime(CLOCK_REALTIME, &now);
	if (t - now.tv_sec > STEP_US / 1000000)
		return STEP_US;
	us = (t - now.tv_sec) * 1000000 - now.tv_nsec / 1000;
	/* time() follows a little behind. */
	return us < 5000 ? 5000 : (uint64_t)us;
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
