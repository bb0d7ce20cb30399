/*
 * The bare server greets with 200 and looks at the first letter of a line:
 * A gives an answer of an article's size, O of an overview window's, W of a
 * whole board's, Q closes.
 */
#include "tests/bench/lib/echo.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "tests/bench/lib/awake.h"
#include "tests/bench/lib/loop.h"

#define ARTICLE_SIZE 2500
#define WINDOW_SIZE 32000
#define WHOLE_SIZE 25000000
#define LINE_LENGTH 64
#define FILES 65536


struct peer {
	int fd;
	struct slice rest;	/* of an answer that did not fit */
};

struct echo {
	int epoll, listener;
	struct slice article, window, whole;
	struct peer *peer;	/* by file descriptor */
};

static struct slice
make_answer(size_t size)
{
	static const char head[] = "220 0\r\n", tail[] = ".\r\n";
	char *p = xmalloc(size);

	memset(p, 'x', size);
	for (size_t i = LINE_LENGTH; i < size; i += LINE_LENGTH)
		memcpy(p + i - 2, "\r\n", 2);
	memcpy(p, head, sizeof(head) - 1);
	memcpy(p + size - 5, "\r\n", 2);
	memcpy(p + size - 3, tail, sizeof(tail) - 1);
	return slice_make(p, size);
}

static void
want(const struct echo *e, struct peer *p, uint32_t events)
{
	struct epoll_event ev = { .events = events, .data.fd = p->fd };

	epoll_ctl(e->epoll, EPOLL_CTL_MOD, p->fd, &ev);
}

static void
push(const struct echo *e, struct peer *p)
{
	while (p->rest.len > 0) {
		ssize_t n = send(p->fd, p->rest.p, p->rest.len, MSG_NOSIGNAL);

		if (n < 0) {
			want(e, p, EPOLLOUT);
			return;
		}
		p->rest = slice_from(p->rest, (size_t)n);
	}
}

static void
serve(const struct echo *e, struct peer *p)
{
	char line[512];
	ssize_t n = recv(p->fd, line, sizeof(line), 0);

	if (n < 0)
		return;
	if (n == 0) {
		close(p->fd);
		return;
	}
	switch (line[0]) {
	case 'A': p->rest = e->article; break;
	case 'O': p->rest = e->window; break;
	case 'W': p->rest = e->whole; break;
	default: p->rest = SLICE("205 bye\r\n"); break;
	}
	push(e, p);
	if (line[0] == 'Q')
		close(p->fd);
}

static void
welcome(struct echo *e)
{
	int on = 1, fd;

	while ((fd = accept4(e->listener, NULL, NULL,
	    SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
		struct epoll_event ev = { .events = EPOLLIN, .data.fd = fd };

		if (fd >= FILES)
			log_fatal("echo: too many connections");
		e->peer[fd] = (struct peer){ .fd = fd };
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		e->peer[fd].rest = SLICE("200 echo\r\n");
		epoll_ctl(e->epoll, EPOLL_CTL_ADD, fd, &ev);
		push(e, &e->peer[fd]);
	}
}

static void
echo_serve(int listener)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.fd = listener };
	struct epoll_event got[64];
	struct echo e = {
		.epoll = epoll_create1(EPOLL_CLOEXEC),
		.listener = listener,
		.article = make_answer(ARTICLE_SIZE),
		.window = make_answer(WINDOW_SIZE),
		.whole = make_answer(WHOLE_SIZE),
		.peer = xcalloc(FILES, sizeof(*e.peer)),
	};

	epoll_ctl(e.epoll, EPOLL_CTL_ADD, listener, &ev);
	for (;;) {
		int n = epoll_wait(e.epoll, got, 64, -1);

		for (int i = 0; i < n; i++) {
			struct peer *p = &e.peer[got[i].data.fd];

			if (got[i].data.fd == listener) {
				welcome(&e);
			} else if ((got[i].events & EPOLLOUT) != 0) {
				push(&e, p);
				if (p->rest.len == 0)
					want(&e, p, EPOLLIN);
			} else {
				serve(&e, p);
			}
		}
	}
}

pid_t
echo_start(unsigned *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	pid_t pid;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, len) < 0 ||
	    listen(fd, 1024) < 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &len) < 0)
		log_fatal("echo: %s", strerror(errno));
	*port = ntohs(at.sin_port);
	pid = fork();
	if (pid < 0)
		log_fatal("fork: %s", strerror(errno));
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		echo_serve(fd);
	}
	close(fd);
	return pid;
}

void
echo_stop(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void
ask_article(struct loop *l, struct conn *c)
{
	(void)l;
	buf_puts(&c->out, "ARTICLE 1\r\n");
}

static void
ask_window(struct loop *l, struct conn *c)
{
	(void)l;
	buf_puts(&c->out, "OVER 1-100\r\n");
}

static void
ask_whole(struct loop *l, struct conn *c)
{
	(void)l;
	buf_puts(&c->out, "WHOLE\r\n");
}

static enum work_state
take_block(struct loop *l, struct conn *c)
{
	struct slice block;

	(void)l;
	return conn_block(c, &block) ? WORK_DONE : WORK_MORE;
}

/* The bulk is not kept: only the end of it is looked at. */
static enum work_state
take_bulk(struct loop *l, struct conn *c)
{
	(void)l;
	if (slice_ends(buf_slice(&c->in), "\r\n.\r\n"))
		return WORK_DONE;
	if (c->in.len > 16)
		buf_drop(&c->in, c->in.len - 16);
	return WORK_MORE;
}

static void
ceiling(const struct load_options *opt, unsigned conns,
    const struct work *work, struct loop *l)
{
	struct load_options echo = *opt;
	pid_t pid = echo_start(&echo.port);

	echo.conns = conns;
	loop_run(l, &echo, work, NULL);
	l->opt = opt;
	echo_stop(pid);
}

static void
ceiling_connect(const struct load_options *opt)
{
	struct load_options echo = *opt;
	pid_t pid = echo_start(&echo.port);

	mode_connect(&echo);
	echo_stop(pid);
}

void
mode_echo(const struct load_options *opt)
{
	static const struct work article = { .room = 65536,
		.ask = ask_article, .answer = take_block };
	static const struct work window = { .room = 131072,
		.ask = ask_window, .answer = take_block };
	static const struct work whole = { .room = 131072,
		.ask = ask_whole, .answer = take_bulk };
	struct awake awake;
	struct loop l;

	ceiling(opt, opt->conns, &article, &l);
	report("article", loop_rate(&l), "/s");
	loop_clear(&l);
	awake_start(&awake);
	ceiling(opt, 1, &article, &l);
	awake_stop(&awake);
	report("article1", loop_rate(&l), "/s");
	report("article1_p50", samples_percentile(&l.time, 50), "us");
	report("article1_p99", samples_percentile(&l.time, 99), "us");
	loop_clear(&l);
	ceiling(opt, opt->conns, &window, &l);
	report("over", loop_rate(&l), "/s");
	loop_clear(&l);
	ceiling(opt, 1, &whole, &l);
	report("overall", (double)l.bytes / opt->seconds / 1e6, "MB/s");
	loop_clear(&l);
	ceiling_connect(opt);
}
