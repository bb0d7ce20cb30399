/* Reads the corpus and makes its index. */
#include "tests/bench/lib/corpus.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/crc32c.h"
#include "common/log.h"
#include "common/xalloc.h"
#include "tests/bench/lib/load.h"

#define BODY_MAX (1u << 20)

static struct slice
file_map(const char *path)
{
	struct stat st;
	void *p;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st) < 0)
		log_fatal("%s: cannot be read", path);
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		log_fatal("%s: cannot be mapped", path);
	close(fd);
	return slice_make(p, (size_t)st.st_size);
}

static void
file_unmap(struct slice map)
{
	union {
		const char *in;
		void *out;
	} p = { .in = map.p };

	munmap(p.out, map.len);
}

/* A line as it is sent: without the mbox's quoting, its dot doubled. */
static void
put_line(struct slice line, struct buf *out)
{
	size_t quotes = 0;

	while (quotes < line.len && line.p[quotes] == '>')
		quotes++;
	if (quotes > 0 && slice_starts(slice_from(line, quotes), "From "))
		line = slice_from(line, 1);
	if (line.len > 0 && line.p[0] == '.')
		buf_putc(out, '.');
	buf_put_slice(out, line);
	buf_put(out, "\r\n", 2);
}

static void
put_lines(struct slice text, struct buf *out)
{
	while (text.len > 0)
		put_line(slice_cut(&text, '\n'), out);
}

static ptrdiff_t
head_length(const struct article *a)
{
	ptrdiff_t at = slice_find(a->text, SLICE("\n\n"));

	if (at < 0)
		log_fatal("%.*s: no empty line", SLICE_ARG(a->mid));
	return at + 1;
}

void
article_head(const struct article *a, struct buf *out)
{
	put_lines(slice_make(a->text.p, (size_t)head_length(a)), out);
}

void
article_body(const struct article *a, struct buf *out)
{
	put_lines(slice_from(a->text, (size_t)head_length(a) + 1), out);
}

/* The value of a one-line header field; empty when it is not there. */
static struct slice
field(struct slice text, const char *name)
{
	while (text.len > 0 && text.p[0] != '\n') {
		struct slice line = slice_cut(&text, '\n');

		if (slice_starts(line, name))
			return slice_from(line, strlen(name));
	}
	return (struct slice){ 0 };
}

static void
index_row(FILE *out, struct slice map, struct slice text, struct buf *body)
{
	struct article a = { .text = text, .mid = field(text, "Message-ID: ") };
	struct slice board = field(text, "Newsgroups: ");

	if (a.mid.len == 0 || board.len == 0)
		log_fatal("corpus: a message without Message-ID or Newsgroups");
	buf_reset(body);
	article_body(&a, body);
	if (!buf_ok(body))
		log_fatal("%.*s: too large", SLICE_ARG(a.mid));
	fprintf(out, "%.*s %.*s %u %zu %zu\n", SLICE_ARG(board),
	    SLICE_ARG(a.mid), crc32c(0, body->p, body->len),
	    (size_t)(text.p - map.p), text.len);
}

/* The next message, without its From line and the empty line behind it. */
static bool
next_message(struct slice *rest, struct slice *text)
{
	ptrdiff_t end;

	if (!slice_starts(*rest, "From "))
		return false;
	slice_cut(rest, '\n');
	end = slice_find(*rest, SLICE("\n\nFrom "));
	*text = *rest;
	if (end >= 0)
		text->len = (size_t)end + 1;
	else if (text->len > 0)
		text->len--;
	*rest = slice_from(*rest, text->len + 1);
	return true;
}

void
mode_index(const struct load_options *opt)
{
	struct slice map = file_map(opt->corpus), rest = map, text;
	struct buf body = BUF_INIT(BODY_MAX);
	char *path = xasprintf("%s.idx", opt->corpus);
	FILE *out = fopen(path, "we");
	unsigned n = 0;

	if (out == NULL)
		log_fatal("%s: cannot be written", path);
	for (; next_message(&rest, &text); n++)
		index_row(out, map, text, &body);
	if (fclose(out) != 0)
		log_fatal("%s: cannot be written", path);
	report("indexed", n, "articles");
	buf_clear(&body);
	file_unmap(map);
	free(path);
}

static void
add_row(struct corpus *c, struct slice mid, struct slice rest)
{
	uint64_t n[3];

	for (int i = 0; i < 3; i++)
		if (!slice_u64(slice_word(&rest), &n[i]))
			log_fatal("the index of the corpus is damaged");
	if (n[1] > c->map.len || n[2] > c->map.len - n[1])
		log_fatal("the index of the corpus is stale");
	c->v[c->len++] = (struct article){
		.mid = mid,
		.crc = (uint32_t)n[0],
		.text = slice_make(c->map.p + n[1], n[2]),
	};
}

void
corpus_open(struct corpus *c, const char *path, const char *board)
{
	char *index = xasprintf("%s.idx", path);
	size_t cap = 0;
	struct slice rest;

	*c = (struct corpus){ .map = file_map(path), .index = file_map(index) };
	for (rest = c->index; rest.len > 0;) {
		struct slice line = slice_cut(&rest, '\n');

		if (board != NULL && !slice_is(slice_word(&line), board))
			continue;
		if (board == NULL)
			slice_word(&line);
		if (c->len == cap) {
			cap = cap != 0 ? cap * 2 : 1024;
			c->v = xrealloc(c->v, cap * sizeof(*c->v));
		}
		struct slice mid = slice_word(&line);
		add_row(c, mid, line);
	}
	if (c->len == 0)
		log_fatal("%s: no articles in it", index);
	free(index);
}

void
corpus_close(struct corpus *c)
{
	file_unmap(c->map);
	file_unmap(c->index);
	free(c->v);
	*c = (struct corpus){ 0 };
}
