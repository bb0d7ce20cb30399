/*
 * Feeds a server as a peer does (RFC 4644): TAKETHIS for the whole corpus in
 * the order of the file, or CHECK again and again.
 */
#include "tests/bench/lib/feed.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "tests/bench/lib/corpus.h"

#define AHEAD 200		/* requests without an answer */
#define TEXT_MAX ((size_t)4 << 30)
#define STUCK_MS 30000
#define CHECK_KNOWN 2		/* every second one is for what is there */

/* --- the stream --------------------------------------------------------- */

void
feed_init(struct feed *f)
{
	*f = (struct feed){ .text = BUF_INIT(TEXT_MAX) };
}

void
feed_enter(struct feed *f, const struct load_options *opt)
{
	conn_open(&f->c, opt, 0);
	conn_command(&f->c, 200);
	conn_login(&f->c, opt);
	buf_puts(&f->c.out, "MODE STREAM\r\n");
	conn_command(&f->c, 203);
	buf_reset(&f->c.in);
	conn_nonblock(&f->c);
}

void
feed_end_request(struct feed *f)
{
	if (!buf_ok(&f->text))
		log_fatal("too much to feed");
	if (f->total == f->room) {
		f->room = f->room != 0 ? f->room * 2 : 4096;
		f->end = xrealloc(f->end, f->room * sizeof(*f->end));
	}
	f->end[f->total++] = f->text.len;
}

void
feed_reset(struct feed *f)
{
	buf_reset(&f->text);
	f->total = 0;
}

void
feed_clear(struct feed *f)
{
	conn_close(&f->c);
	buf_clear(&f->text);
	free(f->end);
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
take_answers(struct feed *f, feed_want *want)
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

void
feed_run(struct feed *f, feed_want *want)
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

int
feed_taken(size_t n)
{
	(void)n;
	return 239;
}

/* --- what is asked -------------------------------------------------------- */

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

void
mode_feed(const struct load_options *opt)
{
	struct corpus corpus;
	struct feed f;
	uint64_t begin;

	feed_init(&f);
	corpus_open(&corpus, opt->corpus, NULL);
	for (size_t i = 0; i < corpus.len; i++) {
		put_takethis(&f, &corpus.v[i]);
		feed_end_request(&f);
	}
	corpus_close(&corpus);
	feed_enter(&f, opt);
	begin = now_ns();
	feed_run(&f, feed_taken);
	report("feed", (double)f.total * 1e9 / (double)(now_ns() - begin),
	    "/s");
	feed_clear(&f);
}

/* fresh makes the unknown message-ids those of this run. */
static void
put_check(struct feed *f, const struct article *a, size_t n, uint64_t fresh)
{
	buf_puts(&f->text, "CHECK ");
	if (n % CHECK_KNOWN == 0)
		buf_put_slice(&f->text, a->mid);
	else
		buf_printf(&f->text, "<%llx.%zu@bench.example>",
		    (unsigned long long)fresh, n);
	buf_put(&f->text, "\r\n", 2);
}

static int
known_or_wanted(size_t n)
{
	return n % CHECK_KNOWN == 0 ? 438 : 238;
}

void
mode_check(const struct load_options *opt)
{
	uint64_t begin, now, n = 0;
	struct corpus corpus;
	struct feed f;

	feed_init(&f);
	corpus_open(&corpus, opt->corpus, NULL);
	now = now_ns();
	for (size_t i = 0; i < corpus.len; i++) {
		put_check(&f, &corpus.v[i], i, now);
		feed_end_request(&f);
	}
	corpus_close(&corpus);
	feed_enter(&f, opt);
	feed_run(&f, known_or_wanted);
	begin = now_ns();
	do {
		feed_run(&f, known_or_wanted);
		n += f.total;
		now = now_ns();
	} while ((double)(now - begin) < opt->seconds * 1e9);
	report("check", (double)n * 1e9 / (double)(now - begin), "/s");
	feed_clear(&f);
}
