/* Inside the view of an article: its state, for its files and the queue. */
#ifndef CLIENT_VIEW_ARTICLE_H
#define CLIENT_VIEW_ARTICLE_H

#include "client/meta.h"
#include "client/page.h"
#include "client/view.h"
#include "client/wrap.h"

struct view_article {
	struct view view;
	char *board;
	char *mid;		/* what is asked for or shown */
	bool answered;		/* whether with the article or without */
	struct buf raw;
	struct page_text page;
	struct wrap wrap;
	struct list list;	/* cursor is the first line shown */
	bool fold, full;
	struct meta meta;	/* of the article */
	char *title;		/* of the thread it begins, or NULL */
	char *search;
};

static inline struct view_article *
view_article_self(const struct view *v)
{
	return (struct view_article *)v;
}

/* view_article.c */
/* The last line that may stand at the top. */
int view_article_last_top(const struct view_article *b);
bool view_article_is_at_end(const struct view *v);
void view_article_scroll_to(struct view_article *b, int top);
/* Something is known that is worth a line, and there is room for it. */
bool view_article_has_line(const struct view_article *b);
void view_article_layout(struct view *v);
/* What is shown, from the raw article. */
void view_article_fill(struct view_article *b);
/* view_article_load.c */
/* Asks for state, votes and the like. */
void view_article_ask_meta(struct view_article *b);
/* view_article_draw.c */
void view_article_title(const struct view *v, struct buf *out);
void view_article_draw(struct view *v);
/* Empty words: the last ones again. */
void view_article_search(struct view *v, const char *words);
void view_article_search_step(struct view_article *b, int step);

#endif
