/* Inside the view of what waits for moderators, shared by its files. */
#ifndef CLIENT_VIEW_QUEUE_H
#define CLIENT_VIEW_QUEUE_H

#include "client/queue.h"
#include "client/view.h"
#include "client/wrap.h"

struct view_queue {
	struct view view;
	struct list list;
	char *current;		/* target under the cursor */
	bool reading;		/* what it is about has all the room */
	char *shown;		/* target that the text is about, or NULL */
	struct view *article;	/* its text, NULL when it is none */
	struct buf notes;	/* why it waits, safe to show */
	struct wrap wrap;	/* the same in lines */
	struct area preview;	/* of both; none when h is 0 */
};

static inline struct view_queue *
view_queue_self(const struct view *v)
{
	return (struct view_queue *)v;
}

/* view_queue.c */
/* NULL outside of the list. */
const struct queue_row *view_queue_at(const struct view_queue *b, int row);
/* The row under the cursor, or NULL. */
const struct queue_row *view_queue_row(const struct view_queue *b);
/* view_queue_draw.c */
void view_queue_title(const struct view *v, struct buf *out);
void view_queue_draw(struct view *v);
/* view_queue_preview.c */
void view_queue_preview_init(struct view_queue *b);
void view_queue_preview_free(struct view_queue *b);
/* Places what is under the cursor there; asks for it when it is another. */
void view_queue_preview(struct view_queue *b, struct area area);
/* Its flags may have changed. */
void view_queue_preview_again(struct view_queue *b);
void view_queue_preview_draw(struct view_queue *b);
/* Whether the server has shown what a verdict would be about. */
bool view_queue_preview_seen(const struct view_queue *b);

#endif
