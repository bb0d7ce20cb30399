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

static enum err
make_dir(const char *path)
{
	return mkdir(path, 0700) == 0 ? OK : err_errno("%s", path);
}

static enum err
sync_path(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err e = fd != -1 && fsync(fd) == 0 ? OK : err_errno("%s", path);

	if (fd != -1)
		close(fd);
	return e;
}

enum err
store_backup(struct store *s, const char *dir)
{
	char *fresh = xasprintf("%s/store.new", dir);
	char *final = xasprintf("%s/store", dir);
	char *data = xasprintf("%s/store/data.mdb", dir);
	struct stat st;
	enum err e = OK;

	if (mkdir(dir, 0700) == -1 && errno != EEXIST)
		e = err_errno("%s", dir);
	else if (stat(final, &st) == 0 || stat(fresh, &st) == 0)
		e = err_set(ERR_EXISTS, "%s holds a store already; name an "
		    "empty directory", dir);
	if (e == OK)
		e = make_dir(fresh);
	if (e == OK)
		e = db_copy(s->db, fresh);
	if (e == OK && rename(fresh, final) == -1)
		e = err_errno("%s", final);
	if (e == OK)
		e = sync_path(data);
	if (e == OK)
		e = sync_path(dir);
	free(fresh);
	free(final);
	free(data);
	return e;
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

enum err
store_restore(const char *backup, const char *dir)
{
	char *from = xasprintf("%s/store/data.mdb", backup);
	char *fresh = xasprintf("%s/store.new", dir);
	char *to = xasprintf("%s/store.new/data.mdb", dir);
	char *final = xasprintf("%s/store", dir);
	struct stat st;
	enum err e = OK;

	if (stat(from, &st) == -1)
		e = err_errno("%s", from);
	else if (mkdir(dir, 0700) == -1 && errno != EEXIST)
		e = err_errno("%s", dir);
	else if (stat(final, &st) == 0)
		e = err_set(ERR_EXISTS, "%s holds a store already; restore "
		    "into an empty directory", dir);
	if (e == OK) {
		unlink(to);	/* what an interrupted restore left */
		rmdir(fresh);
		e = make_dir(fresh);
	}
	if (e == OK)
		e = copy_file(from, to);
	if (e == OK && rename(fresh, final) == -1)
		e = err_errno("%s", final);
	if (e == OK)
		e = sync_path(dir);
	if (e == OK)
		e = prove(dir);
	free(from);
	free(fresh);
	free(to);
	free(final);
	return e;
}
