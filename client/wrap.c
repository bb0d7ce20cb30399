/* Wrapping and quote levels of article text. */
#include "client/wrap.h"

#include <stdlib.h>

#include "common/utf8.h"
#include "common/xalloc.h"

#define QUOTE_LEVEL_MAX 9

void
wrap_clear(struct wrap *w)
{
	free(w->line);
	*w = (struct wrap){ 0 };
}

static void
add(struct wrap *w, struct wrap_line line)
{
	if (w->n == w->cap) {
		w->cap = w->cap != 0 ? w->cap * 2 : 64;
		w->line = xrealloc(w->line, w->cap * sizeof(*w->line));
	}
	w->line[w->n++] = line;
}

int
wrap_quote_level(struct slice line)
{
	int level = 0;

	for (size_t i = 0; i < line.len; i++) {
		if (line.p[i] == '>')
			level++;
		else if (line.p[i] != ' ')
			break;
		if (i > 0 && line.p[i] == ' ' && line.p[i - 1] == ' ')
			break;
	}
	if (line.len > 0 && line.p[0] != '>')
		return 0;
	return level < QUOTE_LEVEL_MAX ? level : QUOTE_LEVEL_MAX;
}

int
wrap_width(struct slice s)
{
	int width = 0;

	while (s.len > 0)
		width += utf8_width(utf8_next(&s));
	return width;
}

struct slice
wrap_fit(struct slice s, int width)
{
	struct slice rest = s;
	int used = 0;

	while (rest.len > 0) {
		struct slice before = rest;
		int w = utf8_width(utf8_next(&rest));

		if (used + w > width) {
			rest = before;
			break;
		}
		used += w;
	}
	s.len -= rest.len;
	return s;
}

void
wrap_expand_tabs(struct slice s, struct buf *out)
{
	int column = 0;

	while (s.len > 0) {
		struct slice before = s;
		uint32_t c = utf8_next(&s);

		if (c == '\t') {
			do
				buf_putc(out, ' ');
			while (++column % 8 != 0);
			continue;
		}
		buf_put(out, before.p, before.len - s.len);
		column = c == '\n' ? 0 : column + utf8_width(c);
	}
}

/* Where to break a line that is too wide: behind the last blank, if any. */
static size_t
break_at(struct slice line, int width)
{
	struct slice fit = wrap_fit(line, width);
	bool code = slice_starts(line, "    ");

	if (fit.len == line.len)
		return line.len;
	if (fit.len == 0) {
		struct slice rest = line;

		utf8_next(&rest);
		return line.len - rest.len;
	}
	/* Indented text is code: its columns matter, its words do not. */
	for (size_t i = fit.len; !code && i > 0; i--)
		if (line.p[i] == ' ' && slice_trim(slice_make(line.p, i)).len)
			return i;
	return fit.len;
}

static void
wrap_one(struct wrap *w, struct slice text, struct slice line, int width,
    enum wrap_kind kind, int level)
{
	do {
		size_t at = break_at(line, width);
		size_t offset = (size_t)(line.p - text.p);

		add(w,
		    (struct wrap_line){ .offset = (uint32_t)offset,
			.len = (uint32_t)at,
			.kind = (uint8_t)kind,
			.level = (uint8_t)level });
		line = slice_from(line, at);
		if (line.len > 0 && line.p[0] == ' ')
			line = slice_from(line, 1);
	} while (line.len > 0);
}

void
wrap_header(struct wrap *w, struct slice text, size_t from, size_t to,
    int width)
{
	struct slice rest = slice_make(text.p + from, to - from);

	while (rest.p != NULL && rest.len > 0)
		wrap_one(w, text, slice_cut(&rest, '\n'), width, WRAP_HEADER,
		    0);
}

/* Lines at the front of rest that are quoted; blank ones between count. */
static uint32_t
quoted_run(struct slice rest, struct slice *behind)
{
	uint32_t n = 0, lines = 0;

	*behind = rest;
	while (rest.p != NULL && rest.len > 0) {
		struct slice line = slice_cut(&rest, '\n');

		if (++lines == 1 && wrap_quote_level(line) == 0)
			break;
		if (wrap_quote_level(line) > 0) {
			n = lines;
			*behind = rest;
		} else if (slice_trim(line).len != 0) {
			break;
		}
	}
	return n;
}

void
wrap_body(struct wrap *w, struct slice text, size_t from, size_t to, int width,
    bool fold)
{
	struct slice rest = slice_make(text.p + from, to - from), behind;
	bool signature = false;

	while (rest.p != NULL && rest.len > 0) {
		uint32_t run = fold && !signature ? quoted_run(rest, &behind)
						  : 0;
		struct slice line;
		int level;

		if (run > 1) {
			add(w,
			    (struct wrap_line){ .kind = WRAP_FOLD,
				.count = run });
			rest = behind;
			continue;
		}
		line = slice_cut(&rest, '\n');
		signature = signature || slice_is(line, "-- ");
		while (line.len > 0 && line.p[line.len - 1] == ' ')
			line.len--;
		level = wrap_quote_level(line);
		wrap_one(w, text, line, width,
		    signature	  ? WRAP_SIGNATURE
			: level > 0 ? WRAP_QUOTE
				    : WRAP_TEXT,
		    level);
	}
}
