/*
 * Splitting an article and the answers taken from its head. On the way of
 * every post and import: one pass, no copy.
 */
#include "proto/article.h"

#include "common/char.h"

/* The length of the first line of s with its CRLF, or all that is left. */
static size_t
line_length(struct slice s)
{
	const char *from = s.p, *end = s.p + s.len, *lf;

	while (from < end && (lf = memchr(from, '\n', end - from)) != NULL) {
		if (lf > s.p && lf[-1] == '\r')
			return (size_t)(lf + 1 - s.p);
		from = lf + 1;
	}
	return s.len;
}

/* The name in front of the colon; old mail has blanks between the two. */
static bool
split_name(struct slice line, struct field *f)
{
	ptrdiff_t colon = slice_chr(line, ':');
	size_t n;

	if (colon <= 0)
		return false;
	n = (size_t)colon;
	while (n > 0 && char_is_blank(line.p[n - 1]))
		n--;
	for (size_t i = 0; i < n; i++)
		if (line.p[i] < '!' || line.p[i] > '~')
			return false;
	f->name = slice_make(line.p, n);
	f->value = slice_from(line, (size_t)colon + 1);
	return n != 0;
}

/* Takes one field with its folds off the front of rest. */
static bool
take_field(struct slice *rest, struct field *f, int *line)
{
	size_t n = line_length(*rest);

	if (!split_name(slice_make(rest->p, n), f))
		return false;
	++*line;
	while (n < rest->len && char_is_blank(rest->p[n])) {
		n += line_length(slice_from(*rest, n));
		++*line;
	}
	f->raw = slice_make(rest->p, n);
	f->value.len = (size_t)(rest->p + n - f->value.p);
	f->value = slice_trim(f->value);
	*rest = slice_from(*rest, n);
	return true;
}

static bool
at_body(struct slice rest)
{
	return rest.len >= 2 && rest.p[0] == '\r' && rest.p[1] == '\n';
}

enum err
article_parse(struct slice raw, struct article *out)
{
	struct slice rest = raw;
	int line = 1, n = 0;

	out->raw = raw;
	out->nfields = 0;
	while (rest.len != 0 && !at_body(rest)) {
		if (n == LIMIT_HEADER_FIELDS)
			return err_set(ERR_TOOBIG, "line %d: more than %d "
			    "header fields", line, LIMIT_HEADER_FIELDS);
		if (!take_field(&rest, &out->field[n++], &line))
			return err_set(ERR_SYNTAX, "line %d is no header "
			    "field \"Name: value\"", line);
		if ((size_t)(rest.p - raw.p) > LIMIT_HEADER)
			return err_set(ERR_TOOBIG, "line %d: the header is "
			    "longer than %d bytes", line - 1, LIMIT_HEADER);
	}
	if (n == 0)
		return err_set(ERR_SYNTAX, "line 1: the article has no "
		    "header");
	out->nfields = n;
	out->head = slice_make(raw.p, (size_t)(rest.p - raw.p));
	out->body = slice_from(rest, 2);
	return OK;
}

static const struct field *
find_field(const struct article *a, struct slice name)
{
	for (int i = 0; i < a->nfields; i++)
		if (slice_ieq(a->field[i].name, name))
			return &a->field[i];
	return NULL;
}

const struct field *
article_field(const struct article *a, const char *name)
{
	return find_field(a, slice_of(name));
}

struct slice
article_value(const struct article *a, const char *name)
{
	const struct field *f = article_field(a, name);

	return f != NULL ? f->value : slice_make(NULL, 0);
}

void
article_unfold(struct buf *out, struct slice v)
{
	char *to = buf_room(out, v.len), *at = to;

	if (to == NULL || v.len == 0)
		return;
	for (size_t i = 0; i < v.len; i++) {
		char c = v.p[i];

		if ((unsigned char)c >= ' ') {
			*at++ = c;
		} else if (c == '\r' && i + 1 < v.len && v.p[i + 1] == '\n') {
			i++;
			/* The blank of a fold follows; stands in if not. */
			if (i + 1 == v.len || !char_is_blank(v.p[i + 1]))
				*at++ = ' ';
		} else {
			bool gap = c == '\t' || c == '\r' || c == '\n' ||
			    c == '\0';

			*at++ = gap ? ' ' : c;
		}
	}
	out->len += (size_t)(at - to);
}

uint64_t
article_lines(const struct article *a)
{
	const char *p = a->body.p, *end = p + a->body.len;
	uint64_t n = 0;

	if (a->body.len == 0)
		return 0;
	while (p < end && (p = memchr(p, '\n', end - p)) != NULL) {
		p++;
		n++;
	}
	return n + (end[-1] != '\n');
}

void
article_overview(const struct article *a, uint64_t bytes, struct buf *out)
{
	static const struct slice columns[] = {
		{ "Subject", 7 }, { "From", 4 }, { "Date", 4 },
		{ "Message-ID", 10 }, { "References", 10 },
	};
	const size_t n = sizeof(columns) / sizeof(columns[0]);

	for (size_t i = 0; i < n; i++) {
		const struct field *f = find_field(a, columns[i]);

		if (f != NULL)
			article_unfold(out, f->value);
		buf_putc(out, '\t');
	}
	buf_put_u64(out, bytes);
	buf_putc(out, '\t');
	buf_put_u64(out, article_lines(a));
}

bool
article_next_board(struct slice *rest, struct slice *name)
{
	while (rest->p != NULL) {
		*name = slice_trim(slice_cut(rest, ','));
		if (name->len != 0)
			return true;
	}
	return false;
}

static bool
board_char(char c)
{
	return char_is_alnum(c) || c == '+' || c == '-' || c == '_';
}

bool
article_board_valid(struct slice name)
{
	struct slice rest = name;

	if (name.len == 0 || name.len > LIMIT_BOARD_NAME)
		return false;
	/* Names with a meaning of their own in Followup-To and Control. */
	if (slice_is(name, "poster") || slice_is(name, "control") ||
	    slice_is(name, "to") || slice_starts(name, "to."))
		return false;
	while (rest.p != NULL) {
		struct slice part = slice_cut(&rest, '.');

		if (part.len == 0 || slice_is(part, "all") ||
		    slice_is(part, "ctl"))
			return false;
		for (size_t i = 0; i < part.len; i++)
			if (!board_char(part.p[i]))
				return false;
	}
	return true;
}
