/*
 * A backup takes as long as the disk needs, so a thread of its own makes it:
 * neither the writer nor a worker waits. The session's task keeps the store
 * open until it ends.
 */
#include "server/cmd/backup.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/thread.h"
#include "common/xalloc.h"
#include "server/sandbox/monitor.h"
#include "server/stoad.h"

struct backup {
	struct change *change;
	struct server *server;
	char dir[PATH_MAX];
};

static void
refuse(struct session *s, struct change **c, enum err e)
{
	intent_answer(&(*c)->intent, e);
	change_settle(s, c);
}

/* Into a file that the parent process opens and puts into place. */
static enum err
copy(struct backup *b)
{
	enum err e, end;
	int fd, ask;

	e = monitor_backup(b->dir, &fd, &ask);
	if (e != OK)
		return e;
	e = store_backup_to(b->server->store, fd);
	close(fd);
	if (e != OK)
		slice_copy(slice_of(err_detail()), b->change->intent.why,
		    sizeof(b->change->intent.why));
	end = monitor_backup_end(ask, e == OK);
	return e == OK ? end : err_set(e, "%s", b->change->intent.why);
}

static void *
backup_main(void *arg)
{
	struct backup *b = arg;
	struct intent *i = &b->change->intent;

	i->err = copy(b);
	/* It is not the asker who lacks a right. */
	if (i->err == ERR_DENIED)
		i->err = err_set(ERR_STATE, "%s: stoad's own user may not "
		    "write there; name a directory where it may", b->dir);
	if (i->err != OK)
		slice_copy(slice_of(err_detail()), i->why, sizeof(i->why));
	/* "Already so" is a success, which a full directory is not. */
	if (i->err == ERR_EXISTS)
		i->err = ERR_STATE;
	atomic_store(&b->server->backup, false);
	i->done(i);
	free(b);
	return NULL;
}

static bool
take_dir(struct backup *b, struct slice args)
{
	struct buf dir = BUF_INIT(sizeof(b->dir) - 1);
	bool good;

	text_unescape(&dir, event_text(args));
	good = buf_ok(&dir) && dir.len > 0 && dir.p[0] == '/' &&
	    slice_chr(buf_slice(&dir), '\0') == -1 &&
	    slice_copy(buf_slice(&dir), b->dir, sizeof(b->dir));
	buf_clear(&dir);
	return good;
}

void
backup_submit(struct session *s, struct change **cp)
{
	struct backup *b = xcalloc(1, sizeof(*b));
	struct server *server = s->desk->server;
	struct change *c = *cp;

	b->change = c;
	b->server = server;
	if (!take_dir(b, c->intent.args)) {
		refuse(s, cp, err_arg(":", "the text is a directory on the "
		    "server, from the root on: \":/backup/monday\""));
	} else if (atomic_exchange(&server->backup, true)) {
		refuse(s, cp, err_set(ERR_BUSY,
		    "another backup is being made"));
	} else {
		*cp = NULL;
		change_begin(s, c, true);
		if (thread_start(NULL, backup_main, b))
			return;
		atomic_store(&server->backup, false);
		c->intent.err = ERR_NOMEM;
		task_done(&c->task);
	}
	free(b);
}
