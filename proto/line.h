/*
 * The strict line splitter (RFC 3977, 3.1). The first line of a connection
 * decides between CRLF and LF; afterwards the other kind is refused.
 */
#ifndef PROTO_LINE_H
#define PROTO_LINE_H

#include "common/slice.h"

enum line_end { LINE_END_OPEN, LINE_END_CRLF, LINE_END_LF };

enum line_status {
	LINE_MORE,	/* no whole line yet; nothing consumed */
	LINE_OK,
	/* The line was consumed to its end and is lost: */
	LINE_LONG,
	LINE_NUL,
	LINE_BARE_CR,
	/*
	 * A bare LF in a CRLF connection, told at once so that nobody waits
	 * for an answer; the rest of the line, up to CRLF, is then dropped.
	 */
	LINE_BARE_LF,
};

enum { LINE_HEAD = 16 };

struct line_reader {
	enum line_end end;
	size_t max;		/* octets with the line end */
	bool skipping;		/* dropping the rest of a line */
	bool told;		/* its fault was reported already */
	bool cr;		/* the last octet dropped was a CR */
	/* How the last lost line began, filled with NUL. */
	char head[LINE_HEAD];
};

void line_init(struct line_reader *r, enum line_end end, size_t max);
/*
 * Takes the next line off the front of *in. *line is without its end and
 * points into *in. A line longer than max is dropped as it comes (LINE_MORE,
 * *in empty) and reported once, as LINE_LONG, when its end arrives.
 */
enum line_status line_next(
    struct line_reader *r, struct slice *in, struct slice *line);

#endif
