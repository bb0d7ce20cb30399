/*
 * Articles being written. A draft is text as the editor shows it: UTF-8,
 * LF line ends, header lines, an empty line, the body.
 */
#ifndef CLIENT_COMPOSE_H
#define CLIENT_COMPOSE_H

#include <stdint.h>

#include "common/buf.h"
#include "proto/article.h"

/* A message-id of our own, so that a repeated post is recognised. */
void compose_msgid(const char *from, struct buf *out);
/* A draft for a new thread; subject may be "". */
void compose_new(const char *from, const char *board, const char *subject,
    struct buf *out);
/*
 * A draft that answers; quote: with the text quoted and a line naming its
 * author. False when the author asked for mail (Followup-To: poster).
 */
bool compose_reply(const char *from, const char *board,
    const struct article *parent, bool quote, struct buf *out);

/*
 * A draft of another version of an article of plain text: its header lines
 * that are the author's, with this subject or, NULL, its own; Supersedes;
 * its text. False and err_detail() when it is more than text.
 */
bool compose_supersede(
    const struct article *old, const char *subject, struct buf *out);
/* A draft of the control article that cancels another (RFC 5537, 5.3). */
void compose_cancel(const char *from, struct slice boards, struct slice mid,
    const char *reason, struct buf *out);

/* A header line's value in a draft, empty when there is none. */
struct slice compose_field(struct slice draft, const char *name);
/* What stands behind the empty line. */
struct slice compose_body(struct slice draft);

struct compose_report {
	int errors, warnings;
	struct buf text;	/* one remark a line, translated */
};

/* Missing subject, empty body, nothing new, long lines and the like. */
void compose_check(struct slice draft, struct compose_report *out);
/*
 * The article as it goes to the server: CRLF, headers encoded, MIME fields,
 * Date. ERR_SYNTAX when a header line is none.
 */
enum err compose_wire(struct slice draft, int64_t now, struct buf *out);

/* Whether the answer to POST tells that a moderator decides. */
bool compose_waits(struct slice answer);

#endif
