/*
 * The threads of a board through a window: pages as the server cut them,
 * of which only those near the cursor are held; the others keep their
 * "after:" term and their number of rows. Opened threads show their
 * articles as a tree.
 */
#ifndef CLIENT_THREADS_H
#define CLIENT_THREADS_H

#include <stddef.h>
#include <stdint.h>

#include "client/meta.h"
#include "common/slice.h"

struct readmarks;

struct article_row {
	char *mid, *parent, *subject, *author;
	char *places;	/* as Xref says, "" where nothing said it */
	uint64_t number;	/* in this board; 0 when it is not in it */
	int64_t date;
	uint32_t depth;
	struct meta meta;
};

struct thread_row {
	char *mid;
	char *subject;		/* or the title that it was given */
	char *author;
	uint64_t number;	/* of the root in this board */
	uint64_t last;		/* highest number of the thread here */
	int64_t date, active;
	uint64_t articles;
	struct meta meta;	/* of the root: what the server may add */
	struct article_row *row;	/* in reading order, root first */
	size_t nrows;			/* 0 until they were asked for */
	size_t npins;	/* of them, behind the root: copies, see thread_pin */
	bool open;
};

enum page_state { PAGE_ABSENT, PAGE_ASKED, PAGE_HERE };

struct page {
	char *token;		/* how to ask for it; NULL: from the start */
	enum page_state state;
	struct thread_row *thread;
	size_t n;		/* rows; kept when the rows are dropped */
};

struct threads {
	char *board;
	char *words;		/* query words, "" for all */
	struct page *page;
	size_t npages;
	bool complete;		/* the last page is the last one */
	bool flat;		/* by OVER from stoad too: a view of articles */
	bool has_meta, has_clock;	/* any row says something of it */
};

struct pos {
	size_t page, thread;
	size_t article;		/* 0: the thread's own line */
};

static inline bool
pos_same(struct pos a, struct pos b)
{
	return a.page == b.page && a.thread == b.thread &&
	    a.article == b.article;
}

void threads_init(struct threads *t, const char *board, const char *words);
void threads_clear(struct threads *t);

/* Takes the rows of XLIST thread for a page; learns of the next one. */
void threads_take_page(struct threads *t, size_t page, struct slice block);
/* The same from overview lines; token: how to ask for older ones, or NULL. */
void threads_take_over(
    struct threads *t, size_t page, struct slice block, const char *token);
/* Takes XLIST article for the thread with that root, when it is held. */
void threads_take_articles(
    struct threads *t, const char *mid, struct slice block);
/*
 * Takes what is new about an article, where it is held. Positions, at most
 * THREAD_KEEP, stay on their articles when rows move for it.
 */
#define THREAD_KEEP 2
void threads_take_meta(struct threads *t, const char *mid,
    const struct meta *meta, struct pos *const keep[], size_t n);
/* Frees the rows of pages more than two away from both of these. */
void threads_trim(struct threads *t, size_t page, size_t other);
/* Pages asked for count as absent again: the answer will not come. */
void threads_forget_asked(struct threads *t);
/* The thread with that root has this title now; an empty one says nothing. */
void threads_take_title(struct threads *t, const char *mid, const char *title);
/*
 * A page that should be asked for, to show `rows` lines around a position:
 * the page itself, then the next, then the one before. False if none.
 */
bool threads_wanted(const struct threads *t, struct pos at, size_t rows,
    size_t *page);

struct thread_row *threads_at(const struct threads *t, struct pos at);
/* The article under a position; NULL when its rows are not here. */
struct article_row *threads_article(const struct threads *t, struct pos at);
/* Message-id under a position, NULL when there is nothing. */
const char *threads_mid(const struct threads *t, struct pos at);
/* To the next or previous line that is held; false when there is none. */
bool threads_next(const struct threads *t, struct pos *at);
bool threads_prev(const struct threads *t, struct pos *at);
/* Finds an article or thread by message-id among what is held. */
bool threads_find(const struct threads *t, const char *mid, struct pos *at);
/* Which thread of all it is, from 1. */
size_t threads_ordinal(const struct threads *t, struct pos at);

enum unread { UNREAD_NONE, UNREAD_SOME, UNREAD_ROOT };
enum unread threads_unread(const struct threads *t, const struct thread_row *r,
    const struct readmarks *marks);

/* Used by the two readers of rows. */
void threads_see_meta(struct threads *t, const struct meta *m);
struct page *threads_page(struct threads *t, size_t page);
void threads_page_done(
    struct threads *t, size_t page, struct slice next_token);
void thread_set_rows(struct thread_row *r, struct article_row *row, size_t n);
/* threads_pin.c */
void article_row_clear(struct article_row *row);
/*
 * Puts copies of the rows that solve the question behind its own, the one
 * with the most votes first, unless they stand there anyway; those that were
 * there before go.
 */
void thread_pin(struct thread_row *r);
/* The same; indexes of rows, at most THREAD_KEEP, stay on their articles. */
void thread_pin_again(struct thread_row *r, size_t *const keep[], size_t n);
#define THREAD_NONE SIZE_MAX
/* The row of an article, in its place or among the copies. */
size_t thread_find(const struct thread_row *r, const char *mid, bool pinned);
static inline bool
thread_is_pin(const struct thread_row *r, size_t article)
{
	return article > 0 && article <= r->npins;
}

#endif
