/* Rows of views, as the act and what keeps them share them. */
#ifndef SERVER_STORE_RULES_VIEWS_ROW_H
#define SERVER_STORE_RULES_VIEWS_ROW_H

#include "server/store/rules/standing.h"
#include "server/store/rules/views.h"

/*
 * The board row of a view and its text, a default for one that has none yet;
 * false when it is not there and no account's own.
 */
bool view_row(struct txn *t, uint32_t view, struct board_row *row,
    struct slice *text);
/* NULL when it is no view. */
const struct standing_view *view_find(
    const struct standing *st, uint32_t id);
/* The view has come to an article that was there before it. */
void view_look_at(struct step *s, uint32_t id, uint64_t article);
/* The row with this key of T_OVER, as one number, goes. */
void view_drop_row(struct txn *t, uint64_t key);

#endif
