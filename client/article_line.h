/* The line above an article: what is known of it beyond its text. */
#ifndef CLIENT_ARTICLE_LINE_H
#define CLIENT_ARTICLE_LINE_H

#include "client/meta.h"
#include "common/buf.h"

/* Whether there is anything to say. */
bool article_line_any(const struct meta *m);
/* Appends it, translated; returns the role of its colour. */
unsigned article_line_put(
    struct buf *out, const struct meta *m, int64_t now);

#endif
