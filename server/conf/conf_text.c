/* Files that the configuration is or names, read into memory. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/utf8.h"
#include "common/xalloc.h"
#include "proto/limits.h"
#include "server/conf/conf.h"

enum err
conf_open(const char *path, int *fd)
{
	struct stat st;

	/* A pipe would be waited for. */
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (*fd == -1)
		return err_errno("%s", path);
	if (fstat(*fd, &st) == 0 && S_ISREG(st.st_mode))
		return OK;
	close(*fd);
	return err_set(ERR_SYNTAX, "%s is no file", path);
}

enum err
conf_slurp(int fd, const char *path, struct buf *out)
{
	ssize_t n;

	do {
		char *to = buf_room(out, 4096);

		if (to == NULL)
			return err_set(ERR_TOOBIG, "%s is larger than %zu "
			    "bytes", path, out->max - 4096);
		n = read(fd, to, 4096);
		if (n > 0)
			out->len += (size_t)n;
	} while (n > 0 || (n == -1 && errno == EINTR));
	return n == 0 ? OK : err_errno("%s", path);
}

/* What people read: UTF-8 without a NUL. */
static enum err
read_text(const char *path, char **out)
{
	struct buf text = BUF_INIT(LIMIT_LIST_FILE + 4096);
	enum err e;
	int fd;

	e = conf_open(path, &fd);
	if (e != OK)
		return e;
	e = conf_slurp(fd, path, &text);
	close(fd);
	if (e == OK && (!utf8_valid(buf_slice(&text)) ||
	    slice_chr(buf_slice(&text), '\0') != -1))
		e = err_set(ERR_SYNTAX, "%s is not UTF-8; convert it", path);
	if (e == OK)
		*out = xstrndup(text.p != NULL ? text.p : "", text.len);
	buf_clear(&text);
	return e;
}

enum err
conf_read_texts(struct conf *c, struct conf_report *r)
{
	struct conf_report quiet = { .say = NULL };
	const struct {
		enum conf_id id;
		const char *path;
		char **text;
	} files[] = {
		{ CONF_KEY_MOTD, c->motd, &c->motd_text },
		{ CONF_KEY_TERMS, c->terms, &c->terms_text },
	};

	if (r == NULL)
		r = &quiet;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (files[i].path != NULL) {
			enum err e = read_text(files[i].path, files[i].text);

			if (e != OK)
				conf_fault_at(c, r, files[i].id, e);
		}
	return r->first == OK ? OK : err_set(r->first, "%s", r->detail);
}
