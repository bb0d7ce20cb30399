/* Reading the rows of XLIST. */
#include "client/table.h"

#include "common/xalloc.h"
#include "proto/date.h"
#include "proto/event.h"
#include "proto/limits.h"

static bool
next_line(struct table *t, struct slice *line)
{
	if (t->rest.p == NULL || t->rest.len == 0)
		return false;
	*line = slice_cut(&t->rest, '\n');
	if (line->len > 0 && line->p[line->len - 1] == '\r')
		line->len--;
	return true;
}

static int
split(struct slice line, struct slice *field)
{
	int n = 0;

	while (line.p != NULL && n < TABLE_COLUMNS)
		field[n++] = slice_cut(&line, '\t');
	return n;
}

void
table_open(struct table *t, struct slice block)
{
	struct slice line;

	*t = (struct table){ .rest = block };
	if (block.len > 0 && block.p[0] == '#' && next_line(t, &line))
		t->nnames = split(slice_from(line, 1), t->name);
}

bool
table_next(struct table *t)
{
	struct slice line;

	while (next_line(t, &line)) {
		if (line.len > 0 && line.p[0] == '#') {
			struct slice rest = line;

			if (slice_is(slice_cut(&rest, '\t'), "#more"))
				t->more = slice_trim(rest);
			continue;
		}
		t->nfields = split(line, t->field);
		return true;
	}
	return false;
}

int
table_column(const struct table *t, const char *name)
{
	for (int i = 0; i < t->nnames; i++)
		if (slice_is(t->name[i], name))
			return i;
	return -1;
}

struct slice
table_field(const struct table *t, int column)
{
	if (column < 0 || column >= t->nfields ||
	    slice_is(t->field[column], "-"))
		return slice_make("", 0);
	return t->field[column];
}

char *
table_text(const struct table *t, int column)
{
	struct slice s = table_field(t, column);
	struct buf b = BUF_INIT(LIMIT_HEADER);
	char *copy;

	text_unescape(&b, s);
	copy = xstrndup(b.len != 0 ? b.p : "", b.len);
	buf_clear(&b);
	return copy;
}

uint64_t
table_number(const struct table *t, int column)
{
	uint64_t n;

	return slice_u64(table_field(t, column), &n) ? n : 0;
}

int64_t
table_time(const struct table *t, int column)
{
	int64_t when;

	return date_parse_rfc3339(table_field(t, column), &when) ? when : 0;
}
