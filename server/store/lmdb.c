/* LMDB behind a sticky-error transaction. */
#include "server/store/lmdb.h"

#include <errno.h>
#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>

#include "common/log.h"
#include "common/xalloc.h"

#define MAX_READERS 512
#define SETS 2

struct db {
	MDB_env *env;
	MDB_dbi dbi[SETS][T_COUNT];
	char set;		/* in use */
	char *path;
	void *attached[SETS][ATTACH_COUNT];
};

struct txn {
	struct db *db;
	MDB_txn *mt;
	bool write;
	char set;
	enum err err;		/* the first failure */
	char why[256];		/* its detail */
	MDB_cursor *kept[T_COUNT];	/* one of a walk for each table */
	bool taken[T_COUNT];
	/* Writing: at the last row; the next one is often beside it. */
	MDB_cursor *row[T_COUNT];
};

static const struct {
	const char *name;
	bool projection;
} tables[T_COUNT] = {
#define X(id, name, projection) [T_##id] = { name, projection },
	STORE_TABLES(X)
#undef X
};

static enum err
fault(int rc, const char *what)
{
	switch (rc) {
	case MDB_SUCCESS:
		return OK;
	case MDB_NOTFOUND:
		return ERR_NOTFOUND;
	case MDB_MAP_FULL:
		return err_set(ERR_FULL, "the store is full: raise the quota");
	case ENOSPC:
	case EDQUOT:
		return err_set(ERR_FULL, "the disk is full");
	case MDB_KEYEXIST:	/* something stands where the end should be */
	case MDB_CORRUPTED:
	case MDB_PAGE_NOTFOUND:
	case MDB_INVALID:
		return err_set(ERR_CORRUPT, "%s: %s", what, mdb_strerror(rc));
	case MDB_VERSION_MISMATCH:
		return err_set(ERR_VERSION, "%s: %s", what, mdb_strerror(rc));
	case ENOMEM:
		return err_set(ERR_NOMEM, "%s: out of memory", what);
	default:
		return err_set(ERR_IO, "%s: %s", what, mdb_strerror(rc));
	}
}

/* A short write reports EIO; what is meant may be a full disk. */
static enum err
commit_fault(struct db *db, int rc)
{
	struct statvfs fs;

	if (rc == EIO && statvfs(db->path, &fs) == 0 &&
	    (uint64_t)fs.f_bavail * fs.f_frsize < 1 << 20)
		rc = ENOSPC;
	return fault(rc, "commit");
}

static int
set_index(char set)
{
	return set == 'b';
}

static enum err
open_table(MDB_txn *mt, char set, enum table tb, MDB_dbi *out)
{
	char name[32];
	int rc;

	if (!tables[tb].projection)
		snprintf(name, sizeof(name), "%s", tables[tb].name);
	else
		snprintf(name, sizeof(name), "%s.%c", tables[tb].name, set);
	rc = mdb_dbi_open(mt, name, MDB_CREATE, out);
	return fault(rc, name);
}

/* What the meta table says: a newer store must not be touched. */
static enum err
read_meta(struct txn *t)
{
	struct slice v;
	uint32_t format;

	if (txn_get(t, T_META, "set", 3, &v) && v.len == 1)
		t->db->set = v.p[0];
	if (!txn_get(t, T_META, "format", 6, &v) || v.len != sizeof(format))
		return txn_error(t);
	memcpy(&format, v.p, sizeof(format));
	if (format > STORE_FORMAT)
		return err_set(ERR_VERSION, "the store has format %u, this "
		    "program knows %d; use the newer program",
		    format, STORE_FORMAT);
	return OK;
}

/* Opens the tables of both sets, meta first; makes those that are missing. */
static enum err
open_tables(struct db *db)
{
	struct txn *t = txn_begin(db);
	enum err e;

	if (t == NULL)
		return ERR_IO;
	e = open_table(t->mt, 'a', T_META, &db->dbi[0][T_META]);
	if (e == OK)
		e = read_meta(t);
	for (int s = 0; s < SETS; s++)
		for (enum table tb = 0; tb < T_COUNT && e == OK; tb++)
			e = open_table(t->mt, "ab"[s], tb, &db->dbi[s][tb]);
	if (e == OK)
		return txn_commit(&t);
	txn_abort(&t);
	return e;
}

enum err
db_open(const char *path, uint64_t map_size, struct db **out)
{
	struct db *db = xcalloc(1, sizeof(*db));
	enum err e;
	int rc;

	db->set = 'a';
	db->path = xstrdup(path);
	rc = mdb_env_create(&db->env);
	if (rc == 0)
		rc = mdb_env_set_mapsize(db->env, map_size);
	if (rc == 0)
		rc = mdb_env_set_maxdbs(db->env, SETS * T_COUNT);
	if (rc == 0)
		rc = mdb_env_set_maxreaders(db->env, MAX_READERS);
	if (rc == 0)
		rc = mdb_env_open(db->env, path, MDB_NOTLS, 0600);
	e = fault(rc, path);
	if (e == OK) {
		db_check_readers(db);
		e = open_tables(db);
	}
	if (e != OK)
		db_close(&db);
	*out = db;
	return e;
}

void
db_close(struct db **dbp)
{
	struct db *db = *dbp;

	if (db == NULL)
		return;
	if (db->env != NULL)
		mdb_env_close(db->env);
	free(db->path);
	free(db);
	*dbp = NULL;
}

enum err
db_copy(struct db *db, int fd)
{
	return fault(mdb_env_copyfd2(db->env, fd, MDB_CP_COMPACT), "backup");
}

void
db_check_readers(struct db *db)
{
	int dead = 0;

	mdb_reader_check(db->env, &dead);
	if (dead > 0)
		log_info("freed %d reader slots of dead processes", dead);
}

void
db_usage(struct db *db, struct db_usage *out)
{
	MDB_envinfo info;
	MDB_stat stat;

	mdb_env_info(db->env, &info);
	mdb_env_stat(db->env, &stat);
	*out = (struct db_usage){
		.used = (uint64_t)(info.me_last_pgno + 1) * stat.ms_psize,
		.readers = info.me_numreaders,
	};
}

/* A transaction that writes may not see the list; one that reads may. */
uint64_t
db_free_bytes(struct db *db)
{
	struct txn *t = txn_new_read(db);
	MDB_cursor *mc = NULL;
	MDB_val key, val;
	MDB_stat stat;
	uint64_t pages = 0;

	/* The free list is table 0: transaction -> count, page numbers. */
	if (t != NULL && txn_renew(t) == OK &&
	    mdb_cursor_open(t->mt, 0, &mc) == 0) {
		while (mdb_cursor_get(mc, &key, &val, MDB_NEXT) == 0)
			pages += *(size_t *)val.mv_data;
		mdb_cursor_close(mc);
	}
	txn_free(&t);
	mdb_env_stat(db->env, &stat);
	return pages * stat.ms_psize;
}

void
db_attach(struct db *db, char set, enum attached what, void *p)
{
	db->attached[set_index(set)][what] = p;
}

void *
db_attached(const struct db *db, char set, enum attached what)
{
	return db->attached[set_index(set)][what];
}

/* --- transactions ------------------------------------------------------ */

static struct txn *
txn_make(struct db *db, bool write)
{
	struct txn *t = xcalloc(1, sizeof(*t));

	t->db = db;
	t->write = write;
	t->set = db->set;
	return t;
}

struct txn *
txn_new_read(struct db *db)
{
	struct txn *t = txn_make(db, false);
	int rc = mdb_txn_begin(db->env, NULL, MDB_RDONLY, &t->mt);

	if (rc == MDB_READERS_FULL) {
		db_check_readers(db);
		rc = mdb_txn_begin(db->env, NULL, MDB_RDONLY, &t->mt);
	}
	if (rc != 0) {
		fault(rc, "begin reading");
		free(t);
		return NULL;
	}
	mdb_txn_reset(t->mt);
	return t;
}

static void
drop_cursors(struct txn *t)
{
	for (enum table tb = 0; tb < T_COUNT; tb++) {
		if (t->kept[tb] != NULL)
			mdb_cursor_close(t->kept[tb]);
		if (t->row[tb] != NULL)
			mdb_cursor_close(t->row[tb]);
		t->kept[tb] = t->row[tb] = NULL;
	}
}

enum err
txn_renew(struct txn *t)
{
	t->err = fault(mdb_txn_renew(t->mt), "begin reading");
	/* Cursors belong to the tables of one set. */
	if (t->set != t->db->set)
		drop_cursors(t);
	t->set = t->db->set;
	return t->err;
}

void
txn_reset(struct txn *t)
{
	mdb_txn_reset(t->mt);
}

void
txn_free(struct txn **tp)
{
	struct txn *t = *tp;

	if (t == NULL)
		return;
	drop_cursors(t);
	if (t->mt != NULL)
		mdb_txn_abort(t->mt);
	free(t);
	*tp = NULL;
}

static struct txn *
begin(struct db *db, MDB_txn *parent)
{
	struct txn *t = txn_make(db, true);
	int rc = mdb_txn_begin(db->env, parent, 0, &t->mt);

	if (rc == MDB_PANIC)
		log_fatal("the store failed beyond repair in this process; "
		    "restart, then run stoactl check");
	if (rc != 0) {
		fault(rc, "begin writing");
		free(t);
		return NULL;
	}
	return t;
}

struct txn *
txn_begin(struct db *db)
{
	return begin(db, NULL);
}

struct txn *
txn_nest(struct txn *parent)
{
	struct txn *t = begin(parent->db, parent->mt);

	if (t != NULL)
		t->set = parent->set;
	return t;
}

enum err
txn_commit(struct txn **tp)
{
	struct txn *t = *tp;
	enum err e = t->err;

	if (e != OK) {
		err_set(e, "%s", t->why);
		txn_abort(tp);
		return e;
	}
	e = commit_fault(t->db, mdb_txn_commit(t->mt));
	t->mt = NULL;
	free(t);
	*tp = NULL;
	return e;
}

void
txn_abort(struct txn **tp)
{
	if (*tp == NULL)
		return;
	mdb_txn_abort((*tp)->mt);
	free(*tp);
	*tp = NULL;
}

enum err
txn_error(const struct txn *t)
{
	return t->err;
}

const char *
txn_why(const struct txn *t)
{
	return t->why;
}

void
txn_fail(struct txn *t, enum err e)
{
	if (e == OK || t->err != OK)
		return;
	t->err = e;
	snprintf(t->why, sizeof(t->why), "%s", err_detail());
}

void
txn_use_set(struct txn *t, char set)
{
	if (t->set != set)
		drop_cursors(t);
	t->set = set;
}

struct db *
txn_db(const struct txn *t)
{
	return t->db;
}

char
txn_set(const struct txn *t)
{
	return t->set;
}

void
txn_drop_set(struct txn *t, char set)
{
	int s = set_index(set);

	for (enum table tb = 0; tb < T_COUNT && t->err == OK; tb++)
		if (tables[tb].projection)
			txn_fail(t, fault(mdb_drop(t->mt,
			    t->db->dbi[s][tb], 0), tables[tb].name));
}

void
txn_adopt(struct txn *t, const char *older, enum table tb)
{
	MDB_cursor *c = NULL;
	MDB_val k, v;
	MDB_dbi from;
	int rc = mdb_dbi_open(t->mt, older, 0, &from);

	if (rc == MDB_NOTFOUND)
		return;
	if (rc == 0)
		rc = mdb_cursor_open(t->mt, from, &c);
	if (rc == 0)
		rc = mdb_cursor_get(c, &k, &v, MDB_FIRST);
	for (; rc == 0; rc = mdb_cursor_get(c, &k, &v, MDB_NEXT))
		txn_put(t, tb, k.mv_data, k.mv_size, v.mv_data, v.mv_size);
	if (c != NULL)
		mdb_cursor_close(c);
	if (rc == MDB_NOTFOUND)
		rc = mdb_drop(t->mt, from, 1);
	txn_fail(t, fault(rc, older));
}

void
db_use_set(struct db *db, char set)
{
	db->set = set;
}

/* --- rows -------------------------------------------------------------- */

static MDB_dbi
dbi_of(const struct txn *t, enum table tb)
{
	return t->db->dbi[set_index(t->set)][tb];
}

static MDB_val
val_of(const void *p, size_t n)
{
	return (MDB_val){ n, (void *)(uintptr_t)p };
}

static struct slice
slice_of_val(MDB_val v)
{
	return slice_make(v.mv_data, v.mv_size);
}

/* The cursor of a table for single rows; NULL while only reading. */
static MDB_cursor *
row_cursor(struct txn *t, enum table tb)
{
	int rc;

	if (!t->write || t->row[tb] != NULL)
		return t->row[tb];
	rc = mdb_cursor_open(t->mt, dbi_of(t, tb), &t->row[tb]);
	if (rc != 0)
		txn_fail(t, fault(rc, tables[tb].name));
	return t->row[tb];
}

bool
txn_get(struct txn *t, enum table tb, const void *key, size_t klen,
    struct slice *val)
{
	MDB_val k = val_of(key, klen), v;
	MDB_cursor *mc;
	int rc;

	if (t->err != OK || klen == 0)
		return false;
	mc = row_cursor(t, tb);
	rc = mc != NULL ? mdb_cursor_get(mc, &k, &v, MDB_SET) :
	    mdb_get(t->mt, dbi_of(t, tb), &k, &v);
	if (rc == 0)
		*val = slice_of_val(v);
	else if (rc != MDB_NOTFOUND)
		txn_fail(t, fault(rc, tables[tb].name));
	return rc == 0;
}

void
txn_put(struct txn *t, enum table tb, const void *key, size_t klen,
    const void *val, size_t vlen)
{
	MDB_val k = val_of(key, klen), v = val_of(val, vlen);
	MDB_cursor *mc = t->err == OK ? row_cursor(t, tb) : NULL;

	if (mc != NULL)
		txn_fail(t, fault(mdb_cursor_put(mc, &k, &v, 0),
		    tables[tb].name));
}

/* Not by a cursor that is kept: see cursor_last(). */
void
txn_append(struct txn *t, enum table tb, const void *key, size_t klen,
    const void *val, size_t vlen)
{
	MDB_val k = val_of(key, klen), v = val_of(val, vlen);

	if (t->err == OK)
		txn_fail(t, fault(mdb_put(t->mt, dbi_of(t, tb), &k, &v,
		    MDB_APPEND), tables[tb].name));
}

void
txn_del(struct txn *t, enum table tb, const void *key, size_t klen)
{
	MDB_val k = val_of(key, klen), v;
	MDB_cursor *mc = t->err == OK ? row_cursor(t, tb) : NULL;
	int rc;

	if (mc == NULL)
		return;
	rc = mdb_cursor_get(mc, &k, &v, MDB_SET);
	if (rc == 0)
		rc = mdb_cursor_del(mc, 0);
	if (rc != MDB_NOTFOUND)
		txn_fail(t, fault(rc, tables[tb].name));
}

uint64_t
txn_rows(struct txn *t, enum table tb)
{
	MDB_stat stat;

	if (t->err != OK || mdb_stat(t->mt, dbi_of(t, tb), &stat) != 0)
		return 0;
	return stat.ms_entries;
}

/* --- cursors ----------------------------------------------------------- */

void
cursor_open(struct cursor *c, struct txn *t, enum table tb)
{
	MDB_cursor *mc = NULL;
	int rc = 0;

	*c = (struct cursor){ .txn = t, .table = tb };
	if (t->err != OK)
		return;
	if (t->kept[tb] != NULL && !t->taken[tb]) {
		mc = t->kept[tb];
		if (!t->write)
			rc = mdb_cursor_renew(t->mt, mc);
		t->taken[tb] = true;
	} else {
		rc = mdb_cursor_open(t->mt, dbi_of(t, tb), &mc);
		if (rc == 0 && t->kept[tb] == NULL) {
			t->kept[tb] = mc;
			t->taken[tb] = true;
		}
	}
	if (rc != 0) {
		txn_fail(t, fault(rc, tables[tb].name));
		return;
	}
	c->mc = mc;
}

void
cursor_close(struct cursor *c)
{
	if (c->mc == NULL)
		return;
	if (c->mc == c->txn->kept[c->table])
		c->txn->taken[c->table] = false;
	else
		mdb_cursor_close(c->mc);
	c->mc = NULL;
}

static bool
move(struct cursor *c, MDB_val key, MDB_cursor_op op)
{
	MDB_val val;
	int rc;

	if (c->mc == NULL || c->txn->err != OK)
		return false;
	rc = mdb_cursor_get(c->mc, &key, &val, op);
	if (rc == 0) {
		c->key = slice_of_val(key);
		c->val = slice_of_val(val);
		return true;
	}
	if (rc != MDB_NOTFOUND)
		txn_fail(c->txn, fault(rc, tables[c->table].name));
	return false;
}

bool
cursor_seek(struct cursor *c, const void *key, size_t klen)
{
	if (klen == 0)
		return move(c, val_of(NULL, 0), MDB_FIRST);
	return move(c, val_of(key, klen), MDB_SET_RANGE);
}

bool
cursor_seek_back(struct cursor *c, const void *key, size_t klen)
{
	if (!cursor_seek(c, key, klen))
		return cursor_last(c);
	if (slice_eq(c->key, slice_make(key, klen)))
		return true;
	return cursor_prev(c);
}

bool
cursor_next(struct cursor *c)
{
	return move(c, val_of(NULL, 0), MDB_NEXT);
}

bool
cursor_prev(struct cursor *c)
{
	return move(c, val_of(NULL, 0), MDB_PREV);
}

/*
 * A cursor that stood at the end once takes its page for the last one,
 * whatever was split off it since; at the beginning it forgets that.
 */
bool
cursor_last(struct cursor *c)
{
	if (c->txn->write && !cursor_seek(c, NULL, 0))
		return false;
	return move(c, val_of(NULL, 0), MDB_LAST);
}
