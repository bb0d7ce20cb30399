/*
 * LD_PRELOAD: makes calls fail as a memory-mapped control file (STOA_FAULT)
 * says, on the files beneath STOA_FAULT_DIR and on allocations: the N-th
 * call of the chosen kinds, or every write past a number of bytes (a disk
 * that fills, with short writes). The test changes the file while we run.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FDS = 65536 };

enum kind {
	FAULT_WRITE = 1,
	FAULT_SYNC = 2,
	FAULT_OPEN = 4,
	FAULT_MMAP = 8,
	FAULT_ALLOC = 16,
};

/* As tests/lib/faults.py packs it. */
struct control {
	_Atomic int64_t kinds;		/* which calls count */
	_Atomic int64_t count;		/* how many there were */
	_Atomic int64_t fail_at;	/* which one fails, from 1; 0: none */
	_Atomic int64_t fail_len;	/* how many fail in a row */
	_Atomic int64_t error;		/* errno for them */
	_Atomic int64_t space;		/* bytes that can be written; -1: any */
	_Atomic int64_t hits;		/* how many calls failed */
};

static struct control *control;
static unsigned char tracked[FDS];
static char below[PATH_MAX];
static size_t below_len;

#define REAL(name) ((__typeof__(&name))real(#name))

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

static void *
real(const char *name)
{
	void *p = dlsym(RTLD_NEXT, name);

	if (p == NULL)
		abort();
	return p;
}

static void __attribute__((constructor))
start(void)
{
	const char *path = getenv("STOA_FAULT");
	const char *dir = getenv("STOA_FAULT_DIR");
	void *p;
	int fd;

	if (path == NULL || dir == NULL)
		return;
	below_len = (size_t)snprintf(below, sizeof(below), "%s/", dir);
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
	if (fd == -1)
		abort();
	p = (void *)syscall(SYS_mmap, NULL, sizeof(*control),
	    PROT_READ | PROT_WRITE, MAP_SHARED, (long)fd, 0L);
	syscall(SYS_close, fd);
	if (p == MAP_FAILED)
		abort();
	control = p;
}

/* Counts a call; true when it is to fail, errno set. */
static bool
fails(enum kind kind)
{
	int64_t n, at;

	if (control == NULL || (control->kinds & kind) == 0)
		return false;
	n = atomic_fetch_add(&control->count, 1) + 1;
	at = control->fail_at;
	if (at == 0 || n < at || n >= at + control->fail_len)
		return false;
	atomic_fetch_add(&control->hits, 1);
	errno = kind == FAULT_ALLOC ? ENOMEM : (int)control->error;
	return true;
}

static bool
is_tracked(int fd)
{
	return control != NULL && fd >= 0 && fd < FDS && tracked[fd];
}

/* The two head pages of a store have their room on any disk. */
enum { OWN = 8192 };

/* How much of len still fits; -1 and ENOSPC when nothing does. */
static ssize_t
room(size_t len)
{
	int64_t left = control->space;

	if (left < 0)
		return (ssize_t)len;
	if (left == 0) {
		atomic_fetch_add(&control->hits, 1);
		errno = ENOSPC;
		return -1;
	}
	if ((uint64_t)left < len)
		len = (size_t)left;
	atomic_fetch_sub(&control->space, (int64_t)len);
	return (ssize_t)len;
}

/* --- files ---------------------------------------------------------------- */

static bool
open_fails(const char *path)
{
	return control != NULL && strncmp(path, below, below_len) == 0 &&
	    fails(FAULT_OPEN);
}

static int
opened(int fd, const char *path)
{
	if (fd >= 0 && fd < FDS)
		tracked[fd] = control != NULL &&
		    strncmp(path, below, below_len) == 0;
	return fd;
}

#define OPEN(name)                                                     \
	int name(const char *path, int flags, ...)                     \
	{                                                              \
		va_list ap;                                            \
		mode_t mode = 0;                                       \
                                                                       \
		va_start(ap, flags);                                   \
		if ((flags & O_CREAT) != 0)                            \
			mode = (mode_t)va_arg(ap, int);                \
		va_end(ap);                                            \
		if (open_fails(path))                                  \
			return -1;                                     \
		return opened(REAL(name)(path, flags, mode), path);    \
	}
OPEN(open)
OPEN(open64)

int
close(int fd)
{
	if (fd >= 0 && fd < FDS)
		tracked[fd] = false;
	return REAL(close)(fd);
}

#define PWRITE(name, off_type)                                         \
	ssize_t name(int fd, const void *p, size_t len, off_type off)  \
	{                                                              \
		ssize_t n = (ssize_t)len;                              \
                                                                       \
		if (is_tracked(fd) && fails(FAULT_WRITE))              \
			return -1;                                     \
		if (is_tracked(fd) && off >= OWN &&                    \
		    (n = room(len)) < 0)                               \
			return -1;                                     \
		return REAL(name)(fd, p, (size_t)n, off);              \
	}
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t
write(int fd, const void *p, size_t len)
{
	ssize_t n = (ssize_t)len;

	if (is_tracked(fd) && (fails(FAULT_WRITE) || (n = room(len)) < 0))
		return -1;
	return REAL(write)(fd, p, (size_t)n);
}

/* A vector that does not fit is cut to what does. */
static ssize_t
cut_writev(int fd, const struct iovec *iov, int k, off_t off, bool at)
{
	struct iovec cut[1024];
	size_t len = 0;
	ssize_t n;
	int i;

	for (i = 0; i < k; i++)
		len += iov[i].iov_len;
	if (fails(FAULT_WRITE) || (n = room(len)) < 0)
		return -1;
	for (i = 0; i < k && i < 1024 && n > 0; i++) {
		cut[i] = iov[i];
		if (cut[i].iov_len > (size_t)n)
			cut[i].iov_len = (size_t)n;
		n -= (ssize_t)cut[i].iov_len;
	}
	return at ? REAL(pwritev)(fd, cut, i, off) : REAL(writev)(fd, cut, i);
}

ssize_t
writev(int fd, const struct iovec *iov, int k)
{
	return is_tracked(fd) ? cut_writev(fd, iov, k, 0, false) :
	    REAL(writev)(fd, iov, k);
}

ssize_t
pwritev(int fd, const struct iovec *iov, int k, off_t off)
{
	return is_tracked(fd) ? cut_writev(fd, iov, k, off, true) :
	    REAL(pwritev)(fd, iov, k, off);
}

int
fsync(int fd)
{
	return is_tracked(fd) && fails(FAULT_SYNC) ? -1 : REAL(fsync)(fd);
}

int
fdatasync(int fd)
{
	return is_tracked(fd) && fails(FAULT_SYNC) ? -1 :
	    REAL(fdatasync)(fd);
}

/* A disk that is full says so to those who ask. */
#define STATVFS(name, type)                                            \
	int name(const char *path, struct type *out)                   \
	{                                                              \
		int rc = REAL(name)(path, out);                        \
                                                                       \
		if (rc == 0 && control != NULL && control->space >= 0) \
			out->f_bavail = (fsblkcnt_t)control->space /   \
			    out->f_frsize;                             \
		return rc;                                             \
	}
STATVFS(statvfs, statvfs)
STATVFS(statvfs64, statvfs64)

void *
mmap(void *addr, size_t len, int prot, int flags, int fd, off_t off)
{
	if (is_tracked(fd) && fails(FAULT_MMAP))
		return MAP_FAILED;
	return (void *)syscall(SYS_mmap, addr, len, prot, flags, fd, off);
}

/* --- memory --------------------------------------------------------------- */

void *
malloc(size_t n)
{
	return fails(FAULT_ALLOC) ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	return fails(FAULT_ALLOC) ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	return fails(FAULT_ALLOC) ? NULL : __libc_realloc(p, n);
}
