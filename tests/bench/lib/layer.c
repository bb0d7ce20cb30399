/* TLS and DEFLATE below a connection. */
#include "tests/bench/lib/layer.h"

#define ZLIB_CONST
#include <errno.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <zlib.h>

#include "common/log.h"
#include "common/xalloc.h"

#define PIECE 16384		/* what TLS hands out at most */

struct layer {
	int fd;
	SSL *ssl;		/* NULL: none */
	bool deflated;
	z_stream in, out;
	struct buf unsent;	/* compressed already */
};

static SSL_CTX *
context(void)
{
	static SSL_CTX *ctx;

	if (ctx == NULL) {
		ctx = SSL_CTX_new(TLS_client_method());
		if (ctx == NULL)
			log_fatal("OpenSSL gives no context");
		SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS |
		    SSL_MODE_ENABLE_PARTIAL_WRITE |
		    SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	}
	return ctx;
}

static struct layer *
layer_new(int fd)
{
	struct layer *l = xcalloc(1, sizeof(*l));

	l->fd = fd;
	buf_init(&l->unsent, 1 << 20);
	return l;
}

struct layer *
layer_tls(int fd)
{
	struct layer *l = layer_new(fd);

	l->ssl = SSL_new(context());
	if (l->ssl == NULL || SSL_set_fd(l->ssl, fd) != 1 ||
	    SSL_connect(l->ssl) != 1)
		log_fatal("no TLS with the server");
	return l;
}

struct layer *
layer_deflate(struct layer *l, int fd)
{
	if (l == NULL)
		l = layer_new(fd);
	if (inflateInit2(&l->in, -15) != Z_OK ||
	    deflateInit2(&l->out, 1, Z_DEFLATED, -15, 8,
	    Z_DEFAULT_STRATEGY) != Z_OK)
		log_fatal("zlib: out of memory");
	l->deflated = true;
	return l;
}

void
layer_free(struct layer **lp)
{
	struct layer *l = *lp;

	if (l == NULL)
		return;
	SSL_free(l->ssl);
	if (l->deflated) {
		inflateEnd(&l->in);
		deflateEnd(&l->out);
	}
	buf_clear(&l->unsent);
	free(l);
	*lp = NULL;
}

/* What OpenSSL says, as errno would be. */
static ssize_t
tls_result(struct layer *l, int n)
{
	if (n > 0)
		return n;
	switch (SSL_get_error(l->ssl, n)) {
	case SSL_ERROR_WANT_READ:
	case SSL_ERROR_WANT_WRITE:
		errno = EAGAIN;
		return -1;
	case SSL_ERROR_ZERO_RETURN:
		return 0;
	default:
		errno = EPROTO;
		return -1;
	}
}

static ssize_t
raw_send(struct layer *l, const char *p, size_t n)
{
	if (l->ssl == NULL)
		return send(l->fd, p, n, MSG_NOSIGNAL);
	return tls_result(l, SSL_write(l->ssl, p, (int)n));
}

static ssize_t
raw_recv(struct layer *l, char *p, size_t n)
{
	if (l->ssl == NULL)
		return recv(l->fd, p, n, 0);
	return tls_result(l, SSL_read(l->ssl, p, (int)n));
}

static void
compress_all(struct layer *l, const char *p, size_t n)
{
	struct buf *to = &l->unsent;

	l->out.next_in = (const Bytef *)p;
	l->out.avail_in = (uInt)n;
	do {
		char *at = buf_room(to, PIECE);

		if (at == NULL)
			log_fatal("request too large");
		l->out.next_out = (Bytef *)at;
		l->out.avail_out = PIECE;
		deflate(&l->out, Z_SYNC_FLUSH);
		to->len += PIECE - l->out.avail_out;
	} while (l->out.avail_out == 0);
}

/* All of it counts as sent when it is compressed and the rest is kept. */
ssize_t
layer_send(struct layer *l, const char *p, size_t n)
{
	ssize_t sent;

	if (!l->deflated)
		return raw_send(l, p, n);
	if (l->unsent.len == 0)
		compress_all(l, p, n);
	while (l->unsent.len > 0) {
		sent = raw_send(l, l->unsent.p, l->unsent.len);
		if (sent < 0)
			return sent;
		buf_drop(&l->unsent, (size_t)sent);
	}
	return (ssize_t)n;
}

static void
inflate_all(struct layer *l, const char *p, size_t n, struct buf *in)
{
	l->in.next_in = (const Bytef *)p;
	l->in.avail_in = (uInt)n;
	do {
		char *at = buf_room(in, PIECE);
		int rc;

		if (at == NULL)
			log_fatal("an answer larger than can be");
		l->in.next_out = (Bytef *)at;
		l->in.avail_out = PIECE;
		rc = inflate(&l->in, Z_SYNC_FLUSH);
		if (rc != Z_OK && rc != Z_BUF_ERROR)
			log_fatal("the server's DEFLATE is damaged");
		in->len += PIECE - l->in.avail_out;
	} while (l->in.avail_out == 0);
}

ssize_t
layer_recv(struct layer *l, struct buf *in)
{
	char piece[PIECE];
	size_t had = in->len;
	ssize_t n;

	do {
		n = raw_recv(l, piece, sizeof(piece));
		if (n > 0 && l->deflated)
			inflate_all(l, piece, (size_t)n, in);
		else if (n > 0)
			buf_put(in, piece, (size_t)n);
		/* What TLS holds already no epoll tells of. */
	} while (n > 0 && l->ssl != NULL && SSL_pending(l->ssl) > 0);
	return in->len > had ? (ssize_t)(in->len - had) : n;
}
