/* The query grammar. */
#include "proto/query.h"


static bool
key_find(struct slice name, enum query_key *out)
{
	for (int i = 0; i < QUERY_WORD; i++)
		if (slice_iis(name, query_key_name((enum query_key)i))) {
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
		return err_set(ERR_SYNTAX, "no key \"%.*s:\"; XINFO keys "
		    "lists them, text goes in \"quotes\"",
		    SLICE_ARG(slice_shown(name)));
	*rest = slice_from(*rest, n + 1);
	if (at_word(*rest))
		t->cmp = take_cmp(rest);
	if (!at_word(*rest))
		return err_set(ERR_SYNTAX, "%s: needs a value",
		    query_key_name(t->key));
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
		if (!at_word(*rest) || rest->p[0] == '-')
			return err_set(ERR_SYNTAX, "\"-\" needs a term right "
			    "behind it");
	}
	n = key_len(*rest);
	if (n > 0 && (e = take_key(rest, n, t)) != OK)
		return e;
	t->quoted = rest->p[0] == '"';
	if (t->quoted)
		return take_quoted(rest, &t->value);
	value = *rest;
	t->value = slice_word(rest);
	again = t->value;
	if (n > 0 && !query_next_value(&again, &one)) {
		*rest = value;
		return err_set(ERR_SYNTAX, "%s: needs a value",
		    query_key_name(t->key));
	}
	return OK;
}

/* Whether a term is one of the words that end a query. */
static bool
stops(const struct query_term *t, const char *const *stop)
{
	if (t->key != QUERY_WORD || t->quoted || t->negated)
		return false;
	for (; *stop != NULL; stop++)
		if (slice_iis(t->value, *stop))
			return true;
	return false;
}

enum err
query_parse_until(struct slice text, const char *const *stop,
    struct query *out, struct slice *rest, int *column)
{
	struct query_term t;
	struct slice at;
	enum err e;

	out->n = 0;
	*column = 1;
	*rest = text;
	for (;;) {
		while (rest->len > 0 && !at_word(*rest))
			*rest = slice_from(*rest, 1);
		if (rest->len == 0)
			return OK;
		at = *rest;
		e = take_term(rest, &t);
		t.column = (int)(at.p - text.p) + 1;
		if (e == OK && stops(&t, stop)) {
			*rest = at;
			return OK;
		}
		if (e == OK && out->n == LIMIT_QUERY_TERMS) {
			*rest = at;
			e = err_set(ERR_SYNTAX, "more than %d terms",
			    LIMIT_QUERY_TERMS);
		}
		if (e != OK) {
			*column = (int)(rest->p - text.p) + 1;
			return e;
		}
		query_term_read(&t);
		out->term[out->n++] = t;
	}
}

enum err
query_parse(struct slice text, struct query *out, int *column)
{
	static const char *const nothing[] = { NULL };
	struct slice rest;

	return query_parse_until(text, nothing, out, &rest, column);
}

const struct query_term *
query_get(const struct query *q, enum query_key key)
{
	for (int i = 0; i < q->n; i++)
		if (q->term[i].key == key)
			return &q->term[i];
	return NULL;
}

int
query_column(const struct query *q, const char *key)
{
	enum query_key k;
	const struct query_term *t = key_find(slice_of(key), &k) ?
	    query_get(q, k) : NULL;

	return t != NULL ? t->column : 1;
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

/* Whether the values of a key may be "@me". */
static bool
takes_me(enum query_key key)
{
	return key == QUERY_TARGET || (key < QUERY_WORD &&
	    query_key_type(key) == QUERY_TYPE_PERSON);
}

/* --- writing -------------------------------------------------------------- */

/* Whether the value must stand in quotes to read again as it is. */
static bool
wants_quotes(const struct query_term *t)
{
	struct slice v = t->value;

	if (t->quoted)
		return true;
	return slice_chr(v, ' ') >= 0 || slice_chr(v, '\t') >= 0;
}

/* With @me replaced by me, when there is one. */
static void
put_value(const struct query_term *t, struct slice me, struct buf *out)
{
	struct slice rest = t->value, left = rest, one;

	while (me.len != 0 && takes_me(t->key) &&
	    query_next_value(&rest, &one)) {
		if (!slice_iis(one, "@me"))
			continue;
		buf_put(out, left.p, (size_t)(one.p - left.p) + 1);
		buf_put_slice(out, me);
		left = rest;
	}
	buf_put_slice(out, left);
}

static void
put_term(const struct query_term *t, struct slice me, struct buf *out)
{
	static const char *const sign[] = {
		[CMP_EQ] = "", [CMP_GE] = ">=", [CMP_LE] = "<=",
		[CMP_GT] = ">", [CMP_LT] = "<",
	};
	bool quotes = wants_quotes(t);

	if (t->negated)
		buf_putc(out, '-');
	if (t->key != QUERY_WORD)
		buf_printf(out, "%s:", query_key_name(t->key));
	buf_puts(out, sign[t->cmp]);
	if (quotes)
		buf_putc(out, '"');
	put_value(t, me, out);
	if (quotes)
		buf_putc(out, '"');
}

static void
put_query(const struct query *q, struct slice me, struct buf *out)
{
	for (int i = 0; i < q->n; i++) {
		if (i > 0)
			buf_putc(out, ' ');
		put_term(&q->term[i], me, out);
	}
}

void
query_print(const struct query *q, struct buf *out)
{
	put_query(q, slice_make(NULL, 0), out);
}

bool
query_has_me(const struct query *q)
{
	struct slice rest, one;

	for (int i = 0; i < q->n; i++) {
		rest = q->term[i].value;
		while (takes_me(q->term[i].key) &&
		    query_next_value(&rest, &one))
			if (slice_iis(one, "@me"))
				return true;
	}
	return false;
}

enum err
query_print_for(const struct query *q, struct slice name, struct buf *out)
{
	if (name.len == 0 && query_has_me(q))
		return err_set(ERR_DENIED,
		    "@me is who is logged in, and nobody is; log in first");
	put_query(q, name, out);
	return OK;
}

enum err
query_own(const struct query *q, struct slice name, char *text, size_t size,
    struct query *out)
{
	struct buf own = BUF_INIT(size - 1);
	int column[LIMIT_QUERY_TERMS], at;
	enum err e = query_print_for(q, name, &own);

	for (int i = 0; i < q->n; i++)
		column[i] = q->term[i].column;
	if (e == OK && !buf_ok(&own))
		e = err_set(ERR_SYNTAX, "the query is too long; shorten it");
	if (e == OK) {
		slice_copy(buf_slice(&own), text, size);
		e = query_parse(slice_of(text), out, &at);
	}
	for (int i = 0; e == OK && i < out->n; i++)
		out->term[i].column = column[i];
	buf_clear(&own);
	return e;
}
