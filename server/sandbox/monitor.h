/*
 * stoad is two processes. The parent has the rights it was started with; it
 * reads the configuration and its files, binds ports, and starts the child,
 * which has lost its rights and does everything else. What the child still
 * needs of the world it asks of the parent, which does only what stands
 * below, each time in a process of its own: nothing waits for another.
 */
#ifndef SERVER_SANDBOX_MONITOR_H
#define SERVER_SANDBOX_MONITOR_H

#include <stdbool.h>
#include <sys/types.h>

#include "common/err.h"
#include "server/sandbox/message.h"

struct conf;

/* --- the child's questions; any thread, they wait for the answer -------- */

/*
 * Without a parent (tests) a process looks up names itself, and is refused
 * all else: ERR_STATE.
 */


/*
 * A connection to the host of a peer in the present configuration, by its
 * name there. *fd is the caller's: blocking, closed on exec. ERR_NOTFOUND no
 * such peer, ERR_BUSY not in time, ERR_IO; err_detail() says why.
 */
enum err monitor_connect(const char *peer, int timeout_ms, int *fd);
/*
 * The addresses of a host that the present configuration names as a peer's
 * address, with blanks between. ERR_NOTFOUND no such, ERR_BUSY, ERR_IO.
 */
enum err monitor_resolve(
    const char *host, int timeout_ms, char *out, size_t size);
/* The login name of a user of this host. ERR_NOTFOUND, ERR_TOOBIG, ERR_IO. */
enum err monitor_user(uid_t uid, char *name, size_t size);

/*
 * A backup is written to *fd, which the parent opened in dir as the user who
 * serves; then monitor_backup_end() says whether all of it is written, and
 * the parent puts it in place or removes it. *ask is for that call alone.
 */
enum err monitor_backup(const char *dir, int *fd, int *ask);
enum err monitor_backup_end(int ask, bool good);

/* --- what main() needs --------------------------------------------------- */

/* What the parent does with what it hears. All are called in the parent. */
struct monitor_hooks {
	/* The child serves. */
	void (*ready)(void *arg);
	/* A line of its log, when it has no terminal. */
	void (*log)(int level, const char *line, void *arg);
	/*
	 * SIGHUP: fills in a message for the child. ERR_STATE: nothing is to
	 * be sent now; other errors: nothing changes.
	 */
	enum err (*reload)(struct message *out, void *arg);
	/* Whether the child took it. */
	void (*reloaded)(bool good, void *arg);
	/* In a process of its own, as the user who serves. */
	void (*become)(void *arg);
	/* HOST:PORT of a peer; NULL: there is none. */
	const char *(*place)(const char *peer, void *arg);
	/* Whether it is a peer's address. */
	bool (*knows)(const char *host, void *arg);
	enum err (*backup_open)(const char *dir, int *fd);
	enum err (*backup_close)(const char *dir, bool good);
	void *arg;
};

/*
 * Divides the process: returns 0 in the child, whose end of the socket is
 * *fd, and its id in the parent. The child ends when the parent does.
 */
enum err monitor_fork(pid_t *child, int *fd);
/* In the child, when its user id is final: end with the parent. */
enum err monitor_bind_fate(void);
/* In the child: MESSAGE_READY and MESSAGE_RELOADED. */
enum err monitor_tell(enum message_kind kind, uint32_t value);
/* In the child: the log goes to the parent from now on. */
void monitor_take_log(void);
/* In the parent: serves the child until it ends; the status to exit with. */
int monitor_run(const struct monitor_hooks *hooks);

#endif
