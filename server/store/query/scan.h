/*
 * Walks over the tables of the community, a row a call, for lists and
 * figures. A place is kept by the caller and stays good from view to view;
 * zero it to begin. Slices are valid as those of the view. Any thread.
 */
#ifndef SERVER_STORE_QUERY_SCAN_H
#define SERVER_STORE_QUERY_SCAN_H

#include "server/store/schema.h"
#include "server/store/store.h"

/* A question or thread that was begun here, by the time it was asked. */
struct asked_row {
	int64_t time;
	uint64_t root;		/* article */
	uint32_t board;		/* where it stands first */
};

/* The first one behind *at, which becomes it; false at the end. */
bool view_asked_next(struct view *v, struct asked_row *at);
/* False when the thread asks nothing. text: tags TAB title ... or NULL. */
bool view_question(struct view *v, uint64_t root, struct question_rec *rec,
    struct slice *text);

/* What the account posted here behind that article; 0 at the end. */
uint64_t view_author_next(struct view *v, uint32_t account, uint64_t after);

/* What an account posted to a board within an hour. */
struct tally_row {
	uint32_t hour;		/* since 1970 */
	uint32_t board, account;
	uint32_t posts;
};

bool view_tally_next(struct view *v, struct tally_row *at);

/* A flag that somebody put on an article. */
struct flag_row {
	uint64_t article;
	uint32_t account;
	struct flag_rec rec;
	struct slice reason, text;
};

bool view_flag_next(struct view *v, struct flag_row *at);
/* Appends the reasons of flags that nobody has decided about, each once. */
void view_flag_reasons(struct view *v, uint64_t article, struct buf *out);

/* What waits for somebody. */
struct queue_row {
	uint8_t kind;		/* enum queue_kind */
	int64_t time;
	uint64_t id;
	uint64_t seq;		/* event that put it there */
};

bool view_queue_next(struct view *v, struct queue_row *at);

/* A rule, by its name. */
struct rule_row {
	struct slice name, text;
};

/* The first one whose name sorts behind after ("" to begin). */
bool view_rule_next(struct view *v, struct slice after, struct rule_row *out);
/* The query of a board that fills itself; p NULL when it does not. */
struct slice view_board_query(struct view *v, uint32_t board);

/* The first public act of order with a seq > after; 0 at the end. */
uint64_t view_modlog_next(struct view *v, uint64_t after);

#endif
