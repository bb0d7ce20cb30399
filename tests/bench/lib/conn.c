/* Sockets and the framing of answers. */
#include "tests/bench/lib/conn.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/log.h"
#include "tests/bench/lib/layer.h"

#define IN_MAX (8u << 20)
#define OUT_MAX (4u << 20)
#define ONE_READ 65536

void
conn_open(struct conn *c, const struct load_options *opt, uint32_t source)
{
	struct sockaddr_in to = { .sin_family = AF_INET }, from = to;
	int on = 1;

	to.sin_port = htons((uint16_t)opt->port);
	if (inet_pton(AF_INET, opt->host, &to.sin_addr) != 1)
		log_fatal("%s: not an IPv4 address", opt->host);
	from.sin_addr.s_addr = htonl(source);
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		log_fatal("socket: %s", strerror(errno));
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on,
	    sizeof(on));
	if (source != 0 &&
	    bind(c->fd, (struct sockaddr *)&from, sizeof(from)) < 0)
		log_fatal("bind: %s", strerror(errno));
	if (connect(c->fd, (struct sockaddr *)&to, sizeof(to)) < 0)
		log_fatal("%s:%u: %s", opt->host, opt->port, strerror(errno));
	if (c->in.max == 0) {
		buf_init(&c->in, IN_MAX);
		buf_init(&c->out, OUT_MAX);
	}
	buf_reset(&c->in);
	buf_reset(&c->out);
	if (opt->tls)
		c->layer = layer_tls(c->fd);
}

void
conn_close(struct conn *c)
{
	layer_free(&c->layer);
	close(c->fd);
	c->fd = -1;
	buf_clear(&c->in);
	buf_clear(&c->out);
}

void
conn_nonblock(struct conn *c)
{
	fcntl(c->fd, F_SETFL, fcntl(c->fd, F_GETFL) | O_NONBLOCK);
}

static void
wait_writable(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	if (poll(&p, 1, 30000) == 0)
		log_fatal("the server reads nothing for 30 s");
}

void
conn_flush(struct conn *c)
{
	size_t sent = 0;

	if (!buf_ok(&c->out))
		log_fatal("request too large");
	while (sent < c->out.len) {
		const char *p = c->out.p + sent;
		size_t left = c->out.len - sent;
		ssize_t n = c->layer != NULL ? layer_send(c->layer, p, left) :
		    send(c->fd, p, left, MSG_NOSIGNAL);

		if (n >= 0)
			sent += (size_t)n;
		else if (errno == EAGAIN)
			wait_writable(c->fd);
		else if (errno != EINTR)
			log_fatal("send: %s", strerror(errno));
	}
	buf_reset(&c->out);
}

enum conn_got
conn_read(struct conn *c, size_t room)
{
	char *at = buf_room(&c->in, room);
	ssize_t n;

	if (at == NULL)
		log_fatal("an answer of more than %u bytes", IN_MAX);
	if (c->layer != NULL) {
		n = layer_recv(c->layer, &c->in);
	} else {
		n = recv(c->fd, at, room, 0);
		c->in.len += n > 0 ? (size_t)n : 0;
	}
	if (n == 0)
		return CONN_EOF;
	if (n < 0 && errno != EAGAIN && errno != EINTR)
		log_fatal("recv: %s", strerror(errno));
	return n < 0 ? CONN_MORE : CONN_DATA;
}

/*
 * The kernel's budget of immediate acknowledgements is soon used up; this
 * sends the one that is being held back.
 */
void
conn_acknowledge(const struct conn *c)
{
	int on = 1;

	if (!c->delayed_ack)
		setsockopt(c->fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on));
}

bool
conn_line(const struct conn *c, struct slice *line)
{
	ptrdiff_t end = slice_chr(buf_slice(&c->in), '\n');

	if (end < 0)
		return false;
	if (end == 0 || c->in.p[end - 1] != '\r')
		log_fatal("a reply line ends without CR");
	*line = slice_make(c->in.p, (size_t)end - 1);
	return true;
}

bool
conn_block(const struct conn *c, struct slice *block)
{
	struct slice line, all = buf_slice(&c->in);

	if (!slice_ends(all, "\r\n.\r\n") || !conn_line(c, &line))
		return false;
	*block = slice_from(all, line.len + 2);
	block->len -= 3;
	return true;
}

int
line_code(struct slice line)
{
	uint64_t code;

	if (line.len < 3 || !slice_u64(slice_make(line.p, 3), &code) ||
	    (line.len > 3 && line.p[3] != ' '))
		return -1;
	return (int)code;
}

void
conn_unexpected(const struct conn *c, const char *want)
{
	struct slice in = buf_slice(&c->in);

	log_fatal("connection %u: instead of %s: \"%.*s\"", c->id, want,
	    (int)(in.len < 200 ? in.len : 200), in.p);
}

struct slice
conn_command(struct conn *c, int want)
{
	struct slice line;
	char text[8] = { (char)('0' + want / 100), (char)('0' + want / 10 % 10),
		(char)('0' + want % 10) };

	conn_flush(c);
	buf_reset(&c->in);
	while (!conn_line(c, &line)) {
		struct pollfd p = { .fd = c->fd, .events = POLLIN };

		if (poll(&p, 1, 30000) == 0)
			log_fatal("no answer for 30 s");
		if (conn_read(c, ONE_READ) == CONN_EOF)
			log_fatal("the server closed the connection");
	}
	/* 201 is a greeting as good as 200. */
	if (line_code(line) != want && !(want == 200 && line_code(line) == 201))
		conn_unexpected(c, text);
	return line;
}

void
conn_login(struct conn *c, const struct load_options *opt)
{
	if (opt->user == NULL || opt->password == NULL)
		return;
	buf_printf(&c->out, "AUTHINFO USER %s\r\n", opt->user);
	conn_command(c, 381);
	buf_printf(&c->out, "AUTHINFO PASS %s\r\n", opt->password);
	conn_command(c, 281);
}

void
conn_compress(struct conn *c, const struct load_options *opt)
{
	if (!opt->compress)
		return;
	buf_puts(&c->out, "COMPRESS DEFLATE\r\n");
	conn_command(c, 206);
	c->layer = layer_deflate(c->layer, c->fd);
}

void
raise_files(unsigned wanted)
{
	struct rlimit lim;

	getrlimit(RLIMIT_NOFILE, &lim);
	if (lim.rlim_cur >= wanted)
		return;
	lim.rlim_cur = wanted;
	if (lim.rlim_max < wanted)
		lim.rlim_max = wanted;
	if (setrlimit(RLIMIT_NOFILE, &lim) < 0)
		log_fatal("%u files wanted, %llu allowed", wanted,
		    (unsigned long long)lim.rlim_max);
}
