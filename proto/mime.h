/* The readable text of an article (RFC 2045, 2046). */
#ifndef PROTO_MIME_H
#define PROTO_MIME_H

#include "proto/article.h"

/*
 * Appends the text as UTF-8 with LF line ends: quoted-printable and base64
 * undone, charset converted, text/plain preferred in alternatives, HTML
 * made readable when it is all there is, format=flowed joined; other parts
 * become one line "[image/png, 12 kB, name.png]". Bounded depth and work on
 * any input; a broken structure yields the body as it stands.
 */
void mime_text(const struct article *a, struct buf *out);

#endif
