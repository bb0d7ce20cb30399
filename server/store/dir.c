/*
 * Folders that hold a store. It is made under another name and renamed into
 * place when all of it is on the disk, so a crash leaves nothing half-made.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/xalloc.h"
#include "server/store/internal.h"

static enum err
sync_path(const char *folder, const char *name)
{
	char *path = xasprintf("%s/%s", folder, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err e = fd != -1 && fsync(fd) == 0 ? OK : err_errno("%s", path);

	if (fd != -1)
		close(fd);
	free(path);
	return e;
}

enum err
dir_make(const char *path)
{
	if (mkdir(path, 0700) == 0)
		return sync_path(path, "..");
	return errno == EEXIST ? OK : err_errno("%s", path);
}

enum err
dir_empty(const char *path, bool *empty)
{
	DIR *d = opendir(path);
	const struct dirent *at;

	if (d == NULL)
		return err_errno("%s", path);
	*empty = true;
	while (*empty && (at = readdir(d)) != NULL)
		*empty = strcmp(at->d_name, ".") == 0 ||
		    strcmp(at->d_name, "..") == 0;
	closedir(d);
	return OK;
}

enum err
dir_settle(const char *fresh, const char *path)
{
	enum err e = sync_path(fresh, "data.mdb");

	if (e == OK)
		e = sync_path(fresh, ".");
	if (e == OK && rename(fresh, path) == -1)
		e = err_errno("%s", path);
	if (e == OK)
		e = sync_path(path, "..");
	return e;
}

void
dir_remove(const char *path)
{
	static const char *const files[] = { "data.mdb", "lock.mdb", "lock" };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char *f = xasprintf("%s/%s", path, files[i]);

		unlink(f);
		free(f);
	}
	rmdir(path);
}
