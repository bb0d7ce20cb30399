/* Replies: one line each, no longer than a line may be, no control bytes. */
#include "proto/reply.h"

#include "common/char.h"
#include "proto/limits.h"

const char *
reply_text(int code)
{
	switch (code) {
#define X(c, id, multi, text, args, help) \
	case c:                           \
		return text;
#include "proto/reply.def"
#undef X
	default:
		return NULL;
	}
}

static bool
has_block(int code)
{
	switch (code) {
#define X(c, id, multi, text, args, help) \
	case c:                           \
		return multi;
#include "proto/reply.def"
#undef X
	default:
		return false;
	}
}

static void
put_code(struct buf *out, int code)
{
	char *p = buf_room(out, 4);

	if (p == NULL)
		return;
	p[0] = (char)('0' + code / 100 % 10);
	p[1] = (char)('0' + code / 10 % 10);
	p[2] = (char)('0' + code % 10);
	p[3] = ' ';
	out->len += 4;
}

/* Ends the line that began at from: cut between characters, made safe. */
static void
finish(struct buf *out, size_t from)
{
	if (!buf_ok(out))
		return;
	if (out->len - from > LIMIT_LINE - 2) {
		out->len = from + LIMIT_LINE - 2;
		while (((unsigned char)out->p[out->len] & 0xc0) == 0x80 &&
		    out->len > from + 4)
			out->len--;
	}
	for (size_t i = from; i < out->len; i++) {
		unsigned char c = (unsigned char)out->p[i];

		if (c < ' ' || c == 0x7f)
			out->p[i] = '?';
	}
	buf_put(out, "\r\n", 2);
}

void
reply_put(struct buf *out, enum reply_code code, ...)
{
	const char *text = reply_text(code);
	size_t from = out->len;
	va_list ap;

	put_code(out, code);
	va_start(ap, code);
	if (text == NULL || strchr(text, '%') == NULL)
		buf_puts(out, text != NULL ? text : "");
	else if (strcmp(text, "%s") == 0)
		buf_puts(out, va_arg(ap, const char *));
	else
		buf_vprintf(out, text, ap);
	va_end(ap);
	finish(out, from);
}

void
reply_putf(struct buf *out, enum reply_code code, const char *fmt, ...)
{
	size_t from = out->len;
	va_list ap;

	put_code(out, code);
	va_start(ap, fmt);
	buf_vprintf(out, fmt, ap);
	va_end(ap);
	finish(out, from);
}

bool
reply_parse(struct slice line, int *code, struct slice *text)
{
	int n = 0;

	if (line.len < 3 || (line.len > 3 && line.p[3] != ' '))
		return false;
	for (int i = 0; i < 3; i++) {
		if (!char_is_digit(line.p[i]))
			return false;
		n = n * 10 + (line.p[i] - '0');
	}
	if (n < 100 || n > 599)
		return false;
	*code = n;
	*text = slice_from(line, 4);
	return true;
}

bool
reply_has_block(int code, enum command_id cmd)
{
	if (code == REPLY_GROUP)
		return cmd == CMD_LISTGROUP;
	return has_block(code);
}
