/*
 * UTF-8: reading, writing, widths, and the filter every byte passes on its
 * way to a terminal.
 */
#include "common/utf8.h"

#include "common/utf8_table.h"

#define MARKS_MAX 4

#define ZWJ 0x200du
#define VS15 0xfe0eu
#define VS16 0xfe0fu
#define KEYCAP 0x20e3u
#define DOTTED_CIRCLE 0x25ccu

/* The character at p and its length; 0 when it is none. */
static size_t
decode(const unsigned char *p, size_t n, uint32_t *c)
{
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 :
	    p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
	uint32_t v;

	if (len == 1) {
		*c = p[0];
		return 1;
	}
	if (len == 0 || len > n)
		return 0;
	v = p[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		v = v << 6 | (p[i] & 0x3f);
	}
	if (v < least[len] || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff))
		return 0;
	*c = v;
	return len;
}

/* How many bytes at the front are ASCII, in steps of eight where it can. */
static size_t
ascii_length(struct slice s)
{
	size_t n = 0;
	uint64_t w;

	for (; s.len - n >= sizeof(w); n += sizeof(w)) {
		memcpy(&w, s.p + n, sizeof(w));
		if (w & UINT64_C(0x8080808080808080))
			break;
	}
	while (n < s.len && (unsigned char)s.p[n] < 0x80)
		n++;
	return n;
}

bool
utf8_valid(struct slice s)
{
	uint32_t c;
	size_t n;

	while (s.len != 0) {
		n = ascii_length(s);
		if (n == 0)
			n = decode((const unsigned char *)s.p, s.len, &c);
		if (n == 0)
			return false;
		s = slice_from(s, n);
	}
	return true;
}

uint32_t
utf8_next(struct slice *rest)
{
	uint32_t c = UTF8_BAD;
	size_t n;

	if (rest->len == 0)
		return UTF8_BAD;
	n = decode((const unsigned char *)rest->p, rest->len, &c);
	*rest = slice_from(*rest, n != 0 ? n : 1);
	return n != 0 ? c : UTF8_BAD;
}

void
utf8_put(struct buf *out, uint32_t c)
{
	char b[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
		utf8_put(out, UTF8_BAD);
		return;
	}
	for (size_t i = n; i-- > 1; c >>= 6)
		b[i] = (char)(0x80 | (c & 0x3f));
	b[0] = (char)(n == 1 ? c : ((0xf00u >> n) & 0xff) | c);
	buf_put(out, b, n);
}

static enum utf8_class
class_of(uint32_t c)
{
	size_t low = 0, high = sizeof(utf8_table) / sizeof(utf8_table[0]);
	uint32_t key = c << 3 | 7;

	if (c >= ' ' && c < 0x7f)
		return UTF8_NARROW;
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (utf8_table[mid] <= key)
			low = mid;
		else
			high = mid;
	}
	return (enum utf8_class)(utf8_table[low] & 7);
}

int
utf8_width(uint32_t c)
{
	if (c > 0x10ffff)
		return 1;
	switch (class_of(c)) {
	case UTF8_WIDE:
	case UTF8_EMOJI2:
		return 2;
	case UTF8_MARK:
	case UTF8_HIDDEN:
		return 0;
	case UTF8_NARROW:
	case UTF8_EMOJI1:
	case UTF8_NONE:
		break;
	}
	return 1;
}

struct filter {
	struct buf *out;
	int flags;
	int marks;		/* on the last cell */
	bool base;		/* there is a cell for marks to sit on */
	bool pict;		/* the last character was a pictograph */
	bool emoji;		/* a pictograph, with what belongs to it */
	bool keycap;		/* the last was one of 0-9 # * */
};

static const char *const c0_name[] = {
	"NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB",
	"LF", "VT", "FF", "CR", "SO", "SI", "DLE", "DC1", "DC2", "DC3",
	"DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS",
	"RS", "US",
};

static const char *const c1_name[] = {
	"DEL", "PAD", "HOP", "BPH", "NBH", "IND", "NEL", "SSA", "ESA", "HTS",
	"HTJ", "VTS", "PLD", "PLU", "RI", "SS2", "SS3", "DCS", "PU1", "PU2",
	"STS", "CCH", "MW", "SPA", "EPA", "SOS", "SGC", "SCI", "CSI", "ST",
	"OSC", "PM", "APC",
};

static const struct {
	uint16_t c;
	char name[5];
} format_name[] = {
	{ 0x00ad, "SHY" }, { 0x034f, "CGJ" }, { 0x061c, "ALM" },
	{ 0x180e, "MVS" }, { 0x200b, "ZWSP" }, { 0x200c, "ZWNJ" },
	{ 0x200d, "ZWJ" }, { 0x200e, "LRM" }, { 0x200f, "RLM" },
	{ 0x2028, "LS" }, { 0x2029, "PS" }, { 0x202a, "LRE" },
	{ 0x202b, "RLE" }, { 0x202c, "PDF" }, { 0x202d, "LRO" },
	{ 0x202e, "RLO" }, { 0x2060, "WJ" }, { 0x2066, "LRI" },
	{ 0x2067, "RLI" }, { 0x2068, "FSI" }, { 0x2069, "PDI" },
	{ 0xfe0e, "VS15" }, { 0xfe0f, "VS16" }, { 0xfeff, "BOM" },
};

static const char *
hidden_name(uint32_t c)
{
	if (c < ' ')
		return c0_name[c];
	if (c >= 0x7f && c <= 0x9f)
		return c1_name[c - 0x7f];
	for (size_t i = 0; i < sizeof(format_name) / sizeof(format_name[0]);
	    i++)
		if (format_name[i].c == c)
			return format_name[i].name;
	return NULL;
}

/* A plain cell was written. */
static void
filter_cell(struct filter *f)
{
	f->marks = 0;
	f->base = true;
	f->pict = f->emoji = f->keycap = false;
}

static void
filter_show(struct filter *f, uint32_t c)
{
	const char *name = hidden_name(c);

	if (name != NULL)
		buf_printf(f->out, "<%s>", name);
	else
		buf_printf(f->out, "<U+%04X>", (unsigned)c);
	filter_cell(f);
}

static void
filter_mark(struct filter *f, uint32_t c)
{
	if (!f->base) {
		utf8_put(f->out, DOTTED_CIRCLE);
		filter_cell(f);
	}
	if (f->marks++ < MARKS_MAX)
		utf8_put(f->out, c);
	f->pict = f->emoji = f->keycap = false;
}

static bool
is_pictograph(uint32_t c)
{
	enum utf8_class k = class_of(c);

	return k == UTF8_EMOJI1 || k == UTF8_EMOJI2;
}

static void
filter_hidden(struct filter *f, uint32_t c, struct slice rest)
{
	bool selector = c == VS15 || c == VS16;
	uint32_t next = utf8_next(&rest);

	if (c == '\n' && (f->flags & FILTER_LF)) {
		buf_putc(f->out, '\n');
		filter_cell(f);
		f->base = false;
	} else if (c == '\t' && (f->flags & FILTER_TAB)) {
		buf_putc(f->out, '\t');
		filter_cell(f);
		f->base = false;
	} else if (selector && (f->pict || (f->keycap && next == KEYCAP))) {
		utf8_put(f->out, c);
		f->pict = f->keycap = false;
	} else if (c == ZWJ && f->emoji && is_pictograph(next)) {
		utf8_put(f->out, c);
		f->pict = f->emoji = false;
	} else {
		filter_show(f, c);
	}
}

static void
filter_char(struct filter *f, uint32_t c, struct slice rest)
{
	switch (class_of(c)) {
	case UTF8_MARK:
		filter_mark(f, c);
		return;
	case UTF8_HIDDEN:
		filter_hidden(f, c, rest);
		return;
	case UTF8_NONE:
		c = UTF8_BAD;
		break;
	case UTF8_NARROW:
	case UTF8_WIDE:
	case UTF8_EMOJI1:
	case UTF8_EMOJI2:
		break;
	}
	utf8_put(f->out, c);
	filter_cell(f);
	f->pict = is_pictograph(c);
	/* A skin tone goes on with the pictograph in front of it. */
	f->emoji = f->pict || (c >= 0x1f3fb && c <= 0x1f3ff);
	f->keycap = c == '#' || c == '*' || (c >= '0' && c <= '9');
}

/* How many bytes at the front are printable ASCII. */
static size_t
plain_length(struct slice s)
{
	size_t n = 0;

	while (n < s.len && (unsigned char)s.p[n] - 0x20u < 0x5f)
		n++;
	return n;
}

void
utf8_filter(struct slice s, int flags, struct buf *out)
{
	struct filter f = { .out = out, .flags = flags };

	while (s.len != 0 && buf_ok(out)) {
		size_t n = plain_length(s);

		/* The last one may be half of a keycap. */
		if (n > 1) {
			buf_put(out, s.p, n - 1);
			filter_cell(&f);
			s = slice_from(s, n - 1);
		}
		uint32_t c = utf8_next(&s);
		filter_char(&f, c, s);
	}
}
