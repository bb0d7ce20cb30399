/*
 * Seccomp: the system calls that serving takes. Any other ends the process,
 * with a line in the log that names it.
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <asm/termbits.h>

#include <seccomp.h>

#include "common/log.h"
#include "server/sandbox/private.h"

enum { NAMES = 512, TRAP_STATUS = 1 };

/* Those that may have any arguments. */
static const char *const allowed[] = {
	/* files */
	"read", "readv", "pread64", "preadv", "write", "writev", "pwrite64",
	"pwritev", "lseek", "_llseek", "open", "openat", "close", "stat",
	"stat64", "fstat", "fstat64", "lstat", "lstat64", "newfstatat",
	"fstatat64", "statx", "access", "faccessat", "faccessat2", "statfs",
	"statfs64", "fstatfs", "fstatfs64", "mkdir", "mkdirat", "rmdir",
	"unlink", "unlinkat", "rename", "renameat", "renameat2", "truncate",
	"truncate64", "ftruncate", "ftruncate64", "fallocate", "fadvise64",
	"fsync", "fdatasync", "sync_file_range", "flock", "fcntl", "fcntl64",
	"getdents", "getdents64", "readlink", "readlinkat", "dup", "dup2",
	"dup3", "chdir", "getcwd", "umask", "fchmod", "sendfile",
	"sendfile64",
	/* connections; none is begun here */
	"accept", "accept4", "send", "sendto", "sendmsg", "sendmmsg", "recv",
	"recvfrom", "recvmsg", "recvmmsg", "getsockopt", "setsockopt",
	"getsockname", "getpeername", "shutdown", "epoll_create",
	"epoll_create1", "epoll_ctl", "epoll_ctl_old", "epoll_wait",
	"epoll_pwait", "epoll_pwait2", "poll", "ppoll", "ppoll_time64",
	"select", "_newselect", "pselect6", "eventfd", "eventfd2", "pipe",
	"pipe2", "timerfd_create", "timerfd_settime",
	/* memory */
	"munmap", "mremap", "madvise", "msync", "mlock", "mlock2", "munlock",
	"brk", "mincore",
	/* threads, time, signals */
	"futex", "futex_time64", "futex_waitv", "set_robust_list",
	"get_robust_list", "rseq", "sched_yield", "sched_getaffinity",
	"sched_getscheduler", "sched_getparam", "set_tid_address", "gettid",
	"getpid", "getppid", "getuid", "getuid32", "geteuid", "geteuid32",
	"getgid", "getgid32", "getegid", "getegid32", "exit", "exit_group",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigreturn",
	"rt_sigpending", "rt_sigtimedwait", "sigaltstack",
	"restart_syscall", "clock_gettime", "clock_gettime64",
	"clock_getres", "clock_nanosleep", "clock_nanosleep_time64",
	"nanosleep", "gettimeofday", "time", "getrandom", "getrusage",
	"getrlimit", "ugetrlimit", "sysinfo", "uname", "times", "membarrier",
	"getcpu",
};

/* Of the handler: it may not allocate. */
static char *names[NAMES];

/* --- a call that is not permitted ---------------------------------------- */

static void
on_trap(int sig, siginfo_t *info, void *context)
{
	static const char before[] = "sandbox: the system call ";
	static const char behind[] = " is not permitted; stoad ends";
	char line[160], number[16];
	int n = info->si_syscall, i = sizeof(number) - 1;
	const char *name = n >= 0 && n < NAMES ? names[n] : NULL;

	(void)sig;
	(void)context;
	number[i] = '\0';
	for (int k = n < 0 ? 0 : n; name == NULL && i > 0;) {
		number[--i] = (char)('0' + k % 10);
		k /= 10;
		if (k == 0)
			name = number + i;
	}
	memcpy(line, before, sizeof(before));
	strncat(line, name, 60);
	strcat(line, behind);
	ask_last_words(line);
	_exit(TRAP_STATUS);
}

static enum err
catch_traps(void)
{
	struct sigaction sa = { .sa_sigaction = on_trap,
		.sa_flags = SA_SIGINFO };

	for (int i = 0; i < NAMES; i++)
		if (names[i] == NULL)
			names[i] = seccomp_syscall_resolve_num_arch(
			    SCMP_ARCH_NATIVE, i);
	sigfillset(&sa.sa_mask);
	return sigaction(SIGSYS, &sa, NULL) == 0 ? OK :
	    err_errno("sigaction");
}

/* --- the list ------------------------------------------------------------ */

static int
add(scmp_filter_ctx f, uint32_t action, const char *name, unsigned n,
    const struct scmp_arg_cmp *args)
{
	int nr = seccomp_syscall_resolve_name(name);

	/* One that this kind of machine does not have is no loss. */
	if (nr == __NR_SCMP_ERROR || nr < 0)
		return 0;
	return seccomp_rule_add_array(f, action, nr, n, args);
}

/* Where these bits of argument n are so. */
static int
add_bits(scmp_filter_ctx f, const char *name, unsigned n, uint64_t bits,
    uint64_t so)
{
	const struct scmp_arg_cmp arg = { .arg = n,
		.op = SCMP_CMP_MASKED_EQ, .datum_a = bits, .datum_b = so };

	return add(f, SCMP_ACT_ALLOW, name, 1, &arg);
}

/* Where argument n, a number of 32 bits, is this. */
static int
add_value(scmp_filter_ctx f, const char *name, unsigned n, uint64_t value)
{
	return add_bits(f, name, n, UINT32_MAX, value);
}

/* Those that depend on what they are asked. */
static int
add_careful(scmp_filter_ctx f)
{
	static const char *const maps[] = { "mmap", "mmap2", "mprotect" };
	static const unsigned long ioctls[] = { FIONREAD, FIONBIO, TCGETS,
#ifdef TCGETS2
		TCGETS2,	/* isatty() of glibc since 2.42 */
#endif
	};
	int rc = 0;

	/* Memory that can be written or run, not both, and not run here. */
	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++)
		rc |= add_bits(f, maps[i], 2, PROT_EXEC, 0);
	/* Threads, no processes; the C library takes clone() for clone3(). */
	rc |= add_bits(f, "clone", 0, CLONE_THREAD, CLONE_THREAD);
	rc |= add(f, SCMP_ACT_ERRNO(ENOSYS), "clone3", 0, NULL);
	rc |= add_value(f, "tgkill", 0, (uint64_t)getpid());
	rc |= add_value(f, "socketpair", 0, AF_UNIX);
	rc |= add_value(f, "prctl", 0, PR_SET_NAME);
	/* A limit may be asked for, not set. */
	rc |= add_bits(f, "prlimit64", 2, UINT64_MAX, 0);
	for (size_t i = 0; i < sizeof(ioctls) / sizeof(ioctls[0]); i++)
		rc |= add_value(f, "ioctl", 1, ioctls[i]);
	return rc;
}

enum err
seccomp_enter(void)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_TRAP);
	enum err e = catch_traps();
	int rc = 0;

	if (f == NULL)
		return err_set(ERR_NOMEM, "seccomp: no memory");
	/* A tree rather than a list: every call of every thread walks it. */
	seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		rc |= add(f, SCMP_ACT_ALLOW, allowed[i], 0, NULL);
	rc |= add_careful(f);
	if (rc != 0)
		e = err_set(ERR_STATE, "seccomp: a rule was not taken");
	else if (e == OK && (rc = seccomp_load(f)) != 0)
		e = err_set(ERR_STATE, "sandbox: the kernel takes no seccomp "
		    "filter: %s", strerror(-rc));
	seccomp_release(f);
	return e;
}
