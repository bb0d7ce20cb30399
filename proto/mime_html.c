/*
 * HTML as text, for mail that has nothing else. One pass over the tags with
 * a few counters in place of a tree, so that no nesting and no broken tag
 * costs more than its bytes.
 */
#include "common/char.h"
#include "common/utf8.h"
#include "proto/mime_part.h"

#define QUOTE_MAX 8
#define LIST_MAX 6
#define SPACES_MAX 16

enum tag_act {
	TAG_LINE,	/* begins and ends a line */
	TAG_BLOCK,	/* the same with an empty line */
	TAG_BR,
	TAG_RULE,
	TAG_CELL,
	TAG_QUOTE,
	TAG_PRE,
	TAG_LIST,
	TAG_NUMBERED,
	TAG_ITEM,
	TAG_LINK,
	TAG_IMAGE,
	TAG_SKIP,	/* with all up to its end tag */
};

struct html {
	struct slice rest;
	struct buf *out;
	size_t start;		/* of our text in out */
	int breaks;		/* line ends that wait */
	int spaces;		/* blanks that wait */
	int quote, pre, list;	/* how deep */
	int item[LIST_MAX];	/* next number, 0 for bullets */
	struct slice href;	/* of the link we are in */
	size_t link_at;		/* where its text begins in out */
	bool quotes_broken;	/* a quote in a tag has no end */
	bool tags_over;		/* nor has the next tag */
};

struct tag {
	struct slice name;
	struct slice attributes;
	bool end;
};

static const struct {
	char name[12];
	enum tag_act act;
} tags[] = {
	{ "a", TAG_LINK }, { "br", TAG_BR }, { "p", TAG_BLOCK },
	{ "div", TAG_LINE }, { "td", TAG_CELL }, { "th", TAG_CELL },
	{ "tr", TAG_LINE }, { "img", TAG_IMAGE }, { "li", TAG_ITEM },
	{ "ul", TAG_LIST }, { "ol", TAG_NUMBERED }, { "pre", TAG_PRE },
	{ "blockquote", TAG_QUOTE }, { "hr", TAG_RULE },
	{ "style", TAG_SKIP }, { "script", TAG_SKIP },
	{ "title", TAG_SKIP }, { "svg", TAG_SKIP }, { "template", TAG_SKIP },
	{ "h1", TAG_BLOCK }, { "h2", TAG_BLOCK }, { "h3", TAG_BLOCK },
	{ "h4", TAG_BLOCK }, { "h5", TAG_BLOCK }, { "h6", TAG_BLOCK },
	{ "table", TAG_BLOCK }, { "dl", TAG_BLOCK }, { "dt", TAG_LINE },
	{ "dd", TAG_LINE }, { "section", TAG_LINE }, { "article", TAG_LINE },
	{ "header", TAG_LINE }, { "footer", TAG_LINE },
	{ "center", TAG_LINE }, { "address", TAG_LINE },
	{ "caption", TAG_LINE }, { "form", TAG_LINE },
	{ "fieldset", TAG_LINE }, { "body", TAG_LINE },
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/* Without the blanks of HTML in front, which are more than slice_trim's. */
static struct slice
trim(struct slice s)
{
	while (s.len != 0 && is_space(s.p[0]))
		s = slice_from(s, 1);
	return s;
}

static void
want_breaks(struct html *h, int n)
{
	if (h->breaks < n)
		h->breaks = n;
	h->spaces = 0;
}

/* What was put off until there is text: line ends, quote marks, blanks. */
static void
begin_text(struct html *h)
{
	bool first = h->out->len == h->start;

	if (first || h->breaks != 0) {
		for (int i = 0; !first && i < h->breaks; i++)
			buf_putc(h->out, '\n');
		for (int i = 0; i < h->quote; i++)
			buf_puts(h->out, "> ");
		for (int i = 1; i < h->list; i++)
			buf_puts(h->out, "  ");
	}
	for (; h->spaces > 0; h->spaces--)
		buf_putc(h->out, ' ');
	h->breaks = 0;
}

static void
put_space(struct html *h, char c)
{
	if (h->pre != 0 && c == '\n') {
		h->breaks += h->breaks < 2;
		h->spaces = 0;
	} else if (h->pre != 0 && c != '\r') {
		h->spaces += c == '\t' ? 8 : 1;
		if (h->spaces > SPACES_MAX)
			h->spaces = SPACES_MAX;
	} else if (h->spaces == 0 && h->breaks == 0 &&
	    h->out->len != h->start) {
		h->spaces = 1;
	}
}

static void
put_char(struct html *h, uint32_t c)
{
	switch (c) {
	case 0xa0:
		h->spaces += h->spaces < SPACES_MAX;
		return;
	/* Hints for line breaking and padding of previews. */
	case 0xad: case 0x34f: case 0x200b: case 0x200c: case 0x2060:
	case 0xfeff:
		return;
	}
	if (c < 0x80 && is_space((char)c)) {
		put_space(h, (char)c);
		return;
	}
	begin_text(h);
	utf8_put(h->out, c);
}

/* The value of an attribute, quotes gone; empty when it is not there. */
static struct slice
attribute(struct slice s, const char *name)
{
	while (s.len != 0) {
		struct slice key = s, value = { NULL, 0 };
		size_t n = 0;

		while (n < s.len && !is_space(s.p[n]) && s.p[n] != '=')
			n++;
		key.len = n;
		s = trim(slice_from(s, n));
		if (s.len != 0 && s.p[0] == '=') {
			s = trim(slice_from(s, 1));
			if (s.len != 0 && (s.p[0] == '"' || s.p[0] == '\'')) {
				char quote = s.p[0];

				s = slice_from(s, 1);
				value = slice_cut(&s, quote);
			} else {
				for (n = 0; n < s.len && !is_space(s.p[n]);)
					n++;
				value = slice_make(s.p, n);
				s = slice_from(s, n);
			}
			s = trim(s);
		}
		if (slice_iis(key, name))
			return value;
	}
	return slice_make(NULL, 0);
}

static void
put_attribute(struct html *h, struct slice value)
{
	while (value.len != 0)
		put_char(h, mime_take_char(&value));
}

static void
put_text(struct html *h, const char *s)
{
	begin_text(h);
	buf_puts(h->out, s);
}

static bool
is_address(struct slice href)
{
	static const char *const scheme[] = {
		"http://", "https://", "ftp://", "mailto:", "news:", "nntp:",
	};

	for (size_t i = 0; i < sizeof(scheme) / sizeof(scheme[0]); i++)
		if (slice_istarts(href, scheme[i]))
			return true;
	return false;
}

/* Whether the text of the link tells its address already. */
static bool
says_address(struct slice text, struct slice url)
{
	if (slice_ends(url, "/"))
		url.len--;
	if (slice_ends(text, "/"))
		text.len--;
	if (slice_istarts(url, "mailto:"))
		url = slice_from(url, 7);
	return text.len == 0 || (text.len <= url.len && slice_ieq(text,
	    slice_from(url, url.len - text.len)) && 2 * text.len > url.len);
}

static void
end_link(struct html *h)
{
	struct slice href = h->href, text;
	struct buf url = BUF_INIT(href.len * 3 + 4);

	h->href = slice_make(NULL, 0);
	if (!is_address(href) || h->out->len <= h->link_at)
		return;
	while (href.len != 0) {
		uint32_t c = mime_take_char(&href);

		if (c > ' ' && c != '<' && c != '>' && c != 0x7f)
			utf8_put(&url, c);
	}
	text = slice_trim(slice_make(h->out->p + h->link_at,
	    h->out->len - h->link_at));
	if (!says_address(text, buf_slice(&url))) {
		buf_puts(h->out, " <");
		buf_put_slice(h->out, buf_slice(&url));
		buf_putc(h->out, '>');
	}
	buf_clear(&url);
}

static void
begin_item(struct html *h)
{
	int *number = h->list > 0 ? &h->item[h->list - 1] : NULL;

	want_breaks(h, 1);
	begin_text(h);
	if (number != NULL && *number > 0)
		buf_printf(h->out, "%d. ", (*number)++);
	else
		buf_puts(h->out, "* ");
}

/* Up to its end tag nothing is text; without one, nothing at all. */
static void
skip_element(struct html *h, struct slice name)
{
	while (h->rest.len != 0) {
		ptrdiff_t at = slice_find(h->rest, SLICE("</"));

		if (at < 0)
			break;
		h->rest = slice_from(h->rest, (size_t)at + 2);
		if (h->rest.len >= name.len && slice_ieq(name,
		    slice_make(h->rest.p, name.len))) {
			slice_cut(&h->rest, '>');
			return;
		}
	}
	h->rest = slice_make(NULL, 0);
}

static void
nest(int *depth, bool end, int most)
{
	if (end && *depth > 0)
		--*depth;
	else if (!end && *depth < most)
		++*depth;
}

static void
do_list(struct html *h, const struct tag *t, bool numbered)
{
	if (t->end)
		nest(&h->list, true, LIST_MAX);
	/* An empty line around the outermost list alone. */
	want_breaks(h, h->list > 0 ? 1 : 2);
	if (!t->end) {
		nest(&h->list, false, LIST_MAX);
		h->item[h->list - 1] = numbered;
	}
}

static void
do_tag(struct html *h, const struct tag *t, enum tag_act act)
{
	switch (act) {
	case TAG_LINE:
		want_breaks(h, 1);
		break;
	case TAG_BLOCK:
		want_breaks(h, 2);
		break;
	case TAG_BR:
		h->breaks += h->breaks < 2;
		h->spaces = 0;
		break;
	case TAG_RULE:
		want_breaks(h, 1);
		put_text(h, "--------");
		want_breaks(h, 1);
		break;
	case TAG_CELL:
		if (h->breaks == 0 && h->out->len != h->start)
			h->spaces = 2;
		break;
	case TAG_QUOTE:
		want_breaks(h, 2);
		nest(&h->quote, t->end, QUOTE_MAX);
		break;
	case TAG_PRE:
		want_breaks(h, 2);
		nest(&h->pre, t->end, 1);
		break;
	case TAG_LIST:
	case TAG_NUMBERED:
		do_list(h, t, act == TAG_NUMBERED);
		break;
	case TAG_ITEM:
		if (!t->end)
			begin_item(h);
		break;
	case TAG_LINK:
		end_link(h);
		h->link_at = h->out->len;
		if (!t->end)
			h->href = slice_trim(attribute(t->attributes, "href"));
		break;
	case TAG_IMAGE:
		if (slice_trim(attribute(t->attributes, "alt")).len != 0) {
			put_text(h, "[");
			put_attribute(h, attribute(t->attributes, "alt"));
			buf_putc(h->out, ']');
		}
		break;
	case TAG_SKIP:
		if (!t->end)
			skip_element(h, t->name);
		break;
	}
}

/* Where the tag at the front ends; quotes hide a ">" in a value. */
static ptrdiff_t
tag_end(struct html *h)
{
	struct slice s = h->rest;
	char quote = '\0';
	ptrdiff_t at = -1;

	for (size_t i = 1; i < s.len && !h->quotes_broken; i++) {
		char c = s.p[i];

		if (quote != '\0')
			quote = c == quote ? '\0' : quote;
		else if (c == '>')
			return (ptrdiff_t)i;
		else if ((c == '"' || c == '\'') && s.p[i - 1] == '=')
			quote = c;
	}
	if (quote != '\0' || h->quotes_broken) {
		h->quotes_broken = true;
		at = slice_chr(s, '>');
	}
	h->tags_over = at < 0;
	return at;
}

/* "<!--...-->", "<!...>" and "<?...>"; without an end they take all. */
static void
skip_markup(struct html *h)
{
	bool comment = slice_starts(h->rest, "<!--");
	ptrdiff_t at = comment ? slice_find(slice_from(h->rest, 2),
	    SLICE("-->")) : slice_chr(h->rest, '>');

	if (at < 0)
		h->rest = slice_make(NULL, 0);
	else
		h->rest = slice_from(h->rest, (size_t)at + (comment ? 5 : 1));
}

/* The tag at the front, which begins with "<"; false when it is text. */
static bool
take_tag(struct html *h)
{
	struct slice s = h->rest;
	struct tag t = { .end = s.len > 1 && s.p[1] == '/' };
	size_t from = t.end ? 2 : 1, n = from;
	ptrdiff_t end;

	if (s.len > 1 && (s.p[1] == '!' || s.p[1] == '?')) {
		skip_markup(h);
		return true;
	}
	while (n < s.len && char_is_alnum(s.p[n]))
		n++;
	if (n == from || !char_is_letter(s.p[from]) || h->tags_over ||
	    (end = tag_end(h)) < 0)
		return false;
	t.name = slice_make(s.p + from, n - from);
	t.attributes = trim(slice_make(s.p + n, (size_t)end - n));
	h->rest = slice_from(s, (size_t)end + 1);
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (slice_iis(t.name, tags[i].name)) {
			do_tag(h, &t, tags[i].act);
			break;
		}
	return true;
}

void
mime_put_html(struct slice html, struct buf *out)
{
	struct html h = { .rest = html, .out = out, .start = out->len };

	while (h.rest.len != 0 && buf_ok(out))
		if (h.rest.p[0] != '<' || !take_tag(&h))
			put_char(&h, mime_take_char(&h.rest));
	end_link(&h);
	if (out->len != h.start)
		buf_putc(out, '\n');
}
