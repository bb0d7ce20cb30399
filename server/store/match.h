/*
 * Whether a query holds for a thing: the one evaluator, for lists, views,
 * rules and XWATCH. A query that reached it passed query_check().
 *
 * What is a property of a question (its state, me-toos, due time ...) holds
 * for the article that asked it alone, so that a rule or a view sees it once.
 */
#ifndef SERVER_STORE_MATCH_H
#define SERVER_STORE_MATCH_H

#include "proto/query.h"
#include "server/store/subject.h"

struct txn;

/*
 * Words look at From and Subject of an article (its old titles too), at an
 * account's name and person, at a board's name and title. Terms that steer a
 * list hold always; a key that is no property of such a thing never does. now
 * is for what the clock decides, seconds since 1970.
 */
bool match(struct txn *t, const struct query *q, const struct subject *s,
    int64_t now);
/* The same for one that reads. Any thread. */
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
 * What a key of QUERY_TYPE_NUMBER is for the thing; 0 when it has none. Never
 * counts beyond most where that takes time (INT64_MAX: all).
 */
int64_t view_number(struct view *v, const struct subject *s,
    enum query_key key, int64_t most);

/*
 * Calls fn for every account that has a role besides member, by their ids,
 * until it returns false.
 */
typedef bool role_fn(struct txn *t, uint32_t account, struct slice roles,
    const struct account_rec *rec, void *arg);
void roles_each(struct txn *t, role_fn *fn, void *arg);

#endif
