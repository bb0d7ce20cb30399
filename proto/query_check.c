/* The table of query keys, and what their values may be. */
#include "proto/act.h"
#include "proto/community.h"
#include "proto/msgid.h"
#include "proto/query.h"
#include "proto/span.h"
#include "proto/wildmat.h"

/* The letters of the tables. */
enum {
	A = QUERY_OF_ARTICLE,
	U = QUERY_OF_USER,
	B = QUERY_OF_BOARD,
	E = QUERY_OF_EVENT,
	K = QUERY_OF_KPI,
	L = QUERY_OF_LIST,
};


static const struct key {
	const char *name, *help;
	unsigned domains;
	enum query_type type;
	bool clock;
} keys[] = {
#define X(id, n, d, t, c, h)                    \
	[QUERY_##id] = {                        \
		.name = n,                      \
		.help = h,                      \
		.domains = (unsigned)(d),       \
		.type = QUERY_TYPE_##t,         \
		.clock = c,                     \
	},
#include "proto/query.def"
#undef X
};

static const struct word {
	enum query_key key;
	const char *name, *help;
	unsigned domains;
	bool clock;
} words[] = {
#define X(id, k, n, d, c, h)                    \
	[WORD_##id] = {                         \
		.key = QUERY_##k,               \
		.name = n,                      \
		.help = h,                      \
		.domains = (unsigned)(d),       \
		.clock = c,                     \
	},
#include "proto/query_word.def"
#undef X
};

static const unsigned everything = A | U | B | E | K;

_Static_assert(WORD_COUNT <= 64 && (int)KIND_COUNT <= 64 &&
    (int)STATE_COUNT <= 64, "a bit for each in query_term.words");

const char *
query_key_name(enum query_key key)
{
	return key < QUERY_WORD ? keys[key].name : NULL;
}

const char *
query_key_help(enum query_key key)
{
	return key < QUERY_WORD ? keys[key].help : "text to look for";
}

enum query_type
query_key_type(enum query_key key)
{
	return key < QUERY_WORD ? keys[key].type : QUERY_TYPE_TEXT;
}

unsigned
query_key_domains(enum query_key key)
{
	return key < QUERY_WORD ? keys[key].domains : everything;
}

const char *
query_type_name(enum query_type type)
{
	static const char *const names[] = {
		[QUERY_TYPE_WILDMAT] = "wildmat",
		[QUERY_TYPE_MSGID] = "message-id",
		[QUERY_TYPE_PERSON] = "person",
		[QUERY_TYPE_WORD] = "word",
		[QUERY_TYPE_NUMBER] = "number",
		[QUERY_TYPE_SPAN] = "span",
		[QUERY_TYPE_TIME] = "time",
		[QUERY_TYPE_TEXT] = "text",
	};

	return names[type];
}

void
query_put_domains(unsigned domains, struct buf *out)
{
	static const char *const names[] = {
		"article", "user", "board", "event", "kpi", "list",
	};
	const char *comma = "";

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if ((domains & 1u << i) != 0) {
			buf_printf(out, "%s%s", comma, names[i]);
			comma = ", ";
		}
}

/* --- words ---------------------------------------------------------------- */

enum query_word
query_word_find(enum query_key key, struct slice name)
{
	int i = 0;

	while (i < WORD_COUNT &&
	    (words[i].key != key || !slice_iis(name, words[i].name)))
		i++;
	return (enum query_word)i;
}

unsigned
query_word_states(enum query_word word)
{
	static const unsigned states[WORD_COUNT] = {
#define X(id, name) [WORD_##id] = 1u << STATE_##id,
		ASKED_STATES(X)
#undef X
		[WORD_UNANSWERED] = 1u << STATE_OPEN |
		    1u << STATE_ESCALATED | 1u << STATE_NEEDSINFO,
	};

	/* That is said of an article, whether it asked or replied. */
	if (word == WORD_REMOVED)
		return 0;
	return word < WORD_COUNT ? states[word] : 0;
}

const char *
query_word_name(enum query_word word)
{
	return words[word].name;
}

const char *
query_word_help(enum query_word word)
{
	return words[word].help;
}

enum query_key
query_word_key(enum query_word word)
{
	return words[word].key;
}

unsigned
query_word_domains(enum query_word word)
{
	return words[word].domains;
}

/* The same for a key whose words are the names of another table. */
static const char *
choice_of_table(enum query_key key, int i)
{
	switch (key) {
	case QUERY_KIND:
		return i < KIND_COUNT ?
		    board_kind_name((enum board_kind)i) : NULL;
	case QUERY_STATE:
		return i < STATE_COUNT ?
		    question_state_name((enum question_state)i) : NULL;
	case QUERY_GROUP:
		return i < GROUP_COUNT ?
		    figure_group_name((enum figure_group)i) : NULL;
	case QUERY_ACT:
		return i < ACT_COUNT ? act_table[i].name : NULL;
	default:
		return NULL;
	}
}

const char *
query_choice(enum query_key key, unsigned domains, int i, const char **help)
{
	if (help != NULL)
		*help = "";
	if (key != QUERY_IS && key != QUERY_HAS)
		return choice_of_table(key, i);
	for (int w = 0; w < WORD_COUNT; w++)
		if (words[w].key == key && (words[w].domains & domains) != 0 &&
		    i-- == 0) {
			if (help != NULL)
				*help = words[w].help;
			return words[w].name;
		}
	return NULL;
}

/* --- values --------------------------------------------------------------- */

bool
query_number(struct slice s, int64_t *out)
{
	bool minus = slice_starts(s, "-");
	uint64_t n;

	if (minus || slice_starts(s, "+"))
		s = slice_from(s, 1);
	if (!slice_u64(s, &n) || n > INT64_MAX)
		return false;
	*out = minus ? -(int64_t)n : (int64_t)n;
	return true;
}

bool
query_compare(enum query_cmp cmp, int64_t have, int64_t want)
{
	switch (cmp) {
	case CMP_EQ:
		return have == want;
	case CMP_GE:
		return have >= want;
	case CMP_LE:
		return have <= want;
	case CMP_GT:
		return have > want;
	case CMP_LT:
		return have < want;
	}
	return false;
}

bool
query_number_holds(const struct query_term *t, int64_t have)
{
	struct slice rest = t->value, one;
	int64_t want;

	if (t->one_number)
		return query_compare(t->cmp, have, t->number);
	while (query_next_value(&rest, &one))
		if (query_number(one, &want) &&
		    query_compare(t->cmp, have, want))
			return true;
	return false;
}

enum board_kind
query_kind_find(struct slice name)
{
	return slice_iis(name, "idea") ? KIND_IDEAS : board_kind_find(name);
}

static uint64_t
word_bit(enum query_key key, struct slice name)
{
	unsigned n;

	switch (key) {
	case QUERY_IS:
	case QUERY_HAS:
		n = (unsigned)query_word_find(key, name);
		return n < WORD_COUNT ? 1ull << n : 0;
	case QUERY_KIND:
		n = (unsigned)query_kind_find(name);
		return n < KIND_COUNT ? 1ull << n : 0;
	case QUERY_STATE:
		n = (unsigned)question_state_find(name);
		return n < STATE_COUNT ? 1ull << n : 0;
	default:
		return 0;
	}
}

void
query_term_read(struct query_term *t)
{
	enum query_type type = query_key_type(t->key);
	struct slice rest = t->value, one;

	t->words = 0;
	t->one_number = type == QUERY_TYPE_NUMBER &&
	    query_number(t->value, &t->number);
	while (type == QUERY_TYPE_WORD && query_next_value(&rest, &one))
		t->words |= word_bit(t->key, one);
}

/* --- check ---------------------------------------------------------------- */


static bool
is_choice(enum query_key key, struct slice value)
{
	const char *name;

	if (key == QUERY_KIND)
		return query_kind_find(value) != KIND_COUNT;
	if (key == QUERY_IS || key == QUERY_HAS)
		return query_word_find(key, value) != WORD_COUNT;
	for (int i = 0; (name = choice_of_table(key, i)) != NULL; i++)
		if (slice_iis(value, name))
			return true;
	return false;
}

static enum err
refuse_choice(enum query_key key, unsigned domains, struct slice value)
{
	struct buf list = BUF_INIT(LIMIT_LINE);
	const char *name;
	enum err e;

	for (int i = 0; (name = query_choice(key, domains, i, NULL)) != NULL;
	    i++)
		buf_printf(&list, "%s%s", i > 0 ? ", " : "", name);
	/* A long list would not fit into an answer. */
	if (!buf_ok(&list) || list.len > LIMIT_LINE / 3)
		e = err_set(ERR_SYNTAX, "no %s:%.*s; XINFO keys lists what "
		    "there is", keys[key].name, SLICE_ARG(slice_shown(value)));
	else
		e = err_set(ERR_SYNTAX, "no %s:%.*s; there is %.*s",
		    keys[key].name, SLICE_ARG(slice_shown(value)),
		    (int)list.len, list.p != NULL ? list.p : "nothing");
	buf_clear(&list);
	return e;
}

const char *
query_type_form(enum query_type type)
{
	static const char *const form[] = {
		[QUERY_TYPE_WILDMAT] = "a wildmat, like tv.*",
		[QUERY_TYPE_MSGID] = "a message-id, like <1@example.org>",
		[QUERY_TYPE_PERSON] = "@account",
		[QUERY_TYPE_WORD] = "a word",
		[QUERY_TYPE_NUMBER] = "a whole number of at most 18 digits",
		[QUERY_TYPE_SPAN] = "a span, like 24h or 7d",
		[QUERY_TYPE_TIME] = "a day (2026-11-22), a time "
		    "(2026-11-22T03:00:00Z) or a span (24h, 7d)",
		[QUERY_TYPE_TEXT] = "text",
	};

	return form[type];
}

static bool
value_valid(enum query_type type, struct slice value)
{
	int64_t n;

	switch (type) {
	case QUERY_TYPE_WILDMAT:
		return wildmat_valid(value);
	case QUERY_TYPE_MSGID:
		return msgid_valid(value);
	case QUERY_TYPE_NUMBER:
		return query_number(value, &n);
	case QUERY_TYPE_SPAN:
		return span_parse(value, &n);
	case QUERY_TYPE_TIME:
		return span_time(value, 0, &n);
	case QUERY_TYPE_PERSON:
	case QUERY_TYPE_WORD:
	case QUERY_TYPE_TEXT:
		return true;
	}
	return false;
}

static enum err
check_value(const struct query_term *t, unsigned domains, bool clock_free,
    struct slice value)
{
	enum query_type type = keys[t->key].type;
	enum query_word w;

	if (!value_valid(type, value))
		return err_set(ERR_SYNTAX, "%s: is %s", keys[t->key].name,
		    query_type_form(type));
	if (type != QUERY_TYPE_WORD)
		return OK;
	if (!is_choice(t->key, value))
		return refuse_choice(t->key, domains, value);
	w = query_word_find(t->key, value);
	if (w != WORD_COUNT && (words[w].domains & domains) == 0)
		return refuse_choice(t->key, domains, value);
	if (w != WORD_COUNT && words[w].clock && clock_free)
		return err_set(ERR_SYNTAX, "%s:%s changes with time alone; "
		    "leave it out here", keys[t->key].name, words[w].name);
	return OK;
}

/* A whole value, or each of those between the commas. */
static enum err
check_values(const struct query_term *t, unsigned domains, bool clock_free)
{
	enum query_type type = keys[t->key].type;
	struct slice rest = t->value, one;
	enum err e = OK;

	if (type == QUERY_TYPE_WILDMAT || type == QUERY_TYPE_TIME ||
	    type == QUERY_TYPE_SPAN)
		return check_value(t, domains, clock_free, t->value);
	while (e == OK && query_next_value(&rest, &one))
		e = check_value(t, domains, clock_free, one);
	return e;
}

static enum err
check_term(const struct query *q, const struct query_term *t,
    unsigned domains, bool clock_free)
{
	const struct key *k;

	if (t->key == QUERY_WORD)
		return (domains & everything) != 0 ? OK :
		    err_set(ERR_SYNTAX, "no words here");
	k = &keys[t->key];
	if ((k->domains & domains) == 0)
		return err_set(ERR_SYNTAX, "%s: does not belong here; it is "
		    "%s", k->name, k->help);
	if (k->clock && clock_free)
		return err_set(ERR_SYNTAX, "%s: changes with time alone; "
		    "leave it out here", k->name);
	if (t->cmp != CMP_EQ && k->type != QUERY_TYPE_NUMBER)
		return err_set(ERR_SYNTAX, "%s: is %s; only numbers have "
		    "more and less", k->name, query_type_form(k->type));
	if ((k->domains & L) != 0 &&
	    (t->negated || t->cmp != CMP_EQ || query_get(q, t->key) != t))
		return err_set(ERR_SYNTAX, "%s: stands once and without -",
		    k->name);
	return check_values(t, domains, clock_free);
}

enum err
query_check(
    const struct query *q, unsigned domains, bool clock_free, int *column)
{
	enum err e = OK;

	*column = 1;
	for (int i = 0; e == OK && i < q->n; i++) {
		e = check_term(q, &q->term[i], domains, clock_free);
		if (e != OK)
			*column = q->term[i].column;
	}
	return e;
}

/* What a term can be about. */
static unsigned
term_domains(const struct query_term *t)
{
	unsigned domains = query_key_domains(t->key), of = 0;
	struct slice rest = t->value, one;
	enum query_word w;

	if (domains == L)
		return everything;
	if (t->key != QUERY_IS && t->key != QUERY_HAS)
		return domains;
	while (query_next_value(&rest, &one))
		if ((w = query_word_find(t->key, one)) != WORD_COUNT)
			of |= words[w].domains;
	return of;
}

unsigned
query_domains(const struct query *q)
{
	unsigned domains = everything;

	for (int i = 0; i < q->n; i++)
		domains &= term_domains(&q->term[i]);
	return domains;
}

static bool
term_is_secret(const struct query_term *t)
{
	struct slice rest = t->value, one;

	while (query_next_value(&rest, &one)) {
		enum query_word w = query_word_find(t->key, one);

		if (w == WORD_FLAGGED || w == WORD_HAS_FLAG ||
		    (t->key == QUERY_SORT &&
		    (slice_iis(one, "flags") || slice_iis(one, "-flags"))))
			return true;
	}
	return t->key == QUERY_FLAGS;
}

bool
query_is_secret(const struct query *q)
{
	for (int i = 0; i < q->n; i++)
		if (term_is_secret(&q->term[i]))
			return true;
	return false;
}
