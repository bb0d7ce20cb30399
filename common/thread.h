/*
 * Starting threads. Signals are the main thread's: these take none but
 * SIGSYS, by which the sandbox speaks.
 */
#ifndef COMMON_THREAD_H
#define COMMON_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/*
 * Runs fn(arg). thread is to be joined; NULL: nobody does. False when the
 * system has no room for it.
 */
bool thread_start(pthread_t *thread, void *(*fn)(void *arg), void *arg);

#endif
