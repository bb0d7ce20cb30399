/* Header blocks of parts: fields, types and parameters. */
#include <stdio.h>

#include "proto/mime_part.h"
#include "common/char.h"
#include "proto/rfc2047.h"

#define SEGMENTS_MAX 20		/* pieces of one parameter (RFC 2231, 3) */

static bool
is_space(char c)
{
	return char_is_blank(c) || c == '\r' || c == '\n';
}

/* The first line with its end. */
static struct slice
take_line(struct slice *rest)
{
	ptrdiff_t lf = slice_chr(*rest, '\n');
	struct slice line = *rest;

	if (lf >= 0)
		line.len = (size_t)lf + 1;
	*rest = slice_from(*rest, line.len);
	return line;
}

/* The length of a field's name at the front of line; 0 for none. */
static size_t
name_length(struct slice line)
{
	size_t n = 0;

	while (n < line.len && line.p[n] > ' ' && line.p[n] < 0x7f &&
	    line.p[n] != ':')
		n++;
	for (size_t i = n; i < line.len; i++)
		if (line.p[i] == ':')
			return n;
		else if (!char_is_blank(line.p[i]))
			break;
	return 0;
}

void
mime_split(struct slice part, struct slice *head, struct slice *body)
{
	struct slice rest = part, line = take_line(&rest);

	*head = slice_make(part.p, 0);
	*body = part;
	if (slice_trim(line).len == 0) {
		*body = rest;
		return;
	}
	if (name_length(line) == 0)
		return;
	while (rest.len != 0) {
		const char *end = rest.p;

		line = take_line(&rest);
		if (slice_is(line, "\r\n") || slice_is(line, "\n")) {
			*head = slice_make(part.p, (size_t)(end - part.p));
			*body = rest;
			return;
		}
	}
	*head = part;
	*body = slice_from(part, part.len);
}

struct slice
mime_field(struct slice head, const char *name)
{
	struct slice want = slice_of(name), line, value;

	while (head.len != 0) {
		line = take_line(&head);
		if (!slice_ieq(slice_make(line.p, name_length(line)), want))
			continue;
		while (head.len != 0 && char_is_blank(head.p[0]))
			line.len += take_line(&head).len;
		value = slice_from(line, (size_t)slice_chr(line, ':') + 1);
		return slice_trim(value);
	}
	return slice_make(NULL, 0);
}

struct slice
mime_token(struct slice value)
{
	size_t n = 0;

	value = slice_trim(value);
	while (n < value.len && value.p[n] != ';' && value.p[n] != ',' &&
	    value.p[n] != '(' && !is_space(value.p[n]))
		n++;
	return slice_make(value.p, n);
}

/* A quoted value without its quotes, escapes still there. */
static struct slice
take_quoted(struct slice *rest)
{
	struct slice v = slice_from(*rest, 1);
	size_t n = 0;

	while (n < v.len && v.p[n] != '"')
		n += v.p[n] == '\\' && n + 1 < v.len ? 2 : 1;
	*rest = slice_from(v, n + 1);
	v.len = n;
	return v;
}

static struct slice
take_until(struct slice *rest, const char *stop)
{
	struct slice v = *rest;
	size_t n = 0;

	while (n < v.len && !is_space(v.p[n]) && v.p[n] != '\0' &&
	    strchr(stop, v.p[n]) == NULL)
		n++;
	*rest = slice_from(v, n);
	v.len = n;
	return v;
}

/* The next "name=value"; *quoted tells how it was written. */
static bool
next_param(struct slice *rest, struct slice *name, struct slice *value,
    bool *quoted)
{
	while ((*rest = slice_trim(*rest)).len != 0) {
		*name = take_until(rest, ";=");
		*rest = slice_trim(*rest);
		if (rest->len == 0)
			return false;
		if (rest->p[0] != '=') {
			if (rest->p[0] == ';' || name->len == 0)
				*rest = slice_from(*rest, 1);
			continue;
		}
		*rest = slice_trim(slice_from(*rest, 1));
		*quoted = rest->len != 0 && rest->p[0] == '"';
		*value = *quoted ? take_quoted(rest) : take_until(rest, ";");
		if (name->len != 0)
			return true;
	}
	return false;
}

static bool
find_param(struct slice rest, const char *name, struct slice *value,
    bool *quoted)
{
	struct slice at;

	while (next_param(&rest, &at, value, quoted))
		if (slice_iis(at, name))
			return true;
	return false;
}

static void
put_unquoted(struct slice s, bool quoted, struct buf *out)
{
	for (size_t i = 0; i < s.len; i++) {
		if (quoted && s.p[i] == '\\' && i + 1 < s.len)
			i++;
		buf_putc(out, s.p[i]);
	}
}

/* "charset'language'" off the front of an extended value. */
static struct slice
take_charset(struct slice *value)
{
	struct slice rest = *value, charset = slice_cut(&rest, '\'');

	if (rest.p == NULL)
		return slice_make(NULL, 0);
	slice_cut(&rest, '\'');
	if (rest.p == NULL)
		return slice_make(NULL, 0);
	*value = rest;
	return charset;
}

/* name*=, name*0*=, name*1= ... (RFC 2231). */
static bool
extended_param(struct slice params, const char *name, struct buf *out)
{
	struct buf bytes = BUF_INIT(params.len);
	struct slice value, charset = { NULL, 0 };
	bool quoted, found = false;
	char full[64];

	for (int i = -1; i < SEGMENTS_MAX; i++) {
		bool coded = true;

		if (i < 0)
			snprintf(full, sizeof(full), "%s*", name);
		else
			snprintf(full, sizeof(full), "%s*%d*", name, i);
		if (!find_param(params, full, &value, &quoted)) {
			if (i < 0)
				continue;
			full[strlen(full) - 1] = '\0';
			coded = false;
			if (!find_param(params, full, &value, &quoted))
				break;
		}
		if (coded && !found)
			charset = take_charset(&value);
		found = true;
		if (coded)
			mime_put_escaped(value, '%', false, &bytes);
		else
			put_unquoted(value, quoted, &bytes);
		if (i < 0)
			break;
	}
	charset_to_utf8(charset, buf_slice(&bytes), out);
	buf_clear(&bytes);
	return found;
}

bool
mime_param(struct slice value, const char *name, struct buf *out)
{
	struct slice params = slice_from(value, mime_token(value).len), plain;
	struct buf bytes = BUF_INIT(value.len);
	bool quoted, found;

	if (extended_param(params, name, out))
		return true;
	found = find_param(params, name, &plain, &quoted);
	if (found) {
		put_unquoted(plain, quoted, &bytes);
		rfc2047_decode(buf_slice(&bytes), out);
	}
	buf_clear(&bytes);
	return found;
}
