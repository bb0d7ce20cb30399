/* Overview lines against the corpus (RFC 3977, 8.3). */
#include "tests/bench/lib/over.h"

#include <stdlib.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "tests/bench/lib/conn.h"

#define TEXT_MAX (1u << 30)
#define ONE_READ (1u << 20)
#define FIELD_MSGID 4

static void
check_line(struct slice line, uint64_t number, const struct article *a)
{
	struct slice rest = line, mid, bytes;
	uint64_t n;

	if (!slice_ends(line, "\r"))
		log_fatal("overview line without CR: %.*s", SLICE_ARG(line));
	if (!slice_u64(slice_cut(&rest, '\t'), &n) || n != number)
		log_fatal("overview: not %llu: %.*s",
		    (unsigned long long)number, SLICE_ARG(line));
	for (int i = 1; i < FIELD_MSGID; i++)
		slice_cut(&rest, '\t');
	mid = slice_cut(&rest, '\t');
	if (!slice_eq(mid, a->mid))
		log_fatal("overview: not the article: %.*s", SLICE_ARG(line));
	slice_cut(&rest, '\t');
	bytes = slice_cut(&rest, '\t');
	if (!slice_u64(bytes, &n) || n == 0 || rest.p == NULL)
		log_fatal("overview: no size: %.*s", SLICE_ARG(line));
}

static void
check_all(struct overview *o, const struct corpus *corpus)
{
	struct slice rest = buf_slice(&o->text);

	o->at = xcalloc(corpus->len + 1, sizeof(*o->at));
	while (rest.len > 0 && o->len < corpus->len) {
		o->at[o->len] = (size_t)(rest.p - o->text.p);
		check_line(slice_cut(&rest, '\n'), o->len + 1,
		    &corpus->v[o->len]);
		o->len++;
	}
	if (rest.len > 0 || o->len < corpus->len)
		log_fatal("the overview has not the %zu lines expected",
		    corpus->len);
	o->at[o->len] = o->text.len;
}

static void
take(struct conn *c, struct buf *text)
{
	buf_put_slice(text, buf_slice(&c->in));
	buf_reset(&c->in);
	if (!buf_ok(text))
		log_fatal("the overview is too large");
}

void
overview_fetch(struct overview *o, const struct load_options *opt,
    const struct corpus *corpus)
{
	struct conn c = { .fd = -1 };
	struct slice line;

	*o = (struct overview){ .text = BUF_INIT(TEXT_MAX) };
	conn_open(&c, opt, 0);
	conn_command(&c, 200);
	buf_printf(&c.out, "GROUP %s\r\n", opt->board);
	conn_command(&c, 211);
	buf_puts(&c.out, "OVER 1-\r\n");
	line = conn_command(&c, 224);
	buf_drop(&c.in, line.len + 2);
	take(&c, &o->text);
	while (!slice_ends(buf_slice(&o->text), "\r\n.\r\n")) {
		if (conn_read(&c, ONE_READ) == CONN_EOF)
			log_fatal("the server closed during OVER 1-");
		conn_acknowledge(&c);
		take(&c, &o->text);
	}
	conn_close(&c);
	o->text.len -= 3;
	check_all(o, corpus);
}

void
overview_clear(struct overview *o)
{
	buf_clear(&o->text);
	free(o->at);
	*o = (struct overview){ .len = 0 };
}

struct slice
overview_lines(const struct overview *o, uint32_t first, uint32_t last)
{
	return slice_make(o->text.p + o->at[first - 1],
	    o->at[last] - o->at[first - 1]);
}
