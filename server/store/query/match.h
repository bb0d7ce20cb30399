/*
 * Whether a query holds for a thing: the one evaluator, for lists, views,
 * rules and XWATCH. A query that reached it passed query_check().
 *
 * What is a property of a question (its state, me-toos, due time ...) holds
 * for the article that asked it alone, so that a rule or a view sees it once.
 */
#ifndef SERVER_STORE_QUERY_MATCH_H
#define SERVER_STORE_QUERY_MATCH_H

#include "proto/query.h"
#include "server/store/community/subject.h"

struct txn;

/*
 * Words look at From and Subject of an article (its old titles too), at an
 * account's name and person, at a board's name and title. Terms that steer a
 * list hold always; a key that is no property of such a thing never does. now
 * is for what the clock decides, seconds since 1970.
 */
bool match(struct txn *t, const struct query *q, const struct subject *s,
    int64_t now);
/* The same of a view, which no clock changes; me is what "@me" stands for. */
bool match_mine(struct txn *t, const struct query *q, uint32_t me,
    const struct subject *s);
/*
 * One term. asked: what belongs to the question of a reply counts as the
 * reply's.
 */
bool match_term(struct txn *t, const struct query_term *term,
    const struct subject *s, bool asked, int64_t now);
/*
 * Whether the term can only hold for the article of a question's row.
 * (match_word.c)
 */
bool match_asks(const struct query_term *term);
/* match() for one that reads. Any thread. */
bool view_match(struct view *v, const struct query *q,
    const struct subject *s, int64_t now);
/*
 * Whether it holds for an event: by:, act:, target:, since:, until:, older:,
 * newer: look at the event, all else at what it was done to, as that is now;
 * a reply's question counts as the reply's. Words look at the event's line as
 * well. Whether who asks may know of it is the caller's to see.
 */
bool view_match_event(struct view *v, const struct query *q,
    const struct event *e, int64_t now);

/*
 * What a key of QUERY_TYPE_NUMBER is for the thing; 0 when it has none. Where
 * it must be counted, not beyond most (INT64_MAX: all). (number.c)
 */
int64_t number_of(struct txn *t, const struct subject *s,
    enum query_key key, int64_t now, int64_t most);
int64_t view_number(struct view *v, const struct subject *s,
    enum query_key key, int64_t now, int64_t most);

/*
 * How many may moderate the board and are there: not gone, not suspended. Not
 * counted beyond most.
 */
int64_t board_moderators(
    struct txn *t, struct slice board, int64_t now, int64_t most);

#endif
