/*
 * Views: queries that are boards. What matches stands there under a number
 * of the view's own, until it does not match any more; then the number is
 * never used again. The rows of a view in T_OVER hold the article alone.
 */
#ifndef SERVER_STORE_VIEWS_H
#define SERVER_STORE_VIEWS_H

#include "server/store/internal.h"

/*
 * The board of an account's own view.mine is MINE | its id; it has no name
 * but that of the view.
 */
#define BOARD_MINE 0x80000000u

/* The article changed, came or went: it enters and leaves views. */
void views_refresh(struct step *s, uint64_t article);

#endif
