/*
 * What the client asks a server for, whether it is stoad or any other news
 * server: the commands, and whose model takes the answer. An owner is the
 * view that asks; when it goes it calls fetch_cancel().
 */
#ifndef CLIENT_FETCH_H
#define CLIENT_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"

struct net;
struct boards;
struct threads;

#define FETCH_PAGE	200	/* threads of a page */
#define FETCH_PAGE_SEEK 2000	/* the same on the way to a far place */
#define FETCH_OVER	500	/* articles of a page from another server */

/* The answer once its model has it; code 0: the connection was lost. */
struct fetch_result {
	int code;
	bool ok;
	struct slice text;	/* the server's words for people */
	struct slice body;	/* for those that have no model */
};

typedef void fetch_done(void *owner, const struct fetch_result *r);

void fetch_cancel(struct net *n, const void *owner);
/* Whether an answer for the owner is still to come. */
bool fetch_busy(const struct net *n, const void *owner);
/* All boards; done once, at the end. background: behind everything else. */
void fetch_boards(struct net *n, struct boards *b, bool background,
    void *owner, fetch_done *done);
/* A page of threads; marks it asked for. */
void fetch_page(struct net *n, struct threads *t, size_t page, int limit,
    void *owner, fetch_done *done);
/*
 * State, votes and the like of threads of a page that is held, those before
 * to at least from from on; the body is XLIST's, or lines of OVER when
 * t->flat. done may be called for each of them.
 */
void fetch_page_meta(struct net *n, const struct threads *t, size_t page,
    size_t from, size_t to, void *owner, fetch_done *done);
/* The same of the first articles of a thread; the body is XLIST's. */
void fetch_thread_rows(struct net *n, const char *mid, size_t rows,
    void *owner, fetch_done *done);
/* All articles of the thread with that root. */
void fetch_articles(struct net *n, struct threads *t, const char *mid,
    void *owner, fetch_done *done);
/* Threads of the board that match; the body is XLIST's, newest first. */
void fetch_matches(struct net *n, const char *board, const char *words,
    void *owner, fetch_done *done);
/* An article, raw; body is the article. */
void fetch_article(
    struct net *n, const char *mid, void *owner, fetch_done *done);
/* Its overview line, for meta_take_over(); body is the line. */
void fetch_meta(struct net *n, const char *mid, void *owner, fetch_done *done);
/* The row of the thread that an article belongs to, for meta_take_row(). */
void fetch_thread(struct net *n, const char *mid, void *owner,
    fetch_done *done);
/*
 * Appends the command of an act; true: there is no room for its text, which
 * goes as a block.
 */
bool fetch_act_line(struct buf *line, const char *act, const char *text);
/*
 * Does an act: "vote <mid> value=1". The text, which may be empty, goes
 * behind it, as a block when the line would be too long. Never repeated.
 */
void fetch_act(struct net *n, const char *act, const char *text, void *owner,
    fetch_done *done);
/* Posts; text is the article. Never repeated by itself. */
void fetch_post(struct net *n, struct slice text, void *owner,
    fetch_done *done);
/* Whether the article is there. */
void fetch_stat(struct net *n, const char *mid, void *owner, fetch_done *done);
/* What waits for somebody; the body is XLIST's. */
void fetch_queue(struct net *n, void *owner, fetch_done *done);
/* The flags of an article's thread; the body is XLIST's. */
void fetch_flags(struct net *n, const char *mid, void *owner,
    fetch_done *done);
/* What the account has read, of all boards; the body is XLIST's. */
void fetch_read(struct net *n, void *owner, fetch_done *done);
/* Where articles of a board or view stand; the body is that of HDR Xref. */
void fetch_places(struct net *n, const char *board, uint64_t low,
    uint64_t high, void *owner, fetch_done *done);
/* Who we are to the server; the body has "Key: value" lines. */
void fetch_me(struct net *n, void *owner, fetch_done *done);
/* One thing; the same. */
void fetch_info(struct net *n, const char *target, void *owner,
    fetch_done *done);
/* Words a person typed as a query: terms as they are, the rest quoted. */
char *fetch_words(const char *typed);

#endif
