/*
 * Views: queries that are boards. What matches stands there under a number
 * of the view's own, until it does not match any more; then the number is
 * never used again. The rows of a view in T_OVER hold the article alone.
 */
#ifndef SERVER_STORE_RULES_VIEWS_H
#define SERVER_STORE_RULES_VIEWS_H

#include "server/store/internal.h"

struct subject;

/*
 * The article changed, came or went: it enters and leaves views. True when
 * rows were written.
 */
bool views_refresh(struct step *s, const struct subject *a);
/*
 * The place that a view shows the article at: the first one in a board that
 * everybody may read. NULL when there is none.
 */
const struct place_rec *view_home(struct txn *t,
    const struct article_rec *rec, const struct place_rec *place);
/*
 * Appends its overview line under a number of the view, as for one that reads
 * there; false when it is nowhere.
 */
bool view_put_line(
    struct view *v, uint64_t number, uint64_t id, struct buf *out);

#endif
