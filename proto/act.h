/* The act table (act.def) and the parser of an act (XACT's arguments). */
#ifndef PROTO_ACT_H
#define PROTO_ACT_H

#include "common/err.h"
#include "common/slice.h"
#include "proto/command.h"

enum act_target {
	TARGET_NONE,
	TARGET_ARTICLE,
	TARGET_USER,
	TARGET_BOARD,
	TARGET_SERVER,
};

enum { RIGHT_SYSTEM = RIGHT_ADMIN + 1 };

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
	int right;		/* enum right or RIGHT_SYSTEM */
	const char *args;
	const char *help;
};

/* All rows, ACT_COUNT of them, indexed by id. */
extern const struct act act_table[];

/* NULL when there is no such act. */
const struct act *act_find(struct slice name);

struct act_request {
	const struct act *act;
	struct slice target;	/* as written, brackets and "@" included */
	struct slice args;	/* "k=v ... :text", for event_arg() */
	bool block;		/* the text is "-": a block follows */
};

/*
 * Reads "name target [k=v ...] [:text | -]". ERR_SYNTAX with a remedy in
 * err_detail(); *column is where (from 1). The target's form is checked
 * against the table, whether it exists is not.
 */
enum err act_parse(struct slice text, struct act_request *out, int *column);

#endif
