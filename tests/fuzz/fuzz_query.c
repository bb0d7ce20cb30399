/* Queries: written again from their terms they mean the same. */
#include <stdlib.h>

#include "common/buf.h"
#include "proto/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
write_term(const struct query_term *t, struct buf *out)
{
	static const char *const cmp[] = { "", ">=", "<=", ">", "<" };
	const char *quote = slice_chr(t->value, '"') < 0 ? "\"" : "";

	if (t->negated)
		buf_putc(out, '-');
	if (t->key != QUERY_WORD) {
		buf_puts(out, query_key_name(t->key));
		buf_putc(out, ':');
	}
	buf_puts(out, cmp[t->cmp]);
	buf_puts(out, quote);
	buf_put_slice(out, t->value);
	buf_puts(out, quote);
	buf_putc(out, ' ');
}

static bool
same(const struct query_term *a, const struct query_term *b)
{
	return a->key == b->key && a->cmp == b->cmp &&
	    a->negated == b->negated && slice_eq(a->value, b->value);
}

static void
check_again(const struct query *q)
{
	struct buf text = BUF_INIT(1 << 24);
	struct query again;
	int column;

	for (int i = 0; i < q->n; i++)
		write_term(&q->term[i], &text);
	if (query_parse(buf_slice(&text), &again, &column) != OK ||
	    again.n != q->n)
		abort();
	for (int i = 0; i < q->n; i++)
		if (!same(&q->term[i], &again.term[i]))
			abort();
	buf_clear(&text);
}

static void
check_values(struct slice rest)
{
	struct slice value, all = rest;

	while (query_next_value(&rest, &value))
		if (value.len == 0 || value.p < all.p ||
		    value.p + value.len > all.p + all.len)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_make((const char *)data, size);
	struct query q;
	int column = 0;

	if (query_parse(text, &q, &column) != OK) {
		if (column < 1 || (size_t)column > size + 1 ||
		    err_detail()[0] == '\0')
			abort();
		return 0;
	}
	if (q.n < 0 || q.n > LIMIT_QUERY_TERMS)
		abort();
	for (int i = 0; i < q.n; i++) {
		if (q.term[i].value.len == 0)
			abort();
		check_values(q.term[i].value);
	}
	check_again(&q);
	return 0;
}
