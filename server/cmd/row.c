/* Rows of XLIST. */
#include "server/cmd/row.h"

#include "proto/date.h"
#include "proto/event.h"
#include "proto/limits.h"
#include "proto/rfc2047.h"

void
row_init(struct row *r)
{
	*r = (struct row){ .n = 0 };
	buf_init(&r->text, 4 * LIMIT_HEADER);
}

void
row_clear(struct row *r)
{
	buf_clear(&r->text);
	r->n = 0;
}

void
row_reset(struct row *r)
{
	buf_reset(&r->text);
	r->n = 0;
}

struct slice
row_cell(const struct row *r, int i)
{
	size_t begin = i > 0 ? r->end[i - 1] : 0;

	return slice_make(r->text.p + begin, r->end[i] - begin);
}

static void
end_cell(struct row *r)
{
	size_t begin = r->n > 0 ? r->end[r->n - 1] : 0;

	if (r->text.len == begin)
		buf_putc(&r->text, '-');
	r->end[r->n++] = r->text.len;
}

void
row_put(struct row *r, struct slice s)
{
	text_escape(&r->text, s);
	end_cell(r);
}

void
row_put_raw(struct row *r, struct slice s)
{
	buf_put_slice(&r->text, s);
	end_cell(r);
}

void
row_put_u64(struct row *r, uint64_t v)
{
	buf_put_u64(&r->text, v);
	end_cell(r);
}

void
row_put_i64(struct row *r, int64_t v)
{
	buf_printf(&r->text, "%lld", (long long)v);
	end_cell(r);
}

void
row_put_time(struct row *r, int64_t t)
{
	date_put_rfc3339(&r->text, t);
	end_cell(r);
}

void
row_put_header(struct row *r, struct slice value)
{
	struct buf utf8 = BUF_INIT(2 * LIMIT_HEADER);

	rfc2047_decode(value, &utf8);
	text_escape(&r->text, buf_slice(&utf8));
	end_cell(r);
	buf_clear(&utf8);
}

void
row_print(
    const struct row *r, const unsigned char *cols, int n, struct buf *out)
{
	for (int i = 0; i < n; i++) {
		struct slice cell = row_cell(r, cols[i]);

		if (i > 0)
			buf_putc(out, '\t');
		else if (cell.len != 0 && cell.p[0] == '.')
			buf_putc(out, '.');
		buf_put_slice(out, cell);
	}
	buf_puts(out, "\r\n");
}
