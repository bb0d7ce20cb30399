/* Queries: written again from their terms they mean the same. */
#include <stdlib.h>

#include "common/buf.h"
#include "proto/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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

	query_print(q, &text);
	if (query_parse(buf_slice(&text), &again, &column) != OK ||
	    again.n != q->n)
		abort();
	for (int i = 0; i < q->n; i++)
		if (!same(&q->term[i], &again.term[i]))
			abort();
	buf_clear(&text);
}

/* What a check lets pass is of what it says the query is about. */
static void
check_kinds(const struct query *q)
{
	const unsigned all = QUERY_OF_ARTICLE | QUERY_OF_USER |
	    QUERY_OF_BOARD | QUERY_OF_EVENT | QUERY_OF_KPI;
	bool list = false;
	int column;

	for (int i = 0; i < q->n; i++)
		list |= query_key_domains(q->term[i].key) == QUERY_OF_LIST;
	for (unsigned of = 1; !list && of <= all; of <<= 1) {
		bool passes = query_check(q, of, false, &column) == OK;

		if (passes && (query_domains(q) & of) == 0)
			abort();
		if (!passes && (column < 1 || err_detail()[0] == '\0'))
			abort();
		if (!passes && query_check(q, of, true, &column) == OK)
			abort();
	}
}

/* Nobody is @me once a name stands there. */
static void
check_me(const struct query *q)
{
	struct buf text = BUF_INIT(1 << 24);
	struct query again;
	int column;

	if (query_print_for(q, SLICE("anna"), &text) != OK ||
	    query_parse(buf_slice(&text), &again, &column) != OK ||
	    again.n != q->n || query_has_me(&again))
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
	check_kinds(&q);
	check_me(&q);
	return 0;
}
