/*
 * Splitting a header leniently. Where a line is no field, the body begins,
 * unless all that follows up to an empty line is header again: then the line
 * is an accident and dropped.
 */
#include "server/ctl/head.h"

#include "common/char.h"

enum { LOOK_AHEAD = 64 };

static bool
all_blank(struct slice line)
{
	return slice_trim(line).len == 0;
}

/* The length of the name, 0 when the line is no field; *colon is where. */
static size_t
field_name(struct slice line, size_t *colon)
{
	size_t n = 0, i;

	while (n < line.len && line.p[n] > ' ' && line.p[n] < 0x7f &&
	    line.p[n] != ':')
		n++;
	i = n;
	while (i < line.len && char_is_blank(line.p[i]))
		i++;
	*colon = i;
	return i < line.len && line.p[i] == ':' ? n : 0;
}

bool
head_is_field(struct slice line)
{
	size_t colon;

	return field_name(line, &colon) != 0;
}

static bool
is_fold(struct slice line)
{
	return line.len != 0 && char_is_blank(line.p[0]);
}

/* The line that an mbox has in front of a message. */
static bool
is_from_line(struct slice line)
{
	return slice_starts(line, "From ") || slice_starts(line, ">From ");
}

/* A field that programs write; "Note:" may be the first line of a text. */
static bool
is_known_field(struct slice line)
{
	static const char *const known[] = {
		"From", "To", "Cc", "Subject", "Date", "Message-ID",
		"Newsgroups", "Path", "References", "In-Reply-To", "Received",
		"Content-", "MIME-Version", "X-", "Reply-To", "Sender",
		"Organization", "Status", "Return-Path", "Delivered-To",
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (slice_istarts(line, known[i]))
			return head_is_field(line);
	return false;
}

/*
 * Whether rest is header up to an empty line, with a known field unless one
 * was seen before. It may be asked for every line, so it does not look
 * far.
 */
static bool
is_header(struct slice rest, bool field)
{
	for (int i = 0; i < LOOK_AHEAD && rest.p != NULL; i++) {
		struct slice line = slice_cut(&rest, '\n');

		if (line.len == 0)
			break;
		if (is_known_field(line))
			field = true;
		else if (!head_is_field(line) && !is_fold(line) &&
		    !is_from_line(line))
			return false;
	}
	return field;
}

static void
add_field(struct head *h, struct slice line)
{
	size_t colon, n = field_name(line, &colon);

	if (h->n == HEAD_FIELDS) {
		h->surplus++;
		return;
	}
	h->field[h->n++] = (struct head_field){
		.name = slice_make(line.p, n),
		.value = slice_from(line, colon + 1),
	};
}

/* Makes a line part of the last field, if that was kept. */
static void
add_fold(struct head *h, struct slice line, bool kept)
{
	struct slice *v = kept ? &h->field[h->n - 1].value : NULL;

	if (v != NULL)
		v->len = (size_t)(line.p + line.len - v->p);
	else
		h->junk++;
}

static void
trim_values(struct head *h)
{
	for (int i = 0; i < h->n; i++)
		h->field[i].value = slice_trim(h->field[i].value);
}

void
head_split(struct slice text, struct head *h, struct slice *body)
{
	struct slice rest = text, line, before;
	bool kept = false;

	h->n = h->junk = h->surplus = 0;
	while (slice_starts(rest, "\n"))
		rest = slice_from(rest, 1);
	if (!is_header(rest, false))
		rest = text;
	for (before = rest; rest.p != NULL; before = rest) {
		line = slice_cut(&rest, '\n');
		if (line.len == 0)
			break;
		if (head_is_field(line)) {
			add_field(h, line);
			kept = h->surplus == 0;
		} else if (all_blank(line)) {
			if (!is_header(rest, h->n > 0))
				break;
		} else if (is_fold(line)) {
			add_fold(h, line, kept);
		} else if (is_from_line(line) || is_header(rest, false)) {
			h->junk++;
			kept = false;
		} else {
			rest = before;
			break;
		}
	}
	trim_values(h);
	*body = rest;
}

struct head_field *
head_find(struct head *h, const char *name)
{
	struct slice wanted = slice_of(name);

	for (int i = 0; i < h->n; i++)
		if (h->field[i].fate == HEAD_KEEP &&
		    slice_ieq(h->field[i].name, wanted))
			return &h->field[i];
	return NULL;
}

void
head_add(struct head *h, const char *name, struct slice value)
{
	if (h->n < HEAD_FIELDS + HEAD_SPARE)
		h->field[h->n++] = (struct head_field){
			.name = slice_of(name), .value = value,
		};
}
