/* Acts and rules written so that they read again as the same. */
#ifndef TESTS_UNIT_PRINT_H
#define TESTS_UNIT_PRINT_H

#include "proto/rule.h"
#include "proto/span.h"

static inline void
act_print(const struct act_request *r, struct buf *out)
{
	buf_printf(out, "%s ", r->act->name);
	buf_put_slice(out, r->target);
	act_put_args(r, out);
	if (r->block)
		buf_puts(out, " -");
}

static inline void
rule_print(const struct rule *r, struct buf *out)
{
	buf_puts(out, "when ");
	query_print(&r->query, out);
	if (r->after != 0) {
		buf_puts(out, r->every ? " every " : " after ");
		span_put(out, r->after);
	}
	buf_printf(out, " do %s", r->act->name);
	if (r->args.len != 0) {
		buf_putc(out, ' ');
		buf_put_slice(out, r->args);
	}
}

#endif
