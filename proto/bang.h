/*
 * Acts in postings: the lines of a reply that begin with "!" in front of its
 * own text (!solve, !+1, !dup <mid>, !flag spam, !accept 3), and the field
 * X-Act. What they are done to is the article replied to, unless the act is
 * about another kind of thing, which it names then.
 */
#ifndef PROTO_BANG_H
#define PROTO_BANG_H

#include "proto/act.h"
#include "proto/limits.h"

/* Where a walk over the lines stands. */
struct bang {
	struct slice parent;	/* the article replied to; len 0: none */
	struct slice rest;	/* of the body */
	struct slice line;	/* the last one, without "!" */
	char target[LIMIT_LINE];	/* of the last act, when it was made */
};

/*
 * body is text (UTF-8, transfer encoding undone), lines end in LF or CRLF.
 * Both must stay valid. Quoted lines, the line that introduces them, and
 * empty lines in front are passed over.
 */
void bang_begin(struct bang *b, struct slice parent, struct slice body);
/*
 * The next act; false when the first lines hold no more. *e is OK, or
 * ERR_SYNTAX with a remedy in err_detail() that names the line. out points
 * into body and b, until the next call.
 */
bool bang_next(struct bang *b, struct act_request *out, enum err *e);
/*
 * Behind the last act: whether the body says anything else. Quotes, empty
 * lines and a signature are nothing.
 */
bool bang_has_text(const struct bang *b);

/*
 * One act as such a line (without "!") or X-Act has it: "solve", "+1",
 * "dup <mid>". ERR_SYNTAX as above. b holds the target that out points to.
 */
enum err bang_parse(struct bang *b, struct slice parent, struct slice text,
    struct act_request *out);

#endif
