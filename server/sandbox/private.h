/* What the files of this folder share. */
#ifndef SERVER_SANDBOX_PRIVATE_H
#define SERVER_SANDBOX_PRIVATE_H

#include <sys/types.h>

#include "server/sandbox/monitor.h"

/* ask.c: this process is the child, fd leads to the parent. */
void ask_begin(int fd, pid_t parent);
/* helper.c: answers one question, in a process made for it; no return. */
void helper_run(const struct monitor_hooks *hooks, struct message *question)
    __attribute__((noreturn));
enum { HELPER_USER_S = 10 };

#endif
