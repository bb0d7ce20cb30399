/*
 * Feeds a server as a peer does (RFC 4644): TAKETHIS for the whole corpus in
 * the order of the file, or CHECK again and again, with a bounded number of
 * answers outstanding. What is sent is made beforehand, so that the generator
 * takes little of the processors that both share.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "tests/bench/lib/conn.h"
#include "tests/bench/lib/corpus.h"

#define AHEAD 200		/* requests without an answer */
#define TEXT_MAX ((size_t)4 << 30)
#define STUCK_MS 30000
#define CHECK_KNOWN 2		/* every second one is for what is there */

struct feed {
	struct conn c;
	struct corpus corpus;
	struct buf text;	/* all requests, one behind the other */
	size_t *end;		/* where each one ends */
	size_t total, answered;
	size_t sent;		/* bytes */
	uint64_t fresh;		/* makes unknown message-ids of a run */
};

static void
put_takethis(struct feed *f, const struct article *a)
{
	buf_puts(&f->text, "TAKETHIS ");
	buf_put_slice(&f->text, a->mid);
	buf_put(&f->text, "\r\n", 2);
	article_head(a, &f->text);
	buf_put(&f->text, "\r\n", 2);
	article_body(a, &f->text);
	buf_put(&f->text, ".\r\n", 3);
}

static void
put_check(struct feed *f, const struct article *a, size_t n)
{
	buf_puts(&f->text, "CHECK ");
	if (n % CHECK_KNOWN == 0)
		buf_put_slice(&f->text, a->mid);
	else
		buf_printf(&f->text, "<%llx.%zu@bench.example>",
		    (unsigned long long)f->fresh, n);
	buf_put(&f->text, "\r\n", 2);
}

static void
prepare(struct feed *f, const struct load_options *opt, bool check)
{
	*f = (struct feed){ .text = BUF_INIT(TEXT_MAX), .fresh = now_ns() };
	corpus_open(&f->corpus, opt->corpus, NULL);
	f->total = f->corpus.len;
	f->end = xcalloc(f->total, sizeof(*f->end));
	for (size_t i = 0; i < f->total; i++) {
		if (check)
			put_check(f, &f->corpus.v[i], i);
		else
			put_takethis(f, &f->corpus.v[i]);
		f->end[i] = f->text.len;
	}
	if (!buf_ok(&f->text))
		log_fatal("the corpus is too large");
}

static void
enter(struct feed *f, const struct load_options *opt)
{
	conn_open(&f->c, opt, 0);
	conn_command(&f->c, 200);
	conn_login(&f->c, opt);
	buf_puts(&f->c.out, "MODE STREAM\r\n");
	conn_command(&f->c, 203);
	buf_reset(&f->c.in);
	conn_nonblock(&f->c);
}

/* How far may be sent with what is answered. */
static size_t
allowed(const struct feed *f)
{
	size_t last = f->answered + AHEAD;

	return f->end[last <= f->total ? last - 1 : f->total - 1];
}

static void
send_some(struct feed *f)
{
	size_t most = allowed(f) - f->sent;
	ssize_t n;

	if (most == 0)
		return;
	n = send(f->c.fd, f->text.p + f->sent, most, MSG_NOSIGNAL);
	if (n >= 0)
		f->sent += (size_t)n;
	else if (errno != EAGAIN && errno != EINTR)
		log_fatal("send: %s", strerror(errno));
}

static void
take_answers(struct feed *f, int (*want)(size_t n))
{
	struct slice in, line, id;

	if (conn_read(&f->c, 65536) == CONN_EOF)
		log_fatal("the server closed the feed");
	conn_acknowledge(&f->c);
	in = buf_slice(&f->c.in);
	while (slice_chr(in, '\n') >= 0) {
		size_t n = f->answered;
		size_t from = n > 0 ? f->end[n - 1] : 0;

		line = slice_cut(&in, '\n');
		if (line_code(line) != want(n))
			conn_unexpected(&f->c, "239, 238 or 438");
		slice_word(&line);
		id = slice_from(buf_slice(&f->text), from);
		id = slice_cut(&id, '\r');
		slice_word(&id);
		if (!slice_eq(slice_trim(slice_word(&line)), slice_word(&id)))
			conn_unexpected(&f->c, "the next message-id");
		f->answered++;
	}
	buf_drop(&f->c.in, f->c.in.len - in.len);
}

/* Sends all requests and takes all answers once. */
static void
run(struct feed *f, int (*want)(size_t n))
{
	f->sent = f->answered = 0;
	while (f->answered < f->total) {
		struct pollfd p = { .fd = f->c.fd, .events = POLLIN };

		if (allowed(f) > f->sent)
			p.events |= POLLOUT;
		if (poll(&p, 1, STUCK_MS) == 0)
			log_fatal("no answer for %d s", STUCK_MS / 1000);
		if (p.revents & (POLLIN | POLLERR | POLLHUP))
			take_answers(f, want);
		if (p.revents & POLLOUT)
			send_some(f);
	}
}

static void
clear(struct feed *f)
{
	conn_close(&f->c);
	corpus_close(&f->corpus);
	buf_clear(&f->text);
	free(f->end);
}

static int
taken(size_t n)
{
	(void)n;
	return 239;
}

void
mode_feed(const struct load_options *opt)
{
	struct feed f;
	uint64_t begin;

	prepare(&f, opt, false);
	enter(&f, opt);
	begin = now_ns();
	run(&f, taken);
	report("feed", (double)f.total * 1e9 / (double)(now_ns() - begin),
	    "/s");
	clear(&f);
}

static int
known_or_wanted(size_t n)
{
	return n % CHECK_KNOWN == 0 ? 438 : 238;
}

void
mode_check(const struct load_options *opt)
{
	struct feed f;
	uint64_t begin, now, n = 0;

	prepare(&f, opt, true);
	enter(&f, opt);
	run(&f, known_or_wanted);
	begin = now_ns();
	do {
		run(&f, known_or_wanted);
		n += f.total;
		now = now_ns();
	} while ((double)(now - begin) < opt->seconds * 1e9);
	report("check", (double)n * 1e9 / (double)(now - begin), "/s");
	clear(&f);
}
