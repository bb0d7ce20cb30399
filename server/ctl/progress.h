/* How far a long work is, on the terminal; nothing when there is none. */
#ifndef SERVER_CTL_PROGRESS_H
#define SERVER_CTL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"

struct progress {
	bool on;		/* stderr is a terminal */
	bool shown;		/* a line is on the screen now */
	const char *what;	/* left of the bar */
	const char *things;	/* "messages" */
	uint64_t began, last;	/* milliseconds, clock_mono_ms() */
};

void progress_begin(
    struct progress *p, const char *what, const char *things);
/* done of total (0: unknown) in any unit, and how many things that are. */
void progress_step(struct progress *p, uint64_t done, uint64_t total,
    uint64_t count);
/* Takes the line away, so that others can write. */
void progress_hide(struct progress *p);
/* Seconds since the beginning. */
double progress_seconds(const struct progress *p);
/* Appends 15000 as "15,000". */
void progress_put_number(struct buf *out, uint64_t n);

#endif
