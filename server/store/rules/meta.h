/*
 * What a newsreader sees of the community: the fields ":x-..." behind Xref
 * of every overview line, in this order, empty where they say the default; a
 * title that is empty lacks its tab as well (RFC 3977, 8.3.2).
 */
#ifndef SERVER_STORE_RULES_META_H
#define SERVER_STORE_RULES_META_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"

struct step;
struct subject;
struct txn;

/* X(id, name, help) */
#define META_FIELDS(X)                                                    \
	X(STATE, ":x-state", "what became of a question, or of a reply")  \
	X(VOTES, ":x-votes", "helpful votes less those that are not")     \
	X(METOO, ":x-metoo", "how many have the same problem")            \
	X(ROLE, ":x-role", "what the author was when it was posted")      \
	X(SLA, ":x-sla", "when the question is escalated")                \
	X(SOLUTION, ":x-solution", "message-ids of what solves it")       \
	X(SEQ, ":x-seq", "the last event that touched it, other postings "  \
	    "apart that change none of these fields")                   \
	X(TITLE, ":x-title", "what the thread is called since it was given " \
	    "a title, at the article that begins it")

enum meta_field {
#define X(id, name, help) META_##id,
	META_FIELDS(X)
#undef X
	META_COUNT
};

/* Part of an overview line (split at tabs) that the first one is. */
enum { META_PART = 9 };

/* ":x-state" ... */
const char *meta_name(enum meta_field field);
/* META_COUNT when there is none of that name, in any case. */
enum meta_field meta_find(struct slice name);
/* Those that XLIST has as columns in a row, the title apart. */
enum { META_ROW = META_TITLE };

/* Appends the fields of a fresh article, each behind a tab: defaults. */
void meta_put_fresh(struct buf *out);
/* The same of one that stands in no board, but may be read by some. */
void meta_put_aside(struct txn *t, uint64_t article, struct buf *out);
/*
 * Appends the value of a field of a line that it was cut from, its default
 * when it is empty. reply: the article has References; id: its own.
 */
void meta_put_value(enum meta_field field, struct slice part, bool reply,
    uint64_t id, struct buf *out);
/*
 * The title that the article of an overview line was given, or nothing:
 * UTF-8, of one line. Borrows from part, its field of the line.
 */
struct slice meta_title(struct slice part);
/*
 * The article was touched by the event of the step: its overview lines, and
 * the last event of its rows. Nothing when it stands in no board.
 */
void meta_refresh(struct step *s, struct subject *a);

#endif
