/*
 * An article as header fields and a body (RFC 5536). Canonical bytes: CRLF
 * line ends, no dot-stuffing. All slices point into the raw bytes.
 */
#ifndef PROTO_ARTICLE_H
#define PROTO_ARTICLE_H

#include "common/buf.h"
#include "common/err.h"
#include "proto/limits.h"

struct field {
	struct slice name;	/* without the colon */
	struct slice value;	/* trimmed; may contain folds (CRLF + blank) */
	struct slice raw;	/* the whole field with its last CRLF */
};

struct article {
	struct slice raw;
	struct slice head;	/* all fields, with the last one's CRLF */
	struct slice body;	/* behind the empty line; may be empty */
	struct field field[LIMIT_HEADER_FIELDS];
	int nfields;
};

/*
 * Splits raw. ERR_SYNTAX when a header line is no field, ERR_TOOBIG past
 * LIMIT_HEADER or LIMIT_HEADER_FIELDS; err_detail() says which line.
 */
enum err article_parse(struct slice raw, struct article *out);

/* The first field of that name, any case; NULL when there is none. */
const struct field *article_field(const struct article *a, const char *name);
/* Its value, empty (p NULL) when there is none. */
struct slice article_value(const struct article *a, const char *name);
/* Appends a value on one line: folds, TAB, CR, LF, NUL become one SP each. */
void article_unfold(struct buf *out, struct slice value);

/*
 * The rules for what an injecting agent accepts (RFC 5537, 3.5; 5536, 3):
 * From, Subject, Newsgroups present, once each, sound; no control bytes, no
 * invalid UTF-8 in headers; a body. ERR_SYNTAX with a remedy in err_detail().
 * Message-ID, Date and Path may be missing.
 */
enum err article_check(const struct article *a);

/* Lines of the body (":lines"). */
uint64_t article_lines(const struct article *a);
/*
 * Appends fields 2 to 8 of an overview line (RFC 3977, 8.3) without line
 * end: subject, from, date, message-id, references, bytes, lines. bytes is
 * given: the size on the wire without stuffing and final dot.
 */
void article_overview(const struct article *a, uint64_t bytes, struct buf *out);

/* The next name of a Newsgroups or Followup-To value; false at the end. */
bool article_next_board(struct slice *rest, struct slice *name);
/* Whether this may be the name of a board (RFC 5536, 3.1.4; ASCII only). */
bool article_board_valid(struct slice name);

enum article_control {
	CONTROL_NONE,	/* no Control field: an article for people */
	CONTROL_CANCEL,
	CONTROL_BOARD,	/* newgroup, rmgroup, checkgroups */
	CONTROL_OTHER,
};

/*
 * What the Control field asks for (RFC 5537, 5). *target is the message-id
 * that it or a Supersedes field names, empty when neither names one.
 */
enum article_control article_control(
    const struct article *a, struct slice *target);
/*
 * The next "local@domain" of a From value, outside comments and quoted
 * names; false at the end. A quoted local part keeps its quotes.
 */
bool article_next_address(struct slice *rest, struct slice *address);

#endif
