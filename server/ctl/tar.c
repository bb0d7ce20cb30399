/* Headers of a tar stream, taken strictly: each has its checksum right. */
#include "server/ctl/tar.h"

enum { BLOCK = 512, EXTENSION = 65536 };

/* Where the parts of a header stand (POSIX.1-1988, "ustar"). */
static const struct part {
	size_t at, len;
} name_part = { 0, 100 }, size_part = { 124, 12 }, mtime_part = { 136, 12 },
  sum_part = { 148, 8 }, magic_part = { 257, 6 }, prefix_part = { 345, 155 };

enum { TYPE_AT = 156 };

void
tar_init(struct tar *t, struct source *s)
{
	*t = (struct tar){ .source = s };
	buf_init(&t->name, TAR_NAME);
}

void
tar_clear(struct tar *t)
{
	buf_clear(&t->name);
}

/* Up to the first NUL. */
static struct slice
text(const char *header, struct part part)
{
	const char *p = header + part.at;

	return slice_make(p, strnlen(p, part.len));
}

/* Octal with blanks around, or GNU's base 256 with the top bit set. */
static bool
number(const char *header, struct part part, uint64_t *out)
{
	const unsigned char *p = (const unsigned char *)header + part.at;
	struct slice s;

	*out = 0;
	if (p[0] & 0x80) {
		for (size_t i = 0; i < part.len; i++) {
			if (*out >> 55 != 0)
				return false;
			*out = *out << 8 | (i == 0 ? p[0] & 0x7f : p[i]);
		}
		return true;
	}
	s = slice_trim(text(header, part));
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] < '0' || s.p[i] > '7')
			return false;
		*out = *out << 3 | (uint64_t)(s.p[i] - '0');
	}
	return true;
}

static bool
checksum_right(const char *header)
{
	uint64_t want, sum = 0;

	for (size_t i = 0; i < BLOCK; i++)
		sum += i - sum_part.at < sum_part.len ? ' ' :
		    (unsigned char)header[i];
	return number(header, sum_part, &want) && want == sum;
}

static bool
all_zero(const char *header)
{
	for (size_t i = 0; i < BLOCK; i++)
		if (header[i] != '\0')
			return false;
	return true;
}

/* One "length key=value\n" of a pax header. */
static bool
pax_record(struct tar *t, struct slice *rest)
{
	struct slice all = *rest, len = slice_cut(rest, ' '), key, value;
	uint64_t n, v;

	if (!slice_u64(len, &n) || n <= len.len + 1 || n > all.len ||
	    all.p[n - 1] != '\n')
		return false;
	value = slice_make(all.p + len.len + 1, n - len.len - 2);
	*rest = slice_from(all, n);
	key = slice_cut(&value, '=');
	if (value.p == NULL)
		return false;
	if (slice_is(key, "path")) {
		buf_reset(&t->name);
		buf_put_slice(&t->name, value);
		t->named = true;
	} else if (slice_is(key, "size") && slice_u64(value, &v)) {
		t->size = v;
		t->sized = true;
	} else if (slice_is(key, "mtime") &&
	    slice_u64(slice_cut(&value, '.'), &v) && v >> 40 == 0) {
		t->mtime = (int64_t)v;
		t->timed = true;
	}
	return true;
}

/* Reads the extension header of this type: its content is for the next. */
static enum err
extension(struct tar *t, char type, uint64_t size)
{
	size_t n = (size_t)size;
	struct slice body;

	if (size > EXTENSION)
		return err_set(ERR_TOOBIG, "tar: an extended header of %llu "
		    "bytes", (unsigned long long)size);
	if (!source_need(t->source, n))
		return err_set(ERR_SYNTAX, "tar: cut off in a header");
	body = slice_make(source_window(t->source).p, n);
	if (type == 'L') {
		buf_reset(&t->name);
		buf_put(&t->name, body.p, strnlen(body.p, n));
		t->named = true;
	} else if (type == 'x') {
		while (body.len != 0)
			if (!pax_record(t, &body))
				return err_set(ERR_SYNTAX,
				    "tar: a malformed pax header");
	}
	return OK;
}

static void
ustar_name(struct tar *t, const char *header)
{
	struct slice prefix = text(header, prefix_part);
	bool ustar = memcmp(header + magic_part.at, "ustar", 6) == 0;

	buf_reset(&t->name);
	if (ustar && prefix.len != 0) {
		buf_put_slice(&t->name, prefix);
		buf_putc(&t->name, '/');
	}
	buf_put_slice(&t->name, text(header, name_part));
}

/* One header; *type is its kind of entry. */
static enum err
take_header(struct tar *t, char *type)
{
	const char *h;
	uint64_t size, mtime;

	if (!source_need(t->source, BLOCK)) {
		if (t->source->err != OK)
			return t->source->err;
		if (source_window(t->source).len == 0 &&
		    t->source->taken != 0)
			return ERR_NOTFOUND;
		return err_set(ERR_SYNTAX, t->source->taken == 0 ?
		    "this is no tar archive" : "tar: cut off");
	}
	h = source_window(t->source).p;
	if (all_zero(h))
		return ERR_NOTFOUND;
	if (!checksum_right(h) || !number(h, size_part, &size) ||
	    !number(h, mtime_part, &mtime) || size >> 62 != 0)
		return err_set(ERR_SYNTAX, t->source->taken == 0 ?
		    "this is no tar archive" : "tar: a damaged header");
	*type = h[TYPE_AT];
	if (!t->named)
		ustar_name(t, h);
	if (!t->sized || strchr("xgLK", *type) != NULL)
		t->size = size;
	if (!t->timed)
		t->mtime = mtime >> 40 == 0 ? (int64_t)mtime : 0;
	source_take(t->source, BLOCK);
	return OK;
}

enum err
tar_next(struct tar *t)
{
	enum err e = OK;
	uint64_t size;
	char type = '\0';

	t->named = t->sized = t->timed = false;
	while (e == OK) {
		if (!source_skip(t->source, t->pad))
			return err_set(ERR_SYNTAX, "tar: cut off");
		t->pad = 0;
		e = take_header(t, &type);
		if (e != OK)
			break;
		t->pad = (BLOCK - t->size % BLOCK) % BLOCK;
		if (type == '0' || type == '\0' || type == '7')
			return buf_ok(&t->name) ? OK : err_set(ERR_TOOBIG,
			    "tar: a name of more than %d bytes", TAR_NAME);
		size = t->size;
		if (type == 'x' || type == 'L')
			e = extension(t, type, size);
		else if (type != 'K')
			t->named = t->sized = t->timed = false;
		t->pad += size;
	}
	return e;
}
