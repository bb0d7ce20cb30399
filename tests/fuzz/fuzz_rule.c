/* Rules: written again they mean the same, and so does their act. */
#include <stdlib.h>

#include "tests/unit/print.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
inside(struct slice s, struct slice text)
{
	if (s.len > 0 && (s.p < text.p || s.p + s.len > text.p + text.len))
		abort();
}

static void
check_again(const struct rule *r)
{
	struct buf text = BUF_INIT(1 << 24);
	struct rule again;
	int column;

	rule_print(r, &text);
	if (rule_parse(buf_slice(&text), &again, &column) != OK ||
	    again.act != r->act || again.after != r->after ||
	    again.domain != r->domain || again.query.n != r->query.n ||
	    !slice_eq(again.args, r->args))
		abort();
	buf_clear(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_make((const char *)data, size);
	struct rule r;
	int column = 0;

	if (rule_parse(text, &r, &column) != OK) {
		if (column < 1 || (size_t)column > size + 1 ||
		    err_detail()[0] == '\0')
			abort();
		return 0;
	}
	inside(r.text, text);
	inside(r.args, text);
	if (query_check(&r.query, r.domain, true, &column) != OK)
		abort();
	check_again(&r);
	return 0;
}
