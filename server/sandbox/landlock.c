/*
 * Landlock: of the file system only what is named, nothing is executed, no
 * TCP connection is made and no port bound.
 */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/landlock.h>

#include "common/log.h"
#include "server/sandbox/private.h"

/* What is newer than the headers of the oldest system we build on. */
#define FS_TRUNCATE (1ull << 14)	/* ABI 3 */
#define FS_IOCTL_DEV (1ull << 15)	/* ABI 5 */
#define NET_BIND_CONNECT 3ull		/* ABI 4: TCP */
#define SCOPE_ABSTRACT_SIGNAL 3ull	/* ABI 6 */

/* The kernel takes a longer or a shorter one. */
struct ruleset {
	uint64_t fs, net, scoped;
};

enum { ABI_1_RIGHTS = 13 };

/* All that can be forbidden; how many bytes of it the kernel knows. */
static size_t
all_rights(int abi, struct ruleset *r)
{
	*r = (struct ruleset){ .fs = (1ull << ABI_1_RIGHTS) - 1 };
	if (abi >= 2)
		r->fs |= LANDLOCK_ACCESS_FS_REFER;
	if (abi >= 3)
		r->fs |= FS_TRUNCATE;
	if (abi >= 5)
		r->fs |= FS_IOCTL_DEV;
	if (abi >= 4)
		r->net = NET_BIND_CONNECT;
	if (abi >= 6)
		r->scoped = SCOPE_ABSTRACT_SIGNAL;
	return abi >= 6 ? sizeof(*r) : abi >= 4 ? offsetof(struct ruleset,
	    scoped) : offsetof(struct ruleset, net);
}

static uint64_t
rights_of(enum sandbox_use use)
{
	switch (use) {
	case SANDBOX_READ:
		return LANDLOCK_ACCESS_FS_READ_FILE |
		    LANDLOCK_ACCESS_FS_READ_DIR;
	case SANDBOX_WRITE:
		return LANDLOCK_ACCESS_FS_READ_FILE |
		    LANDLOCK_ACCESS_FS_READ_DIR |
		    LANDLOCK_ACCESS_FS_WRITE_FILE |
		    LANDLOCK_ACCESS_FS_REMOVE_FILE |
		    LANDLOCK_ACCESS_FS_REMOVE_DIR |
		    LANDLOCK_ACCESS_FS_MAKE_REG |
		    LANDLOCK_ACCESS_FS_MAKE_DIR |
		    LANDLOCK_ACCESS_FS_REFER | FS_TRUNCATE;
	case SANDBOX_REMOVE:
		return LANDLOCK_ACCESS_FS_REMOVE_FILE;
	}
	return 0;
}

static enum err
allow(int set, const struct ruleset *all, const struct sandbox_path *p)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = rights_of(p->use) & all->fs,
		.parent_fd = open(p->path, O_PATH | O_CLOEXEC),
	};
	enum err e = OK;

	if (rule.parent_fd == -1)
		return errno == ENOENT ? OK : err_errno("%s", p->path);
	if (syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH,
	    &rule, 0) == -1)
		e = err_errno("landlock: %s", p->path);
	close(rule.parent_fd);
	return e;
}

enum err
landlock_enter(const struct sandbox_path *paths)
{
	int abi = (int)syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION), set;
	struct ruleset all;
	size_t size;
	enum err e = OK;

	if (abi < 1)
		return err_set(ERR_STATE, "sandbox: the kernel has no "
		    "landlock, or it is not switched on (lsm=landlock)");
	size = all_rights(abi, &all);
	set = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
	if (set == -1)
		return err_errno("landlock");
	for (; e == OK && paths->path != NULL; paths++)
		e = allow(set, &all, paths);
	if (e == OK && syscall(SYS_landlock_restrict_self, set, 0) == -1)
		e = err_errno("landlock");
	close(set);
	log_debug("sandbox: landlock %d", abi);
	return e;
}
