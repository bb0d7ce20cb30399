/*
 * What was read: article numbers per board, one newsrc-like file a server
 * in the user's data directory. The only place that knows where read state
 * lives. Two clients may write the file: each writes the boards it changed.
 */
#ifndef CLIENT_READMARKS_H
#define CLIENT_READMARKS_H

#include <stdbool.h>
#include <stdint.h>

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
/* Marks 1..high read and remembers the marks before for readmarks_undo. */
void readmarks_catchup(struct readmarks *r, const char *board, uint64_t high);
/* Undoes the last catch-up; the board's name or NULL when there was none. */
const char *readmarks_undo(struct readmarks *r);
/* Unread ones, from the server's low and high water mark and count. */
uint64_t readmarks_unread(const struct readmarks *r, const char *board,
    uint64_t low, uint64_t high, uint64_t count);
/* Whether there is something to save. */
bool readmarks_dirty(const struct readmarks *r);
enum err readmarks_save(struct readmarks *r);

#endif
