/* Dates: RFC 5322 with its obsolete forms, RFC 3339, NNTP's own. */
#ifndef PROTO_DATE_H
#define PROTO_DATE_H

#include <stdint.h>

#include "common/buf.h"

/*
 * Reads a Date header of any age: comments, two-digit years, zone names,
 * missing weekday or seconds, ctime order. Unknown zones count as UTC.
 * False when no day can be made out. Result: seconds since 1970.
 */
bool date_parse(struct slice s, int64_t *out);
/* "Sun, 22 Nov 2026 03:00:00 +0000" */
void date_put_rfc5322(struct buf *out, int64_t t);
/* "2026-11-22T03:00:00Z" */
void date_put_rfc3339(struct buf *out, int64_t t);
bool date_parse_rfc3339(struct slice s, int64_t *out);
/* "20261122030000" (RFC 3977, 7.1) */
void date_put_nntp(struct buf *out, int64_t t);
/*
 * The arguments of NEWGROUPS and NEWNEWS: [yy]yymmdd and hhmmss; a two-digit
 * year is of now's century, or of the one before when that would be a year
 * to come (RFC 3977, 7.3.2).
 */
bool date_parse_nntp(
    struct slice day, struct slice time, int64_t now, int64_t *out);
/* The first second of a day; false when the calendar has no such day. */
bool date_of(int year, int month, int day, int64_t *out);

#endif
