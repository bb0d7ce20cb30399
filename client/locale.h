/*
 * Between the program's UTF-8 and the user's locale. Text for the screen is
 * filtered and, where the locale cannot show it, written in plain letters.
 */
#ifndef CLIENT_LOCALE_H
#define CLIENT_LOCALE_H

#include "common/buf.h"

/* After setlocale(); once. force_ascii: as if the locale were ASCII. */
void locale_init(bool force_ascii);
bool locale_is_utf8(void);
/*
 * Appends s as it may be shown: utf8_filter() with these flags, then
 * transliterated. The result is UTF-8 that the locale can express.
 */
void locale_screen(struct slice s, int filter_flags, struct buf *out);
/* UTF-8 to bytes of the locale ('?' for what it lacks) and back. */
void locale_encode(struct slice s, struct buf *out);
void locale_decode(struct slice s, struct buf *out);

#endif
