/* Inside the thread view: its state, shared by its files. */
#ifndef CLIENT_VIEW_THREADS_H
#define CLIENT_VIEW_THREADS_H

#include "client/threads.h"
#include "client/view.h"

/* What the view is on its way to, page by page. */
enum seek { SEEK_NONE, SEEK_END, SEEK_MID };

struct view_threads {
	struct view view;
	struct threads t;
	struct threads fresh;	/* the list anew, shown once it is there */
	bool refreshing;
	struct pos cur, top;
	int height;		/* lines for rows */

	enum seek seek;
	bool told;		/* how far it is stands on the line below */
	char *seek_mid;
	char *back_mid;		/* where the cursor was before a limit */
	char *changed_mid;	/* the last article that was acted on */
	bool moving;		/* a move waits for rows */
	enum threads_move move;
	enum action then;	/* what the article asked for is for */

	char *search;		/* query words */
	char **match;		/* message-ids, in the order of the list */
	size_t nmatch, match_at;
	char *match_more;	/* "after:" when the server has more */
};

static inline struct view_threads *
view_threads_self(const struct view *v)
{
	return (struct view_threads *)v;
}

/* view_threads.c */
/* Scrolls so that the cursor is in sight, asks for rows that are missing. */
void view_threads_settle(struct view_threads *b);
void view_threads_goto(struct view_threads *b, struct pos at);
/* Asks for the articles of a thread, later goes on with what waits. */
void view_threads_load(struct view_threads *b, const struct thread_row *r);
bool view_threads_article_read(
    const struct view_threads *b, const struct thread_row *r, size_t row);
/* view_threads_act.c */
const char *view_threads_target(
    const struct view *v, const struct meta **meta);
void view_threads_changed(struct view *v, const char *mid);
/* view_threads_list.c */
/* Rows of a queue came: what is read in its board is read in it. */
void view_threads_link(struct view_threads *b);
/* Asks for the list anew, with these query words, the cursor kept. */
void view_threads_restart(struct view_threads *b, const char *words);
void view_threads_limit(struct view *v, const char *typed);
/* view_threads_fresh.c */
/* What is new about articles that are held: rows of XLIST, lines of OVER. */
void view_threads_take_rows(struct view_threads *b, struct slice block);
void view_threads_take_lines(struct view_threads *b, struct slice block);
void view_threads_freshen(struct view *v);
/* view_threads_draw.c */
void view_threads_draw(struct view *v);
void view_threads_title(const struct view *v, struct buf *out);
/* view_threads_seek.c */
void view_threads_seek(struct view_threads *b, enum seek seek, const char *mid);
/* One step further; called whenever rows came. */
void view_threads_step(struct view_threads *b);
bool view_threads_cancel(struct view *v);
void view_threads_search(struct view *v, const char *words);
void view_threads_match(struct view_threads *b, int step);
void view_threads_forget_matches(struct view_threads *b);

#endif
