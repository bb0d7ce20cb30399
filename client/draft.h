/*
 * Drafts on disk, $XDG_DATA_HOME/stoa/drafts: one file each, in the user's
 * charset while it is edited. ".eml" is being written, ".out" was sent and
 * its fate is not known. A draft goes away only when the server has it.
 */
#ifndef CLIENT_DRAFT_H
#define CLIENT_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"
#include "common/err.h"

struct draft {
	char *path;
	bool out;		/* sent, not confirmed */
};

#define DRAFT_MAX (4u << 20)

/* Makes a file with this text; NULL and err_detail() when it cannot. */
struct draft *draft_new(struct slice text);
void draft_free(struct draft **owner);
/* The text as UTF-8. */
enum err draft_read(const struct draft *d, struct buf *text);
/* Replaces the text. */
enum err draft_write(const struct draft *d, struct slice text);
/* Marks as sent or as being written. */
enum err draft_set_out(struct draft *d, bool out);
enum err draft_remove(struct draft *d);
/*
 * Drafts of earlier runs, oldest first, those of a program that still runs
 * left out. Owned by the caller, both the array and the drafts.
 */
struct draft **draft_list(size_t *n);

#endif
