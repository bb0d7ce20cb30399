/* A command line as words. */
#ifndef PROTO_REQUEST_H
#define PROTO_REQUEST_H

#include "common/slice.h"
#include "proto/command.h"
#include "proto/limits.h"

enum request_status {
	REQUEST_OK,
	REQUEST_EMPTY,		/* nothing but blanks */
	REQUEST_UNKNOWN,	/* no such verb: 500 */
	REQUEST_VARIANT,	/* the verb has no such second word: 501 */
	REQUEST_FEW,		/* too few arguments: 501 */
	REQUEST_MANY,		/* too many arguments: 501 */
	REQUEST_LONG,		/* an argument is longer than its kind: 501 */
	REQUEST_UTF8,		/* not UTF-8: 501 */
};

struct request {
	const struct command *cmd;	/* also set for FEW and MANY */
	struct slice line;		/* the whole line without its end */
	struct slice rest;		/* all behind verb and sub, trimmed */
	struct slice argv[LIMIT_ARGS];	/* words of rest; with max -1: argv[0]
					   to argv[min - 1], then the rest */
	int argc;
};

/* All slices point into line. Blanks at the ends are forgiven. */
enum request_status request_parse(struct slice line, struct request *out);

#endif
