/*
 * LMDB behind a sticky-error transaction: after the first failure calls do
 * nothing, and the commit tells. Nothing else sees <lmdb.h>.
 */
#ifndef SERVER_STORE_LMDB_H
#define SERVER_STORE_LMDB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/slice.h"
#include "server/store/schema.h"

struct db;
struct txn;
struct cursor;

/*
 * path is a directory that exists. One handle a process and path.
 * ERR_VERSION, and nothing is written, when a newer program made it.
 */
enum err db_open(const char *path, uint64_t map_size, struct db **out);
void db_close(struct db **db);
/* A compacted copy into an empty file. Any thread. */
enum err db_copy(struct db *db, int fd);
/* Frees the slots of readers that died. */
void db_check_readers(struct db *db);

enum attached {
	ATTACH_MSGIDS, ATTACH_STANDING, ATTACH_WORDS, ATTACH_COUNT
};

/* What the caller keeps in memory beside a set of tables; not freed here. */
void db_attach(struct db *db, char set, enum attached what, void *p);
void *db_attached(const struct db *db, char set, enum attached what);

struct db_usage {
	uint64_t used;		/* bytes of pages in use or free in the file */
	uint64_t readers;
};

void db_usage(struct db *db, struct db_usage *out);
/* Bytes of free pages inside the file; walks the free list. Any thread. */
uint64_t db_free_bytes(struct db *db);

/*
 * A read transaction that is begun and ended many times by one thread. New
 * ones are ended. NULL when there is no free reader slot.
 */
struct txn *txn_new_read(struct db *db);
enum err txn_renew(struct txn *t);
void txn_reset(struct txn *t);
void txn_free(struct txn **t);

/* NULL with err_detail(); a damaged environment ends the process. */
struct txn *txn_begin(struct db *db);
/*
 * One within another: its commit makes what it did a part of that one, its
 * abort undoes it. Meanwhile the other is not used.
 */
struct txn *txn_nest(struct txn *parent);
/*
 * OK once it is durable, else the first failure and its detail; ends the
 * transaction either way.
 */
enum err txn_commit(struct txn **t);
void txn_abort(struct txn **t);
/* The first failure of this transaction, and its sentence. */
enum err txn_error(const struct txn *t);
const char *txn_why(const struct txn *t);
/*
 * Records a failure of the caller's own with its err_detail(); the
 * transaction cannot commit. OK is no failure.
 */
void txn_fail(struct txn *t, enum err e);

/* Which set of projections is meant: 'a' or 'b'. New: the one in use. */
void txn_use_set(struct txn *t, char set);
char txn_set(const struct txn *t);
struct db *txn_db(const struct txn *t);
/*
 * Moves the rows of a table that older stores have under another name, if
 * there is one. Nobody else has the store open.
 */
void txn_adopt(struct txn *t, const char *older, enum table tb);
/* Empties every table of a set. */
void txn_drop_set(struct txn *t, char set);
/* The set new transactions use; after the commit that switched it. */
void db_use_set(struct db *db, char set);

bool txn_get(struct txn *t, enum table tb, const void *key, size_t klen,
    struct slice *val);
void txn_put(struct txn *t, enum table tb, const void *key, size_t klen,
    const void *val, size_t vlen);
/* The same for a key behind all others. */
void txn_append(struct txn *t, enum table tb, const void *key, size_t klen,
    const void *val, size_t vlen);
/* No error when it is not there. */
void txn_del(struct txn *t, enum table tb, const void *key, size_t klen);
uint64_t txn_rows(struct txn *t, enum table tb);

/*
 * A walk over one table. Cursors are kept by the transaction and used again,
 * so opening one costs little; it has to seek before it steps.
 */
struct cursor {
	struct txn *txn;
	void *mc;
	enum table table;
	struct slice key, val;	/* where it stands */
};

void cursor_open(struct cursor *c, struct txn *t, enum table tb);
void cursor_close(struct cursor *c);
/* To the first key >= the given one. False at the end. */
bool cursor_seek(struct cursor *c, const void *key, size_t klen);
/* To the last key <= the given one. */
bool cursor_seek_back(struct cursor *c, const void *key, size_t klen);
bool cursor_next(struct cursor *c);
bool cursor_prev(struct cursor *c);
bool cursor_last(struct cursor *c);

#endif
