/* A command line as words, checked against the command table. */
#include "proto/request.h"

#include "common/utf8.h"

/*
 * How long an argument may be, by its name in the table's last column. The
 * name of a board or an account is not here: too long a one is just unknown.
 */
static const struct {
	const char *name;
	size_t max;
} kinds[] = {
	{ "message-id", LIMIT_MSGID },
	{ "wildmat", LIMIT_WILDMAT },
};

/* The longest an argument called so may be: "[message-id|number]". */
static size_t
kind_max(struct slice name)
{
	size_t max = 0;

	while (name.len > 0 && name.p[0] == '[')
		name = slice_from(name, 1);
	while (name.len > 0 && name.p[name.len - 1] == ']')
		name.len--;
	while (name.p != NULL) {
		struct slice one = slice_cut(&name, '|');

		for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
			if (slice_is(one, kinds[i].name) &&
			    kinds[i].max > max)
				max = kinds[i].max;
	}
	return max != 0 ? max : LIMIT_LINE;
}

static bool
too_long(const struct request *r)
{
	struct slice names = slice_of(r->cmd->args);
	int n = r->cmd->max < 0 ? r->cmd->min : r->argc;

	for (int i = 0; i < n && i < r->argc; i++) {
		struct slice name = slice_word(&names);

		if (r->argv[i].len > LIMIT_MSGID &&
		    r->argv[i].len > kind_max(name))
			return true;
	}
	return false;
}

/* Fills argv; false when there are more words than it holds. */
static bool
split(struct request *r)
{
	struct slice rest = r->rest, word;
	int words = r->cmd->max < 0 ? r->cmd->min : LIMIT_ARGS;

	while (r->argc < words && (word = slice_word(&rest)).len > 0)
		r->argv[r->argc++] = word;
	rest = slice_trim(rest);
	if (r->cmd->max < 0 && rest.len > 0)
		r->argv[r->argc++] = rest;
	return r->cmd->max < 0 || rest.len == 0;
}

enum request_status
request_parse(struct slice line, struct request *out)
{
	struct slice rest = slice_trim(line), verb, second, behind;
	bool variant;

	out->cmd = NULL;
	out->line = line;
	out->argc = 0;
	verb = slice_word(&rest);
	behind = rest;
	second = slice_word(&behind);
	out->rest = slice_trim(rest);
	if (verb.len == 0)
		return REQUEST_EMPTY;
	out->cmd = command_find(verb, second, &variant);
	if (out->cmd == NULL)
		return variant ? REQUEST_VARIANT : REQUEST_UNKNOWN;
	if (!utf8_valid(line))
		return REQUEST_UTF8;
	if (out->cmd->sub != NULL)
		out->rest = slice_trim(behind);
	if (!split(out))
		return REQUEST_MANY;
	if (out->argc < out->cmd->min)
		return REQUEST_FEW;
	if (out->cmd->max >= 0 && out->argc > out->cmd->max)
		return REQUEST_MANY;
	return too_long(out) ? REQUEST_LONG : REQUEST_OK;
}
