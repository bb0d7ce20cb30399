/*
 * The kinds of boards, the states of questions, the groups of figures: names
 * and numbers.
 */
#ifndef PROTO_COMMUNITY_H
#define PROTO_COMMUNITY_H

#include "common/slice.h"

/* The kinds of boards; "board" takes their names. */
#define BOARD_KINDS(X)              \
	X(QA, "qa")                 \
	X(DISCUSSION, "discussion") \
	X(HOWTO, "howto")           \
	X(IDEAS, "ideas")           \
	X(ANNOUNCE, "announce")     \
	X(LOUNGE, "lounge")         \
	X(CASE, "case")             \
	X(BLOG, "blog")             \
	X(FAQ, "faq")               \
	X(VIEW, "view")

enum board_kind {
#define X(id, name) KIND_##id,
	BOARD_KINDS(X)
#undef X
	KIND_COUNT
};

/* They stand in rows of the store: new ones come last. */
#define ASKED_STATES(X)              \
	X(OPEN, "open")              \
	X(ANSWERED, "answered")      \
	X(ESCALATED, "escalated")    \
	X(NEEDSINFO, "needsinfo")    \
	X(SOLVED, "solved")          \
	X(DUPLICATE, "duplicate")    \
	X(ARCHIVED, "archived")      \
	X(REMOVED, "removed")        \
	X(REVIEW, "review")          \
	X(PLANNED, "planned")        \
	X(DECLINED, "declined")      \
	X(DONE, "done")              \
	X(EXPIRED, "expired")

#define QUESTION_STATES(X) \
	X(NONE, "none")    \
	ASKED_STATES(X)

enum question_state {
#define X(id, name) STATE_##id,
	QUESTION_STATES(X)
#undef X
	STATE_COUNT
};

/* Departments, by which figures are asked for. */
#define FIGURE_GROUPS(X)              \
	X(SERVICE, "service")         \
	X(PRODUCT, "product")         \
	X(MARKETING, "marketing")     \
	X(MANAGEMENT, "management")

enum figure_group {
#define X(id, name) GROUP_##id,
	FIGURE_GROUPS(X)
#undef X
	GROUP_COUNT
};

/* GROUP_COUNT when there is no such group; in any case of letters. */
enum figure_group figure_group_find(struct slice name);
const char *figure_group_name(enum figure_group group);

/* KIND_COUNT when there is no such kind. */
enum board_kind board_kind_find(struct slice name);
const char *board_kind_name(enum board_kind kind);
/* Whether boards of the kind are for some alone: lounge and case. */
bool board_kind_closed(struct slice name);
/* STATE_COUNT when there is no such state. */
enum question_state question_state_find(struct slice name);
/* "open", "answered" ...; "none" of a thread that asks nothing. */
const char *question_state_name(enum question_state state);

/* Why an article is flagged, as one text. Initials are keys. */
#define FLAG_REASONS(between)                              \
	"spam" between "abuse" between "offtopic" between  \
	"private" between "other"

/* The same one by one; NULL behind the last. */
extern const char *const flag_reasons[];

#endif
