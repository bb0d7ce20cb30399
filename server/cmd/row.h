/*
 * One row of XLIST: cells in the order of its kind's columns, escaped, an
 * empty one "-" (PROTOCOL: rows are tab-separated, times RFC 3339 UTC).
 */
#ifndef SERVER_CMD_ROW_H
#define SERVER_CMD_ROW_H

#include <stdint.h>

#include "common/buf.h"

enum { ROW_CELLS = 32 };

struct row {
	struct buf text;		/* the cells, one behind the other */
	size_t end[ROW_CELLS];		/* of each */
	int n;
};

void row_init(struct row *r);
void row_clear(struct row *r);
void row_reset(struct row *r);

void row_put(struct row *r, struct slice s);
void row_put_u64(struct row *r, uint64_t v);
void row_put_i64(struct row *r, int64_t v);
void row_put_time(struct row *r, int64_t t);
/* A header value, as UTF-8 (RFC 2047). */
void row_put_header(struct row *r, struct slice value);
/* As written by text_escape() already. */
void row_put_raw(struct row *r, struct slice s);

struct slice row_cell(const struct row *r, int i);
/* Appends the n cells of cols as a line of a block, stuffed. */
void row_print(
    const struct row *r, const unsigned char *cols, int n, struct buf *out);

#endif
