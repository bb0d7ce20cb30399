/*
 * The query grammar: terms that must all hold.
 *
 *   query = term *(SP term)
 *   term  = ["-"] (key ":" [cmp] value / word / DQUOTE text DQUOTE)
 *   cmp   = ">=" / "<=" / ">" / "<"
 *
 * A value may stand in quotes too (by:"Jan Kok"). "<...>" is a message-id
 * and not a comparison. Keys are letters, in any case; a word with another
 * thing in front of its colon ("10:30") is a word.
 */
#ifndef PROTO_QUERY_H
#define PROTO_QUERY_H

#include <stdint.h>

#include "common/buf.h"
#include "common/err.h"
#include "common/slice.h"
#include "proto/community.h"
#include "proto/limits.h"

enum query_key {
#define X(id, ...) QUERY_##id,
#include "proto/query.def"
#undef X
	QUERY_WORD,		/* a bare word or quoted text */
	QUERY_COUNT
};

/* What a key is a property of; a word is one of all but a list. */
enum query_domain {
	QUERY_OF_ARTICLE = 1 << 0,
	QUERY_OF_USER = 1 << 1,
	QUERY_OF_BOARD = 1 << 2,
	QUERY_OF_EVENT = 1 << 3,
	QUERY_OF_KPI = 1 << 4,
	QUERY_OF_LIST = 1 << 5,
};

enum query_type {
	QUERY_TYPE_WILDMAT,	/* of board names; its commas belong to it */
	QUERY_TYPE_MSGID,
	QUERY_TYPE_PERSON,	/* "@anna", or a part of a From */
	QUERY_TYPE_WORD,	/* one of query_choice() */
	QUERY_TYPE_NUMBER,	/* the only one that compares */
	QUERY_TYPE_SPAN,	/* 90s, 15m, 24h, 7d */
	QUERY_TYPE_TIME,	/* RFC 3339, or a span before now */
	QUERY_TYPE_TEXT,
};

/* What is: and has: may say. */
enum query_word {
#define X(id, ...) WORD_##id,
#include "proto/query_word.def"
#undef X
	WORD_COUNT
};

enum query_cmp { CMP_EQ, CMP_GE, CMP_LE, CMP_GT, CMP_LT };

struct query_term {
	enum query_key key;
	enum query_cmp cmp;
	bool negated;
	struct slice value;	/* "a,b" means a or b; points into the text */
	bool quoted;		/* the value stood in quotes */
	int column;		/* of the term in the text, from 1 */
	/* The value as matching wants it: */
	uint64_t words;	/* is: has: kind: state:, a bit for each of its words */
	bool one_number;	/* QUERY_TYPE_NUMBER without a comma: */
	int64_t number;
};

struct query {
	struct query_term term[LIMIT_QUERY_TERMS];
	int n;
};

/* --- the table ------------------------------------------------------------ */

/* "board" ...; NULL for QUERY_WORD. */
const char *query_key_name(enum query_key key);
const char *query_key_help(enum query_key key);
enum query_type query_key_type(enum query_key key);
/* enum query_domain, any. */
unsigned query_key_domains(enum query_key key);
/* "number", "span" ... */
const char *query_type_name(enum query_type type);
/* "a span, like 24h or 7d" ...: what a value looks like, for a sentence. */
const char *query_type_form(enum query_type type);
/* Appends "article, board"; for people. */
void query_put_domains(unsigned domains, struct buf *out);
/*
 * The i-th of the words that a key of QUERY_TYPE_WORD takes in any of the
 * domains, NULL behind the last; for completion. *help may be NULL.
 */
const char *query_choice(
    enum query_key key, unsigned domains, int i, const char **help);
/* Fills in words and number from key and value; query_parse() does it. */
void query_term_read(struct query_term *t);
/* The word of is: or has:; WORD_COUNT when there is none. */
enum query_word query_word_find(enum query_key key, struct slice name);

const char *query_word_name(enum query_word word);
const char *query_word_help(enum query_word word);
/* Bits of enum question_state in which it may hold; 0: it is of no state. */
unsigned query_word_states(enum query_word word);
/* QUERY_IS or QUERY_HAS, and enum query_domain. */
enum query_key query_word_key(enum query_word word);
unsigned query_word_domains(enum query_word word);
/* What kind: means; "idea" is one of "ideas". KIND_COUNT: nothing. */
enum board_kind query_kind_find(struct slice name);

/* --- reading -------------------------------------------------------------- */

/* ERR_SYNTAX with a remedy in err_detail(), *column is where (from 1). */
enum err query_parse(struct slice text, struct query *out, int *column);
/*
 * The same up to one of the words of stop (NULL behind the last), bare and
 * not negated; *rest begins there, or is empty.
 */
enum err query_parse_until(struct slice text, const char *const *stop,
    struct query *out, struct slice *rest, int *column);
/* The first term with that key, NULL when there is none. */
const struct query_term *query_get(const struct query *q, enum query_key key);
/* Where the first term with the key of that name stands; 1 if there is none. */
int query_column(const struct query *q, const char *key);
/*
 * The next alternative of a term's value; false at the end. Empty ones are
 * skipped; a comma inside "<...>" does not part.
 */
bool query_next_value(struct slice *rest, struct slice *value);

/*
 * Whether every term is a property of the domains (enum query_domain, any),
 * and its value one that its key takes. clock_free: nothing may hold or not
 * for the time of day alone, as in a view. ERR_SYNTAX with a remedy in
 * err_detail(); *column is where.
 */
enum err query_check(
    const struct query *q, unsigned domains, bool clock_free, int *column);
/*
 * What things the query can be about, all of its terms taken together; 0:
 * none, they contradict each other.
 */
unsigned query_domains(const struct query *q);
/*
 * Whether it asks for what moderators alone are told: what was flagged, and
 * who flags.
 */
bool query_is_secret(const struct query *q);

/* --- writing -------------------------------------------------------------- */

/* Appends the query so that it reads again as the same. */
void query_print(const struct query *q, struct buf *out);
/*
 * The same with "@me" replaced by who asks (without "@"). ERR_DENIED with a
 * remedy when that is nobody and @me is asked for.
 */
enum err query_print_for(
    const struct query *q, struct slice name, struct buf *out);
/*
 * The same in a text of its own, out's terms point into it. Their columns
 * stay those that were written. ERR_SYNTAX when there is no room; out may be
 * q.
 */
enum err query_own(const struct query *q, struct slice name, char *text,
    size_t size, struct query *out);
/* Whether "@me" stands somewhere in it. */
bool query_has_me(const struct query *q);

/* --- values --------------------------------------------------------------- */

/* A decimal number, maybe with a sign. */
bool query_number(struct slice s, int64_t *out);
/* Whether have is as the comparison with want says. */
bool query_compare(enum query_cmp cmp, int64_t have, int64_t want);
/* Whether a number passes the term: any of its values. */
bool query_number_holds(const struct query_term *t, int64_t have);

#endif
