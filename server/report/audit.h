/*
 * The audit log: who came in, who used which right, what was refused. Lines
 *
 *	TIME TAB KIND TAB SESSION TAB ADDRESS TAB ACCOUNT TAB TEXT
 *
 * with the time in UTC (RFC 3339) and "-" where a column is empty; nothing
 * in them can end a line or move a cursor. A thread of its own appends them
 * to the file, so that nobody who tells something waits; when it cannot keep
 * up, lines are left out and counted.
 */
#ifndef SERVER_REPORT_AUDIT_H
#define SERVER_REPORT_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"
#include "common/slice.h"

struct audit;
struct ip;
struct metrics;

enum audit_kind {
#define X(id, ...) AUDIT_##id,
#include "server/report/audit.def"
#undef X
	AUDIT_KINDS
};

/* Lines of a kind a second, of those that strangers can cause. */
enum { AUDIT_RATE = 50 };

/* Whom it is about; all of it may be missing. */
struct audit_from {
	uint32_t session;	/* 0: none */
	const struct ip *ip;	/* NULL, or an unknown one: no network */
	const char *account;	/* NULL or "": none */
};

/* Opens the file, made with mode 0600; lines are counted in m. */
enum err audit_open(
    const char *path, struct metrics *m, struct audit **out);
/*
 * Calls tick now and every AUDIT_TICK_S, on the thread that writes the lines.
 * With NULL the one before is called once more, here, and then no more.
 */
enum { AUDIT_TICK_S = 15 };
void audit_tick(struct audit *a, void (*tick)(void *arg), void *arg);
/* Opens the file again, after it was moved away or its name changed. */
void audit_reopen(struct audit *a, const char *path);
/* Writes what is left. */
void audit_close(struct audit **a);

/* One line; a may be NULL. Any thread, never waits for the disk. */
void audit(struct audit *a, enum audit_kind kind,
    const struct audit_from *from, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* A name that may not exist, or may be a password, as a number. */
uint32_t audit_number(const struct audit *a, struct slice name);

#endif
