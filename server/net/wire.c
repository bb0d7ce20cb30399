/* Reading and writing a socket, in clear or through TLS. */
#include "server/net/wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proto/limits.h"
#include "server/net/deflate.h"
#include "server/net/tls.h"

enum {
	RAW = 16384,
	RECORDS = 64,	/* of TLS a turn, they may hold an octet each */
};

void
wire_init(struct wire *w, int fd)
{
	*w = (struct wire){ .fd = fd };
}

enum err
wire_accept(struct wire *w, struct tls *tls)
{
	w->ssl = tls_accept(tls, w->fd);
	return w->ssl != NULL ? OK : ERR_NOMEM;
}

enum err
wire_connect(struct wire *w, struct tls *tls, const char *host)
{
	w->ssl = tls_connect(tls, w->fd, host);
	return w->ssl != NULL ? OK : ERR_NOMEM;
}

static enum wire_status
noted(struct wire *w, enum wire_status status)
{
	if (status == WIRE_BROKEN)
		w->broken = true;
	return status;
}

enum wire_status
wire_handshake(struct wire *w)
{
	enum wire_status status = tls_handshake(w->ssl);

	if (status == WIRE_OK)
		w->more = tls_pending(w->ssl);
	return noted(w, status);
}

/* What errno says about a socket. */
static enum wire_status
socket_status(enum wire_status wait)
{
	if (errno == EAGAIN || errno == EWOULDBLOCK)
		return wait;
	err_errno("connection");
	return WIRE_BROKEN;
}

static enum wire_status
plain_read(struct wire *w, char *p, size_t size, size_t *n)
{
	ssize_t got;

	do
		got = recv(w->fd, p, size, 0);
	while (got == -1 && errno == EINTR);
	if (got == 0)
		return WIRE_END;
	if (got == -1)
		return socket_status(WIRE_READ);
	*n = (size_t)got;
	return WIRE_OK;
}

/* Records that are here: what TLS holds of them poll() does not show. */
static enum wire_status
secret_read(struct wire *w, char *p, size_t size, size_t *n)
{
	enum wire_status status;
	int left = RECORDS;
	size_t got;

	do {
		status = tls_read(w->ssl, p + *n, size - *n, &got);
		if (status == WIRE_OK)
			*n += got;
		w->more = status == WIRE_OK && tls_pending(w->ssl);
	} while (w->more && *n < size && --left > 0);
	if (*n == 0)
		return status;
	/* What came behind the bytes comes again the next time. */
	if (status != WIRE_OK && status != WIRE_READ)
		w->more = true;
	return WIRE_OK;
}

/* As it came over the net. */
static enum wire_status
net_read(struct wire *w, char *p, size_t size, size_t *n)
{
	*n = 0;
	return noted(w, w->ssl != NULL ? secret_read(w, p, size, n) :
	    plain_read(w, p, size, n));
}

static enum wire_status
inflated_read(struct wire *w, char *p, size_t size, size_t *n)
{
	enum wire_status status = inflater_take(w->inflater, p, size, n);
	char raw[RAW];
	size_t got;

	if (status != WIRE_OK || *n != 0)
		return status;
	status = net_read(w, raw, sizeof(raw), &got);
	if (status != WIRE_OK)
		return status;
	inflater_put(w->inflater, slice_make(raw, got));
	explicit_bzero(raw, got);
	status = inflater_take(w->inflater, p, size, n);
	return status == WIRE_OK && *n == 0 ? WIRE_READ : status;
}

enum wire_status
wire_read(struct wire *w, char *p, size_t size, size_t *n)
{
	return w->inflater != NULL ? inflated_read(w, p, size, n) :
	    net_read(w, p, size, n);
}

size_t
wire_held(const struct wire *w)
{
	return (w->ssl != NULL ? LIMIT_TLS : 0) +
	    (w->inflater != NULL ? inflater_held(w->inflater) : 0);
}

bool
wire_pending(const struct wire *w)
{
	return w->more ||
	    (w->inflater != NULL && inflater_pending(w->inflater));
}

void
wire_inflate(struct wire *w, struct inflater *i, struct slice s)
{
	w->inflater = i;
	inflater_put(i, s);
}

static enum wire_status
plain_write(struct wire *w, struct slice *s)
{
	while (s->len != 0) {
		ssize_t n = send(w->fd, s->p, s->len, MSG_NOSIGNAL);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return socket_status(WIRE_WRITE);
		*s = slice_from(*s, (size_t)n);
		/* The socket is full; asking it again would say so. */
		if (s->len != 0)
			return WIRE_WRITE;
	}
	return WIRE_OK;
}

static enum wire_status
secret_write(struct wire *w, struct slice *s)
{
	while (s->len != 0) {
		size_t n;
		enum wire_status status = tls_write(w->ssl, *s, &n);

		if (status != WIRE_OK)
			return status;
		*s = slice_from(*s, n);
	}
	return WIRE_OK;
}

enum wire_status
wire_write(struct wire *w, struct slice *s)
{
	return noted(w, w->ssl != NULL ? secret_write(w, s) :
	    plain_write(w, s));
}

static void
end_layers(struct wire *w)
{
	inflater_free(&w->inflater);
	if (w->ssl == NULL)
		return;
	if (!w->broken)
		tls_shutdown(w->ssl);
	tls_forget(&w->ssl);
	w->more = false;
}

void
wire_shut(struct wire *w)
{
	end_layers(w);
	if (shutdown(w->fd, SHUT_WR) == -1)
		w->broken = true;
}

void
wire_close(struct wire *w)
{
	end_layers(w);
	close(w->fd);
	w->fd = -1;
}
