/*
 * A bare epoll server in a child process, with answers made beforehand: what
 * loopback, the kernel and the generator give when the server costs nothing.
 */
#ifndef TESTS_BENCH_LIB_ECHO_H
#define TESTS_BENCH_LIB_ECHO_H

#include <sys/types.h>

/* Starts it on a free port of loopback. */
pid_t echo_start(unsigned *port);
void echo_stop(pid_t pid);

#endif
