/* Splitting rnews batches, one or several in a row. */
#include "server/ctl/rnews.h"

enum { LINE = 256 };

static bool
give(struct message *m, struct slice raw, const char *fault,
    message_fn *fn, void *arg)
{
	m->number++;
	m->raw = raw;
	m->fault = fault;
	return fn(m, arg);
}

/* The message of n bytes that stands next. */
static bool
take_message(struct source *s, uint64_t n, struct message *m,
    message_fn *fn, void *arg)
{
	bool go_on;

	if (n > SOURCE_WINDOW) {
		go_on = give(m, slice_make(NULL, 0),
		    "longer than an article may be", fn, arg);
		return source_skip(s, n) && go_on;
	}
	if (!source_need(s, (size_t)n)) {
		give(m, slice_make(NULL, 0), "the batch is cut off in it", fn,
		    arg);
		source_take(s, source_window(s).len);
		return false;
	}
	go_on = give(m, slice_make(source_window(s).p, (size_t)n), NULL, fn,
	    arg);
	source_take(s, (size_t)n);
	return go_on;
}

static enum err
other_header(struct slice line)
{
	if (slice_starts(line, "#! cunbatch") ||
	    slice_starts(line, "#! gunbatch") ||
	    slice_starts(line, "#! zunbatch"))
		return err_set(ERR_SYNTAX, "the batch is compressed (%.*s); "
		    "tail -n +2 FILE | gzip -dc | stoactl import rnews -",
		    SLICE_ARG(line));
	return OK;
}

enum err
rnews_read(struct source *s, message_fn *fn, void *arg)
{
	struct message m = { 0 };
	struct slice line, count;
	bool lost = false;
	uint64_t n;

	while (source_line(s, LINE, &line)) {
		count = slice_trim(slice_from(line, 8));
		if (slice_starts(line, "#! rnews") && slice_u64(count, &n)) {
			lost = false;
			if (!take_message(s, n, &m, fn, arg))
				break;
			continue;
		}
		if (other_header(line) != OK)
			return ERR_SYNTAX;
		if (slice_trim(line).len == 0 || lost)
			continue;
		if (m.number == 0)
			return err_set(ERR_SYNTAX, "this is no batch: it does "
			    "not begin with \"#! rnews\" and a count");
		/* A wrong count: pick up at the next header. */
		lost = true;
		if (!give(&m, slice_make(NULL, 0), "text that no \"#! rnews\" "
		    "counts", fn, arg))
			break;
	}
	return s->err;
}
