/*
 * Look-up in the command table. The verbs stand in a table of their own, in
 * rows of 16 bytes filled with NUL: finding one is two word compares a row
 * over a few cache lines, quicker than a search by halves.
 */
#include "proto/command.h"

enum { WIDTH = 16 };

const struct command command_table[] = {
#define X(i, v, s, lo, hi, r, f, g, a, h)              \
	[CMD_##i] = {                                  \
		.id = CMD_##i,                         \
		.verb = v,                             \
		.sub = s,                              \
		.min = lo,                             \
		.max = hi,                             \
		.right = RIGHT_##r,                    \
		.flags = FLAGS_##f,                    \
		.group = g,                            \
		.args = a,                             \
		.help = h,                             \
	},
#define FLAGS_0	    0
#define FLAGS_ALONE COMMAND_ALONE
#define FLAGS_ALIAS COMMAND_ALIAS
#include "proto/command.def"
#undef X
};

static const char verbs[CMD_COUNT][WIDTH] = {
#define X(i, v, ...) [CMD_##i] = v,
#include "proto/command.def"
#undef X
};

#define X(i, v, ...) \
	_Static_assert(sizeof(v) <= WIDTH, "verb too long: " v);
#include "proto/command.def"
#undef X

/* Upper case, filled with NUL; false when it cannot be a verb. */
static bool
fold(struct slice verb, char key[WIDTH])
{
	if (verb.len == 0 || verb.len >= WIDTH)
		return false;
	memset(key, 0, WIDTH);
	for (size_t i = 0; i < verb.len; i++) {
		char c = verb.p[i];

		if (c == '\0')
			return false;
		key[i] = (char)(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
	}
	return true;
}

const struct command *
command_find(struct slice verb, struct slice second, bool *variant)
{
	const struct command *plain = NULL;
	bool subs = false;
	char key[WIDTH];

	*variant = false;
	if (!fold(verb, key))
		return NULL;
	for (int i = 0; i < CMD_COUNT; i++) {
		const struct command *c = &command_table[i];

		if (memcmp(verbs[i], key, WIDTH) != 0)
			continue;
		if (c->sub == NULL)
			plain = c;
		else if (slice_iis(second, c->sub))
			return c;
		else
			subs = true;
	}
	if (!subs || (plain != NULL && (second.len == 0 || plain->max != 0)))
		return plain;
	*variant = true;
	return NULL;
}
