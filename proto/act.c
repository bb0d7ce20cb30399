/* The act table and the parser of an act. */
#include "proto/act.h"

#include "proto/article.h"
#include "proto/limits.h"
#include "proto/msgid.h"

const struct act act_table[] = {
#define X(i, n, t, r, a, h)              \
	[ACT_##i] = {                    \
		.id = ACT_##i,           \
		.name = n,               \
		.target = TARGET_##t,    \
		.right = RIGHT_##r,      \
		.args = a,               \
		.help = h,               \
	},
#include "proto/act.def"
#undef X
};

/* What the target of each kind looks like, for people. */
static const char *const target_form[] = {
	[TARGET_NONE] = "-",
	[TARGET_ARTICLE] = "<message-id>",
	[TARGET_USER] = "@name",
	[TARGET_BOARD] = "the name of a board",
	[TARGET_SERVER] = "server",
};

enum { SHOWN = 40 };	/* of a word in an error text */

const struct act *
act_find(struct slice name)
{
	for (int i = 0; i < ACT_COUNT; i++)
		if (slice_iis(name, act_table[i].name))
			return &act_table[i];
	return NULL;
}

static struct slice
shown(struct slice s)
{
	return slice_make(s.p, s.len < SHOWN ? s.len : SHOWN);
}

static bool
user_valid(struct slice s)
{
	if (s.len < 2 || s.len > LIMIT_ACCOUNT_NAME + 1 || s.p[0] != '@')
		return false;
	for (size_t i = 1; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= ' ' || c == 0x7f || strchr("@<>,:\"\\", c) != NULL)
			return false;
	}
	return true;
}

static bool
target_valid(enum act_target kind, struct slice s)
{
	switch (kind) {
	case TARGET_NONE:
		return slice_is(s, "-");
	case TARGET_ARTICLE:
		return msgid_valid(s);
	case TARGET_USER:
		return user_valid(s);
	case TARGET_BOARD:
		return article_board_valid(s);
	case TARGET_SERVER:
		return slice_is(s, "server");
	}
	return false;
}

/* One word of the table's arguments, brackets off: "role=" or ":title". */
static struct slice
next_param(struct slice *params, bool *needed)
{
	struct slice w = slice_word(params);

	*needed = w.len > 0 && w.p[0] != '[';
	if (w.len > 1 && !*needed)
		w = slice_make(w.p + 1, w.len - 2);
	return w;
}

/* Whether the act has this key ("role="); id= every one has. */
static bool
has_key(const struct act *a, struct slice key)
{
	struct slice params = slice_of(a->args), p;
	bool needed;

	while ((p = next_param(&params, &needed)).len > 0)
		if (slice_eq(p, key))
			return true;
	return slice_is(key, "id=");
}

/* Whether the key ("role=") begins a word in front of at. */
static bool
given(struct slice args, struct slice key, const char *at)
{
	struct slice w;

	while ((w = slice_word(&args)).len > 0 && w.p < at && w.p[0] != ':')
		if (w.len >= key.len && memcmp(w.p, key.p, key.len) == 0)
			return true;
	return false;
}

static enum err
check_word(const struct act *a, struct slice args, struct slice word)
{
	ptrdiff_t eq = slice_chr(word, '=');
	struct slice key = slice_make(word.p, (size_t)(eq + 1));

	if (eq < 1)
		return err_set(ERR_SYNTAX, "\"%.*s\" is not key=value; a "
		    "text begins with \":\"", SLICE_ARG(shown(word)));
	if (!has_key(a, key))
		return err_set(ERR_SYNTAX, "%s has no %.*s; it takes %s",
		    a->name, SLICE_ARG(shown(key)),
		    a->args[0] != '\0' ? a->args : "nothing");
	if (given(args, key, word.p))
		return err_set(ERR_SYNTAX, "%.*s stands there twice",
		    SLICE_ARG(shown(key)));
	return OK;
}

static enum err
check_needed(const struct act *a, struct slice args)
{
	struct slice params = slice_of(a->args), p;
	bool needed;

	while ((p = next_param(&params, &needed)).len > 0)
		if (needed && p.p[p.len - 1] == '=' &&
		    !given(args, p, args.p + args.len))
			return err_set(ERR_SYNTAX, "%s needs %.*s", a->name,
			    SLICE_ARG(p));
	return OK;
}

/* Reads the words behind the target; *at is where a fault is. */
static enum err
parse_args(struct act_request *out, const char **at)
{
	struct slice rest = out->args, word;
	enum err e;

	while ((word = slice_word(&rest)).len > 0 && word.p[0] != ':') {
		*at = word.p;
		if (slice_is(word, "-")) {
			if (slice_trim(rest).len > 0)
				return err_set(ERR_SYNTAX,
				    "\"-\" must be the last word");
			out->block = true;
			out->args.len = (size_t)(word.p - out->args.p);
			break;
		}
		e = check_word(out->act, out->args, word);
		if (e != OK)
			return e;
	}
	out->args = slice_trim(out->args);
	*at = out->args.p + out->args.len;
	return check_needed(out->act, out->args);
}

static enum err
parse(struct slice text, struct act_request *out, const char **at)
{
	struct slice rest = slice_trim(text), name = slice_word(&rest);

	*at = name.p;
	if (name.len == 0)
		return err_set(ERR_SYNTAX, "name an act; XINFO acts lists "
		    "them");
	out->act = act_find(name);
	if (out->act == NULL)
		return err_set(ERR_SYNTAX, "no act \"%.*s\"; XINFO acts "
		    "lists them", SLICE_ARG(shown(name)));
	out->target = slice_word(&rest);
	*at = out->target.p;
	if (!target_valid(out->act->target, out->target))
		return err_set(ERR_SYNTAX, "the target of %s is %s",
		    out->act->name, target_form[out->act->target]);
	out->args = slice_trim(rest);
	return parse_args(out, at);
}

enum err
act_parse(struct slice text, struct act_request *out, int *column)
{
	const char *at = text.p;
	enum err e;

	*out = (struct act_request){ .act = NULL };
	e = parse(text, out, &at);
	*column = e == OK || text.len == 0 ? 1 : (int)(at - text.p) + 1;
	return e;
}
