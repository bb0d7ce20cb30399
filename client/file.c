/* Files of the user, written so that a crash leaves the old or the new. */
#include "client/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/xalloc.h"

static char *
xdg_path(const char *variable, const char *fallback, const char *name)
{
	const char *dir = getenv(variable);
	const char *home = getenv("HOME");

	/* The XDG specification: a relative path is to be ignored. */
	if (dir != NULL && dir[0] == '/')
		return xasprintf("%s/stoa/%s", dir, name);
	return xasprintf("%s/%s/stoa/%s", home != NULL ? home : "", fallback,
	    name);
}

char *
file_config_path(const char *name)
{
	return xdg_path("XDG_CONFIG_HOME", ".config", name);
}

char *
file_data_path(const char *name)
{
	return xdg_path("XDG_DATA_HOME", ".local/share", name);
}

enum err
file_read(const char *path, struct buf *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t n = 0;

	if (fd < 0 && errno == ENOENT)
		return err_set(ERR_NOTFOUND, "%s", path);
	if (fd < 0)
		return err_errno("%s", path);
	for (;;) {
		char part[8192];

		n = read(fd, part, sizeof(part));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		buf_put(out, part, (size_t)n);
		if (!buf_ok(out))
			break;
	}
	if (n < 0) {
		enum err e = err_errno("%s", path);

		close(fd);
		return e;
	}
	close(fd);
	if (!buf_ok(out))
		return err_set(ERR_TOOBIG, "%s is larger than %zu bytes", path,
		    out->max);
	return OK;
}

static void
make_dirs(const char *path)
{
	char *copy = xstrdup(path);

	for (char *p = copy + 1; *p != '\0'; p++)
		if (*p == '/') {
			*p = '\0';
			(void)mkdir(copy, 0700);
			*p = '/';
		}
	free(copy);
}

static enum err
sync_dir(const char *path)
{
	char *copy = xstrdup(path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r = fd < 0 ? -1 : fsync(fd);
	enum err e = r < 0 ? err_errno("%s", copy) : OK;

	if (fd >= 0)
		close(fd);
	free(copy);
	return e;
}

static bool
write_all(int fd, struct slice text)
{
	while (text.len > 0) {
		ssize_t n = write(fd, text.p, text.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		text = slice_from(text, (size_t)n);
	}
	return fsync(fd) == 0;
}

enum err
file_write(const char *path, struct slice text)
{
	char *tmp = xasprintf("%s.XXXXXX", path);
	enum err e;
	int fd;

	make_dirs(path);
	fd = mkostemp(tmp, O_CLOEXEC);
	if (fd < 0) {
		e = err_errno("%s", tmp);
		free(tmp);
		return e;
	}
	if (write_all(fd, text) && rename(tmp, path) == 0) {
		e = sync_dir(path);
	} else {
		e = err_errno("%s", path);
		unlink(tmp);
	}
	close(fd);
	free(tmp);
	return e;
}

enum err
file_remove(const char *path)
{
	if (unlink(path) < 0 && errno != ENOENT)
		return err_errno("%s", path);
	return sync_dir(path);
}
