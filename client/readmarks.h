/*
 * What was read: article numbers per board, one newsrc-like file a server
 * in the user's data directory. The only place that knows where read state
 * lives. Two clients may write the file: each writes the boards it changed.
 *
 * Of a server that keeps marks for an account the file also holds what both
 * sides had when they last agreed. What differs from that here was read, or
 * marked unread, here; what differs there was so elsewhere: both count.
 */
#ifndef CLIENT_READMARKS_H
#define CLIENT_READMARKS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/err.h"

struct readmarks;

/* Reads the file for a server ("news.example.org:119"); never NULL. */
struct readmarks *readmarks_open(const char *server);
/* Saves and frees; NULLs the owner's pointer. */
void readmarks_close(struct readmarks **owner);

bool readmarks_has(const struct readmarks *r, const char *board, uint64_t n);
void readmarks_set(
    struct readmarks *r, const char *board, uint64_t low, uint64_t high);
void readmarks_unset(
    struct readmarks *r, const char *board, uint64_t low, uint64_t high);
/* The same by "host board:number ...", what Xref says. */
void readmarks_places(struct readmarks *r, struct slice xref, bool read);
/*
 * A view's articles from that number on are told by readmarks_link() now,
 * all of them; those before stay as they are known.
 */
void readmarks_view(struct readmarks *r, const char *view, uint64_t low);
/*
 * What has that number in the view stands at those places, too: from now on
 * it is read in all of them or in none; now, when it was in one.
 */
void readmarks_link(
    struct readmarks *r, const char *view, uint64_t n, struct slice xref);
/* Marks 1..high read and remembers the marks before for readmarks_undo. */
void readmarks_catchup(struct readmarks *r, const char *board, uint64_t high);
/* Undoes the last catch-up; the board's name or NULL when there was none. */
const char *readmarks_undo(struct readmarks *r);
/* Unread ones, from the server's low and high water mark and count. */
uint64_t readmarks_unread(const struct readmarks *r, const char *board,
    uint64_t low, uint64_t high, uint64_t count);
/*
 * Whose marks the server has. With another account than the last time
 * nothing is agreed upon: all that is read here or there is read.
 */
void readmarks_account(struct readmarks *r, const char *name);
/* Takes what the server has of a board, "1-500,503"; true: it was news. */
bool readmarks_merge(
    struct readmarks *r, const char *board, struct slice numbers);
/*
 * The server has no mark at all: its store was made anew. That is no reason
 * to take any away here; it is told all of them.
 */
void readmarks_disagree(struct readmarks *r);
/* Whether the server had any mark there when it was last asked. */
bool readmarks_agreed(const struct readmarks *r, const char *board);
/*
 * Some board of which the server does not know all, NULL when there is none,
 * and what it is to be told: at most max bytes of "1-500,!503". Of another
 * one only after readmarks_told().
 */
const char *readmarks_untold(
    struct readmarks *r, struct buf *numbers, size_t max);
enum readmarks_answer {
	MARKS_TAKEN,
	MARKS_LATER,		/* it may be asked again */
	MARKS_REFUSED,		/* not until readmarks_account() */
};
void readmarks_told(struct readmarks *r, enum readmarks_answer answer);
/* Whether there is something to save. */
bool readmarks_dirty(const struct readmarks *r);
enum err readmarks_save(struct readmarks *r);

#endif
