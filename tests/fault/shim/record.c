/*
 * LD_PRELOAD: writes down what a process does to the files beneath
 * STOA_TRACE_DIR and what it sends to peers, to the file STOA_TRACE. A write
 * is noted when it is done, a sync when it begins and when it is done, an
 * answer before it leaves: so an answer noted behind a sync was sent behind
 * it, and no write counts as synced that may not be.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tests/fault/trace.h"

enum { FDS = 65536, PIECES = 64 };

/* What an fd is to us. */
enum { NOTHING, TRACKED, PEER };

static unsigned char fds[FDS];
static int trace = -1;
static char below[PATH_MAX];
static size_t below_len;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))real(#name))

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
	const char *path = getenv("STOA_TRACE");
	const char *dir = getenv("STOA_TRACE_DIR");
	int fd;

	if (path == NULL || dir == NULL || trace != -1)
		return;
	below_len = (size_t)snprintf(below, sizeof(below), "%s/", dir);
	fd = (int)syscall(SYS_openat, AT_FDCWD, path,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd == -1)
		abort();
	/* Out of the way of the numbers the program gets. */
	trace = (int)syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 900);
	syscall(SYS_close, fd);
}

static int
kind_of(int fd)
{
	return trace != -1 && fd >= 0 && fd < FDS ? fds[fd] : NOTHING;
}

static bool
is_below(const char *path)
{
	return trace != -1 && strncmp(path, below, below_len) == 0;
}

/* Appends one record; iov may have the data in pieces. */
static void
note(enum trace_kind kind, int fd, uint64_t off, const struct iovec *iov,
    int n, size_t len)
{
	struct trace_record r = {
		.kind = kind,
		.fd = fd,
		.off = off,
		.len = (uint32_t)len,
		.thread = (uint32_t)syscall(SYS_gettid),
	};
	struct iovec out[PIECES + 1] = { { &r, sizeof(r) } };
	int e = errno, used = 1;

	for (int i = 0; i < n && len > 0 && used <= PIECES; i++) {
		size_t part = iov[i].iov_len < len ? iov[i].iov_len : len;

		out[used++] = (struct iovec){ iov[i].iov_base, part };
		len -= part;
	}
	if (len > 0)
		abort();
	pthread_mutex_lock(&lock);
	if (syscall(SYS_writev, trace, out, used) !=
	    (long)(sizeof(r) + r.len))
		abort();
	pthread_mutex_unlock(&lock);
	errno = e;
}

static void
note_bytes(enum trace_kind kind, int fd, uint64_t off, const void *p,
    size_t len)
{
	struct iovec one = { (void *)(uintptr_t)p, len };

	note(kind, fd, off, &one, 1, len);
}

static size_t
total(const struct iovec *iov, int n)
{
	size_t len = 0;

	for (int i = 0; i < n; i++)
		len += iov[i].iov_len;
	return len;
}

/* --- opening and closing -------------------------------------------------- */

static int
opened(int fd, const char *path, int flags)
{
	uint64_t how = 0;

	if (fd < 0 || fd >= FDS)
		return fd;
	fds[fd] = NOTHING;
	if (is_below(path)) {
		if ((flags & (O_DSYNC | O_SYNC)) != 0)
			how |= TRACE_DSYNC;
		if ((flags & O_TRUNC) != 0)
			how |= TRACE_TRUNC;
		fds[fd] = TRACKED;
		note_bytes(TRACE_OPEN, fd, how, path, strlen(path));
	}
	return fd;
}

static mode_t
mode_of(int flags, va_list ap)
{
	bool wanted = (flags & O_CREAT) != 0 ||
	    (flags & O_TMPFILE) == O_TMPFILE;

	return wanted ? (mode_t)va_arg(ap, int) : 0;
}

#define OPEN(name)                                                        \
	int name(const char *path, int flags, ...)                        \
	{                                                                 \
		va_list ap;                                               \
		mode_t mode;                                              \
                                                                          \
		va_start(ap, flags);                                      \
		mode = mode_of(flags, ap);                                \
		va_end(ap);                                               \
		return opened(REAL(name)(path, flags, mode), path, flags); \
	}
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                      \
	int name(int dir, const char *path, int flags, ...)               \
	{                                                                 \
		va_list ap;                                               \
		mode_t mode;                                              \
                                                                          \
		va_start(ap, flags);                                      \
		mode = mode_of(flags, ap);                                \
		va_end(ap);                                               \
		return opened(                                            \
		    REAL(name)(dir, path, flags, mode), path, flags);     \
	}
OPENAT(openat)
OPENAT(openat64)

int
close(int fd)
{
	switch (kind_of(fd)) {
	case TRACKED:
		note(TRACE_CLOSE, fd, 0, NULL, 0, 0);
		break;
	case PEER:
		note(TRACE_HANGUP, fd, 0, NULL, 0, 0);
		break;
	}
	if (fd >= 0 && fd < FDS)
		fds[fd] = NOTHING;
	return REAL(close)(fd);
}

static int
accepted(int fd)
{
	if (fd >= 0 && fd < FDS)
		fds[fd] = PEER;
	return fd;
}

int
accept(int fd, struct sockaddr *sa, socklen_t *len)
{
	return accepted(REAL(accept)(fd, sa, len));
}

int
accept4(int fd, struct sockaddr *sa, socklen_t *len, int flags)
{
	return accepted(REAL(accept4)(fd, sa, len, flags));
}

/* --- writing -------------------------------------------------------------- */

#define PWRITE(name, off_type)                                            \
	ssize_t name(int fd, const void *p, size_t len, off_type off)     \
	{                                                                 \
		ssize_t n = REAL(name)(fd, p, len, off);                  \
                                                                          \
		if (n > 0 && kind_of(fd) == TRACKED)                      \
			note_bytes(TRACE_WRITE, fd, (uint64_t)off, p,     \
			    (size_t)n);                                   \
		return n;                                                 \
	}
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define PWRITEV(name, off_type)                                           \
	ssize_t name(int fd, const struct iovec *iov, int k, off_type off) \
	{                                                                 \
		ssize_t n = REAL(name)(fd, iov, k, off);                  \
                                                                          \
		if (n > 0 && kind_of(fd) == TRACKED)                      \
			note(TRACE_WRITE, fd, (uint64_t)off, iov, k,      \
			    (size_t)n);                                   \
		return n;                                                 \
	}
PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

ssize_t
write(int fd, const void *p, size_t len)
{
	int kind = kind_of(fd);
	off_t off = 0;
	ssize_t n;

	if (kind == PEER)
		note_bytes(TRACE_SEND, fd, 0, p, len);
	else if (kind == TRACKED)
		off = lseek(fd, 0, SEEK_CUR);
	n = REAL(write)(fd, p, len);
	if (n > 0 && kind == TRACKED)
		note_bytes(TRACE_WRITE, fd, (uint64_t)off, p, (size_t)n);
	return n;
}

ssize_t
writev(int fd, const struct iovec *iov, int k)
{
	int kind = kind_of(fd);
	off_t off = 0;
	ssize_t n;

	if (kind == PEER)
		note(TRACE_SEND, fd, 0, iov, k, total(iov, k));
	else if (kind == TRACKED)
		off = lseek(fd, 0, SEEK_CUR);
	n = REAL(writev)(fd, iov, k);
	if (n > 0 && kind == TRACKED)
		note(TRACE_WRITE, fd, (uint64_t)off, iov, k, (size_t)n);
	return n;
}

ssize_t
send(int fd, const void *p, size_t len, int flags)
{
	if (kind_of(fd) == PEER)
		note_bytes(TRACE_SEND, fd, 0, p, len);
	return REAL(send)(fd, p, len, flags);
}

ssize_t
sendmsg(int fd, const struct msghdr *m, int flags)
{
	if (kind_of(fd) == PEER)
		note(TRACE_SEND, fd, 0, m->msg_iov, (int)m->msg_iovlen,
		    total(m->msg_iov, (int)m->msg_iovlen));
	return REAL(sendmsg)(fd, m, flags);
}

/* --- syncing, names ------------------------------------------------------- */

static int
synced(int fd, int (*fn)(int))
{
	bool tracked = kind_of(fd) == TRACKED;
	int rc;

	if (tracked)
		note(TRACE_SYNC, fd, 0, NULL, 0, 0);
	rc = fn(fd);
	if (tracked && rc == 0)
		note(TRACE_SYNCED, fd, 0, NULL, 0, 0);
	return rc;
}

int
fsync(int fd)
{
	return synced(fd, REAL(fsync));
}

int
fdatasync(int fd)
{
	return synced(fd, REAL(fdatasync));
}

#define TRUNCATE(name, off_type)                                          \
	int name(int fd, off_type size)                                   \
	{                                                                 \
		int rc = REAL(name)(fd, size);                            \
                                                                          \
		if (rc == 0 && kind_of(fd) == TRACKED)                    \
			note(TRACE_TRUNCATE, fd, (uint64_t)size, NULL, 0, \
			    0);                                           \
		return rc;                                                \
	}
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int
mkdir(const char *path, mode_t mode)
{
	int rc = REAL(mkdir)(path, mode);

	if (rc == 0 && is_below(path))
		note_bytes(TRACE_MKDIR, -1, 0, path, strlen(path));
	return rc;
}

int
unlink(const char *path)
{
	int rc = REAL(unlink)(path);

	if (rc == 0 && is_below(path))
		note_bytes(TRACE_UNLINK, -1, 0, path, strlen(path));
	return rc;
}

int
rmdir(const char *path)
{
	int rc = REAL(rmdir)(path);

	if (rc == 0 && is_below(path))
		note_bytes(TRACE_UNLINK, -1, 0, path, strlen(path));
	return rc;
}

int
rename(const char *from, const char *to)
{
	int rc = REAL(rename)(from, to);
	struct iovec iov[2] = {
		{ (void *)(uintptr_t)from, strlen(from) + 1 },
		{ (void *)(uintptr_t)to, strlen(to) },
	};

	if (rc == 0 && is_below(to))
		note(TRACE_RENAME, -1, 0, iov, 2, total(iov, 2));
	return rc;
}
