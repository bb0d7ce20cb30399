/*
 * What a session has selected: its board and its current article; and the
 * parts of an overview line, from which most answers are made.
 */
#ifndef SERVER_CMD_SELECT_H
#define SERVER_CMD_SELECT_H

#include "proto/range.h"
#include "server/net/session.h"
#include "server/store/store.h"

enum over_part {
	OVER_NUMBER,
	OVER_SUBJECT,
	OVER_FROM,
	OVER_DATE,
	OVER_MSGID,
	OVER_REFERENCES,
	OVER_BYTES,
	OVER_LINES,
	OVER_XREF,	/* "Xref: ..." or missing */
	OVER_META,	/* the first of META_COUNT (store/rules/meta.h) */
};

/* One field of an overview line, its line end left out. */
struct slice over_part(struct slice over, enum over_part part);

/* 412 and false when no board is selected. */
bool select_check(struct session *s);
/* The selected board; 412 and false when there is none. */
bool selected_board(struct session *s, struct board *out);
/* The current article; 412 or 420 and false when there is none. */
bool select_current(struct session *s, struct placed *out);
/* By number in the selected board; 412 or 423 and false. */
bool select_number(struct session *s, uint64_t number, struct placed *out);
/*
 * By message-id: the article in any board, or in none if the session may
 * see it; its overview line begins with the number there. 430, or 501 when
 * it is none, and false.
 */
bool select_msgid(struct session *s, struct slice arg, struct placed *out);

/* Whether an argument is a message-id rather than a number or range. */
static inline bool
is_msgid(struct slice arg)
{
	return arg.len != 0 && arg.p[0] == '<';
}

/* The first place of an article that the session may know of. */
bool select_seen(struct session *s, uint64_t id, struct placed *out);
/* The first place of an article, as placed; false when it has none. */
bool select_place(struct view *v, uint64_t id, struct placed *out);

/*
 * An article that stands in no board, as placed with the number 0, if the
 * session may see it. Its overview line is in the desk's text.
 */
bool select_aside(struct session *s, uint64_t id, struct placed *out);

#endif
