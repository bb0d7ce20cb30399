/* Rows of XLIST: a header line with column names, fields between tabs. */
#ifndef CLIENT_TABLE_H
#define CLIENT_TABLE_H

#include <stdint.h>

#include "common/buf.h"

#define TABLE_COLUMNS 32

struct table {
	struct slice rest;
	struct slice name[TABLE_COLUMNS];
	int nnames;
	struct slice field[TABLE_COLUMNS];
	int nfields;
	struct slice more;	/* "after:..." of a cut list, else empty */
};

/* Reads the header line of a block (CRLF or LF). The block is borrowed. */
void table_open(struct table *t, struct slice block);
/* The next row; false at the end, then `more` is set. */
bool table_next(struct table *t);
/* Column by name, -1 when the server did not send it. */
int table_column(const struct table *t, const char *name);
/* The field as sent, still escaped; empty for "-", -1 and missing ones. */
struct slice table_field(const struct table *t, int column);
/* A copy without escapes, owned. */
char *table_text(const struct table *t, int column);
/* 0 when it is no number. */
uint64_t table_number(const struct table *t, int column);
/* RFC 3339 to seconds since 1970; 0 when it is no time. */
int64_t table_time(const struct table *t, int column);

#endif
