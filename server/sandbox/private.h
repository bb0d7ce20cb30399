/* What the files of this folder share. */
#ifndef SERVER_SANDBOX_PRIVATE_H
#define SERVER_SANDBOX_PRIVATE_H

#include <sys/types.h>

#include "server/sandbox/monitor.h"
#include "server/sandbox/sandbox.h"

/* ask.c: this process is the child, fd leads to the parent. */
void ask_begin(int fd, pid_t parent);
/*
 * ask.c: one line for the log from a signal handler, which may neither
 * allocate nor lock.
 */
void ask_last_words(const char *line);
/* landlock.c and seccomp.c: one part of the sandbox each. */
enum err landlock_enter(const struct sandbox_path *paths);
enum err seccomp_enter(void);
/* helper.c: answers one question, in a process made for it; no return. */
void helper_run(const struct monitor_hooks *hooks, struct message *question)
    __attribute__((noreturn));
/*
 * helper.c: the addresses of a host as monitor_resolve() gives them, as many
 * as there is room for. May take as long as the resolver does.
 */
enum err helper_resolve(const char *host, char *out, size_t size);
enum { HELPER_USER_S = 3, HELPER_BACKUP_S = 30 };

#endif
