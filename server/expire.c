/*
 * A round asks every board that has a limit for what came before; the writer
 * takes it out in small events.
 */
#include "server/expire.h"

#include <stdio.h>

#include "common/log.h"
#include "server/conf/conf.h"
#include "server/nightly.h"
#include "server/stoad.h"

/* One event's worth; OK when there may be more. */
static enum err
expire_some(struct job *j, const char *board, uint64_t before)
{
	char args[32];
	struct intent i = {
		.act = ACT_EXPIRE, .actor = SLICE("system"),
		.target = slice_of(board), .admin = true,
	};
	enum err e;

	snprintf(args, sizeof(args), "before=%llu",
	    (unsigned long long)before);
	i.args = slice_of(args);
	e = job_ask(j, &i);
	if (e != OK && e != ERR_EXISTS && e != ERR_BUSY)
		log_warn("%s: old articles stay: %s", board, i.why);
	return e;
}

/* The next board, and whether and before which event it has what is old. */
static bool
next_board(struct job *j, char name[LIMIT_BOARD_NAME + 1],
    uint64_t *before)
{
	const struct conf *conf = atomic_load(&j->server->conf);
	struct view *v = view_open(j->reader);
	struct board b;
	bool more;

	*before = 0;
	more = v != NULL && view_board_next(v, slice_of(name), &b);
	if (more) {
		int64_t age;

		slice_copy(b.name, name, LIMIT_BOARD_NAME + 1);
		age = conf != NULL ? conf_board(conf, name).expire : 0;
		if (age > 0)
			*before = view_event_since(v, j->now - age);
		if (!view_expires(v, b.id, *before))
			*before = 0;
	}
	if (v != NULL && view_error(v) != OK) {
		log_error("%s; old articles stay, run stoactl check",
		    err_detail());
		*before = 0;
	}
	view_close(&v);
	return more;
}

void
expire_round(struct job *j)
{
	char board[LIMIT_BOARD_NAME + 1] = "";
	uint64_t before;

	while (next_board(j, board, &before)) {
		while (before != 0 && expire_some(j, board, before) == OK)
			;
		if (job_over(j))
			return;
	}
}
