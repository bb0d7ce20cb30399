/* Acts in postings: the walk ends, and what it finds reads as an act. */
#include <stdlib.h>

#include "proto/bang.h"
#include "tests/unit/print.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What XACT would be asked for is the same. */
static void
check_act(const struct act_request *r)
{
	struct buf text = BUF_INIT(1 << 24);
	struct act_request again;
	int column;

	act_print(r, &text);
	if (act_parse(buf_slice(&text), &again, &column) != OK ||
	    again.act != r->act || !slice_eq(again.target, r->target))
		abort();
	buf_clear(&text);
}

/* The first byte says whether there is an article it replies to. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice parent = SLICE("<parent@example.org>");
	struct slice body = slice_make((const char *)data, size);
	struct act_request r;
	struct bang b;
	size_t n = 0;
	enum err e;

	if (size != 0 && data[0] == '0')
		parent = SLICE("");
	bang_begin(&b, parent, slice_from(body, 1));
	while (bang_next(&b, &r, &e)) {
		if (++n > size)
			abort();
		if (e == OK)
			check_act(&r);
		else if (e != ERR_SYNTAX || err_detail()[0] == '\0')
			abort();
	}
	bang_has_text(&b);
	return 0;
}
