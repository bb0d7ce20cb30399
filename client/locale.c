/* The locale's charset: what it can show, and what to show instead. */
#include "client/locale.h"

#include <iconv.h>
#include <langinfo.h>
#include <stdio.h>
#include <string.h>

#include "common/utf8.h"
#include "proto/rfc2047.h"

/* The locale is one for the process, so is this. */
static struct {
	bool utf8;
	char name[64];
	iconv_t to;		/* (iconv_t)-1 when iconv does not know it */
} locale = { .utf8 = true, .to = (iconv_t)-1 };

/* Letters U+00C0 to U+00FF for terminals that only have ASCII. */
static const char *const latin1[64] = {
	"A", "A", "A", "A", "Ae", "A", "AE", "C", "E", "E", "E", "E", "I",
	"I", "I", "I", "D", "N", "O", "O", "O", "O", "Oe", "x", "O", "U", "U",
	"U", "Ue", "Y", "Th", "ss", "a", "a", "a", "a", "ae", "a", "ae", "c",
	"e", "e", "e", "e", "i", "i", "i", "i", "d", "n", "o", "o", "o", "o",
	"oe", "/", "o", "u", "u", "u", "ue", "y", "th", "y",
};

/* The same for U+0100 to U+017F. */
static const char latin_a[] =
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL"
    "lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

void
locale_init(bool force_ascii)
{
	const char *name = force_ascii ? "US-ASCII" : nl_langinfo(CODESET);
	char target[80];

	snprintf(locale.name, sizeof(locale.name), "%s", name);
	locale.utf8 = strcmp(name, "UTF-8") == 0;
	snprintf(target, sizeof(target), "%.60s//TRANSLIT", name);
	if (locale.to != (iconv_t)-1)
		iconv_close(locale.to);
	locale.to = iconv_open(target, "UTF-8");
}

bool
locale_is_utf8(void)
{
	return locale.utf8;
}

/* One character in the locale's bytes; 0 when it has none. */
static size_t
encode(struct slice c, char *bytes, size_t size)
{
	char *in = (char *)c.p, *out = bytes;
	size_t inleft = c.len, outleft = size;

	if (locale.to == (iconv_t)-1)
		return 0;
	iconv(locale.to, NULL, NULL, NULL, NULL);
	if (iconv(locale.to, &in, &inleft, &out, &outleft) == (size_t)-1)
		return 0;
	if (size - outleft == 1 && bytes[0] == '?')
		return 0;
	return size - outleft;
}

static void
put_fallback(uint32_t c, struct buf *out)
{
	if (c >= 0xc0 && c <= 0xff)
		buf_puts(out, latin1[c - 0xc0]);
	else if (c >= 0x100 && c <= 0x17f)
		buf_putc(out, latin_a[c - 0x100]);
	else
		for (int i = utf8_width(c); i > 0; i--)
			buf_putc(out, '?');
}

void
locale_encode(struct slice s, struct buf *out)
{
	char bytes[32];

	if (locale.utf8) {
		buf_put_slice(out, s);
		return;
	}
	while (s.len > 0) {
		struct slice c = s;
		uint32_t code = utf8_next(&s);
		size_t n;

		c.len -= s.len;
		if (code < 0x80) {
			buf_putc(out, (char)code);
		} else if ((n = encode(c, bytes, sizeof(bytes))) != 0) {
			buf_put(out, bytes, n);
		} else {
			put_fallback(code, out);
		}
	}
}

void
locale_decode(struct slice s, struct buf *out)
{
	charset_to_utf8(slice_of(locale.name), s, out);
}

void
locale_screen(struct slice s, int filter_flags, struct buf *out)
{
	struct buf filtered = BUF_INIT(out->max), bytes = BUF_INIT(out->max);

	if (locale.utf8) {
		utf8_filter(s, filter_flags, out);
		return;
	}
	utf8_filter(s, filter_flags, &filtered);
	locale_encode(buf_slice(&filtered), &bytes);
	locale_decode(buf_slice(&bytes), out);
	buf_clear(&filtered);
	buf_clear(&bytes);
}
