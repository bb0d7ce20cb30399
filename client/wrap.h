/*
 * An article's text as lines that fit: words wrapped, quotes counted and
 * folded. Offsets into the text, so a megabyte costs little.
 */
#ifndef CLIENT_WRAP_H
#define CLIENT_WRAP_H

#include "common/buf.h"

enum wrap_kind {
	WRAP_HEADER,
	WRAP_TEXT,
	WRAP_QUOTE,		/* level says how deep */
	WRAP_SIGNATURE,
	WRAP_FOLD,		/* stands for `count` quoted lines */
};

struct wrap_line {
	uint32_t offset, len;	/* in the text */
	uint32_t count;
	uint8_t kind;
	uint8_t level;
};

struct wrap {
	struct wrap_line *line;	/* owned */
	size_t n, cap;
};

void wrap_clear(struct wrap *w);
/* Appends the lines of text[from..] before `to` as header lines. */
void wrap_header(
    struct wrap *w, struct slice text, size_t from, size_t to, int width);
/* The same for a body; fold: runs of quoted lines become one line. */
void wrap_body(struct wrap *w, struct slice text, size_t from, size_t to,
    int width, bool fold);
/* How deep a line is quoted: the ">" in front of it. */
int wrap_quote_level(struct slice line);
/* Columns the text takes. */
int wrap_width(struct slice s);
/* The longest start of s that fits width columns, whole characters. */
struct slice wrap_fit(struct slice s, int width);
/* Appends s with each TAB as blanks up to the next of every 8 columns. */
void wrap_expand_tabs(struct slice s, struct buf *out);

#endif
