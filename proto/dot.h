/*
 * Dot-stuffed blocks (RFC 3977, 3.1.1), both ways, streaming. What comes out
 * of the reader is canonical: CRLF line ends, no stuffing, no final dot.
 */
#ifndef PROTO_DOT_H
#define PROTO_DOT_H

#include "common/buf.h"
#include "proto/line.h"

enum dot_status {
	DOT_MORE,
	DOT_END,	/* the block ended well */
	/* The block was read to its end, its bytes are lost: */
	DOT_LONG,
	DOT_NUL,
	DOT_BARE_CR,
	DOT_BARE_LF,
};

struct dot_reader {
	enum line_end end;	/* CRLF or LF, from the connection */
	int state;
	enum dot_status fault;	/* first fault met, told at the end */
};

void dot_init(struct dot_reader *r, enum line_end end);
/*
 * Consumes from the front of *in up to and including the final dot line and
 * appends to out, whose max bounds the block. Faults do not stop it: it
 * keeps in step and tells at the end.
 */
enum dot_status dot_read(
    struct dot_reader *r, struct slice *in, struct buf *out);

/* Appends text (CRLF lines, from a line's start) stuffed, no final dot. */
void dot_stuff(struct buf *out, struct slice text);
/* Appends text stuffed, a missing last line end, and ".\r\n". */
void dot_write(struct buf *out, struct slice text);

#endif
