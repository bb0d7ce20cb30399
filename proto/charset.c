/*
 * Text in any charset of mail as UTF-8. Labels are matched by what is left
 * when their punctuation is gone, and only charsets of the table reach
 * iconv: a label is the sender's choice, and not every converter is safe.
 */
#include <errno.h>
#include <iconv.h>

#include "common/char.h"
#include "common/utf8.h"
#include "proto/rfc2047.h"

/* Our own converters, in place of a name for iconv. */
#define GUESS ""
#define UTF8 "1"
#define CP1252 "2"

static const struct {
	char label[20];
	char name[16];
} labels[] = {
	{ "utf8", UTF8 }, { "unicode20utf8", UTF8 }, { "cp65001", UTF8 },
	{ "latin1", CP1252 }, { "l1", CP1252 }, { "latin2", "ISO-8859-2" },
	{ "latin3", "ISO-8859-3" }, { "latin4", "ISO-8859-4" },
	{ "latin5", "CP1254" }, { "latin6", "ISO-8859-10" },
	{ "latin7", "ISO-8859-13" }, { "latin8", "ISO-8859-14" },
	{ "latin9", "ISO-8859-15" }, { "latin0", "ISO-8859-15" },
	{ "latin10", "ISO-8859-16" }, { "cyrillic", "ISO-8859-5" },
	{ "greek", "ISO-8859-7" }, { "hebrew", "ISO-8859-8" },
	{ "arabic", "ISO-8859-6" }, { "tis620", "CP874" },
	{ "koi8r", "KOI8-R" }, { "koi8", "KOI8-R" }, { "koi8u", "KOI8-U" },
	{ "koi8ru", "KOI8-U" },
	{ "gb2312", "GB18030" }, { "gbk", "GB18030" }, { "xgbk", "GB18030" },
	{ "euccn", "GB18030" }, { "gb18030", "GB18030" },
	{ "gb231280", "GB18030" }, { "csgb2312", "GB18030" },
	{ "big5", "CP950" }, { "big5hkscs", "BIG5-HKSCS" },
	{ "shiftjis", "CP932" }, { "sjis", "CP932" }, { "xsjis", "CP932" },
	{ "mskanji", "CP932" }, { "windows31j", "CP932" },
	{ "eucjp", "EUC-JP-MS" }, { "xeucjp", "EUC-JP-MS" },
	{ "ujis", "EUC-JP-MS" },
	{ "iso2022jp", "ISO-2022-JP" }, { "cp50220", "ISO-2022-JP" },
	{ "cp50221", "ISO-2022-JP" }, { "iso2022jp1", "ISO-2022-JP-2" },
	{ "iso2022jp2", "ISO-2022-JP-2" }, { "iso2022jp3", "ISO-2022-JP-3" },
	{ "euckr", "UHC" }, { "uhc", "UHC" }, { "ksc56011987", "UHC" },
	{ "ksc5601", "UHC" }, { "ksc56011989", "UHC" },
	{ "iso2022kr", "ISO-2022-KR" }, { "johab", "JOHAB" },
	{ "utf7", "UTF-7" }, { "unicode11utf7", "UTF-7" },
	{ "utf16", "UTF-16" }, { "unicode", "UTF-16" }, { "ucs2", "UTF-16" },
	{ "utf16le", "UTF-16LE" }, { "utf16be", "UTF-16BE" },
	{ "utf32", "UTF-32" }, { "utf32le", "UTF-32LE" },
	{ "utf32be", "UTF-32BE" },
	{ "macintosh", "MACINTOSH" }, { "macroman", "MACINTOSH" },
	{ "xmacroman", "MACINTOSH" }, { "mac", "MACINTOSH" },
	{ "xmaccyrillic", "MAC-CYRILLIC" }, { "viscii", "VISCII" },
};

/* Under "windows-N", "cp-N", "ibm N" and their like. */
static const struct {
	int page;
	char name[8];
} pages[] = {
	{ 437, "CP437" }, { 850, "CP850" }, { 852, "CP852" },
	{ 855, "CP855" }, { 858, "CP858" }, { 866, "CP866" },
	{ 874, "CP874" }, { 932, "CP932" }, { 936, "GB18030" },
	{ 949, "UHC" }, { 950, "CP950" }, { 1125, "CP1125" },
	{ 1250, "CP1250" }, { 1251, "CP1251" }, { 1252, CP1252 },
	{ 1253, "CP1253" }, { 1254, "CP1254" }, { 1255, "CP1255" },
	{ 1256, "CP1256" }, { 1257, "CP1257" }, { 1258, "CP1258" },
};

static const char iso8859[17][12] = {
	GUESS, CP1252, "ISO-8859-2", "ISO-8859-3", "ISO-8859-4",
	"ISO-8859-5", "ISO-8859-6", "ISO-8859-7", "ISO-8859-8", "CP1254",
	"ISO-8859-10", "CP874", GUESS, "ISO-8859-13", "ISO-8859-14",
	"ISO-8859-15", "ISO-8859-16",
};

/* 0x80 to 0x9f of windows-1252; what it leaves open is U+FFFD. */
static const uint16_t cp1252[32] = {
	0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
	0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

/* Small letters and digits only; RFC 2231's language is cut off. */
static struct slice
plain_label(struct slice s, char *buf, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len && s.p[i] != '*' && n < size; i++) {
		char c = s.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + ('a' - 'A'));
		if ((c >= 'a' && c <= 'z') || char_is_digit(c))
			buf[n++] = c;
	}
	return slice_make(buf, n);
}

/* The number at the front of s, below 100,000; -1 when there is none. */
static int
leading_number(struct slice s)
{
	int v = 0;
	size_t n = 0;

	for (; n < s.len && n < 5 && char_is_digit(s.p[n]); n++)
		v = v * 10 + (s.p[n] - '0');
	return n != 0 ? v : -1;
}

static const char *
page_name(struct slice label)
{
	static const char *const prefix[] = {
		"windows", "xwindows", "win", "cp", "xcp", "ibm", "dos",
		"microsoftcp", "ms", "",
	};

	for (size_t i = 0; i < sizeof(prefix) / sizeof(prefix[0]); i++) {
		int page;

		if (!slice_starts(label, prefix[i]))
			continue;
		page = leading_number(slice_from(label, strlen(prefix[i])));
		for (size_t k = 0; k < sizeof(pages) / sizeof(pages[0]); k++)
			if (pages[k].page == page)
				return pages[k].name;
	}
	return GUESS;
}

/* What converts the charset: one of ours, or a name for iconv. */
static const char *
converter(struct slice charset)
{
	char text[32];
	struct slice label = plain_label(charset, text, sizeof(text));
	ptrdiff_t at = slice_find(label, SLICE("8859"));
	int part;

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (slice_is(label, labels[i].label))
			return labels[i].name;
	if (at >= 0) {
		part = leading_number(slice_from(label, (size_t)at + 4));
		return part >= 0 && part <= 16 ? iso8859[part] : GUESS;
	}
	/* "utf-8\n", "utf-8;format=flowed" and other bad cuts. */
	if (slice_starts(label, "utf8"))
		return UTF8;
	return page_name(label);
}

/* Copies what is valid, U+FFFD for each byte that is not. */
static void
put_utf8(struct slice s, struct buf *out)
{
	if (utf8_valid(s)) {
		buf_put_slice(out, s);
		return;
	}
	while (s.len != 0 && buf_ok(out))
		utf8_put(out, utf8_next(&s));
}

static void
put_cp1252(struct slice s, struct buf *out)
{
	for (size_t i = 0; i < s.len && buf_ok(out); i++) {
		unsigned char c = (unsigned char)s.p[i];

		utf8_put(out, c >= 0x80 && c <= 0x9f ? cp1252[c - 0x80] : c);
	}
}

static void
put_iconv(iconv_t cd, size_t unit, struct slice s, struct buf *out)
{
	char chunk[4096], *in = (char *)s.p, *to;
	size_t left = s.len, room, r;
	bool end = false;

	while (!end && buf_ok(out)) {
		to = chunk;
		room = sizeof(chunk);
		/* At the end the state is flushed, with no input. */
		end = left == 0;
		r = iconv(cd, end ? NULL : &in, end ? NULL : &left, &to,
		    &room);
		put_utf8(slice_make(chunk, sizeof(chunk) - room), out);
		if (r != (size_t)-1 || errno == E2BIG || end)
			continue;
		utf8_put(out, UTF8_BAD);
		if (errno == EINVAL || left < unit) {
			left = 0;
		} else {
			in += unit;
			left -= unit;
		}
	}
}

static bool
put_named(const char *name, struct slice s, struct buf *out)
{
	struct slice n = slice_of(name);
	size_t unit = slice_starts(n, "UTF-16") ? 2 :
	    slice_starts(n, "UTF-32") ? 4 : 1;
	iconv_t cd = iconv_open("UTF-8", name);

	if (cd == (iconv_t)-1)
		return false;
	put_iconv(cd, unit, s, out);
	iconv_close(cd);
	return true;
}

void
charset_begin(void)
{
	/* An open one keeps its converter in memory for the next. */
	static iconv_t kept[sizeof(labels) / sizeof(labels[0]) +
	    sizeof(pages) / sizeof(pages[0]) +
	    sizeof(iso8859) / sizeof(iso8859[0])];
	size_t n = 0;

	if (kept[0] != NULL)
		return;
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		kept[n++] = iconv_open("UTF-8", labels[i].name);
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		kept[n++] = iconv_open("UTF-8", pages[i].name);
	for (size_t i = 0; i < sizeof(iso8859) / sizeof(iso8859[0]); i++)
		kept[n++] = iconv_open("UTF-8", iso8859[i]);
}

static void
put_guessed(struct slice s, struct buf *out)
{
	if (!utf8_valid(s))
		put_cp1252(s, out);
	else if (slice_find(s, SLICE("\033$B")) < 0 ||
	    !put_named("ISO-2022-JP", s, out))
		buf_put_slice(out, s);
}

void
charset_to_utf8(struct slice charset, struct slice text, struct buf *out)
{
	const char *name = converter(charset);

	if (strcmp(name, UTF8) == 0)
		put_utf8(text, out);
	else if (strcmp(name, CP1252) == 0)
		put_cp1252(text, out);
	else if (name[0] == '\0' || !put_named(name, text, out))
		put_guessed(text, out);
}
