/* Rows and texts on stdout, safe for a terminal unless --raw. */
#include "client/cli.h"

#include <stdio.h>

#include "client/locale.h"
#include "client/table.h"
#include "common/char.h"
#include "common/utf8.h"
#include "proto/event.h"
#include "proto/limits.h"

void
cli_print(const struct cli *c, struct slice text)
{
	struct buf safe = BUF_INIT(256u << 20), out = BUF_INIT(256u << 20);

	if (c->raw) {
		fwrite(text.p, 1, text.len, stdout);
		return;
	}
	utf8_filter(text, FILTER_LF | FILTER_TAB, &safe);
	locale_encode(buf_slice(&safe), &out);
	fwrite(out.p, 1, out.len, stdout);
	buf_clear(&safe);
	buf_clear(&out);
}

void
cli_json_string(struct slice text, struct buf *out)
{
	buf_putc(out, '"');
	while (text.len > 0) {
		struct slice before = text;
		uint32_t ch = utf8_next(&text);

		if (ch == '"' || ch == '\\')
			buf_printf(out, "\\%c", (int)ch);
		else if (ch == '\n')
			buf_puts(out, "\\n");
		else if (ch == '\t')
			buf_puts(out, "\\t");
		else if (ch < ' ' || (ch >= 0x7f && ch < 0xa0) ||
		    (ch >= 0x200b && ch <= 0x200f) ||
		    (ch >= 0x2028 && ch <= 0x202e) ||
		    (ch >= 0x2066 && ch <= 0x2069))
			buf_printf(out, "\\u%04x", ch);
		else if (ch == UTF8_BAD)
			utf8_put(out, ch);
		else
			buf_put(out, before.p, before.len - text.len);
	}
	buf_putc(out, '"');
}

void
cli_field(struct slice text, struct buf *out)
{
	if (text.len == 0)
		buf_putc(out, '-');
	else
		text_escape(out, text);
}

static size_t
digits(struct slice s)
{
	size_t n = 0;

	while (n < s.len && char_is_digit(s.p[n]))
		n++;
	return n;
}

/* A number that JSON can hold exactly: 12, -3, 0.96. */
static bool
is_number(struct slice s)
{
	size_t n;

	if (slice_starts(s, "-"))
		s = slice_from(s, 1);
	n = digits(s);
	if (s.len > 15 || n == 0 || (n > 1 && s.p[0] == '0'))
		return false;
	s = slice_from(s, n);
	return s.len == 0 || (s.p[0] == '.' && s.len > 1 &&
	    digits(slice_from(s, 1)) == s.len - 1);
}

/* Whether what people wrote stands there, also when they wrote a number. */
static bool
is_text(struct slice name)
{
	static const char *const names[] = { "address", "args", "author",
		"badge", "badges", "board", "earlier-title", "error", "holder",
		"label", "name", "owns", "person", "query", "read", "reason",
		"rule", "subject", "tags", "target", "text", "title", "user",
		"users", "version" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (slice_iis(name, names[i]))
			return true;
	return false;
}

void
cli_json_value(struct slice name, struct slice field, struct buf *out)
{
	struct buf value = BUF_INIT(LIMIT_HEADER * 4);

	text_unescape(&value, field);
	if (field.len == 0 || slice_is(field, "-"))
		buf_puts(out, "null");
	else if (is_number(field) && !is_text(name))
		buf_put_slice(out, field);
	else
		cli_json_string(buf_slice(&value), out);
	buf_clear(&value);
}

static void
json_row(const struct table *t, struct buf *out)
{
	buf_putc(out, '{');
	for (int i = 0; i < t->nnames; i++) {
		if (i > 0)
			buf_putc(out, ',');
		cli_json_string(t->name[i], out);
		buf_putc(out, ':');
		cli_json_value(t->name[i], table_field(t, i), out);
	}
	buf_puts(out, "}\n");
}

static void
plain_row(const struct table *t, struct buf *out)
{
	for (int i = 0; i < t->nfields; i++) {
		if (i > 0)
			buf_putc(out, '\t');
		buf_put_slice(out, t->field[i]);
	}
	buf_putc(out, '\n');
}

unsigned long
cli_print_rows(struct cli *c, struct slice *more)
{
	struct buf out = BUF_INIT(256u << 20);
	unsigned long n = 0;
	struct table t;

	table_open(&t, buf_slice(&c->body));
	if (c->header && !c->json) {
		buf_putc(&out, '#');
		for (int i = 0; i < t.nnames; i++)
			buf_printf(&out, "%s%.*s", i > 0 ? "\t" : "",
			    SLICE_ARG(t.name[i]));
		buf_putc(&out, '\n');
		c->header = false;
	}
	for (; table_next(&t); n++) {
		if (c->json)
			json_row(&t, &out);
		else
			plain_row(&t, &out);
	}
	/* JSON is escaped already and keeps its exact text. */
	if (c->json)
		fwrite(out.p, 1, out.len, stdout);
	else
		cli_print(c, buf_slice(&out));
	*more = t.more;
	buf_clear(&out);
	return n;
}
