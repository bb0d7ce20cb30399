/* Names of accounts, and what their roles are good for. */
#ifndef PROTO_ACCOUNT_H
#define PROTO_ACCOUNT_H

#include "common/slice.h"

/* [a-z0-9._-], 2 to LIMIT_ACCOUNT_NAME of them. */
bool account_name_valid(struct slice name);

/*
 * Whether the comma-separated roles give this one for a board: "moderator"
 * gives it everywhere, "moderator:tv.*" for the boards that match. An admin
 * has every role.
 */
bool account_has_role(
    struct slice roles, const char *role, struct slice board);

#endif
