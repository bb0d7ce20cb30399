/*
 * Backups: a compacted copy of a store in use, and its way back. A backup
 * has the layout of a data directory.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/xalloc.h"
#include "server/store/internal.h"

/* What an operator means is a place of its own, not /etc. */
static enum err
make_place(const char *dir)
{
	bool empty = false;
	enum err e = dir_make(dir);

	if (e == OK)
		e = dir_empty(dir, &empty);
	if (e == OK && !empty)
		e = err_set(ERR_EXISTS, "%s is not empty; name an empty "
		    "directory, or one that is not there yet", dir);
	return e;
}

enum err
backup_open(const char *dir, int *fd)
{
	char *fresh = xasprintf("%s/store.new", dir);
	char *file = xasprintf("%s/data.mdb", fresh);
	struct stat st;
	enum err e = stat(fresh, &st) == 0 ? OK : make_place(dir);

	/* Who makes it may write to it: of two at once one is refused. */
	if (e == OK && mkdir(fresh, 0700) == -1)
		e = errno == EEXIST ? err_set(ERR_EXISTS, "%s: a backup is "
		    "being made there, or was left unfinished; name an empty "
		    "directory", dir) : err_errno("%s", fresh);
	else if (e == OK) {
		*fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
		    0600);
		if (*fd == -1) {
			e = err_errno("%s", file);
			dir_remove(fresh);
		}
	}
	free(fresh);
	free(file);
	return e;
}

enum err
backup_close(const char *dir, bool good)
{
	char *fresh = xasprintf("%s/store.new", dir);
	char *path = xasprintf("%s/store", dir);
	enum err e = good ? dir_settle(fresh, path) : OK;

	if (!good || e != OK)
		dir_remove(fresh);
	free(fresh);
	free(path);
	return e;
}

enum err
store_backup_to(struct store *s, int fd)
{
	return db_copy(s->db, fd);
}

static enum err
copy_file(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = in != -1 ? open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    0600) : -1;
	enum err e = OK;
	ssize_t n = 0;

	if (in == -1)
		e = err_errno("%s", from);
	else if (out == -1)
		e = err_errno("%s", to);
	while (e == OK && (n = sendfile(out, in, NULL, 1 << 20)) > 0)
		;
	if (e == OK && (n == -1 || fsync(out) == -1))
		e = err_errno("%s", to);
	if (in != -1)
		close(in);
	if (out != -1)
		close(out);
	return e;
}

/* A restored store is opened and read through before it counts. */
static enum err
prove(const char *dir)
{
	struct store_options o = { .dir = dir };
	struct upkeep_report r;
	struct store *s;
	enum err e = store_open(&o, &s);

	if (e == OK)
		e = store_check(s, NULL, NULL, &r);
	store_close(&s);
	return e;
}

/* By way of a data directory of its own, scratch. */
static enum err
restore(const char *backup, const char *scratch, const char *path)
{
	char *from = xasprintf("%s/store/data.mdb", backup);
	char *fresh = xasprintf("%s/store", scratch);
	char *to = xasprintf("%s/data.mdb", fresh);
	enum err e;

	dir_remove(fresh);	/* what an interrupted restore left */
	dir_remove(scratch);
	e = dir_make(scratch);
	if (e == OK)
		e = dir_make(fresh);
	if (e == OK)
		e = copy_file(from, to);
	if (e == OK)
		e = prove(scratch);
	if (e == OK)
		e = dir_settle(fresh, path);
	dir_remove(fresh);
	dir_remove(scratch);
	free(from);
	free(fresh);
	free(to);
	return e;
}

enum err
store_restore(const char *backup, const char *dir)
{
	char *from = xasprintf("%s/store/data.mdb", backup);
	char *scratch = xasprintf("%s/restore", dir);
	char *path = xasprintf("%s/store", dir);
	struct stat st;
	enum err e;

	if (stat(from, &st) == -1)
		e = err_errno("%s", from);
	else
		e = dir_make(dir);
	if (e == OK && stat(path, &st) == 0)
		e = err_set(ERR_EXISTS, "%s holds a store already; restore "
		    "into an empty directory", dir);
	if (e == OK)
		e = restore(backup, scratch, path);
	free(from);
	free(scratch);
	free(path);
	return e;
}
