/* The query grammar. */
#include "proto/query.h"

enum { SHOWN = 40 };	/* of a word in an error text */

static const char *const names[QUERY_COUNT] = {
#define X(id, name, help) [QUERY_##id] = name,
#include "proto/query.def"
#undef X
};

/* All of them in one text, for people. */
#define X(id, name, help) " " name ":"
static const char keys[] =
#include "proto/query.def"
    ;
#undef X

const char *
query_key_name(enum query_key key)
{
	return key < QUERY_COUNT ? names[key] : NULL;
}

static bool
key_find(struct slice name, enum query_key *out)
{
	for (int i = 0; i < QUERY_WORD; i++)
		if (slice_iis(name, names[i])) {
			*out = (enum query_key)i;
			return true;
		}
	return false;
}

/* How many letters stand in front of a colon here; 0: this is no key. */
static size_t
key_len(struct slice s)
{
	size_t n = 0;

	while (n < s.len && ((s.p[n] >= 'a' && s.p[n] <= 'z') ||
	    (s.p[n] >= 'A' && s.p[n] <= 'Z')))
		n++;
	return n < s.len && s.p[n] == ':' ? n : 0;
}

static enum query_cmp
take_cmp(struct slice *s)
{
	static const struct {
		const char *sign;
		enum query_cmp cmp;
	} signs[] = {
		{ ">=", CMP_GE },
		{ "<=", CMP_LE },
		{ ">", CMP_GT },
		{ "<", CMP_LT },
	};
	struct slice rest = *s, word = slice_word(&rest);

	if (slice_starts(word, "<") && slice_ends(word, ">"))
		return CMP_EQ;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (slice_starts(*s, signs[i].sign)) {
			*s = slice_from(*s, strlen(signs[i].sign));
			return signs[i].cmp;
		}
	return CMP_EQ;
}

/* Takes "text" off the front of *rest, which begins with the quote. */
static enum err
take_quoted(struct slice *rest, struct slice *value)
{
	struct slice s = slice_from(*rest, 1);
	ptrdiff_t at = slice_chr(s, '"');

	if (at < 0)
		return err_set(ERR_SYNTAX, "a quote is not closed");
	*value = slice_make(s.p, (size_t)at);
	s = slice_from(s, (size_t)at + 1);
	if (s.len > 0 && s.p[0] != ' ' && s.p[0] != '\t') {
		*rest = s;
		return err_set(ERR_SYNTAX, "a blank must follow the closing "
		    "quote");
	}
	if (at == 0)
		return err_set(ERR_SYNTAX, "there is nothing between the "
		    "quotes");
	*rest = s;
	return OK;
}

static bool
at_word(struct slice s)
{
	return s.len > 0 && s.p[0] != ' ' && s.p[0] != '\t';
}

static enum err
take_key(struct slice *rest, size_t n, struct query_term *t)
{
	struct slice name = slice_make(rest->p, n);

	if (!key_find(name, &t->key))
		return err_set(ERR_SYNTAX, "no key \"%.*s:\"; there are%s; "
		    "text goes in \"quotes\"",
		    (int)(n < SHOWN ? n : SHOWN), name.p, keys);
	*rest = slice_from(*rest, n + 1);
	if (at_word(*rest))
		t->cmp = take_cmp(rest);
	if (!at_word(*rest))
		return err_set(ERR_SYNTAX, "%s: needs a value",
		    names[t->key]);
	return OK;
}

/* Takes one term off the front of *rest; on a fault *rest is where. */
static enum err
take_term(struct slice *rest, struct query_term *t)
{
	struct slice value, again, one;
	size_t n;
	enum err e;

	*t = (struct query_term){ .key = QUERY_WORD };
	if (rest->p[0] == '-') {
		t->negated = true;
		*rest = slice_from(*rest, 1);
		if (!at_word(*rest))
			return err_set(ERR_SYNTAX, "\"-\" needs a term right "
			    "behind it");
	}
	n = key_len(*rest);
	if (n > 0 && (e = take_key(rest, n, t)) != OK)
		return e;
	if (rest->p[0] == '"')
		return take_quoted(rest, &t->value);
	value = *rest;
	t->value = slice_word(rest);
	again = t->value;
	if (n > 0 && !query_next_value(&again, &one)) {
		*rest = value;
		return err_set(ERR_SYNTAX, "%s: needs a value",
		    names[t->key]);
	}
	return OK;
}

enum err
query_parse(struct slice text, struct query *out, int *column)
{
	struct slice rest = text;
	enum err e;

	out->n = 0;
	*column = 1;
	for (;;) {
		while (rest.len > 0 && !at_word(rest))
			rest = slice_from(rest, 1);
		if (rest.len == 0)
			return OK;
		if (out->n == LIMIT_QUERY_TERMS)
			e = err_set(ERR_SYNTAX, "more than %d terms",
			    LIMIT_QUERY_TERMS);
		else
			e = take_term(&rest, &out->term[out->n]);
		if (e != OK) {
			*column = (int)(rest.p - text.p) + 1;
			return e;
		}
		out->n++;
	}
}

const struct query_term *
query_get(const struct query *q, enum query_key key)
{
	for (int i = 0; i < q->n; i++)
		if (q->term[i].key == key)
			return &q->term[i];
	return NULL;
}

bool
query_next_value(struct slice *rest, struct slice *value)
{
	size_t n = 0;

	while (rest->len > 0 && rest->p[0] == ',')
		*rest = slice_from(*rest, 1);
	if (rest->len == 0)
		return false;
	if (rest->p[0] == '<') {
		ptrdiff_t end = slice_chr(*rest, '>');

		n = end > 0 ? (size_t)end : 0;
	}
	while (n < rest->len && rest->p[n] != ',')
		n++;
	*value = slice_make(rest->p, n);
	*rest = slice_from(*rest, n);
	return true;
}
