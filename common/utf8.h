/*
 * UTF-8 and the one filter that makes foreign text safe for a terminal.
 */
#ifndef COMMON_UTF8_H
#define COMMON_UTF8_H

#include <stdint.h>

#include "common/buf.h"

#define UTF8_BAD 0xfffdu

/* Whether s is valid UTF-8 (no surrogates, no overlong forms). */
bool utf8_valid(struct slice s);
/* Takes the next character; UTF8_BAD and one byte where it is invalid. */
uint32_t utf8_next(struct slice *rest);
void utf8_put(struct buf *out, uint32_t c);
/* Columns on a terminal: 0, 1 or 2; own table, the locale plays no part. */
int utf8_width(uint32_t c);

enum filter_flag {
	FILTER_LF = 1,		/* keep LF; without it it is shown */
	FILTER_TAB = 2,		/* keep TAB */
};

/*
 * Appends s so that no terminal does anything but show it: C0, DEL, C1 in
 * any encoding, bidi controls, tags, zero-width and other invisible or
 * unassigned characters, invalid bytes become visible replacements ("<ESC>",
 * "<RLO>", U+FFFD); ZWJ and variation selectors stay inside emoji only; at
 * most 4 combining marks a cell. Everything shown passes here, server
 * messages included.
 */
void utf8_filter(struct slice s, int flags, struct buf *out);

#endif
