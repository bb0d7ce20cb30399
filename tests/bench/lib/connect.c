/* Short visits: connect, greeting, QUIT, until the server closes. */
#include "tests/bench/lib/loop.h"

enum { GREETING, GOODBYE };

static enum work_state
visit_answer(struct loop *l, struct conn *c)
{
	struct slice line;
	int code;

	(void)l;
	if (!conn_line(c, &line))
		return WORK_MORE;
	code = line_code(line);
	if (c->number == GREETING) {
		if (code != 200 && code != 201)
			conn_unexpected(c, "a greeting");
		c->number = GOODBYE;
		buf_puts(&c->out, "QUIT\r\n");
		return WORK_ASKED;
	}
	if (code != 205 || c->in.len != line.len + 2)
		conn_unexpected(c, "205");
	c->last = true;
	buf_reset(&c->in);
	return WORK_MORE;
}

void
mode_connect(const struct load_options *opt)
{
	static const struct work work = {
		.reopen = true,
		.room = 4096,
		.answer = visit_answer,
	};
	struct loop l;

	loop_run(&l, opt, &work, NULL);
	report("connect", loop_rate(&l), "/s");
	report("connect_p99", samples_percentile(&l.time, 99), "us");
	loop_clear(&l);
}
