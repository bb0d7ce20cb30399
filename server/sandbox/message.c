/* Datagrams with descriptors between the processes of stoad. */
#include "server/sandbox/message.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/clock.h"

enum { HEAD = offsetof(struct message, text) };

union control {
	char room[CMSG_SPACE(sizeof(int) * MESSAGE_FDS)];
	struct cmsghdr align;
};

enum err
message_pair(int fd[2])
{
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd) == -1)
		return err_errno("socketpair");
	return OK;
}

static enum err
transmit(int fd, const struct message *m, int flags)
{
	size_t fds = sizeof(int) * (size_t)m->nfds;
	struct iovec iov = { (void *)(uintptr_t)m,
		HEAD + strlen(m->text) + 1 };
	struct msghdr h = { .msg_iov = &iov, .msg_iovlen = 1 };
	union control control = { .room = { 0 } };
	ssize_t n;

	if (m->nfds > 0) {
		struct cmsghdr *c;

		h.msg_control = control.room;
		h.msg_controllen = CMSG_SPACE(fds);
		c = CMSG_FIRSTHDR(&h);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(fds);
		memcpy(CMSG_DATA(c), m->fd, fds);
	}
	do
		n = sendmsg(fd, &h, MSG_NOSIGNAL | flags);
	while (n == -1 && errno == EINTR);
	return n == (ssize_t)iov.iov_len ? OK : err_errno("message");
}

enum err
message_send(int fd, const struct message *m)
{
	return transmit(fd, m, 0);
}

enum err
message_offer(int fd, const struct message *m)
{
	return transmit(fd, m, MSG_DONTWAIT);
}

/* Until it is readable. */
static enum err
await(int fd, int timeout_ms)
{
	uint64_t end = clock_mono_ms() + (uint64_t)timeout_ms;
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int n;

	while ((n = poll(&p, 1, timeout_ms)) == -1 && errno == EINTR)
		if (timeout_ms > 0) {
			uint64_t now = clock_mono_ms();

			timeout_ms = now < end ? (int)(end - now) : 0;
		}
	if (n == -1)
		return err_errno("poll");
	return n > 0 ? OK : err_set(ERR_BUSY, "no answer in time");
}

static void
take_fds(struct msghdr *h, struct message *m)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(h); c != NULL;
	    c = CMSG_NXTHDR(h, c)) {
		size_t n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (c->cmsg_level != SOL_SOCKET ||
		    c->cmsg_type != SCM_RIGHTS ||
		    n > (size_t)(MESSAGE_FDS - m->nfds))
			continue;
		memcpy(m->fd + m->nfds, CMSG_DATA(c), n * sizeof(int));
		m->nfds += (int)n;
	}
}

enum err
message_receive(int fd, int timeout_ms, struct message *m)
{
	struct iovec iov = { m, HEAD + sizeof(m->text) };
	union control control;
	struct msghdr h = { .msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = control.room,
		.msg_controllen = sizeof(control.room) };
	enum err e = await(fd, timeout_ms);
	ssize_t n;

	m->nfds = 0;
	if (e != OK)
		return e;
	do
		n = recvmsg(fd, &h, MSG_CMSG_CLOEXEC);
	while (n == -1 && errno == EINTR);
	if (n == -1)
		return err_errno("message");
	if (n == 0)
		return err_set(ERR_NOTFOUND, "the other side has ended");
	take_fds(&h, m);
	if (n <= HEAD || (h.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
		message_close(m);
		return err_set(ERR_SYNTAX, "a message is cut");
	}
	m->text[n - HEAD - 1] = '\0';
	return OK;
}

void
message_close(struct message *m)
{
	while (m->nfds > 0)
		close(m->fd[--m->nfds]);
}
