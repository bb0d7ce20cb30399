/* Command lines: words stay inside the line, counts inside the table. */
#include <stdlib.h>

#include "common/utf8.h"
#include "proto/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
inside(struct slice s, struct slice line)
{
	if (s.len > 0 && (s.p < line.p || s.p + s.len > line.p + line.len))
		abort();
}

static void
check_ok(const struct request *r)
{
	const struct command *c = r->cmd;

	if (r->argc < c->min || !utf8_valid(r->line) ||
	    r->argc > (c->max < 0 ? c->min + 1 : c->max))
		abort();
	for (int i = 0; i < r->argc; i++) {
		inside(r->argv[i], r->rest);
		if (r->argv[i].len == 0)
			abort();
		if (i < c->min && slice_chr(r->argv[i], ' ') >= 0)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice line = slice_make((const char *)data, size);
	enum request_status status;
	struct request r;

	status = request_parse(line, &r);
	if (r.argc < 0 || r.argc > LIMIT_ARGS)
		abort();
	inside(r.rest, line);
	if ((r.cmd == NULL) != (status == REQUEST_EMPTY ||
	    status == REQUEST_UNKNOWN || status == REQUEST_VARIANT))
		abort();
	if (status == REQUEST_OK)
		check_ok(&r);
	return 0;
}
