/* Inside the list of boards: its state, shared by its two files. */
#ifndef CLIENT_VIEW_BOARDS_H
#define CLIENT_VIEW_BOARDS_H

#include "client/boards.h"
#include "client/view.h"

struct view_boards {
	struct view view;
	struct list list;
	size_t *shown;		/* indexes into app->boards */
	char *limit;
	char *search;
	char *current;		/* name under the cursor */
};

static inline struct view_boards *
view_boards_self(const struct view *v)
{
	return (struct view_boards *)v;
}

/* view_boards.c */
/* The board of a row, NULL where there is none. */
const struct board *view_boards_at(const struct view_boards *b, int row);
/* Whether the row is the last one of moderators: what waits for them. */
bool view_boards_is_queue(const struct view_boards *b, int row);
uint64_t view_boards_unread(
    const struct view_boards *b, const struct board *board);
/* view_boards_draw.c */
void view_boards_title(const struct view *v, struct buf *out);
void view_boards_draw(struct view *v);

#endif
