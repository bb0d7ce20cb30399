/* What the files of the evaluator share. */
#ifndef SERVER_STORE_QUERY_MATCH_PRIVATE_H
#define SERVER_STORE_QUERY_MATCH_PRIVATE_H

#include "server/store/community/rows.h"
#include "server/store/query/match.h"

/* What all terms of a query look at. */
struct look {
	struct txn *t;
	const struct subject *s;
	int64_t now;
	bool asked;		/* its question counts */
	uint32_t me;		/* account that "@me" is; 0: nobody's */
};

/* Whether what it looks at is so, or has that. (match_word.c) */
bool match_is(const struct look *l, enum query_word word);
bool match_has(const struct look *l, enum query_word word);

#endif
