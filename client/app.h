/*
 * The full-screen client: one event loop over the terminal, the socket,
 * signals and timers; a stack of views; a line for messages and prompts.
 */
#ifndef CLIENT_APP_H
#define CLIENT_APP_H

#include <sys/types.h>

#include "client/boards.h"
#include "client/cmdline.h"
#include "client/config.h"
#include "client/queue.h"
#include "client/server.h"
#include "client/view.h"

#define APP_VIEWS 8

struct cancel;
struct deed;
struct event;
struct event_base;
struct meta;
struct net;
struct readmarks;

enum prompt_flag {
	PROMPT_HIDDEN = 1,	/* a password */
	PROMPT_REMEMBER = 2,	/* goes into the history */
	PROMPT_COMMAND = 4,	/* completes commands */
};

/* Whom an answer from the server is for, where app itself waits for more. */
struct app_part {
	struct app *app;
	unsigned round;
};

/* The view whose articles are asked for, as it was then. */
struct app_views {
	struct app *app;
	char *name;
	uint64_t low, high, count;
};

/* text is NULL when the prompt was cancelled. */
typedef void prompt_done(struct app *app, void *arg, const char *text);
/* key is 0 when it was cancelled. */
typedef void ask_done(struct app *app, void *arg, uint32_t key);
/* status as of waitpid(), -1 when it could not be started. */
typedef void edit_done(struct app *app, void *arg, int status);

struct prompt {
	bool active;
	int flags;
	char *label;
	prompt_done *done;
	const char *keys;	/* a question that one of these answers */
	ask_done *ask;
	void *arg;
};

struct app {
	struct event_base *base;
	struct config *config;
	struct server *server;
	struct net *net;
	struct readmarks *marks;
	struct app_part marks_asked, marks_told;
	char *catchup;		/* the board that is asked about, or NULL */
	struct boards boards;
	struct queue queue;
	struct app_part queue_asked;
	struct app_views views;

	struct view *stack[APP_VIEWS];
	int depth;

	uint32_t first;		/* of two keys, the second is awaited; or 0 */
	struct cancel *cancel;	/* of an article, under way, or NULL */
	struct deed *deeds;	/* acts under way */
	char *terms;		/* the version that is shown, or NULL */
	struct cmdline *cmdline;
	struct prompt prompt;
	struct buf message;
	bool message_is_error;

	bool dirty;		/* draw at the end of this turn */
	bool quit;
	bool steady;		/* a test: nothing that differs by time */
	bool was_ready;		/* the connection stood at least once */
	bool hasty;		/* the terminal is gone: do not wait */
	struct identity {
		struct app *app;
		bool ready;	/* the connection, when we looked last */
		char *user;	/* logged in as when we asked */
		char *name;	/* of our account, NULL when there is none */
		char *address;	/* of it, NULL when not known */
		bool moderates;	/* some board at least; admins do, too */
		bool moderator;	/* that is the role */
	} me;

	struct event *tty, *tick, *save_timer;
	struct event *signals[8];
	unsigned eofs;		/* times nothing was to be read, in a row */
	pid_t child;		/* the editor that has the terminal, or 0 */
	edit_done *edited;	/* NULL: it is a command, not the editor */
	void *edited_arg;
	bool paused;		/* what a command wrote is being read */

	int sync_fd;		/* tests wait for "idle" lines here; or -1 */
	unsigned long sync_seq, inputs, synced;
	unsigned seconds;	/* since the start */
};

/* Runs until the user leaves; the exit status. */
int app_run(struct config *config, struct server *server, const char *password);

/* app.c */
/* Leaves the loop behind this turn. */
void app_quit(struct app *app);
void app_redraw(struct app *app);
void app_boards_refresh(struct app *app);

/* app_queue.c */
/* Asks what waits for moderators, when we are one; views are told. */
void app_queue_refresh(struct app *app);
/* What was seen as somebody else is not for us. */
void app_queue_forget(struct app *app);
/* Opens it, above the list of boards. */
void app_queue_open(struct app *app);

/* app_marks.c */
/* They are saved soon, and told to the server some time later. */
void app_marks_changed(struct app *app);
void app_marks_save(struct app *app);
/* Asks what was read elsewhere, then tells what was read here. */
void app_marks_ask(struct app *app);
void app_marks_tell(struct app *app);
/*
 * Marks all of a board read, when it is much or only a part of it is shown
 * after asking, or undoes that of the last one; says so.
 */
void app_marks_catchup(
    struct app *app, const struct board *board, bool limited);
void app_marks_uncatchup(struct app *app);
/* Tells what is left, for a second at most; no key is read any more. */
void app_marks_end(struct app *app);

/* app_views.c */
/* Asks where articles of views stand, of those that changed. */
void app_views_ask(struct app *app);
/* Somebody else may find other articles in them. */
void app_views_forget(struct app *app);

/* app_child.c */
/* Runs $EDITOR on the file, with the terminal given to it. */
void app_edit(struct app *app, const char *path, edit_done *done, void *arg);
/* Runs a command on the terminal, with that text as its standard input. */
void app_pipe(struct app *app, const char *command, struct slice text);
void app_suspend(struct app *app);
/* A child ended or stopped. */
void app_child_changed(struct app *app);
/* A key while the output of a command is being read. */
void app_pause_end(struct app *app);

/* app_view.c */
void app_push(struct app *app, struct view *v);
/* Closes the top view; the last one stays. */
void app_pop(struct app *app);
struct view *app_top(struct app *app);
/* The view with that context on the stack, NULL if none. */
struct view *app_view(struct app *app, unsigned context);
/* Closes the views above v. */
void app_pop_to(struct app *app, struct view *v);

/* app_screen.c */
void app_layout(struct app *app);
void app_draw(struct app *app);

/* app_prompt.c */
void app_message(struct app *app, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void app_error(struct app *app, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void app_prompt(struct app *app, const char *label, const char *initial,
    int flags, prompt_done *done, void *arg);
void app_ask(struct app *app, const char *question, const char *keys,
    ask_done *done, void *arg);
void app_prompt_key(struct app *app, uint32_t key, bool meta);
/* Drops a prompt without telling whoever asked. */
void app_prompt_drop(struct app *app);

/* app_act.c */
/* Copies a message-id and says so. */
void app_copy(struct app *app, const char *mid);
/* What a key or a name asks for, wherever it can be done. */
void app_act(struct app *app, enum action action);
/* A line typed behind ":". */
void app_command(struct app *app, const char *line);
size_t app_complete(void *arg, struct slice text, struct buf *out);
/* Asks for name and password, logs in, then calls done (may be NULL). */
void app_login(struct app *app, const char *user,
    void (*done)(struct app *app, void *arg, bool ok), void *arg);

/* app_post.c */
/* Writes a draft and opens the editor on it. parent: raw, or empty. */
void app_compose(
    struct app *app, const char *board, struct slice parent, bool quote);
/* Asks the server who we are, when that may have changed. */
void app_identify(struct app *app);
/* Edits a draft again, then shows the confirm screen. Takes it over. */
void app_compose_edit(struct app *app, struct draft *draft);
/* app_change.c; raw is the article */
/* Asks, then cancels it: its author's and its moderators' right. */
void app_cancel(struct app *app, struct slice raw);
/* Forgets the cancel that is under way, if any. */
void app_cancel_end(struct app *app);
/* Opens the editor on it, to post another version in its place. */
void app_supersede(struct app *app, struct slice raw);

/* app_deed.c */
/* Whether the action is an act on the server. */
bool app_deed_is(enum action action);
/* Does the act of a key; false when the action is none of those. */
bool app_deed_key(struct app *app, enum action action);
/* Does that act, whose target is given, perhaps after asking why. */
void app_deed_do(
    struct app *app, const char *act, const char *target, bool reason);
/* "vote +1", "grant @anna role=expert": the target may be left out. */
void app_deed_line(struct app *app, struct slice line);
/* The article that acts are about now, NULL for none; meta may be set. */
const char *app_deed_target(struct app *app, const struct meta **meta);
/* Whether there is such an act that one may ask for. */
bool app_deed_named(struct slice name);
/* app_deed_complete.c */
/* Appends the names of acts that begin so, one a line. */
void app_deed_names(struct slice typed, struct buf *out);
/* The same for what may stand behind a name; how many bytes it replaces. */
size_t app_deed_complete(struct app *app, struct slice act,
    struct slice rest, struct buf *out);
/* app_deed.c */
/* Forgets acts under way. */
void app_deeds_end(struct app *app);

/* app_terms.c */
/* The server wants its terms of use accepted: shows them and asks. */
void app_terms(struct app *app, struct slice why);

/* app_post.c */
/* Offers drafts an earlier run left; checks those that may be out. */
void app_recover(struct app *app);

#endif
