/* Names of accounts and persons, and what their roles are good for. */
#include "proto/account.h"

#include "common/utf8.h"
#include "proto/limits.h"
#include "proto/wildmat.h"

bool
account_name_valid(struct slice name)
{
	if (name.len < 2 || name.len > LIMIT_ACCOUNT_NAME)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '.' && c != '_' && c != '-')
			return false;
	}
	return true;
}

bool
account_name_reserved(struct slice name)
{
	return slice_is(name, "system") || slice_is(name, "me") ||
	    slice_starts(name, "deleted-");
}

/* --- roles ---------------------------------------------------------------- */

static const struct {
	const char *name;
	bool label, scope;	/* whether it may have one */
} role_table[] = {
	{ "member", false, true },
	{ "superuser", true, true },
	{ "expert", true, true },
	{ "cocreator", true, true },
	{ "moderator", true, true },
	{ "staff", true, true },
	{ "manager", true, true },
	{ "bot", true, true },
	{ "invited", false, true },
	{ "admin", false, false },
};

enum { NROLES = sizeof(role_table) / sizeof(role_table[0]) };

bool
account_next_role(struct slice *list, struct account_role *out)
{
	struct slice head;

	if (list->p == NULL || list->len == 0)
		return false;
	out->scope = slice_cut(list, ',');
	head = slice_cut(&out->scope, ':');
	out->label = head;
	out->name = slice_cut(&out->label, '/');
	return true;
}

/* UTF-8 without what would part it: neither blank, control nor separator. */
static bool
label_valid(struct slice label)
{
	if (label.len == 0 || label.len > LIMIT_THING_NAME ||
	    !utf8_valid(label))
		return false;
	for (size_t i = 0; i < label.len; i++) {
		unsigned char c = (unsigned char)label.p[i];

		if (c <= ' ' || c == 0x7f || strchr("/\\\"@<>=", c) != NULL)
			return false;
	}
	return true;
}

static bool
scope_valid(struct slice scope)
{
	return wildmat_valid(scope) && slice_chr(scope, '\\') < 0 &&
	    slice_chr(scope, ' ') < 0;
}

static enum err
check_role(const struct account_role *r)
{
	int i = 0;

	while (i < NROLES && !slice_is(r->name, role_table[i].name))
		i++;
	if (i == NROLES)
		return err_set(ERR_SYNTAX, "role= is one of member, "
		    "superuser, expert, cocreator, moderator, staff, "
		    "manager, admin, bot, invited; /label names its topic "
		    "or brand, :wildmat limits it to boards");
	if (r->scope.p != NULL &&
	    (!role_table[i].scope || !scope_valid(r->scope)))
		return err_set(ERR_SYNTAX, role_table[i].scope ?
		    "what stands behind %s: is a wildmat of boards" :
		    "%s holds everywhere; leave out what is behind it",
		    role_table[i].name);
	if (r->label.p != NULL &&
	    (!role_table[i].label || !label_valid(r->label)))
		return err_set(ERR_SYNTAX, role_table[i].label ?
		    "what stands behind %s/ is a word of at most 64 bytes" :
		    "%s has no label; leave out what is behind it",
		    role_table[i].name);
	if (slice_is(r->name, "staff") && r->label.p == NULL)
		return err_set(ERR_SYNTAX, "staff is of a brand: "
		    "role=staff/Acme");
	if (slice_is(r->name, "invited") && r->scope.p == NULL)
		return err_set(ERR_SYNTAX, "invited is to boards: "
		    "role=invited:lounge.*");
	return OK;
}

enum err
account_check_roles(struct slice list)
{
	struct account_role role;
	enum err e;

	do {
		/* An empty one is none. */
		if (!account_next_role(&list, &role))
			role = (struct account_role){ .name = SLICE("") };
		e = check_role(&role);
	} while (e == OK && list.p != NULL);
	return err_about(e, "role");
}

bool
account_brand(struct slice roles, struct slice *out)
{
	struct account_role role;

	while (account_next_role(&roles, &role))
		if (slice_is(role.name, "staff") && role.label.p != NULL) {
			*out = role.label;
			return true;
		}
	return false;
}

bool
account_is_staff(struct slice roles)
{
	struct account_role role;

	while (account_next_role(&roles, &role))
		if (slice_is(role.name, "staff"))
			return true;
	return false;
}

bool
account_is_staff_of(struct slice roles, struct slice brand)
{
	struct account_role role;

	while (account_next_role(&roles, &role))
		if (slice_is(role.name, "staff") &&
		    slice_ieq(role.label, brand))
			return true;
	return false;
}

bool
account_has_role(struct slice roles, const char *role, struct slice board)
{
	struct account_role r;

	while (account_next_role(&roles, &r))
		if ((slice_is(r.name, role) || slice_is(r.name, "admin")) &&
		    (r.scope.p == NULL || wildmat_match(r.scope, board)))
			return true;
	return false;
}

/* --- display names -------------------------------------------------------- */

const char account_role_words[] =
    " staff , moderator , admin , administrator , superuser , super user ,";

/* The small Latin letter that one of n others from first on looks like. */
static uint32_t
twin(uint32_t c, uint32_t first, const char *letters, size_t n)
{
	return c >= first && c - first < n && letters[c - first] != ' ' ?
	    (unsigned char)letters[c - first] : c;
}

/* A name of another script is one's own; that it reads like a brand is not. */
static uint32_t
latin_of(uint32_t c)
{
	static const char greek[] = "ab  ezh ik mn o p  ty x";
	static const char cyrillic[] = "a b  e    k mho pcty x";
	static const char more[] = " e   si j";
	static const char wide[] = "abcdefghijklmnopqrstuvwxyz";

	c = twin(c, 0x391, greek, sizeof(greek) - 1);
	c = twin(c, 0x3b1, greek, sizeof(greek) - 1);
	c = twin(c, 0x400, more, sizeof(more) - 1);
	c = twin(c, 0x410, cyrillic, sizeof(cyrillic) - 1);
	c = twin(c, 0x430, cyrillic, sizeof(cyrillic) - 1);
	c = twin(c, 0x450, more, sizeof(more) - 1);
	c = twin(c, 0xff21, wide, sizeof(wide) - 1);
	return twin(c, 0xff41, wide, sizeof(wide) - 1);
}

/* The letter under its marks, small; 0: none that is seen. */
static uint32_t
fold(uint32_t c)
{
	/* From U+00C0 on; a blank is a letter of its own. */
	static const char latin[] =
	    "aaaaaa ceeeeiiii nooooo ouuuuy  aaaaaa ceeeeiiii"
	    " nooooo ouuuuy yaaaaaaccccccccddddeeeeeeeeeegggg"
	    "gggghhhhiiiiiiiiiiiijjkk llllllllllnnnnnn   oooo"
	    "oo  rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

	if (c >= 'A' && c <= 'Z')
		return c + ('a' - 'A');
	if (c >= 0xc0 && c - 0xc0 < sizeof(latin) - 1)
		return latin[c - 0xc0] != ' ' ?
		    (unsigned char)latin[c - 0xc0] : c;
	return c >= 0x80 && utf8_width(c) == 0 ? 0 : latin_of(c);
}

static bool
is_letter(uint32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
	/* Latin-1's signs, general punctuation, ideographic blanks. */
	return c >= 0xc0 && c != 0xd7 && c != 0xf7 &&
	    !(c >= 0x2000 && c <= 0x2bff) && !(c >= 0x3000 && c <= 0x303f);
}

/* The word from start on has ended; single letters side by side are one. */
static void
end_word(struct buf *out, size_t *start, size_t letters, bool *single)
{
	if (letters == 1 && *single && buf_ok(out)) {
		memmove(out->p + *start - 1, out->p + *start,
		    out->len - *start);
		out->len--;
	}
	*single = letters == 1;
	buf_putc(out, ' ');
	*start = out->len;
}

/* " one two " */
static void
put_words(struct buf *out, struct slice s)
{
	size_t letters = 0, start = out->len + 1;
	bool single = false;

	buf_putc(out, ' ');
	while (s.len != 0) {
		uint32_t c = fold(utf8_next(&s));

		if (c != 0 && is_letter(c)) {
			utf8_put(out, c);
			letters++;
		} else if (c != 0 && letters != 0) {
			end_word(out, &start, letters, &single);
			letters = 0;
		}
	}
	if (letters != 0)
		end_word(out, &start, letters, &single);
}

/* What is not read in the order it is written in may read like anything. */
static bool
turns_text(struct slice s)
{
	while (s.len != 0) {
		uint32_t c = utf8_next(&s);

		if ((c >= 0x202a && c <= 0x202e) ||
		    (c >= 0x2066 && c <= 0x2069))
			return true;
	}
	return false;
}

void
account_fold_words(struct slice words, struct buf *out)
{
	while (words.p != NULL && words.len != 0) {
		size_t at = out->len;

		put_words(out, slice_cut(&words, ','));
		buf_putc(out, ',');
		/* No letters, or no room. */
		if (out->len < at + 4 || !buf_ok(out))
			out->len = at;
	}
}

bool
account_claims(struct slice display, struct slice words)
{
	struct buf have = BUF_INIT(LIMIT_HEADER);
	bool claims = turns_text(display);

	put_words(&have, display);
	while (words.len != 0 && !claims)
		claims = slice_find(
		    buf_slice(&have), slice_cut(&words, ',')) >= 0;
	buf_clear(&have);
	return claims;
}
