/*
 * The event line: seq TAB time TAB actor TAB act TAB target TAB args. The
 * same line is the journal record, the audit log and the export.
 *
 * args are "key=value" words, last an optional ":text". In every part TAB,
 * CR, LF and "\" are written \t \r \n \\, a blank inside a value \s.
 */
#ifndef PROTO_EVENT_H
#define PROTO_EVENT_H

#include <stdint.h>

#include "common/buf.h"
#include "common/err.h"

struct event {
	uint64_t seq;
	int64_t time;		/* seconds since 1970 */
	struct slice actor;	/* "@anna", "system", "peer:name" */
	struct slice act;
	struct slice target;	/* "-" when there is none */
	struct slice args;	/* as written, still escaped */
};

/* Appends the line without a line end. The parts are escaped already. */
void event_print(const struct event *e, struct buf *out);
/* Points into line. ERR_SYNTAX when it is not an event. */
enum err event_parse(struct slice line, struct event *out);

/* Appends " key=value" (no blank in front of the first), value escaped. */
void event_put_arg(struct buf *args, const char *key, struct slice value);
void event_put_arg_u64(struct buf *args, const char *key, uint64_t value);
void event_put_arg_i64(struct buf *args, const char *key, int64_t value);
/* Appends ":text", escaped; the last call for these args. */
void event_put_text(struct buf *args, struct slice text);

/* A value as written, p NULL when the key is missing. */
struct slice event_arg(struct slice args, const char *key);
bool event_arg_u64(struct slice args, const char *key, uint64_t *out);
/* "-2", "+1", "10" */
bool event_arg_i64(struct slice args, const char *key, int64_t *out);
/* The text behind ":", p NULL when there is none. */
struct slice event_text(struct slice args);

/* Appends s escaped for a row or an event part (blanks kept). */
void text_escape(struct buf *out, struct slice s);
/* Undoes text_escape and the \s of values. */
void text_unescape(struct buf *out, struct slice s);

#endif
