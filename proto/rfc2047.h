/* Encoded words in headers (RFC 2047) and charsets to UTF-8. */
#ifndef PROTO_RFC2047_H
#define PROTO_RFC2047_H

#include "common/buf.h"

/*
 * Appends the header value as UTF-8: folds undone, encoded words decoded
 * (also broken ones, as far as they can be), raw 8-bit text guessed.
 */
void rfc2047_decode(struct slice value, struct buf *out);
/* Appends UTF-8 text as a header value of ASCII, folded at 76. */
void rfc2047_encode(struct slice text, struct buf *out);

/*
 * Appends text in the named charset as UTF-8. An empty or unknown name is
 * guessed: UTF-8 when valid, else windows-1252. Undecodable bytes become
 * U+FFFD. The output is always valid UTF-8.
 */
void charset_to_utf8(struct slice charset, struct slice text, struct buf *out);

/*
 * Loads all converters, for a process that will not be able to later. One
 * thread, before others are there.
 */
void charset_begin(void);

#endif
