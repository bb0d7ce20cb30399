/* The act table and the parser of an act. */
#include "proto/act.h"

#include "proto/article.h"
#include "proto/community.h"
#include "proto/limits.h"
#include "proto/msgid.h"

/* The words of the table's who column. */
enum {
	NOBODY = WHO_NOBODY,
	GUEST = WHO_GUEST,
	MEMBER = WHO_MEMBER,
	TRUSTED = WHO_TRUSTED,
	OWNER = WHO_OWNER,
	ASKER = WHO_ASKER,
	SUPERUSER = WHO_SUPERUSER,
	EXPERT = WHO_EXPERT,
	MODERATOR = WHO_MODERATOR,
	STAFF = WHO_STAFF,
	MANAGER = WHO_MANAGER,
	BOT = WHO_BOT,
	ADMIN = WHO_ADMIN,
	SELF = WHO_SELF,
};

const struct act act_table[] = {
#define X(i, n, t, w, a, h)              \
	[ACT_##i] = {                    \
		.id = ACT_##i,           \
		.name = n,               \
		.target = TARGET_##t,    \
		.who = (unsigned)(w),    \
		.args = a,               \
		.help = h,               \
	},
#include "proto/act.def"
#undef X
};

/* By bit number of enum who. */
static const char *const who_names[] = {
	"guest", "member", "trusted member", "", "asker", "super-user",
	"expert", "moderator", "staff", "manager", "bot", "admin",
};

/* What the target of each kind looks like, for people. */
static const char *const target_form[] = {
	[TARGET_NONE] = "-",
	[TARGET_ARTICLE] = "<message-id>",
	[TARGET_USER] = "@name",
	[TARGET_BOARD] = "the name of a board",
	[TARGET_SERVER] = "server",
	[TARGET_TERMS] = "terms:version, as XINFO terms says",
	[TARGET_CODE] = "code:name",
	[TARGET_RULE] = "rule:name",
	[TARGET_WORD] = "word:text",
	[TARGET_PRODUCT] = "product:name",
	[TARGET_ANY] = "a <message-id>, @name or board",
};

/* What stands in front of a name of such a kind. */
static const char *const target_prefix[TARGET_ANY + 1] = {
	[TARGET_TERMS] = "terms:",
	[TARGET_CODE] = "code:",
	[TARGET_RULE] = "rule:",
	[TARGET_WORD] = "word:",
	[TARGET_PRODUCT] = "product:",
};


const struct act *
act_find(struct slice name)
{
	for (int i = 0; i < ACT_COUNT; i++)
		if (slice_iis(name, act_table[i].name))
			return &act_table[i];
	return NULL;
}

/* Whose it is depends on what it is. */
static const char *
who_name(const struct act *a, unsigned bit)
{
	if (1u << bit != WHO_OWNER)
		return who_names[bit];
	return a->target == TARGET_USER ? "the account itself" : "its author";
}

void
act_put_who(const struct act *a, struct buf *out)
{
	const char *comma = "";

	for (unsigned i = 0; i < sizeof(who_names) / sizeof(*who_names); i++)
		if ((a->who & 1u << i) != 0) {
			buf_printf(out, "%s%s", comma, who_name(a, i));
			comma = ", ";
		}
	if (comma[0] == '\0')
		buf_puts(out, "nobody");
}

const char *
act_target_form(enum act_target kind)
{
	return target_form[kind];
}

const char *
act_target_prefix(enum act_target kind)
{
	return target_prefix[kind] != NULL ? target_prefix[kind] : "";
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

/* "rule:escalate": no blank, comma or quote, LIMIT_THING_NAME at most. */
static bool
thing_valid(const char *prefix, struct slice s)
{
	size_t n = strlen(prefix);

	if (!slice_starts(s, prefix) || s.len == n ||
	    s.len - n > LIMIT_THING_NAME)
		return false;
	for (size_t i = n; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= ' ' || c == 0x7f || strchr(",\"\\", c) != NULL)
			return false;
	}
	return true;
}

bool
act_target_valid(enum act_target kind, struct slice s)
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
	case TARGET_TERMS:
	case TARGET_CODE:
	case TARGET_RULE:
	case TARGET_WORD:
	case TARGET_PRODUCT:
		return thing_valid(target_prefix[kind], s);
	case TARGET_ANY:
		return msgid_valid(s) || user_valid(s) ||
		    article_board_valid(s);
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

/* Keys that every act has; all but the first are an admin's. */
static const char *const common_keys[] = { "id=", "as=", "at=" };

/* Whether the act has this key ("role="). */
static bool
has_key(const struct act *a, struct slice key)
{
	struct slice params = slice_of(a->args), p;
	bool needed;

	while ((p = next_param(&params, &needed)).len > 0)
		if (slice_eq(p, key))
			return true;
	for (size_t i = 0; i < sizeof(common_keys) / sizeof(*common_keys); i++)
		if (slice_is(key, common_keys[i]))
			return true;
	return false;
}

/* "role=" of "role=member"; empty when the word names no key. */
static struct slice
key_of(struct slice word)
{
	ptrdiff_t eq = word.p[0] == '<' ? -1 : slice_chr(word, '=');

	return slice_make(word.p, eq < 1 ? 0 : (size_t)(eq + 1));
}

/* Whether the key ("role=") begins a word in front of at. */
static bool
given(struct slice args, struct slice key, const char *at)
{
	struct slice w;

	while ((w = slice_word(&args)).len > 0 && w.p < at && w.p[0] != ':')
		if (slice_eq(key_of(w), key))
			return true;
	return false;
}

/* Of the keys that no word names the n-th; empty when there is none. */
static struct slice
missing(const struct act *a, struct slice args, int n)
{
	struct slice params = slice_of(a->args), p;
	bool needed;

	while ((p = next_param(&params, &needed)).len > 0)
		if (p.p[p.len - 1] == '=' &&
		    !given(args, p, args.p + args.len) && n-- == 0)
			return p;
	return slice_make(params.p, 0);
}

/* How many words in front of at name no key. */
static int
nameless(struct slice args, const char *at)
{
	struct slice w;
	int n = 0;

	while ((w = slice_word(&args)).len > 0 && w.p < at && w.p[0] != ':')
		n += key_of(w).len == 0;
	return n;
}

static enum err
check_word(const struct act *a, struct slice args, struct slice word)
{
	struct slice key = key_of(word);

	if (key.len == 0 && (word.p[0] == '=' ||
	    missing(a, args, nameless(args, word.p)).len == 0))
		return err_set(ERR_SYNTAX, "\"%.*s\" is not key=value; a "
		    "text begins with \":\"", SLICE_ARG(slice_shown(word)));
	if (key.len != 0 && !has_key(a, key))
		return err_set(ERR_SYNTAX, "%s has no %.*s; it takes %s",
		    a->name, SLICE_ARG(slice_shown(key)),
		    a->args[0] != '\0' ? a->args : "nothing");
	if (key.len != 0 && given(args, key, word.p))
		return err_set(ERR_SYNTAX, "%.*s stands there twice",
		    SLICE_ARG(slice_shown(key)));
	return OK;
}

static enum err
check_text(const struct act *a)
{
	if (strchr(a->args, ':') != NULL)
		return OK;
	return err_set(ERR_SYNTAX, "%s takes no text; it takes %s", a->name,
	    a->args[0] != '\0' ? a->args : "nothing");
}

static enum err
check_needed(const struct act *a, struct slice args)
{
	struct slice params = slice_of(a->args), p;
	struct slice end = slice_from(args, args.len);
	int bare = nameless(args, end.p);
	bool needed;

	while ((p = next_param(&params, &needed)).len > 0)
		if (p.p[p.len - 1] == '=' && !given(args, p, end.p) &&
		    bare-- <= 0 && needed)
			return err_set(ERR_SYNTAX, "%s needs %.*s", a->name,
			    SLICE_ARG(p));
	return OK;
}

/* Reads the words behind the target; *at is where a fault is. */
static enum err
parse_args(struct act_request *out, const char **at)
{
	struct slice rest = out->args, word;
	enum err e = OK;

	while ((word = slice_word(&rest)).len > 0 && word.p[0] != ':') {
		*at = word.p;
		if (slice_is(slice_trim(word), "-")) {
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
	if (word.len > 0) {
		*at = word.p;
		e = check_text(out->act);
	}
	if (e != OK)
		return e;
	out->args = slice_trim(out->args);
	*at = out->args.p + out->args.len;
	return check_needed(out->act, out->args);
}

void
act_put_args(const struct act_request *r, struct buf *out)
{
	struct slice rest = r->args, w, before = rest;
	int bare = 0;

	for (; (w = slice_word(&rest)).len > 0 && w.p[0] != ':';
	    before = rest) {
		if (out->len > 0)
			buf_putc(out, ' ');
		if (key_of(w).len == 0)
			buf_put_slice(out, missing(r->act, r->args, bare++));
		buf_put_slice(out, w);
	}
	if (w.len == 0)
		return;
	if (out->len > 0)
		buf_putc(out, ' ');
	buf_put_slice(out, slice_make(w.p,
	    (size_t)(before.p + before.len - w.p)));
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
		    "lists them", SLICE_ARG(slice_shown(name)));
	out->target = slice_word(&rest);
	*at = out->target.p;
	if (!act_target_valid(out->act->target, out->target))
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

/* Whether the word is the argument; bare is how many had no key so far. */
static bool
is_argument(const struct act_request *r, struct slice word, int bare,
    const char *key)
{
	struct slice name = key_of(word);

	if (word.p[0] == ':' || slice_is(word, "-"))
		return strcmp(key, ":") == 0;
	if (name.len == 0)
		name = missing(r->act, r->args, bare);
	return name.len == strlen(key) + 1 && slice_starts(name, key);
}

int
act_column(struct slice text, const char *key)
{
	struct slice all = slice_trim(text), rest, word;
	struct act_request r;
	int column, bare = 0;

	if (key == NULL || key[0] == '\0' ||
	    act_parse(text, &r, &column) != OK)
		return 1;
	if (strcmp(key, "@") == 0)
		return (int)(r.target.p - text.p) + 1;
	rest = slice_from(all, (size_t)(r.args.p - all.p));
	while ((word = slice_word(&rest)).len > 0) {
		if (is_argument(&r, word, bare, key))
			return (int)(word.p - text.p) + 1;
		if (word.p[0] == ':')
			break;
		bare += key_of(word).len == 0;
	}
	return (int)(all.p - text.p + (ptrdiff_t)all.len) + 1;
}

enum err
act_parse_args(const struct act *act, struct slice target,
    struct slice args, struct act_request *out, int *column)
{
	const char *at = args.p;
	enum err e;

	*out = (struct act_request){
		.act = act,
		.target = target,
		.args = slice_trim(args),
	};
	e = parse_args(out, &at);
	if (e == OK && out->block)
		e = err_set(ERR_SYNTAX, "no text can follow here; it stands "
		    "behind \":\"");
	*column = e == OK || args.len == 0 ? 1 : (int)(at - args.p) + 1;
	return e;
}
