/*
 * Dot-stuffed blocks. Every article passes here, so both ways look at 64
 * bytes at a time and copy what needs no change in bulk; a state machine
 * does the rest.
 */
#include "proto/dot.h"

enum { BLOCK = 64 };

enum state {
	LINE_START,
	TEXT,
	CR,		/* behind a CR in a line */
	DOT,		/* behind a dot that begins a line; not put out */
	DOT_CR,		/* behind a dot and a CR; not put out */
};

void
dot_init(struct dot_reader *r, enum line_end end)
{
	*r = (struct dot_reader){
		.end = end,
		.state = LINE_START,
		.fault = DOT_MORE,
	};
}

static void
set_fault(struct dot_reader *r, enum dot_status fault)
{
	if (r->fault == DOT_MORE)
		r->fault = fault;
}

/* 16 bytes in one go; gcc and clang make the machine's own of it. */
typedef signed char vec __attribute__((vector_size(16)));

static inline vec
vec_load(const char *p)
{
	vec v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline bool
vec_any(vec v)
{
	uint64_t half[2];

	memcpy(half, &v, sizeof(half));
	return (half[0] | half[1]) != 0;
}

/*
 * Whether a byte of this block needs the state machine: NUL, CR or LF alone,
 * a dot that begins a line. Looks at p[-1] too.
 */
static inline bool
block_special(const char *p)
{
	vec hit = { 0 };

	for (size_t i = 0; i < BLOCK; i += sizeof(vec)) {
		vec v = vec_load(p + i), before = vec_load(p + i - 1);

		hit |= (v == '\0') | ((v == '\n') ^ (before == '\r')) |
		    ((v == '.') & (before == '\n'));
	}
	return vec_any(hit);
}

/* Whether a dot behind a LF is in this block. Looks at p[-1] too. */
static inline bool
block_dot(const char *p)
{
	vec hit = { 0 };

	for (size_t i = 0; i < BLOCK; i += sizeof(vec))
		hit |= (vec_load(p + i) == '.') &
		    (vec_load(p + i - 1) == '\n');
	return vec_any(hit);
}

/* Copies whole plain blocks from p on; p[-1] is readable. Returns bytes. */
static size_t
copy_plain(struct dot_reader *r, const char *p, size_t n, struct buf *out)
{
	size_t run = 0;

	while (n - run >= BLOCK && !block_special(p + run))
		run += BLOCK;
	if (run == 0)
		return 0;
	if (r->fault == DOT_MORE) {
		buf_put(out, p, run);
		if (!buf_ok(out))
			set_fault(r, DOT_LONG);
	}
	r->state = p[run - 1] == '\r' ? CR :
	    p[run - 1] == '\n' ? LINE_START : TEXT;
	return run;
}

/* A byte inside a line. Returns how many bytes it put at to (0 to 2). */
static size_t
step_text(struct dot_reader *r, char c, char *to)
{
	bool crlf = r->end != LINE_END_LF, after_cr = r->state == CR;
	size_t n = 0;

	r->state = TEXT;
	if (after_cr && c != '\n')
		set_fault(r, DOT_BARE_CR);
	if (c == '\0') {
		set_fault(r, DOT_NUL);
	} else if (c == '\r' && crlf) {
		r->state = CR;
	} else if (c == '\r') {
		set_fault(r, DOT_BARE_CR);
	} else if (c == '\n' && crlf && !after_cr) {
		set_fault(r, DOT_BARE_LF);
	} else if (c == '\n') {
		r->state = LINE_START;
		if (!crlf)
			to[n++] = '\r';
	}
	to[n++] = c;
	return n;
}

/* One byte through the machine; *end when it ended the block. */
static size_t
step(struct dot_reader *r, char c, char *to, bool *end)
{
	bool crlf = r->end != LINE_END_LF;

	switch (r->state) {
	case LINE_START:
		if (c != '.')
			break;
		r->state = DOT;
		return 0;
	case DOT:
		if (c == '\r' && crlf) {
			r->state = DOT_CR;
			return 0;
		}
		if (c == '\n' && !crlf) {
			*end = true;
			return 0;
		}
		r->state = TEXT;
		break;
	case DOT_CR:
		if (c == '\n') {
			*end = true;
			return 0;
		}
		r->state = CR;
		break;
	default:
		break;
	}
	return step_text(r, c, to);
}

/* Takes up to a block of bytes through the machine. Returns bytes taken. */
static size_t
step_block(struct dot_reader *r, struct slice in, struct buf *out, bool *end)
{
	char text[2 * BLOCK];
	size_t n = 0, i = 0;

	while (i < in.len && i < BLOCK && !*end)
		n += step(r, in.p[i++], text + n, end);
	if (r->fault == DOT_MORE) {
		buf_put(out, text, n);
		if (!buf_ok(out))
			set_fault(r, DOT_LONG);
	}
	return i;
}

enum dot_status
dot_read(struct dot_reader *r, struct slice *in, struct buf *out)
{
	const char *first = in->p;
	enum dot_status fault;
	bool end = false;
	size_t n;

	while (in->len > 0 && !end) {
		n = 0;
		if (in->p > first && r->state < DOT && r->end != LINE_END_LF)
			n = copy_plain(r, in->p, in->len, out);
		if (n == 0 && in->p == first)
			n = step_block(r, slice_make(in->p, 1), out, &end);
		else if (n == 0)
			n = step_block(r, *in, out, &end);
		*in = slice_from(*in, n);
	}
	if (!end)
		return DOT_MORE;
	fault = r->fault;
	dot_init(r, r->end);
	return fault == DOT_MORE ? DOT_END : fault;
}

/* Offset of the next dot behind a LF from at (>= 1) on; len when none. */
static size_t
next_dot(struct slice s, size_t at)
{
	while (at < s.len) {
		size_t stop = s.len;

		if (s.len - at >= BLOCK) {
			stop = at + BLOCK;
			if (!block_dot(s.p + at)) {
				at = stop;
				continue;
			}
		}
		for (; at < stop; at++)
			if (s.p[at] == '.' && s.p[at - 1] == '\n')
				return at;
	}
	return s.len;
}

void
dot_stuff(struct buf *out, struct slice text)
{
	size_t from = 0, at;

	/* Grow once; what does not fit plain fits stuffed even less. */
	if (buf_room(out, text.len) == NULL)
		return;
	if (text.len > 0 && text.p[0] == '.')
		buf_putc(out, '.');
	while (from < text.len) {
		at = next_dot(text, from + 1);
		buf_put(out, text.p + from, at - from);
		if (at < text.len)
			buf_putc(out, '.');
		from = at;
	}
}

void
dot_write(struct buf *out, struct slice text)
{
	dot_stuff(out, text);
	if (text.len > 0 && text.p[text.len - 1] == '\r')
		buf_putc(out, '\n');
	else if (text.len > 0 && !slice_ends(text, "\r\n"))
		buf_puts(out, "\r\n");
	buf_puts(out, ".\r\n");
}
