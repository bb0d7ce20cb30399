/* The event line and the escapes it shares with rows. */
#include "proto/event.h"

#include "proto/date.h"

void
event_print(const struct event *e, struct buf *out)
{
	buf_put_u64(out, e->seq);
	buf_putc(out, '\t');
	date_put_rfc3339(out, e->time);
	buf_putc(out, '\t');
	buf_put_slice(out, e->actor);
	buf_putc(out, '\t');
	buf_put_slice(out, e->act);
	buf_putc(out, '\t');
	buf_put_slice(out, e->target);
	buf_putc(out, '\t');
	buf_put_slice(out, e->args);
}

/* Only the one form that event_print() writes, so that lines compare. */
static bool
parse_seq(struct slice s, uint64_t *out)
{
	return slice_u64(s, out) && (s.p[0] != '0' || s.len == 1);
}

/* Only as event_print() writes it: no leap second, no other zone. */
static bool
parse_time(struct slice s, int64_t *out)
{
	return s.len == sizeof("2026-11-22T03:00:00Z") - 1 &&
	    s.p[10] == 'T' && slice_ends(s, "Z") && s.p[17] != '6' &&
	    date_parse_rfc3339(s, out);
}

enum err
event_parse(struct slice line, struct event *out)
{
	struct slice rest = line, seq, time;

	seq = slice_cut(&rest, '\t');
	time = slice_cut(&rest, '\t');
	out->actor = slice_cut(&rest, '\t');
	out->act = slice_cut(&rest, '\t');
	out->target = slice_cut(&rest, '\t');
	if (rest.p == NULL || slice_chr(rest, '\t') >= 0)
		return err_set(ERR_SYNTAX, "an event has six fields");
	out->args = rest;
	if (slice_chr(line, '\r') >= 0 || slice_chr(line, '\n') >= 0)
		return err_set(ERR_SYNTAX, "line end inside an event");
	if (!parse_seq(seq, &out->seq))
		return err_set(ERR_SYNTAX, "event without a number");
	if (!parse_time(time, &out->time))
		return err_set(ERR_SYNTAX, "event without a time");
	if (out->actor.len == 0 || out->act.len == 0 || out->target.len == 0)
		return err_set(ERR_SYNTAX, "an event's field is empty");
	return OK;
}

/* The letter that stands for c behind a backslash, 0 when none is needed. */
static char
escape_letter(char c, bool blank)
{
	switch (c) {
	case '\t':
		return 't';
	case '\r':
		return 'r';
	case '\n':
		return 'n';
	case '\\':
		return '\\';
	case ' ':
		return blank ? 's' : 0;
	default:
		return 0;
	}
}

static void
escape(struct buf *out, struct slice s, bool blank)
{
	size_t from = 0;

	for (size_t i = 0; i < s.len; i++) {
		char letter = escape_letter(s.p[i], blank);

		if (letter == 0)
			continue;
		buf_put(out, s.p + from, i - from);
		buf_putc(out, '\\');
		buf_putc(out, letter);
		from = i + 1;
	}
	if (from < s.len)
		buf_put(out, s.p + from, s.len - from);
}

void
text_escape(struct buf *out, struct slice s)
{
	escape(out, s, false);
}

/* What \c stands for; 0 when it is no escape. */
static char
unescape_letter(char c)
{
	switch (c) {
	case 't':
		return '\t';
	case 'r':
		return '\r';
	case 'n':
		return '\n';
	case 's':
		return ' ';
	case '\\':
		return '\\';
	default:
		return 0;
	}
}

void
text_unescape(struct buf *out, struct slice s)
{
	ptrdiff_t at;

	while ((at = slice_chr(s, '\\')) >= 0) {
		size_t n = (size_t)at;
		char c = n + 1 < s.len ? unescape_letter(s.p[n + 1]) : 0;

		buf_put(out, s.p, n);
		buf_putc(out, c != 0 ? c : '\\');
		s = slice_from(s, n + (c != 0 ? 2 : 1));
	}
	buf_put_slice(out, s);
}

static void
put_key(struct buf *args, const char *key)
{
	if (args->len > 0)
		buf_putc(args, ' ');
	buf_puts(args, key);
}

void
event_put_arg(struct buf *args, const char *key, struct slice value)
{
	put_key(args, key);
	buf_putc(args, '=');
	escape(args, value, true);
}

void
event_put_arg_u64(struct buf *args, const char *key, uint64_t value)
{
	put_key(args, key);
	buf_putc(args, '=');
	buf_put_u64(args, value);
}

void
event_put_arg_i64(struct buf *args, const char *key, int64_t value)
{
	put_key(args, key);
	buf_printf(args, "=%lld", (long long)value);
}

void
event_put_text(struct buf *args, struct slice text)
{
	put_key(args, ":");
	text_escape(args, text);
}

struct slice
event_arg(struct slice args, const char *key)
{
	size_t n = strlen(key);
	struct slice word;

	while ((word = slice_word(&args)).len > 0 && word.p[0] != ':')
		if (word.len > n && word.p[n] == '=' &&
		    memcmp(word.p, key, n) == 0)
			return slice_from(word, n + 1);
	return slice_make(NULL, 0);
}

bool
event_arg_u64(struct slice args, const char *key, uint64_t *out)
{
	return slice_u64(event_arg(args, key), out);
}

bool
event_arg_i64(struct slice args, const char *key, int64_t *out)
{
	struct slice v = event_arg(args, key);
	bool minus = slice_starts(v, "-");
	uint64_t n;

	if (minus || slice_starts(v, "+"))
		v = slice_from(v, 1);
	if (!slice_u64(v, &n) || n > INT64_MAX)
		return false;
	*out = minus ? -(int64_t)n : (int64_t)n;
	return true;
}

struct slice
event_text(struct slice args)
{
	struct slice word;

	while ((word = slice_word(&args)).len > 0)
		if (word.p[0] == ':')
			return slice_make(word.p + 1,
			    (size_t)(args.p + args.len - word.p) - 1);
	return slice_make(NULL, 0);
}
