/* Short texts for columns: ages, names of authors, bare subjects. */
#ifndef CLIENT_LABEL_H
#define CLIENT_LABEL_H

#include <stdint.h>

#include "common/slice.h"
#include "proto/limits.h"

#define LABEL_AGE 16

/*
 * A board's name in at most width bytes: components in front shrink to their
 * first letter ("a.en.coffee"), then the end alone is left ("..offee").
 */
void label_board(struct slice name, size_t width,
    char out[static LIMIT_BOARD_NAME + 1]);
/* "4m", "19h", "12d", "7mo", "33y"; "" when then is 0. */
void label_age(int64_t now, int64_t then, char out[static LABEL_AGE]);
/* The name in a From value that is decoded: "Name <a@b>", "a@b (Name)". */
struct slice label_author(struct slice from);
/* The address in it. */
struct slice label_address(struct slice from);
/* Without "Re:" in front. */
struct slice label_subject(struct slice subject);
/* Whether needle occurs in s, ASCII letters in any case. */
bool label_contains(struct slice s, struct slice needle);

#endif
