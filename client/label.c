/* Short texts for columns. */
#include "client/label.h"

#include <stdio.h>

void
label_age(int64_t now, int64_t then, char out[static LABEL_AGE])
{
	static const struct {
		int64_t until, unit;
		const char *name;
	} step[] = {
		{ 3600, 60, "m" },
		{ 2 * 86400, 3600, "h" },
		{ 60 * 86400, 86400, "d" },
		{ 2 * 365 * 86400, 30 * 86400 + 43200, "mo" },
		{ INT64_MAX, 365 * 86400 + 21600, "y" },
	};
	int64_t age = now > then ? now - then : 0;
	int i = 0;

	out[0] = '\0';
	if (then == 0)
		return;
	while (age >= step[i].until)
		i++;
	snprintf(out, LABEL_AGE, "%d%s", (int)(age / step[i].unit),
	    step[i].name);
}

static struct slice
unquote(struct slice s)
{
	s = slice_trim(s);
	if (s.len >= 2 && s.p[0] == '"' && s.p[s.len - 1] == '"')
		s = slice_trim(slice_make(s.p + 1, s.len - 2));
	return s;
}

struct slice
label_author(struct slice from)
{
	ptrdiff_t open = slice_chr(from, '<'), close;
	struct slice name;

	if (open > 0) {
		name = unquote(slice_make(from.p, (size_t)open));
		if (name.len != 0)
			return name;
	}
	if (open < 0 && (open = slice_chr(from, '(')) >= 0) {
		name = slice_from(from, (size_t)open + 1);
		close = slice_chr(name, ')');
		if (close >= 0)
			name.len = (size_t)close;
		name = unquote(name);
		if (name.len != 0)
			return name;
	}
	return label_address(from);
}

struct slice
label_address(struct slice from)
{
	ptrdiff_t open = slice_chr(from, '<'), end;
	struct slice s = from;

	if (open >= 0) {
		s = slice_from(from, (size_t)open + 1);
		end = slice_chr(s, '>');
	} else {
		end = slice_chr(s, '(');
	}
	if (end >= 0)
		s.len = (size_t)end;
	return slice_trim(s);
}

struct slice
label_subject(struct slice subject)
{
	subject = slice_trim(subject);
	while (slice_istarts(subject, "re:"))
		subject = slice_trim(slice_from(subject, 3));
	return subject;
}

bool
label_contains(struct slice s, struct slice needle)
{
	for (size_t i = 0; i + needle.len <= s.len; i++)
		if (slice_ieq(slice_make(s.p + i, needle.len), needle))
			return true;
	return false;
}

void
label_board(struct slice name, size_t width,
    char out[static LIMIT_BOARD_NAME + 1])
{
	char *part = out, *dot;
	size_t len;

	slice_copy(name, out, LIMIT_BOARD_NAME + 1);
	len = strlen(out);
	while (len > width && (dot = strchr(part, '.')) != NULL) {
		size_t cut = dot > part ? (size_t)(dot - part) - 1 : 0;

		memmove(dot - cut, dot, strlen(dot) + 1);
		len -= cut;
		part = dot - cut + 1;
	}
	if (len > width && width > 2) {
		memmove(out + 2, out + len - (width - 2), width - 1);
		memcpy(out, "..", 2);
	}
}
