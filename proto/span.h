/* Spans of time as people write them: 90s, 15m, 24h, 7d. */
#ifndef PROTO_SPAN_H
#define PROTO_SPAN_H

#include <stdint.h>

#include "common/buf.h"

/* Digits and one of s, m, h, d, w; in seconds, at most a hundred years. */
bool span_parse(struct slice s, int64_t *out);
/* In the largest unit that leaves nothing over: "36h", "7d", "0s". */
void span_put(struct buf *out, int64_t seconds);
/* For a sentence, in hours, minutes or seconds: "24 h", "90 min", "5 s". */
void span_say(struct buf *out, uint64_t seconds);
/*
 * A time (RFC 3339), the beginning of a day in UTC ("2026-12-01"), or a span
 * before now.
 */
bool span_time(struct slice s, int64_t now, int64_t *out);
/* The same with a span from now on. */
bool span_until(struct slice s, int64_t now, int64_t *out);

#endif
