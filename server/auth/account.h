/* The rights that roles carry. */
#ifndef SERVER_AUTH_ACCOUNT_H
#define SERVER_AUTH_ACCOUNT_H

#include "proto/account.h"
#include "proto/command.h"

/* What the comma-separated roles of an account allow everywhere. */
enum right account_right(struct slice roles);

#endif
