/* Characters of HTML: entities by name and number. */
#include "common/char.h"
#include "common/utf8.h"
#include "proto/html_entity.h"
#include "proto/mime_part.h"
#include "proto/rfc2047.h"

static uint32_t
named_entity(struct slice name)
{
	size_t low = 0, high = sizeof(html_entity) / sizeof(html_entity[0]);

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int r = slice_cmp(name, slice_of(html_entity[mid].name));

		if (r == 0)
			return html_entity[mid].c;
		if (r < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return 0;
}

/* Browsers read 128 to 159 as windows-1252, and so does everybody. */
static uint32_t
number_entity(uint32_t v)
{
	char byte = (char)v;
	struct buf b = BUF_INIT(4);
	struct slice s;

	if (v == 0 || v > 0x10ffff)
		return UTF8_BAD;
	if (v < 128 || v > 159)
		return v;
	charset_to_utf8(SLICE("windows-1252"), slice_make(&byte, 1), &b);
	s = buf_slice(&b);
	v = utf8_next(&s);
	buf_clear(&b);
	return v;
}

static int
digit_value(char c, int base)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return base == 16 && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The length of the entity at the front of s, which begins with "&". */
static size_t
read_entity(struct slice s, uint32_t *c)
{
	size_t n = 1;
	uint32_t v = 0;
	int base = 10, d;

	if (s.len > 2 && s.p[1] == '#') {
		base = (s.p[2] | 0x20) == 'x' ? 16 : 10;
		n = base == 16 ? 3 : 2;
		for (size_t from = n; n < s.len && n - from < 8 &&
		    (d = digit_value(s.p[n], base)) >= 0; n++)
			v = v * (uint32_t)base + (uint32_t)d;
		*c = number_entity(v);
		if (v == 0)
			return 0;
	} else {
		while (n < s.len && n < 10 && char_is_alnum(s.p[n]))
			n++;
		*c = named_entity(slice_make(s.p + 1, n - 1));
		if (*c == 0)
			return 0;
	}
	return n + (n < s.len && s.p[n] == ';');
}

uint32_t
mime_take_char(struct slice *s)
{
	uint32_t c;
	size_t n = s->p[0] == '&' ? read_entity(*s, &c) : 0;

	if (n == 0)
		return utf8_next(s);
	*s = slice_from(*s, n);
	return c;
}
