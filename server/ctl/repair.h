/*
 * From a message as it was found to an article that can be kept: canonical
 * bytes, the fields that news needs, sound ones. The same message gives the
 * same bytes and the same Message-ID on every run, but for the Date of one
 * that has none anywhere.
 */
#ifndef SERVER_CTL_REPAIR_H
#define SERVER_CTL_REPAIR_H

#include "common/buf.h"
#include "common/err.h"
#include "proto/limits.h"
#include "server/ctl/message.h"

#define REPAIRS(X)                                                       \
	X(MSGID_MADE, "Message-ID missing")                              \
	X(MSGID_MENDED, "Message-ID malformed")                          \
	X(DATE_MADE, "Date missing")                                     \
	X(DATE_MENDED, "Date unreadable")                                \
	X(FROM_MADE, "From missing")                                     \
	X(SUBJECT_MADE, "Subject missing")                               \
	X(TWICE, "field there twice")                                    \
	X(JUNK, "header line that is no field")                          \
	X(TRIMMED, "header too long")                                    \
	X(BYTES, "NUL or bare CR")

enum repair_kind {
#define X(id, text) REPAIR_##id,
	REPAIRS(X)
#undef X
	REPAIR_COUNT
};

struct head;

/* "Message-ID missing" and the like. */
extern const char *const repair_text[REPAIR_COUNT];

struct repair {
	struct slice board;	/* where all messages go; empty: Newsgroups */
	int64_t now;		/* the Date of last resort */
	unsigned did;		/* bit 1 << kind: mended in the last message */
	struct buf msgid;	/* of the last message */
	struct buf plain, date, boards;		/* scratch */
	struct head *head;
};

/* board must live as long as r. */
void repair_init(struct repair *r, struct slice board, int64_t now);
void repair_clear(struct repair *r);
/* What out of repair_message() must be able to hold. */
enum { REPAIR_OUT = 4 * LIMIT_ARTICLE + 4 * LIMIT_HEADER };

/*
 * Writes the article to out, which is emptied before; its Message-ID is in
 * r->msgid. What comes out passes article_parse() and the limits of a feed.
 * ERR_SYNTAX or ERR_TOOBIG with the reason in err_detail().
 */
enum err repair_message(
    struct repair *r, const struct message *m, struct buf *out);

#endif
