/* All the locks of the sandbox, one after the other. */
#include "server/sandbox/sandbox.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/log.h"
#include "server/sandbox/private.h"

/* What came with the start, like the right to bind a low port. */
static enum err
drop_capabilities(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3 };
	const struct __user_cap_data_struct none[2] = { { 0 } };

	/* Without them root could not even open its own files. */
	if (geteuid() == 0)
		return OK;
	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == -1 ||
	    syscall(SYS_capset, &head, none) == -1)
		return err_errno("cannot drop capabilities");
	return OK;
}

static enum err
drop_rights(void)
{
	static const struct rlimit none = { 0, 0 };

	/* What is in memory is for nobody's eyes. */
	if (setrlimit(RLIMIT_CORE, &none) == -1)
		return err_errno("cannot forbid core files");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return err_errno("cannot forbid new privileges");
	return drop_capabilities();
}

/* Goes on without, if that may be. */
static enum err
judge(enum conf_sandbox mode, enum err e)
{
	if (e == OK)
		return OK;
	if (mode == SANDBOX_OPTIONAL) {
		log_warn("%s; going on without", err_detail());
		return OK;
	}
	return err_set(ERR_STATE, "%s; use a kernel that has it, or say "
	    "\"sandbox optional\" to go on without", err_detail());
}

#ifdef SANDBOX_INSTRUMENTED
static const bool instrumented = true;
#else
static const bool instrumented = false;
#endif

enum err
sandbox_enter(enum conf_sandbox mode, const struct sandbox_path *paths)
{
	enum err e = drop_rights();

	if (e != OK)
		return e;
	if (mode == SANDBOX_OFF) {
		log_warn("sandbox: off, as the configuration says");
		return OK;
	}
	if (instrumented) {
		log_info("sandbox: off, this build needs more");
		return OK;
	}
	e = judge(mode, landlock_enter(paths));
	return e == OK ? judge(mode, seccomp_enter()) : e;
}
