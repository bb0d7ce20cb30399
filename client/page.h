/*
 * An article made readable: short or full header, the text decoded and
 * safe to show. No curses, so that scripts print the same.
 */
#ifndef CLIENT_PAGE_H
#define CLIENT_PAGE_H

#include "common/buf.h"
#include "proto/article.h"

struct page_text {
	struct buf text;	/* header lines, an empty one, the body */
	size_t head;		/* bytes of it that are header */
	char *subject, *mid, *parent;	/* decoded; parent: message-id or "" */
};

void page_text_init(struct page_text *p);
void page_text_clear(struct page_text *p);
/* Fills from a raw article; full: all header fields. */
void page_text_fill(struct page_text *p, struct slice raw, bool full);
/* The last message-id of References, else the first of In-Reply-To. */
struct slice page_parent(const struct article *a);
/* An article as files have it: lines end with LF. */
void page_lines(struct slice raw, struct buf *out);
/* A header value as UTF-8, owned; "" when there is none. */
char *page_field(const struct article *a, const char *name);

#endif
