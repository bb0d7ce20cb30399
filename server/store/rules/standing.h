/*
 * All rules and views as the writer keeps them, read and parsed once. It is
 * beside the tables and follows from them: whoever changes a rule or a view,
 * or undoes a change, forgets it, and the next to ask reads them again.
 */
#ifndef SERVER_STORE_RULES_STANDING_H
#define SERVER_STORE_RULES_STANDING_H

#include "proto/rule.h"
#include "server/store/internal.h"

/* In front of the text of T_RULE and T_QUERY. */
struct standing_rec {
	uint64_t at;	/* what is below was looked at; STANDING_READY: all */
	uint32_t id;	/* rule: seq of its event; view: its board */
	uint32_t was;	/* the rule in whose place it is coming, or 0 */
};

#define STANDING_READY UINT64_MAX

/* How a timer of a rule is set. */
enum pace {
	PACE_AFTER,	/* so long behind what armed it */
	PACE_SLA,	/* the question's clock: the board may say how long */
	PACE_CLAIM,	/* when the claim ends */
	PACE_OWNED,	/* since the account has a product */
};

struct standing_rule {
	char name[LIMIT_THING_NAME + 1];
	char *text;		/* "": it ends */
	struct standing_rec rec;
	struct rule rule;
	enum domain domain;
	enum pace pace;
	bool counts;		/* looks at accounts: moderators: */
	bool kinds;		/* looks at boards: kind: */
};

struct standing_view {
	char *text;		/* "": it ends */
	struct standing_rec rec;
	struct query query;
	bool mine;		/* one for each account */
	bool kinds;		/* looks at boards: kind: */
	bool bare;		/* may hold for what no act has touched */
};

struct standing {
	bool loaded;
	struct standing_rule *rule;
	int nrules;
	struct standing_view *view;
	int nviews;
	bool bare;		/* any view is */
};

/* The writer's, for the tables of t; valid until one of them is changed. */
const struct standing *standing_of(struct txn *t);
/* NULL when there is none. */
const struct standing_rule *rule_find(
    const struct standing *st, struct slice name);
const struct standing_rule *rule_by_id(
    const struct standing *st, uint32_t id);
/* The tables are not those that were read: changed, or undone. */
void standing_forget(struct db *db);
void standing_close(struct db *db);

/* What has changed at one blow, so that rules and views look again. */
enum again {
	AGAIN_COUNTS,	/* accounts: rules that count them */
	AGAIN_KINDS,	/* the kind of a board: who asks for kinds */
	AGAIN_DOORS,	/* a board is closed or open now: all views as well */
};

/* They look at what is there once more, in slices. */
void standing_again(struct step *s, enum again why);

/* Whether any of them may hold for the article. */
bool standing_looks_at(struct txn *t, uint64_t article);

/* Rows. text p NULL: as it is. */
bool standing_get(struct txn *t, enum table tb, struct slice key,
    struct standing_rec *rec, struct slice *text);
void standing_put(struct step *s, enum table tb, struct slice key,
    const struct standing_rec *rec, struct slice text);
void standing_del(struct step *s, enum table tb, struct slice key);

/* --- looking at what is there (walk.c) ----------------------------------- */

/* Rows that one event looks at, and those it passes over for that. */
enum { WALK_LOOK = 512, WALK_PASS = 8192 };

/*
 * The ids from..to (to is not one) of a domain that a walk looks at, at most
 * WALK_LOOK. bare: articles too that no act has touched. Returns how many;
 * *next is where the rest begins, STANDING_READY when there is none.
 */
int walk_ids(struct txn *t, enum domain domain, bool bare, uint64_t from,
    uint64_t to, uint64_t ids[WALK_LOOK], uint64_t *next);
/* "from=" and "to=" of an event; to: STANDING_READY for "end". */
void walk_put(struct buf *args, uint64_t from, uint64_t to);
bool walk_get(struct slice args, uint64_t *from, uint64_t *to);

/*
 * The first rule or view whose walk is not over: the act that takes it on,
 * its target and its number.
 */
bool standing_unfinished(struct txn *t, enum act_id *act, struct buf *target,
    uint32_t *id);
/* How many are not over. Any thread. */
uint64_t standing_walks(struct txn *t);

#endif
