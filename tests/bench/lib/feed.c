/*
 * Loads a server as a peer does: TAKETHIS for the whole corpus, a bounded
 * number of answers outstanding, in the order of the file (RFC 4644).
 */
#include <string.h>

#include "common/log.h"
#include "tests/bench/lib/conn.h"
#include "tests/bench/lib/corpus.h"

#define AHEAD 64

struct feed {
	struct conn c;
	struct corpus corpus;
	size_t sent, answered;
};

static void
put_article(struct feed *f)
{
	const struct article *a = &f->corpus.v[f->sent++];

	buf_puts(&f->c.out, "TAKETHIS ");
	buf_put_slice(&f->c.out, a->mid);
	buf_put(&f->c.out, "\r\n", 2);
	article_head(a, &f->c.out);
	buf_put(&f->c.out, "\r\n", 2);
	article_body(a, &f->c.out);
	buf_put(&f->c.out, ".\r\n", 3);
	conn_flush(&f->c);
}

static void
take_answers(struct feed *f)
{
	struct slice line;

	if (conn_read(&f->c, 65536) == CONN_EOF)
		log_fatal("the server closed the feed");
	conn_acknowledge(&f->c);
	while (conn_line(&f->c, &line)) {
		struct slice rest = line;

		if (line_code(line) != 239)
			conn_unexpected(&f->c, "239");
		slice_word(&rest);
		if (!slice_eq(slice_word(&rest),
		    f->corpus.v[f->answered].mid))
			conn_unexpected(&f->c, "the next message-id");
		f->answered++;
		buf_drop(&f->c.in, line.len + 2);
	}
}

void
mode_feed(const struct load_options *opt)
{
	struct feed f = { .sent = 0 };
	uint64_t begin;

	corpus_open(&f.corpus, opt->corpus, NULL);
	conn_open(&f.c, opt, 0);
	conn_command(&f.c, 200);
	buf_puts(&f.c.out, "MODE STREAM\r\n");
	conn_command(&f.c, 203);
	buf_reset(&f.c.in);
	begin = now_ns();
	while (f.answered < f.corpus.len) {
		while (f.sent < f.corpus.len && f.sent - f.answered < AHEAD)
			put_article(&f);
		take_answers(&f);
	}
	report("feed", (double)f.answered * 1e9 / (double)(now_ns() - begin),
	    "/s");
	conn_close(&f.c);
	corpus_close(&f.corpus);
}
