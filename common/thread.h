/*
 * Threads and how they wait. Signals are the main thread's: others take none
 * but SIGSYS, by which the sandbox speaks. Waits have an end by a clock that
 * only rises, whatever happens to the time of day.
 */
#ifndef COMMON_THREAD_H
#define COMMON_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/*
 * Runs fn(arg). thread is to be joined; NULL: nobody does. False when the
 * system has no room for it.
 */
bool thread_start(pthread_t *thread, void *(*fn)(void *arg), void *arg);

/* One whose pthread_cond_timedwait() takes what thread_after_us() says. */
void thread_cond_init(pthread_cond_t *c);
/* The moment that is us microseconds away. */
struct timespec thread_after_us(uint64_t us);

#endif
