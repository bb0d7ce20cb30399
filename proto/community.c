/* The kinds of boards, the states of questions, the groups of figures. */
#include "proto/community.h"

static const char *const kind_names[] = {
#define X(id, name) [KIND_##id] = name,
	BOARD_KINDS(X)
#undef X
};

static const char *const state_names[] = {
#define X(id, name) [STATE_##id] = name,
	QUESTION_STATES(X)
#undef X
};

static const char *const group_names[] = {
#define X(id, name) [GROUP_##id] = name,
	FIGURE_GROUPS(X)
#undef X
};

#define COMMA ,
const char *const flag_reasons[] = { FLAG_REASONS(COMMA), NULL };
#undef COMMA

enum board_kind
board_kind_find(struct slice name)
{
	int i = 0;

	while (i < KIND_COUNT && !slice_is(name, kind_names[i]))
		i++;
	return (enum board_kind)i;
}

bool
board_kind_closed(struct slice name)
{
	return slice_is(name, kind_names[KIND_LOUNGE]) ||
	    slice_is(name, kind_names[KIND_CASE]);
}

const char *
board_kind_name(enum board_kind kind)
{
	return kind < KIND_COUNT ? kind_names[kind] : "qa";
}

enum question_state
question_state_find(struct slice name)
{
	int i = 0;

	while (i < STATE_COUNT && !slice_is(name, state_names[i]))
		i++;
	return (enum question_state)i;
}

const char *
question_state_name(enum question_state state)
{
	return state < STATE_COUNT ? state_names[state] : "none";
}

enum figure_group
figure_group_find(struct slice name)
{
	int i = 0;

	while (i < GROUP_COUNT && !slice_iis(name, group_names[i]))
		i++;
	return (enum figure_group)i;
}

const char *
figure_group_name(enum figure_group group)
{
	return group_names[group];
}
