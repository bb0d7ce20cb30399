/* Names of accounts. */
#ifndef PROTO_ACCOUNT_H
#define PROTO_ACCOUNT_H

#include "common/slice.h"

/* [a-z0-9._-], 2 to LIMIT_ACCOUNT_NAME of them. */
bool account_name_valid(struct slice name);

#endif
