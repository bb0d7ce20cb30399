/*
 * Read marks: what is read here is kept in a file, and on a server that
 * keeps them too it follows the account to other machines.
 */
#include "client/app.h"

#include <stdlib.h>

#include <event2/event.h>

#include "client/fetch.h"
#include "client/i18n.h"
#include "client/net.h"
#include "client/readmarks.h"
#include "client/table.h"
#include "common/xalloc.h"
#include "proto/limits.h"
#include "proto/reply.h"

#define SAVE_AFTER_S 2
#define SURE_UP_TO   50		/* articles marked read without asking */
#define END_S	     1	/* what is told at the end takes no longer */

void
app_marks_changed(struct app *app)
{
	struct timeval tv = { .tv_sec = SAVE_AFTER_S };

	event_add(app->save_timer, &tv);
	app_redraw(app);
}

void
app_marks_save(struct app *app)
{
	if (readmarks_save(app->marks) != OK)
		app_error(app, "%s: %s", _("read marks are not saved"),
		    err_detail());
}

static void
catchup(struct app *app, const struct board *board)
{
	readmarks_catchup(app->marks, board->name, board->high);
	app_marks_changed(app);
	app_message(app, _("%s is read; C undoes it"), board->name);
}

static void
on_sure(struct app *app, void *arg, uint32_t key)
{
	const struct board *board =
	    boards_find(&app->boards, slice_of(app->catchup));

	(void)arg;
	if (key == 'y' && board != NULL)
		catchup(app, board);
}

void
app_marks_catchup(struct app *app, const struct board *board, bool limited)
{
	uint64_t n = readmarks_unread(app->marks, board->name, board->low,
	    board->high, board->count);
	char *question;

	if (n == 0) {
		app_message(app, "%s", _("nothing unread here"));
		return;
	}
	if (n <= SURE_UP_TO && !limited) {
		catchup(app, board);
		return;
	}
	question = xasprintf(limited
	    ? _("Mark all %llu articles of %s read, not only these? (y/n)")
	    : _("Mark %llu articles of %s read? (y/n)"),
	    (unsigned long long)n, board->name);
	free(app->catchup);
	app->catchup = xstrdup(board->name);
	app_ask(app, question, "yn", on_sure, NULL);
	free(question);
}

void
app_marks_uncatchup(struct app *app)
{
	const char *name = readmarks_undo(app->marks);

	if (name == NULL) {
		app_message(app, "%s", _("nothing to undo"));
		return;
	}
	app_marks_changed(app);
	app_message(app, _("%s is as before"), name);
}

/* Whether the server has marks of ours. */
static bool
are_kept(const struct app *app)
{
	struct net_status s;

	net_status(app->net, &s);
	return s.state == NET_READY && s.stoa && app->me.name != NULL;
}

/* --- what was read elsewhere ---------------------------------------------- */

static bool
take_row(struct app *app, const struct table *t, unsigned round)
{
	struct slice name = table_field(t, table_column(t, "board"));
	struct board *board = boards_find(&app->boards, name);

	if (board == NULL)
		return false;
	board->marked = round;
	return readmarks_merge(app->marks, board->name,
	    table_field(t, table_column(t, "read")));
}

/* A board that is not named has no mark. */
static bool
take_others(struct app *app, unsigned round)
{
	bool news = false;

	for (size_t i = 0; i < app->boards.n; i++) {
		const struct board *board = &app->boards.board[i];

		if (board->marked != round &&
		    readmarks_agreed(app->marks, board->name) &&
		    readmarks_merge(app->marks, board->name, SLICE("")))
			news = true;
	}
	return news;
}

static void
on_read(void *owner, const struct fetch_result *r)
{
	struct app_part *part = owner;
	struct app *app = part->app;
	struct table t;
	bool news = false, any = false;

	if (r->code != REPLY_ROWS || !are_kept(app))
		return;
	part->round++;
	table_open(&t, r->body);
	for (; table_next(&t); any = true)
		news = take_row(app, &t, part->round) || news;
	if (!any)
		readmarks_disagree(app->marks);
	else if (t.more.len == 0)
		news = take_others(app, part->round) || news;
	if (news)
		app_marks_changed(app);
	app_marks_tell(app);
}

void
app_marks_ask(struct app *app)
{
	if (are_kept(app) && app->boards.loaded &&
	    !fetch_busy(app->net, &app->marks_asked))
		fetch_read(app->net, &app->marks_asked, on_read);
}

/* --- what was read here --------------------------------------------------- */

static void
on_told(void *owner, const struct fetch_result *r)
{
	struct app_part *part = owner;
	struct app *app = part->app;
	enum readmarks_answer answer = MARKS_REFUSED;

	if (r->code == REPLY_ACT_OK || r->code == REPLY_ACT_ALREADY)
		answer = MARKS_TAKEN;
	else if (r->code == 0 || r->code / 100 == 4)
		answer = r->code / 10 == 49 && r->code != REPLY_ACT_SLOW
		    ? MARKS_REFUSED
		    : MARKS_LATER;
	readmarks_told(app->marks, answer);
	if (answer == MARKS_TAKEN)
		app_marks_changed(app);
	if (answer != MARKS_LATER)
		app_marks_tell(app);
}

void
app_marks_tell(struct app *app)
{
	struct buf numbers = BUF_INIT(LIMIT_LINE);
	const char *board;
	char *act;

	if (!are_kept(app) || fetch_busy(app->net, &app->marks_told))
		return;
	readmarks_told(app->marks, MARKS_LATER);
	board = readmarks_untold(app->marks, &numbers,
	    LIMIT_LINE - LIMIT_BOARD_NAME - 32);
	if (board != NULL) {
		act = xasprintf("read %s numbers=%s", board,
		    buf_cstr(&numbers));
		fetch_act(app->net, act, "", &app->marks_told, on_told);
		free(act);
	}
	buf_clear(&numbers);
}

static void
on_late(evutil_socket_t fd, short what, void *arg)
{
	bool *late = arg;

	(void)fd;
	(void)what;
	*late = true;
}

void
app_marks_end(struct app *app)
{
	struct timeval tv = { .tv_sec = END_S };
	bool late;
	struct event *timer = evtimer_new(app->base, on_late, &late);

	event_del(app->tty);
	event_del(app->tick);
	late = timer == NULL || event_add(timer, &tv) != 0;
	if (!late)
		app_marks_tell(app);
	while (fetch_busy(app->net, &app->marks_told) && !late)
		if (event_base_loop(app->base, EVLOOP_ONCE) < 0)
			break;
	if (timer != NULL)
		event_free(timer);
}
