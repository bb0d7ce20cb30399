/*
 * What the files of mime_text() and rfc2047_decode() share; nobody else
 * includes it. Header blocks of parts are taken with CRLF or LF line ends.
 */
#ifndef PROTO_MIME_PART_H
#define PROTO_MIME_PART_H

#include "common/buf.h"

/* Longest boundary taken; RFC 2046 allows 70. */
#define MIME_BOUNDARY_MAX 256

/* Splits a part. Without a header the head is empty. */
void mime_split(struct slice part, struct slice *head, struct slice *body);
/* The value of the first field of that name, with its folds, or empty. */
struct slice mime_field(struct slice head, const char *name);
/* "text/plain" of "text/plain; charset=x", blanks and the rest gone. */
struct slice mime_token(struct slice value);
/*
 * Appends a parameter as UTF-8: quotes, RFC 2231's pieces and charsets, and
 * encoded words undone. False when it is not there.
 */
bool mime_param(struct slice value, const char *name, struct buf *out);

/*
 * Appends s with mark and two hex digits as the byte they name, and "_" as a
 * blank where that is the rule (RFC 2045, 6.7; 2047, 4.2; 2231, 4).
 */
void mime_put_escaped(
    struct slice s, char mark, bool underscore, struct buf *out);
/*
 * Undoes the transfer encoding: text is the result and points into body, or
 * into space when there was something to undo.
 */
struct slice mime_decode(
    struct slice encoding, struct slice body, struct buf *space);
/* Appends with LF line ends; a byte order mark in front goes. */
void mime_put_lines(struct slice text, struct buf *out);
/* Appends format=flowed text (RFC 3676) with its paragraphs joined. */
void mime_put_flowed(struct slice text, bool delsp, struct buf *out);
/* Takes a character of HTML off the front, entities undone. */
uint32_t mime_take_char(struct slice *s);
/* Appends HTML, given as UTF-8, as readable text. */
void mime_put_html(struct slice html, struct buf *out);

#endif
