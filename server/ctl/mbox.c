/*
 * Splitting an mbox. A line "From ..." begins a message when it bears a date
 * as mail programs write it there, or stands behind an empty line and in
 * front of a header field: quoting every other one is the writer's duty, and
 * not all writers know.
 */
#include "server/ctl/mbox.h"

#include "common/char.h"
#include "server/ctl/head.h"

/* So much behind a "From " decides what it is. */
enum { LOOK = 2048 };

static const struct slice separator = { "\nFrom ", 6 };

/* "h:mm" and a year of four digits, in whatever order. */
static bool
has_time_and_year(struct slice s)
{
	bool time = false, year = false;

	for (size_t i = 1; i + 2 < s.len && !(time && year); i++) {
		if (s.p[i] == ':' && char_is_digit(s.p[i - 1]) &&
		    char_is_digit(s.p[i + 1]) && char_is_digit(s.p[i + 2]))
			time = true;
		if (s.p[i - 1] == ' ' && i + 4 <= s.len &&
		    (s.p[i] == '1' || s.p[i] == '2') &&
		    char_is_digit(s.p[i + 1]) && char_is_digit(s.p[i + 2]) &&
		    char_is_digit(s.p[i + 3]))
			year = true;
	}
	return time && year;
}

static bool
has_month(struct slice s)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (size_t i = 1; i + 3 < s.len; i++) {
		if (s.p[i - 1] != ' ' || s.p[i + 3] != ' ')
			continue;
		for (size_t k = 0; k + 3 < sizeof(names); k += 3)
			if (memcmp(s.p + i, names + k, 3) == 0)
				return true;
	}
	return false;
}

/* Whether a message begins behind the LF at offset at. */
static bool
begins_message(struct slice w, size_t at)
{
	struct slice rest = slice_from(w, at + 1), line;
	bool blank = at > 0 && (w.p[at - 1] == '\n' ||
	    (w.p[at - 1] == '\r' && at > 1 && w.p[at - 2] == '\n'));

	if (rest.len > LOOK)
		rest.len = LOOK;
	line = slice_cut(&rest, '\n');
	if (has_month(line) && has_time_and_year(line))
		return true;
	line = slice_cut(&rest, '\n');
	return blank && head_is_field(line);
}

/*
 * The end of the message at the window's start: the offset of the LF in
 * front of the next one. False when the window does not tell; *from is where
 * to go on looking.
 */
static bool
find_end(const struct source *s, size_t *from, size_t *end)
{
	struct slice w = source_window(s);

	for (;;) {
		ptrdiff_t at = slice_find(slice_from(w, *from), separator);
		size_t lf;

		if (at < 0) {
			*end = w.len;
			if (!s->eof && w.len >= separator.len &&
			    w.len - separator.len > *from)
				*from = w.len - separator.len;
			return s->eof;
		}
		lf = *from + (size_t)at;
		if (!s->eof && w.len - lf < LOOK) {
			*from = lf;
			return false;
		}
		if (begins_message(w, lf)) {
			*end = lf + 1;
			return true;
		}
		*from = lf + 1;
	}
}

/* Without the one empty line that parts it from the next. */
static struct slice
without_gap(struct slice s)
{
	if (slice_ends(s, "\r\n\r\n"))
		s.len -= 2;
	else if (slice_ends(s, "\n\n"))
		s.len--;
	return s;
}

static bool
yield(struct slice w, struct message *m, message_fn *fn, void *arg)
{
	struct slice text = w, line = slice_cut(&text, '\n');

	m->number++;
	m->envelope = slice_trim(slice_from(line, 5));
	m->raw = text.p != NULL ? without_gap(text) : slice_make(w.p, 0);
	return fn(m, arg);
}

/* Drops a message that no window holds; false when the reader has enough. */
static bool
pass_over(struct source *s, struct message *m, message_fn *fn, void *arg)
{
	size_t from = 0, end;
	bool go_on;

	m->fault = "longer than an article may be";
	go_on = yield(slice_make("From \n", 6), m, fn, arg);
	m->fault = NULL;
	while (!find_end(s, &from, &end)) {
		/* What lies before from is looked at; LOOK bytes tell of
		   an empty line. */
		size_t n = from > LOOK ? from - LOOK : 0;

		source_take(s, n);
		from -= n;
		source_fill(s);
	}
	source_take(s, end);
	return go_on;
}

static bool
next_message(struct source *s, struct message *m, message_fn *fn, void *arg)
{
	size_t from = 0, end;
	bool go_on;

	while (!find_end(s, &from, &end)) {
		if (source_full(s))
			return pass_over(s, m, fn, arg);
		source_fill(s);
	}
	go_on = yield(slice_make(source_window(s).p, end), m, fn, arg);
	source_take(s, end);
	return go_on;
}

enum err
mbox_read(struct source *s, message_fn *fn, void *arg)
{
	struct message m = { .quoted = true };

	while (source_need(s, 1) && strchr("\r\n", *source_window(s).p))
		source_take(s, 1);
	if (!source_need(s, 5) ||
	    !slice_starts(source_window(s), "From ")) {
		if (s->err != OK || !source_need(s, 1))
			return s->err;
		return err_set(ERR_SYNTAX, "this is no mbox: it does not "
		    "begin with \"From \"");
	}
	while (source_need(s, 1))
		if (!next_message(s, &m, fn, arg))
			break;
	return s->err;
}

bool
mbox_is_from(struct slice line)
{
	size_t n = 0;

	while (n < line.len && line.p[n] == '>')
		n++;
	return slice_starts(slice_from(line, n), "From ");
}
