/* Acts in postings: lines that begin with "!", and X-Act. */
#include "proto/bang.h"

#include <stdio.h>

#include "common/char.h"


/* --- one act -------------------------------------------------------------- */

/* "+1" and "-1" are votes. */
static bool
is_vote(struct slice text)
{
	return slice_is(text, "+1") || slice_is(text, "-1");
}

/* The target is written; what belongs in front of it may be missing. */
static struct slice
make_target(struct bang *b, enum act_target kind, struct slice word)
{
	const char *prefix = kind == TARGET_USER ? "@" :
	    act_target_prefix(kind);
	int n;

	/* Of no version: whoever knows which are in force says so. */
	if (word.len == 0 && kind == TARGET_TERMS)
		return SLICE("terms:0");
	if (word.len == 0 || slice_starts(word, prefix))
		return word;
	n = snprintf(b->target, sizeof(b->target), "%s%.*s", prefix,
	    SLICE_ARG(word));
	if (n < 0 || (size_t)n >= sizeof(b->target))
		return word;
	return slice_make(b->target, (size_t)n);
}

static enum err
find_parent(const struct bang *b, const struct act *act,
    struct slice *target)
{
	*target = b->parent;
	return b->parent.len != 0 ? OK : err_set(ERR_SYNTAX,
	    "%s is done to an article; send it as a reply to that one",
	    act->name);
}

/* Takes the target off the front of *rest where the act names it. */
static enum err
find_target(struct bang *b, const struct act *act, struct slice *rest,
    struct slice *target)
{
	struct slice again = *rest, word = slice_word(&again);

	switch (act->target) {
	case TARGET_ARTICLE:
		return find_parent(b, act, target);
	case TARGET_NONE:
		*target = SLICE("-");
		return OK;
	case TARGET_SERVER:
		*target = SLICE("server");
		return OK;
	case TARGET_ANY:
		if (b->parent.len != 0 && !slice_starts(word, "@") &&
		    !slice_starts(word, "<"))
			return find_parent(b, act, target);
		break;
	default:
		break;
	}
	*target = make_target(b, act->target, word);
	*rest = again;
	if (act_target_valid(act->target, *target))
		return OK;
	return err_set(ERR_SYNTAX, "the target of %s is %s", act->name,
	    act_target_form(act->target));
}

static enum err
parse(struct bang *b, struct slice text, struct act_request *out)
{
	struct slice rest = slice_trim(text), name, target;
	int column;
	enum err e;

	if (is_vote(rest)) {
		e = find_parent(b, &act_table[ACT_VOTE], &target);
		return e != OK ? e : act_parse_args(&act_table[ACT_VOTE],
		    target, rest, out, &column);
	}
	name = slice_word(&rest);
	out->act = act_find(name);
	if (out->act == NULL)
		return err_set(ERR_SYNTAX, "no act \"%.*s\"; XINFO acts "
		    "lists them%s", SLICE_ARG(slice_shown(name)),
		    b->line.p != NULL ? ", and text begins with another "
		    "letter than \"!\"" : "");
	e = find_target(b, out->act, &rest, &target);
	return e != OK ? e :
	    act_parse_args(out->act, target, rest, out, &column);
}

enum err
bang_parse(struct bang *b, struct slice parent, struct slice text,
    struct act_request *out)
{
	*out = (struct act_request){ .act = NULL };
	b->parent = parent;
	b->line = slice_make(NULL, 0);
	return parse(b, text, out);
}

/* --- the lines of a body -------------------------------------------------- */

/* The next line without its end; *rest p NULL behind the last. */
static struct slice
take_line(struct slice *rest)
{
	struct slice line = slice_cut(rest, '\n');

	if (slice_ends(line, "\r"))
		line.len--;
	return line;
}

static bool
is_quote(struct slice line)
{
	return slice_starts(slice_trim(line), ">");
}

static bool
is_empty(struct slice line)
{
	return slice_trim(line).len == 0;
}

/* Whether what follows, empty lines apart, is a quote. */
static bool
quote_follows(struct slice rest)
{
	struct slice line = { NULL, 0 };

	while (rest.p != NULL && is_empty(line = take_line(&rest)))
		;
	return is_quote(line);
}

/*
 * "Anna wrote:" in front of a quote, in one line or two. Behind it is *rest.
 */
static bool
take_introduction(struct slice *rest)
{
	struct slice at = *rest;

	for (int i = 0; i < 2 && at.p != NULL; i++) {
		struct slice line = take_line(&at);

		if (is_empty(line) || is_quote(line) || line.p[0] == '!')
			return false;
		if (!slice_ends(slice_trim(line), ":"))
			continue;
		if (quote_follows(at))
			*rest = at;
		return rest->p == at.p;
	}
	return false;
}

/* To the first line that is the author's own. */
static void
skip_foreign(struct slice *rest)
{
	while (rest->p != NULL) {
		struct slice again = *rest, line = take_line(&again);

		if (is_empty(line) || is_quote(line))
			*rest = again;
		else if (!take_introduction(rest))
			return;
	}
}

/* Letters behind it make it an act, or a vote; "!!" and "!=" do not. */
static bool
is_act(struct slice line)
{
	char c;

	if (line.len < 2 || line.p[0] != '!')
		return false;
	c = line.p[1];
	if (c == '+' || c == '-')
		return line.len > 2 && char_is_digit(line.p[2]);
	return char_is_letter(c);
}

void
bang_begin(struct bang *b, struct slice parent, struct slice body)
{
	b->parent = parent;
	b->rest = body;
	b->line = slice_make(NULL, 0);
	skip_foreign(&b->rest);
}

bool
bang_next(struct bang *b, struct act_request *out, enum err *e)
{
	struct slice again, line;

	if (b->rest.p == NULL)
		return false;
	again = b->rest;
	line = take_line(&again);
	if (!is_act(line))
		return false;
	b->rest = again;
	b->line = slice_trim(slice_from(line, 1));
	*out = (struct act_request){ .act = NULL };
	*e = parse(b, b->line, out);
	skip_foreign(&b->rest);
	if (*e != OK)
		err_set(*e, "!%.*s: %s", SLICE_ARG(slice_shown(b->line)),
		    err_detail());
	return true;
}

bool
bang_has_text(const struct bang *b)
{
	struct slice rest = b->rest, line;

	if (rest.p == NULL)
		return false;
	line = take_line(&rest);
	return !is_empty(line) && !slice_is(line, "-- ") &&
	    !slice_is(line, "--");
}
