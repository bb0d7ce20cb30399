/* The connection to the daemon: one poll loop under everything. */
#include "server/ctl/remote.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/xalloc.h"
#include "proto/limits.h"
#include "proto/reply.h"

enum {
	PATIENCE_MS = 300000,
	SOCKET_BUFFER = 1 << 20,
	IN = 65536,		/* a row of a list is never longer */
	OUT = 4 * LIMIT_ARTICLE,
};

struct remote {
	int fd;
	int patience;
	bool lost;
	struct buf out;
	size_t sent;		/* of out */
	char in[IN];
	size_t from, to;	/* of in: read and not taken */
};

static enum err
lost(struct remote *r, const char *why)
{
	r->lost = true;
	return err_set(ERR_IO, "the connection to the daemon is lost: %s",
	    why);
}

static enum err
connect_to(const char *path, int *fd)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int size = SOCKET_BUFFER;

	if (!slice_copy(slice_of(path), sun.sun_path, sizeof(sun.sun_path)))
		return err_set(ERR_IO, "%s: longer than a socket's name may "
		    "be; start in its folder and give a short one", path);
	*fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (*fd == -1)
		return err_errno("socket");
	setsockopt(*fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	if (connect(*fd, (struct sockaddr *)&sun, sizeof(sun)) == 0 &&
	    fcntl(*fd, F_SETFL, O_NONBLOCK) == 0)
		return OK;
	if (errno == EACCES || errno == EPERM)
		return err_set(ERR_DENIED, "%s: not permitted; run it as root "
		    "or as the user stoad runs as", path);
	return err_set(ERR_IO, "no daemon at %s (%s); start stoad, or name "
	    "its socket with -s, its data directory with -d", path,
	    strerror(errno));
}

enum err
remote_new(const char *path, struct remote **out)
{
	struct remote *r = xcalloc(1, sizeof(*r));
	struct slice text;
	enum err e;
	int code;

	r->patience = PATIENCE_MS;
	buf_init(&r->out, OUT);
	r->fd = -1;
	e = connect_to(path, &r->fd);
	if (e == OK)
		e = remote_reply(r, &code, &text);
	if (e == OK && code / 100 != 2)
		e = err_set(ERR_IO, "the daemon answers: %d %.*s", code,
		    SLICE_ARG(text));
	if (e != OK) {
		r->lost = true;
		remote_free(&r);
	}
	*out = r;
	return e;
}

void
remote_free(struct remote **rp)
{
	struct remote *r = *rp;

	if (r == NULL)
		return;
	if (!r->lost) {
		buf_puts(&r->out, "QUIT\r\n");
		remote_push(r, 0);
	}
	if (r->fd != -1)
		close(r->fd);
	/* A password may have passed. */
	if (r->out.p != NULL)
		explicit_bzero(r->out.p, r->out.cap);
	buf_clear(&r->out);
	free(r);
	*rp = NULL;
}

void
remote_patience(struct remote *r, int ms)
{
	r->patience = ms;
}

struct buf *
remote_out(struct remote *r)
{
	return &r->out;
}

size_t
remote_unsent(const struct remote *r)
{
	return r->out.len - r->sent;
}

static bool
would_block(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

static enum err
send_some(struct remote *r)
{
	ssize_t n = send(r->fd, r->out.p + r->sent, remote_unsent(r),
	    MSG_NOSIGNAL);

	if (n == -1 && !would_block())
		return lost(r, strerror(errno));
	if (n > 0)
		r->sent += (size_t)n;
	if (r->sent == r->out.len) {
		buf_reset(&r->out);
		r->sent = 0;
	}
	return OK;
}

static enum err
receive_some(struct remote *r)
{
	ssize_t n;

	if (r->from == r->to)
		r->from = r->to = 0;
	if (r->to == IN && r->from > 0) {
		memmove(r->in, r->in + r->from, r->to - r->from);
		r->to -= r->from;
		r->from = 0;
	}
	if (r->to == IN)
		return lost(r, "a line longer than any it sends");
	n = recv(r->fd, r->in + r->to, IN - r->to, 0);
	if (n == 0)
		return lost(r, "it closed");
	if (n == -1)
		return would_block() ? OK : lost(r, strerror(errno));
	r->to += (size_t)n;
	return OK;
}

/* Waits until something can be read or written, and does it. */
static enum err
turn(struct remote *r, bool may_read)
{
	struct pollfd p = { .fd = r->fd };
	enum err e = OK;
	int n;

	if (r->lost)
		return err_set(ERR_IO, "the connection to the daemon is "
		    "lost");
	if (may_read)
		p.events |= POLLIN;
	if (remote_unsent(r) > 0)
		p.events |= POLLOUT;
	n = poll(&p, 1, r->patience);
	if (n == -1 && errno != EINTR)
		return lost(r, strerror(errno));
	if (n == 0)
		return lost(r, "it is silent");
	if (n > 0 && may_read && (p.revents & (POLLIN | POLLHUP | POLLERR)))
		e = receive_some(r);
	if (e == OK && n > 0 && (p.revents & POLLOUT))
		e = send_some(r);
	return e;
}

enum err
remote_push(struct remote *r, size_t most)
{
	enum err e = OK;

	while (e == OK && remote_unsent(r) > most)
		e = turn(r, r->to < IN || r->from > 0);
	return e;
}

enum err
remote_wait(struct remote *r)
{
	return turn(r, true);
}

bool
remote_peek(struct remote *r, struct slice *line)
{
	struct slice rest = slice_make(r->in + r->from, r->to - r->from);
	ptrdiff_t lf = slice_chr(rest, '\n');

	if (lf < 0)
		return false;
	*line = slice_make(rest.p, (size_t)lf);
	if (slice_ends(*line, "\r"))
		line->len--;
	r->from += (size_t)lf + 1;
	return true;
}

enum err
remote_line(struct remote *r, struct slice *line)
{
	enum err e = OK;

	while (e == OK && !remote_peek(r, line))
		e = turn(r, true);
	return e;
}

enum err
remote_reply(struct remote *r, int *code, struct slice *text)
{
	struct slice line;
	enum err e = remote_line(r, &line);

	if (e == OK && !reply_parse(line, code, text)) {
		r->lost = true;
		return err_set(ERR_SYNTAX, "the daemon answers nonsense: "
		    "%.*s", (int)(line.len < 100 ? line.len : 100), line.p);
	}
	return e;
}

enum err
remote_block(struct remote *r, struct buf *out)
{
	struct dot_reader dots;
	enum dot_status status = DOT_MORE;
	enum err e = OK;

	dot_init(&dots, LINE_END_CRLF);
	while (e == OK) {
		struct slice in = slice_make(r->in + r->from,
		    r->to - r->from);

		status = dot_read(&dots, &in, out);
		r->from = r->to - in.len;
		if (status != DOT_MORE)
			break;
		e = turn(r, true);
	}
	if (e == OK && status != DOT_END)
		e = err_set(ERR_CORRUPT, "the daemon sends a block that %s",
		    status == DOT_LONG ? "is too long" : "is malformed");
	return e;
}

enum err
remote_block_line(struct remote *r, struct slice *line)
{
	enum err e = remote_line(r, line);

	if (e != OK || !slice_starts(*line, "."))
		return e;
	if (line->len == 1)
		return ERR_NOTFOUND;
	*line = slice_from(*line, 1);
	return OK;
}

enum err
remote_command(struct remote *r, int *code, struct slice *text,
    const char *fmt, ...)
{
	va_list ap;
	size_t before = r->out.len;
	enum err e;

	va_start(ap, fmt);
	buf_vprintf(&r->out, fmt, ap);
	va_end(ap);
	if (r->out.len - before > LIMIT_LINE - 2) {
		r->out.len = before;
		return err_set(ERR_TOOBIG, "the command would be longer than "
		    "the %d bytes of a line; give a shorter name or text",
		    LIMIT_LINE);
	}
	buf_puts(&r->out, "\r\n");
	e = remote_push(r, 0);
	return e == OK ? remote_reply(r, code, text) : e;
}
