/* Draft files, written whole and synced. */
#include "client/draft.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/file.h"
#include "client/locale.h"
#include "common/clock.h"
#include "common/xalloc.h"

#define EML ".eml"
#define OUT ".out"

struct draft *
draft_new(struct slice text)
{
	struct draft *d = xcalloc(1, sizeof(*d));
	char *name;

	name = xasprintf("drafts/%lld-%ld-%llu" EML, (long long)clock_now(),
	    (long)getpid(), (unsigned long long)clock_mono_us());
	d->path = file_data_path(name);
	free(name);
	if (draft_write(d, text) != OK)
		draft_free(&d);
	return d;
}

enum err
draft_write(const struct draft *d, struct slice text)
{
	struct buf local = BUF_INIT(DRAFT_MAX);
	enum err e;

	locale_encode(text, &local);
	e = file_write(d->path, buf_slice(&local));
	buf_clear(&local);
	return e;
}

void
draft_free(struct draft **owner)
{
	struct draft *d = *owner;

	if (d == NULL)
		return;
	*owner = NULL;
	free(d->path);
	free(d);
}

/* Some editors end the lines of a ".eml" with CRLF. */
static void
drop_cr(struct buf *b)
{
	size_t kept = 0;

	for (size_t i = 0; i < b->len; i++)
		if (b->p[i] != '\r' || i + 1 == b->len || b->p[i + 1] != '\n')
			b->p[kept++] = b->p[i];
	b->len = kept;
}

enum err
draft_read(const struct draft *d, struct buf *text)
{
	struct buf local = BUF_INIT(DRAFT_MAX);
	enum err e = file_read(d->path, &local);

	drop_cr(&local);
	if (e == OK)
		locale_decode(buf_slice(&local), text);
	buf_clear(&local);
	return e;
}

enum err
draft_set_out(struct draft *d, bool out)
{
	size_t len = strlen(d->path);
	char *path;

	if (d->out == out)
		return OK;
	path = xasprintf("%.*s%s", (int)(len - strlen(EML)), d->path,
	    out ? OUT : EML);
	if (rename(d->path, path) < 0) {
		enum err e = err_errno("%s", d->path);

		free(path);
		return e;
	}
	free(d->path);
	d->path = path;
	d->out = out;
	return OK;
}

enum err
draft_remove(struct draft *d)
{
	return file_remove(d->path);
}

/* "<time>-<pid>-<n>.eml" of a client that is still there is its own. */
static bool
is_left_over(const char *name)
{
	size_t len = strlen(name);
	long long when;
	long pid;

	if (len < 5 || (strcmp(name + len - 4, EML) != 0 &&
			   strcmp(name + len - 4, OUT) != 0))
		return false;
	if (sscanf(name, "%lld-%ld-", &when, &pid) != 2)
		return true;
	return pid != getpid() && (kill((pid_t)pid, 0) < 0 && errno == ESRCH);
}

static int
left_over(const struct dirent *e)
{
	return is_left_over(e->d_name);
}

struct draft **
draft_list(size_t *n)
{
	char *dir = file_data_path("drafts");
	struct dirent **entry = NULL;
	struct draft **list;
	int found = scandir(dir, &entry, left_over, alphasort);

	*n = found > 0 ? (size_t)found : 0;
	list = xcalloc(*n + 1, sizeof(struct draft *));
	for (size_t i = 0; i < *n; i++) {
		const char *name = entry[i]->d_name;

		list[i] = xcalloc(1, sizeof(*list[i]));
		list[i]->path = xasprintf("%s/%s", dir, name);
		list[i]->out = strcmp(name + strlen(name) - 4, OUT) == 0;
		free(entry[i]);
	}
	free(entry);
	free(dir);
	return list;
}
