/* Look-up in the command table (command.def). */
#ifndef PROTO_COMMAND_H
#define PROTO_COMMAND_H

#include "common/slice.h"

enum right { RIGHT_ANY, RIGHT_READ, RIGHT_POST, RIGHT_FEED, RIGHT_ADMIN };

enum command_flag {
	COMMAND_ALONE = 1,
	COMMAND_ALIAS = 2,
};

enum command_id {
#define X(id, ...) CMD_##id,
#include "proto/command.def"
#undef X
	CMD_COUNT
};

struct command {
	enum command_id id;
	const char *verb;
	const char *sub;	/* NULL: no second word */
	int min, max;		/* arguments; max -1: one text of any length */
	enum right right;
	int flags;
	const char *group;
	const char *args;
	const char *help;
};

/* All rows, CMD_COUNT of them, indexed by id. */
extern const struct command command_table[];

/*
 * Finds the row for a verb and, where the verb has variants, its second
 * word. *variant is true when the verb exists but not this second word.
 * NULL when there is no such command. Case does not matter.
 */
const struct command *command_find(
    struct slice verb, struct slice second, bool *variant);

#endif
