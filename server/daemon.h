/* Being a daemon: detaching, giving up privileges, the log. */
#ifndef SERVER_DAEMON_H
#define SERVER_DAEMON_H

#include "common/err.h"

/*
 * Goes on in a child; the parent waits for daemon_ready(), says so on stdout
 * and exits, or exits with 1 when the child ends before.
 */
enum err daemon_detach(void);
/*
 * The child serves now: lets the parent go, closes the terminal's files and
 * leaves the working directory.
 */
void daemon_ready(void);
/*
 * In a child of that child: leaves it to its parent to let the first process
 * go, and, when it serves too, closes the terminal's files likewise; from
 * then on its log is the parent's.
 */
void daemon_child_begin(void);
void daemon_child_ready(void);
/*
 * Makes the data directory for the user when it is missing, and becomes that
 * user. NULL: stays.
 */
enum err daemon_become(const char *user, const char *dir);
/* As many descriptors as this process may have. */
void daemon_raise_files(void);

#endif
