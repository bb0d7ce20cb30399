/* Rules of account names and roles. */
#ifndef SERVER_AUTH_ACCOUNT_H
#define SERVER_AUTH_ACCOUNT_H

#include "common/slice.h"
#include "proto/command.h"

/* [a-z0-9._-], 2 to LIMIT_ACCOUNT_NAME of them. */
bool account_name_valid(struct slice name);
/* What the comma-separated roles of an account allow everywhere. */
enum right account_right(struct slice roles);

#endif
