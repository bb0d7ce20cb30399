/* Acts: what parses stays inside the text and reads as arguments. */
#include <stdlib.h>

#include "common/buf.h"
#include "proto/act.h"
#include "proto/event.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
inside(struct slice s, struct slice text)
{
	if (s.len > 0 && (s.p < text.p || s.p + s.len > text.p + text.len))
		abort();
}

/* Written again with single blanks it must mean the same. */
static void
check_again(const struct act_request *r)
{
	struct buf line = BUF_INIT(1 << 24);
	struct act_request again;
	int column;

	buf_puts(&line, r->act->name);
	buf_putc(&line, ' ');
	buf_put_slice(&line, r->target);
	buf_putc(&line, ' ');
	buf_put_slice(&line, r->args);
	if (r->block)
		buf_puts(&line, " -");
	if (act_parse(buf_slice(&line), &again, &column) != OK ||
	    again.act != r->act || !slice_eq(again.target, r->target) ||
	    !slice_eq(again.args, r->args) || again.block != r->block)
		abort();
	buf_clear(&line);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_make((const char *)data, size);
	struct act_request r;
	int column = 0;

	if (act_parse(text, &r, &column) != OK) {
		if (column < 1 || (size_t)column > size + 1 ||
		    err_detail()[0] == '\0')
			abort();
		return 0;
	}
	inside(r.target, text);
	inside(r.args, text);
	if (r.block && event_text(r.args).p != NULL)
		abort();
	check_again(&r);
	return 0;
}
