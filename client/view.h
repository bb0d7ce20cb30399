/*
 * A view: one screen or one pane of it. The app keeps a stack of views; the
 * top one has the keys, those below may be visible beside it.
 */
#ifndef CLIENT_VIEW_H
#define CLIENT_VIEW_H

#include <stdbool.h>

#include "client/keymap.h"
#include "common/buf.h"

struct app;
struct meta;
struct view;

struct area {
	int y, x, h, w;
};

struct view_ops {
	const char *name;
	unsigned context;
	const enum action *hints;	/* for the bottom line, NONE ends */
	bool overlay;			/* drawn over the view below */
	/* What stands behind "stoa" on the top line. */
	void (*title)(const struct view *v, struct buf *out);
	/* The area or what is shown changed: recompute, ask for more. */
	void (*layout)(struct view *v);
	void (*draw)(struct view *v);
	/* False: not handled. */
	bool (*act)(struct view *v, enum action action);
	/* A search was typed; empty: the last one again. */
	void (*search)(struct view *v, const char *words);
	void (*limit)(struct view *v, const char *words);
	/* The view came to the top again. */
	void (*resume)(struct view *v);
	/* The article that acts are about, NULL for none; meta may be set. */
	const char *(*target)(const struct view *v, const struct meta **meta);
	/* An act changed something about the article. */
	void (*changed)(struct view *v, const char *mid);
	/* What others do may have changed it: ask, quietly. */
	void (*freshen)(struct view *v);
	/* ^G: give up what is under way; false when nothing was. */
	bool (*cancel)(struct view *v);
	/* Frees the view. */
	void (*close)(struct view *v);
};

struct view {
	const struct view_ops *ops;
	struct app *app;
	struct area area;
	bool focus;		/* it has the keys */
	bool searching;		/* n and N mean the search */
	bool limited;		/* not all is shown, as its title says */
	int cursor_y, cursor_x;	/* where the real cursor rests */
};

struct threads;
struct thread_row;
struct pos;

struct view *view_boards_new(struct app *app);
struct view *view_threads_new(struct app *app, const char *board);
struct view *view_article_new(struct app *app, const char *board);
struct view *view_queue_new(struct app *app);
struct view *view_help_new(struct app *app, unsigned context);
/* A text in a frame over the view below; title is kept, text copied. */
struct view *view_notice_new(
    struct app *app, const char *title, struct slice text);
struct draft;
/* Takes the draft over. */
struct view *view_send_new(struct app *app, struct draft *draft);

/* boards: what the others need of it. */
void view_boards_changed(struct view *v);
/* Opens a board by name, above the list; stays where it is without one. */
void view_boards_open(struct view *v, const char *name);

/* queue: app->queue is another one now. */
void view_queue_changed(struct view *v);

/* threads: moves for the article view; it shows what comes by itself. */
enum threads_move {
	MOVE_NEXT_POST, MOVE_PREV_POST, MOVE_NEXT_UNREAD, MOVE_PREV_UNREAD,
};
void view_threads_move(struct view *v, enum threads_move move);
/* Puts the cursor on an article by id; false when it is not held. */
bool view_threads_select(struct view *v, const char *mid);
/* Marks the article read or unread; number 0: by id among what is held. */
void view_threads_mark(struct view *v, const char *mid, bool read);
bool view_threads_is_read(struct view *v, const char *mid);
void view_threads_refresh(struct view *v);
/* Something new about an article. */
void view_threads_meta(
    struct view *v, const char *mid, const struct meta *meta);
/* The thread with that root is called so now. */
void view_threads_retitle(
    struct view *v, const char *mid, const char *title);
/* Shows the answer that solves the thread under the cursor. */
void view_threads_solution(struct view *v);

/* article: shows another one. */
void view_article_show(struct view *v, const char *mid);

/* A list's cursor and first line shown, for views with a row count. */
struct list {
	int cursor, top, count, height;
};

/*
 * Shows that the row is the selected one: its first two cells reversed, or
 * the whole of it when the user wants that ("set highlight line").
 */
void view_select(const struct view *v, int y, int x, int width);
/* True when the action moved or could have moved the cursor. */
bool list_act(struct list *l, enum action action);
/* Brings cursor and top into bounds. */
void list_fit(struct list *l);

#endif
