/* Base64 (RFC 4648), for MIME, SASL and digests. */
#ifndef COMMON_BASE64_H
#define COMMON_BASE64_H

#include "common/buf.h"

void base64_encode(struct slice in, struct buf *out);
/* Strict: canonical padding, nothing else; false otherwise. */
bool base64_decode(struct slice in, struct buf *out);
/* As mail needs it: skips what is no base64, stops at padding. */
void base64_decode_loose(struct slice in, struct buf *out);

#endif
