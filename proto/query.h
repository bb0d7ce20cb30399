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

#include "common/err.h"
#include "common/slice.h"
#include "proto/limits.h"

enum query_key {
#define X(id, ...) QUERY_##id,
#include "proto/query.def"
#undef X
	QUERY_WORD,		/* a bare word or quoted text */
	QUERY_COUNT
};

enum query_cmp { CMP_EQ, CMP_GE, CMP_LE, CMP_GT, CMP_LT };

struct query_term {
	enum query_key key;
	enum query_cmp cmp;
	bool negated;
	struct slice value;	/* "a,b" means a or b; points into the text */
};

struct query {
	struct query_term term[LIMIT_QUERY_TERMS];
	int n;
};

/* ERR_SYNTAX with a remedy in err_detail(), *column is where (from 1). */
enum err query_parse(struct slice text, struct query *out, int *column);
/* The first term with that key, NULL when there is none. */
const struct query_term *query_get(const struct query *q, enum query_key key);
/*
 * The next alternative of a term's value; false at the end. Empty ones are
 * skipped; a comma inside "<...>" does not part.
 */
bool query_next_value(struct slice *rest, struct slice *value);
/* "board" ...; NULL for QUERY_WORD. */
const char *query_key_name(enum query_key key);

#endif
