/*
 * What stoad knows of an article beyond its text: the fields ":x-..." of
 * overview lines, or the columns of the same names in rows of XLIST. Other
 * servers have none of it; then all of it is empty.
 */
#ifndef CLIENT_META_H
#define CLIENT_META_H

#include <stdint.h>

#include "client/table.h"

#define META_STATE	16
#define META_ROLE	48

struct meta {
	bool known;		/* the server said something */
	bool row;		/* so from a row: holder, pinned, locked */
	char state[META_STATE];	/* "open", "solution" ...; "" by default */
	char role[META_ROLE];	/* "superuser,expert/tv", of its author then */
	int64_t votes;
	uint64_t metoo;
	int64_t due;		/* the clock runs out; 0: there is none */
	bool pinned, locked;
	char holder[META_ROLE];	/* who sees to it; "" nobody */
	char solution[256];	/* the first answer that solves it */
};

/* From an overview line: all fields that begin with ":x-", in any order. */
void meta_take_over(struct meta *m, struct slice line);
/*
 * The title that its thread was given, as the line of its root says it,
 * borrowed; nothing elsewhere.
 */
struct slice meta_over_title(struct slice line);
/* From the present row. */
void meta_take_row(struct meta *m, const struct table *t);

/* The State of XINFO: all that is known of what stands in no board. */
void meta_take_info(struct meta *m, struct slice state);

/* What is newer; a line says less than a row, the rest stays. */
void meta_merge(struct meta *m, const struct meta *newer);

enum meta_clock { CLOCK_NONE, CLOCK_RUNS, CLOCK_SOON, CLOCK_LATE };

/* How a question that was asked then stands against its clock. */
enum meta_clock meta_clock(
    const struct meta *m, int64_t asked, int64_t now);
/* The state for people, not translated yet; "" for a reply or nothing. */
const char *meta_state_label(const struct meta *m);
/* Whether somebody still waits for an answer. */
bool meta_waits(const struct meta *m);
/* Whether its author was more than a member. */
bool meta_has_role(const struct meta *m);
/*
 * The roles as a label, "[su]", "[staff Acme]", "[mod expert tv]"; "" for a
 * member; brief: the first alone and without its label. Cut at size.
 */
void meta_role_label(
    const struct meta *m, bool brief, char *out, size_t size);

#endif
