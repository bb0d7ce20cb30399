/*
 * Giving up what the process that serves does not need: capabilities, files
 * but those of its own (landlock), system calls but those it makes
 * (seccomp). There is no way back.
 */
#ifndef SERVER_SANDBOX_SANDBOX_H
#define SERVER_SANDBOX_SANDBOX_H

#include "common/err.h"
#include "server/conf/conf.h"

enum sandbox_use {
	SANDBOX_READ,		/* read what is below */
	SANDBOX_WRITE,		/* make, change and remove files below */
	SANDBOX_REMOVE,		/* only remove files in it */
};

struct sandbox_path {
	const char *path;	/* NULL or missing: nothing is allowed there */
	enum sandbox_use use;
};

/*
 * For this thread and those it will start, so before any other is there. Ends
 * with a path that is NULL. With SANDBOX_OPTIONAL what the kernel lacks is
 * logged; otherwise ERR_STATE, err_detail() names the remedy.
 */
enum err sandbox_enter(
    enum conf_sandbox mode, const struct sandbox_path *paths);

#endif
