/* Replies: their codes, the writer, and the reader of the same. */
#ifndef PROTO_REPLY_H
#define PROTO_REPLY_H

#include "common/buf.h"
#include "proto/command.h"

enum reply_code {
#define X(code, id, multi, text, args, help) REPLY_##id = (code),
#include "proto/reply.def"
#undef X
};

/* The text of a code in reply.def, a printf format; NULL when unknown. */
const char *reply_text(int code);

/* Appends "code text CRLF" with the table's text as format. */
void reply_put(struct buf *out, enum reply_code code, ...);
/* The same with a text of its own; control bytes in it become '?'. */
void reply_putf(struct buf *out, enum reply_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Splits a reply line without its end; false when it is none. */
bool reply_parse(struct slice line, int *code, struct slice *text);
/*
 * Whether a dot-terminated block follows this code as the answer to this
 * command (CMD_COUNT for the greeting). 211 depends on the command.
 */
bool reply_has_block(int code, enum command_id cmd);

#endif
