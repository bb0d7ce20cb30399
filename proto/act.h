/* The act table (act.def) and the parser of an act (XACT's arguments). */
#ifndef PROTO_ACT_H
#define PROTO_ACT_H

#include "common/buf.h"
#include "common/err.h"
#include "common/slice.h"

enum act_target {
	TARGET_NONE,		/* - */
	TARGET_ARTICLE,		/* <message-id> */
	TARGET_USER,		/* @name */
	TARGET_BOARD,		/* tv.general */
	TARGET_SERVER,		/* server */
	TARGET_TERMS,		/* terms:3 */
	TARGET_CODE,		/* code:spring */
	TARGET_RULE,		/* rule:escalate */
	TARGET_WORD,		/* word:viagra */
	TARGET_PRODUCT,		/* product:tm5 */
	TARGET_ANY,		/* an article, a user or a board */
};

/*
 * What an account is to a target; an account may be several. MEMBER is every
 * account but those of staff, which are bound by the hold, and bots.
 */
enum who {
	WHO_NOBODY = 0,
	WHO_GUEST = 1 << 0,	/* also who is not logged in */
	WHO_MEMBER = 1 << 1,
	WHO_TRUSTED = 1 << 2,	/* a member of trust level 1 or more */
	WHO_OWNER = 1 << 3,	/* wrote the article; is the account */
	WHO_ASKER = 1 << 4,	/* asked the question it belongs to */
	WHO_SUPERUSER = 1 << 5,
	WHO_EXPERT = 1 << 6,
	WHO_MODERATOR = 1 << 7,
	WHO_STAFF = 1 << 8,
	WHO_MANAGER = 1 << 9,
	WHO_BOT = 1 << 10,
	WHO_ADMIN = 1 << 11,
	WHO_SELF = 1 << 12,	/* the act looks at its target itself */
	WHO_COCREATOR = 1 << 13,
};

enum act_id {
#define X(id, ...) ACT_##id,
#include "proto/act.def"
#undef X
	ACT_COUNT
};

struct act {
	enum act_id id;
	const char *name;
	enum act_target target;
	unsigned who;		/* enum who, any of them; 0: only the server */
	const char *args;
	const char *help;
};

/* All rows, ACT_COUNT of them, indexed by id. */
extern const struct act act_table[];

/* NULL when there is no such act. */
const struct act *act_find(struct slice name);
/* "member, moderator"; for a sentence about who may. Appends. */
void act_put_who(const struct act *a, struct buf *out);
/* "<message-id>" and the like, for people. */
const char *act_target_form(enum act_target kind);

struct act_request {
	const struct act *act;
	struct slice target;	/* as written, brackets and "@" included */
	struct slice args;	/* "k=v ... :text", for event_arg() */
	bool block;		/* the text is "-": a block follows */
};

/*
 * Reads "name target [k=v ...] [:text | -]". Words without "=" are the
 * values of the keys that are not given, in the table's order; act_put_args()
 * writes these out. ERR_SYNTAX with a remedy in err_detail(); *column is where
 * (from 1). The target's form is checked against the table, whether it exists
 * is not.
 */
enum err act_parse(struct slice text, struct act_request *out, int *column);
/*
 * The same where act and target are known, and no block can follow: rules,
 * posted lines. The target is not looked at.
 */
enum err act_parse_args(const struct act *act, struct slice target,
    struct slice args, struct act_request *out, int *column);
/*
 * The column (from 1) in an act as it was written, of the argument that
 * err_key() names: "@" the target, ":" the text or what stands for it, else a
 * key. What is not there is missing at the end; 1 when key is "" or NULL.
 */
int act_column(struct slice text, const char *key);
/* Whether a target of that kind may look so. */
bool act_target_valid(enum act_target kind, struct slice target);
/* "terms:" and the like, which its name stands behind; "" when nothing. */
const char *act_target_prefix(enum act_target kind);
/*
 * Appends the arguments with every key written out, as event_arg() wants
 * them.
 */
void act_put_args(const struct act_request *r, struct buf *out);

#endif
