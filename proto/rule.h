/*
 * Rules: what is done whenever a query holds (so long).
 *
 *   rule = "when" SP query [SP ("after" / "every") SP span]
 *          SP "do" SP act [SP args]
 *
 * "every": the act is done after that span, and after each one more while the
 * query holds; "#" in its arguments is the how-manyth time it is.
 *
 * The act has no target: what the query found is it. A word "after", "every"
 * or "do" of the query stands in quotes.
 */
#ifndef PROTO_RULE_H
#define PROTO_RULE_H

#include "proto/act.h"
#include "proto/query.h"

struct rule {
	struct query query;	/* its slices point into the text */
	struct slice text;	/* of the query */
	/*
	 * One of QUERY_OF_ARTICLE, _USER, _BOARD. An act on accounts is done
	 * to the author of an article that was found.
	 */
	unsigned domain;
	int64_t after;		/* seconds; 0: at once */
	bool every;		/* and again after as many */
	const struct act *act;
	struct slice args;	/* of the act, every key as it was written */
};

/*
 * ERR_SYNTAX with a remedy in err_detail(), *column is where (from 1). A rule
 * that parses is about one kind of things, does not hold or not by the clock
 * alone, and its act can be done to such a thing.
 */
enum err rule_parse(struct slice text, struct rule *out, int *column);

#endif
