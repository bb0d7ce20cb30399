/*
 * What an injecting agent accepts. Each refusal names the field and what the
 * poster can do about it.
 */
#include "common/char.h"
#include "common/utf8.h"
#include "proto/article.h"
#include "proto/date.h"
#include "proto/msgid.h"

/* At most once each (RFC 5536, 3.1 and 3.2; RFC 5322, 3.6). */
static const char *const single[] = {
	"From", "Subject", "Newsgroups", "Message-ID", "Date", "Path",
	"References", "In-Reply-To", "Followup-To", "Reply-To", "Sender",
	"Expires", "Control", "Supersedes", "Approved", "Distribution",
	"Cancel-Lock", "Cancel-Key", "Organization", "Summary", "Keywords",
	"User-Agent", "MIME-Version",
	"Content-Type", "Content-Transfer-Encoding", "Content-Disposition",
};

/* Written by servers only (RFC 5537, 3.4.1). */
static const char *const reserved[] = {
	"Xref", "Injection-Info", "Injection-Date",
};

static enum err
check_bytes(const struct field *f)
{
	struct slice v = f->raw, line;

	while (v.p != NULL) {
		line = slice_cut(&v, '\n');
		if (line.len + 1 > LIMIT_HEADER_LINE)
			return err_set(ERR_TOOBIG, "%.*s: a line of more than "
			    "%d bytes; fold it", SLICE_ARG(f->name),
			    LIMIT_HEADER_LINE);
	}
	for (size_t i = 0; i < f->value.len; i++) {
		unsigned char c = (unsigned char)f->value.p[i];
		bool fold = c == '\r' && f->value.p[i + 1] == '\n';

		i += fold;
		if (!fold && (c < ' ' || c == 0x7f) && c != '\t')
			return err_set(ERR_SYNTAX, "%.*s: control byte %02x; "
			    "take it out", SLICE_ARG(f->name), c);
	}
	if (!utf8_valid(f->value))
		return err_set(ERR_SYNTAX, "%.*s: not UTF-8; set the charset "
		    "of your newsreader to UTF-8", SLICE_ARG(f->name));
	return OK;
}

static enum err
check_field(const struct field *f)
{
	char after = f->name.p[f->name.len];
	enum err e = check_bytes(f);

	if (e != OK)
		return e;
	if (after != ':' || (f->value.len != 0 &&
	    f->name.p[f->name.len + 1] != ' ' &&
	    f->name.p[f->name.len + 1] != '\t' &&
	    f->name.p[f->name.len + 1] != '\r'))
		return err_set(ERR_SYNTAX, "%.*s: write it \"%.*s: value\", "
		    "with a blank behind the colon and none before",
		    SLICE_ARG(f->name), SLICE_ARG(f->name));
	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		if (slice_iis(f->name, reserved[i]))
			return err_set(ERR_SYNTAX, "%s is set by the server; "
			    "leave it out", reserved[i]);
	return OK;
}

static enum err
check_single(const struct article *a)
{
	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++) {
		int n = 0;

		for (int k = 0; k < a->nfields; k++)
			n += slice_iis(a->field[k].name, single[i]);
		if (n > 1)
			return err_set(ERR_SYNTAX, "%s is there %d times; "
			    "keep one", single[i], n);
	}
	return OK;
}

/* A quoted string, comment or plain byte at p; where it ends. */
static size_t
address_atom(struct slice s)
{
	char close = s.p[0] == '"' ? '"' : s.p[0] == '(' ? ')' : '\0';
	size_t n = 1;
	int depth = 1;

	if (close == '\0')
		return 1;
	for (; n < s.len && depth > 0; n++) {
		if (s.p[n] == '\\' && n + 1 < s.len)
			n++;
		else if (s.p[n] == close)
			depth--;
		else if (close == ')' && s.p[n] == '(')
			depth++;
	}
	return n;
}

static bool
address_char(char c)
{
	return (unsigned char)c > ' ' && c != 0x7f &&
	    strchr("<>()[]@,;:\\\"", c) == NULL;
}

/*
 * Whether one "local@domain" is there, outside comments and quoted names,
 * and every "<" is closed. More of the grammar helps nobody.
 */
static bool
address_sound(struct slice s)
{
	bool at = false, local = false, inside = false;

	while (s.len != 0) {
		size_t n = address_atom(s);
		char c = s.p[0];

		if (c == '<' || c == '>') {
			if (inside == (c == '<'))
				return false;
			inside = c == '<';
			local = false;
		} else if (c == '@') {
			at |= local && s.len > 1 &&
			    (address_char(s.p[1]) || s.p[1] == '[');
		}
		local = c == '"' || address_char(c) || (local && c == '@');
		s = slice_from(s, n);
	}
	return at && !inside;
}

bool
article_next_address(struct slice *rest, struct slice *address)
{
	struct slice s = *rest;
	const char *begin = NULL, *at = NULL;

	while (s.len != 0) {
		char c = s.p[0];
		bool part = c == '"' || (c == '@' && begin != NULL) ||
		    address_char(c) ||
		    (at != NULL && memchr("[]:", c, 3) != NULL);

		if (!part && at != NULL)
			break;
		if (!part)
			begin = NULL;
		else if (begin == NULL)
			begin = s.p;
		if (c == '@' && begin != NULL)
			at = s.p;
		s = slice_from(s, address_atom(s));
	}
	*rest = s;
	if (at != NULL)
		*address = slice_make(begin, (size_t)(s.p - begin));
	return at != NULL;
}

/* Up to the first blank, which no name has: one line, whatever it was. */
static struct slice
first_word(struct slice s)
{
	size_t n = 0;

	while (n < s.len && s.p[n] != ' ' && s.p[n] != '\t' &&
	    s.p[n] != '\r')
		n++;
	return slice_make(s.p, n);
}

static enum err
check_boards(struct slice value)
{
	struct slice rest = value, name, seen, other;
	int n = 0;

	while (article_next_board(&rest, &name)) {
		if (!article_board_valid(name))
			return err_set(ERR_SYNTAX, "Newsgroups: \"%.*s\" is "
			    "no name of a board; separate several by commas",
			    SLICE_ARG(first_word(name)));
		if (++n > LIMIT_BOARDS)
			return err_set(ERR_TOOBIG, "Newsgroups: more than %d "
			    "boards", LIMIT_BOARDS);
		seen = value;
		while (article_next_board(&seen, &other) && other.p != name.p)
			if (slice_eq(other, name))
				return err_set(ERR_SYNTAX, "Newsgroups: "
				    "\"%.*s\" is there twice",
				    SLICE_ARG(name));
	}
	if (n == 0)
		return err_set(ERR_SYNTAX, "Newsgroups is missing; name the "
		    "board to post to");
	return OK;
}

/* Where answers go: boards, or "poster" alone (RFC 5536, 3.2.6). */
static enum err
check_followup(struct slice value)
{
	struct slice rest = value, name;
	int n = 0;

	if (slice_is(value, "poster"))
		return OK;
	while (article_next_board(&rest, &name)) {
		if (!article_board_valid(name))
			return err_set(ERR_SYNTAX, "Followup-To: \"%.*s\" is "
			    "no name of a board; or write \"poster\" alone",
			    SLICE_ARG(first_word(name)));
		if (++n > LIMIT_BOARDS)
			return err_set(ERR_TOOBIG, "Followup-To: more than %d "
			    "boards", LIMIT_BOARDS);
	}
	return n != 0 ? OK : err_set(ERR_SYNTAX, "Followup-To is empty; name "
	    "a board or leave it out");
}

/* Letters, digits, "+-_" behind a first one that is no sign (3.2.4). */
static bool
distribution_valid(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (!char_is_alnum(c) && (i == 0 || strchr("+-_", c) == NULL))
			return false;
	}
	return s.len != 0;
}

static enum err
check_distribution(struct slice value)
{
	while (value.p != NULL)
		if (!distribution_valid(slice_trim(slice_cut(&value, ','))))
			return err_set(ERR_SYNTAX, "Distribution is words "
			    "like \"world\", separated by commas; or leave it "
			    "out");
	return OK;
}

/* Readers take articles back; boards are the affair of the act "board". */
static enum err
check_control(const struct article *a)
{
	bool supersedes = article_field(a, "Supersedes") != NULL;
	struct slice target;
	enum article_control kind = article_control(a, &target);

	if (kind == CONTROL_BOARD)
		return err_set(ERR_SYNTAX, "Control: boards are made and "
		    "closed by an admin with XACT board");
	if (kind == CONTROL_OTHER)
		return err_set(ERR_SYNTAX, "Control: only \"cancel "
		    "<message-id>\" is served");
	if (kind != CONTROL_NONE && supersedes)
		return err_set(ERR_SYNTAX, "Control and Supersedes exclude "
		    "each other; keep one");
	if (target.len == 0 && (kind == CONTROL_CANCEL || supersedes))
		return err_set(ERR_SYNTAX, "%s names no article; write its "
		    "message-id <left@right>",
		    supersedes ? "Supersedes" : "Control: cancel");
	return OK;
}

static enum err
check_optional(const struct article *a)
{
	const struct field *followup = article_field(a, "Followup-To");
	enum err e = check_control(a);

	if (e == OK && followup != NULL)
		e = check_followup(followup->value);
	if (e == OK && article_field(a, "Distribution") != NULL)
		e = check_distribution(article_value(a, "Distribution"));
	if (e == OK && slice_trim(a->body).len == 0 &&
	    article_field(a, "Control") == NULL)
		e = err_set(ERR_SYNTAX, "the body is empty; write "
		    "something below the empty line");
	return e;
}

static enum err
check_values(const struct article *a)
{
	const struct field *id = article_field(a, "Message-ID");
	const struct field *date = article_field(a, "Date");
	int64_t t;

	if (article_value(a, "From").len == 0)
		return err_set(ERR_SYNTAX, "From is missing");
	if (!address_sound(article_value(a, "From")))
		return err_set(ERR_SYNTAX, "From has no address; write "
		    "\"Name <user@host>\"");
	if (article_value(a, "Subject").len == 0)
		return err_set(ERR_SYNTAX, "Subject is missing");
	if (id != NULL && !msgid_valid(id->value))
		return err_set(ERR_SYNTAX, "Message-ID is not "
		    "\"<left@right>\"; leave it out to get one");
	if (date != NULL && !date_parse(date->value, &t))
		return err_set(ERR_SYNTAX, "Date cannot be read; leave it "
		    "out to get one");
	return check_boards(article_value(a, "Newsgroups"));
}

enum err
article_check(const struct article *a)
{
	enum err e;

	for (int i = 0; i < a->nfields; i++)
		if ((e = check_field(&a->field[i])) != OK)
			return e;
	if ((e = check_single(a)) != OK || (e = check_values(a)) != OK)
		return e;
	return check_optional(a);
}
