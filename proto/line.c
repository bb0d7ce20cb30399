/*
 * The strict line splitter. Only the ending that the connection's first line
 * had ends a line; a lone LF or CR is a fault, never a line end, so that two
 * servers cannot disagree about where a command begins.
 */
#include "proto/line.h"

void
line_init(struct line_reader *r, enum line_end end, size_t max)
{
	*r = (struct line_reader){ .end = end, .max = max };
}

static void
take(struct slice *in, size_t n)
{
	in->p += n;
	in->len -= n;
}

/* Whether the LF at offset at ends a line; the first one decides the kind. */
static bool
ends_line(struct line_reader *r, const char *p, size_t at)
{
	bool cr = at > 0 ? p[at - 1] == '\r' : r->cr;

	if (r->end == LINE_END_OPEN)
		r->end = cr ? LINE_END_CRLF : LINE_END_LF;
	return r->end == LINE_END_LF || cr;
}

/* Drops up to and with the line end; false when it is not here yet. */
static bool
skip(struct line_reader *r, struct slice *in)
{
	const char *lf;
	size_t at = 0;

	while ((lf = memchr(in->p + at, '\n', in->len - at)) != NULL) {
		at = (size_t)(lf - in->p);
		if (ends_line(r, in->p, at)) {
			take(in, at + 1);
			r->skipping = r->cr = false;
			return true;
		}
		at++;
	}
	r->cr = in->p[in->len - 1] == '\r';
	take(in, in->len);
	return false;
}

static void
keep_head(struct line_reader *r, struct slice line)
{
	size_t n = line.len < LINE_HEAD ? line.len : LINE_HEAD;

	memset(r->head, 0, sizeof(r->head));
	memcpy(r->head, line.p, n);
}

static void
drop_rest(struct line_reader *r, struct slice *in, bool told)
{
	r->skipping = true;
	r->told = told;
	if (!told && in->len > 0)
		skip(r, in);
}

static enum line_status
check(struct slice line)
{
	if (line.len == 0)
		return LINE_OK;
	if (memchr(line.p, '\0', line.len) != NULL)
		return LINE_NUL;
	if (memchr(line.p, '\r', line.len) != NULL)
		return LINE_BARE_CR;
	return LINE_OK;
}

static enum line_status
take_line(struct line_reader *r, struct slice *in, size_t at,
    struct slice *line)
{
	enum line_status status = LINE_LONG;

	*line = slice_make(in->p, at - (r->end == LINE_END_CRLF));
	take(in, at + 1);
	if (at + 1 <= r->max)
		status = check(*line);
	if (status != LINE_OK)
		keep_head(r, *line);
	return status;
}

enum line_status
line_next(struct line_reader *r, struct slice *in, struct slice *line)
{
	const char *lf;
	size_t at;

	*line = slice_make(NULL, 0);
	while (r->skipping && in->len > 0)
		if (skip(r, in) && !r->told)
			return LINE_LONG;
	if (in->len == 0)
		return LINE_MORE;
	lf = memchr(in->p, '\n', in->len);
	if (lf != NULL) {
		at = (size_t)(lf - in->p);
		if (ends_line(r, in->p, at))
			return take_line(r, in, at, line);
		if (at < r->max) {
			keep_head(r, slice_make(in->p, at));
			take(in, at + 1);
			drop_rest(r, in, true);
			return LINE_BARE_LF;
		}
	} else if (in->len < r->max) {
		return LINE_MORE;
	}
	keep_head(r, *in);
	drop_rest(r, in, false);
	return r->skipping ? LINE_MORE : LINE_LONG;
}
