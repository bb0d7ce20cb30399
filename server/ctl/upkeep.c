/*
 * stoactl check, rebuild, restore, backup. The first three open the store
 * themselves, which no daemon may hold meanwhile.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/xalloc.h"
#include "proto/event.h"
#include "server/ctl/ctl.h"
#include "server/ctl/progress.h"
#include "server/ctl/refill.h"
#include "server/store/store.h"

typedef enum err upkeep_fn(struct store *s, upkeep_progress *fn, void *arg,
    struct upkeep_report *out);

static void
show(uint64_t done, uint64_t total, void *arg)
{
	progress_step(arg, done, total, done);
}

static enum ctl_exit
need_dir(const struct ctl *c, const char *what)
{
	if (c->dir != NULL)
		return CTL_OK;
	ctl_error("%s works on the data directory itself; name it with -d",
	    what);
	return CTL_USAGE;
}

static enum ctl_exit
upkeep(struct ctl *c, const char *what, upkeep_fn *fn, const char *bad)
{
	struct store_options o = {
		.dir = c->dir, .older = fn == store_rebuild,
	};
	struct upkeep_report report = { 0 };
	enum ctl_exit status = need_dir(c, what);
	struct progress p;
	struct store *s;
	enum err e;

	if (status != CTL_OK)
		return status;
	e = store_open(&o, &s);
	if (e != OK)
		return ctl_failed(e);
	progress_begin(&p, what, "events");
	e = fn(s, show, &p, &report);
	progress_hide(&p);
	store_close(&s);
	if (e != OK && (e != ERR_CORRUPT || report.bad == 0))
		return ctl_failed(e);
	printf("%llu events, %llu articles, %llu %s in %.1f s\n",
	    (unsigned long long)report.events,
	    (unsigned long long)report.articles,
	    (unsigned long long)report.bad, bad, progress_seconds(&p));
	if (report.bad == 0)
		return CTL_OK;
	ctl_error("the first: %s", report.first);
	return CTL_FAILED;
}

enum ctl_exit
ctl_check(struct ctl *c)
{
	return upkeep(c, "check", store_check, "faults");
}

enum ctl_exit
ctl_rebuild(struct ctl *c)
{
	return upkeep(c, "rebuild", store_rebuild, "rows differed");
}

/* Whose the data will be: the directory's owner, or the backup's. */
static enum err
find_owner(const struct ctl *c, struct stat *out)
{
	if (stat(c->dir, out) == 0 && out->st_uid != 0)
		return OK;
	return stat(c->operand[0], out) == 0 ? OK :
	    err_errno("%s", c->operand[0]);
}

/* What root made, stoad could not open as its own user. */
static enum err
give(const char *dir, const struct stat *owner)
{
	static const char *const files[] = { "", "/lock", "/store",
		"/store/data.mdb", "/store/lock.mdb" };
	enum err e = OK;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char *path = xasprintf("%s%s", dir, files[i]);

		if (lchown(path, owner->st_uid, owner->st_gid) == -1 &&
		    errno != ENOENT && e == OK)
			e = err_errno("%s", path);
		free(path);
	}
	return e;
}

enum ctl_exit
ctl_restore(struct ctl *c)
{
	enum ctl_exit status = need_dir(c, "restore");
	struct stat owner;
	enum err e;

	if (status != CTL_OK)
		return status;
	e = find_owner(c, &owner);
	if (e == OK)
		e = refill_knows(c->operand[0]) ?
		    refill(c->operand[0], c->dir) :
		    store_restore(c->operand[0], c->dir);
	if (e == OK && geteuid() == 0)
		e = give(c->dir, &owner);
	if (e != OK)
		return ctl_failed(e);
	printf("restored\n");
	return CTL_OK;
}

/* The daemon stands in another directory. */
static char *
absolute(const char *path)
{
	char cwd[PATH_MAX];

	if (path[0] == '/' || getcwd(cwd, sizeof(cwd)) == NULL)
		return xstrdup(path);
	return xasprintf("%s/%s", cwd, path);
}

enum ctl_exit
ctl_backup(struct ctl *c)
{
	struct buf act = BUF_INIT(2 * PATH_MAX);
	char *dir = absolute(c->operand[0]);
	enum ctl_exit status;

	buf_puts(&act, "backup server");
	event_put_text(&act, slice_of(dir));
	status = ctl_act(c, buf_slice(&act), "done", "already so");
	buf_clear(&act);
	free(dir);
	return status;
}
