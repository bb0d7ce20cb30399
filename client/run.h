/* Other programs, started without a shell but for what a user types. */
#ifndef CLIENT_RUN_H
#define CLIENT_RUN_H

#include <sys/types.h>

#include "common/buf.h"
#include "common/err.h"

/*
 * Starts "program arg arg" (split on blanks) with one more argument behind,
 * or NULL. Signals are as a fresh process wants them. ERR_* when it cannot
 * be started. The child uses our standard streams; out >= 0: its stdout.
 */
enum err run_start(const char *command, const char *last, int out, pid_t *pid);
/*
 * Starts what a user typed by the shell, with in as its standard input. Never
 * for a text that came from elsewhere.
 */
enum err run_shell(const char *command, int in, pid_t *pid);
/* Runs it to its end and appends what it prints; ERR_IO when it fails. */
enum err run_output(const char *command, struct buf *out);

#endif
