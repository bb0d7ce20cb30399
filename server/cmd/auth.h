/* Whether and how a session may log in. */
#ifndef SERVER_CMD_AUTH_H
#define SERVER_CMD_AUTH_H

#include "server/net/session.h"

/*
 * Takes the right that the account carries now: a role that was granted or
 * revoked counts for sessions that are there already.
 */
void auth_refresh(struct session *s);
/* Nobody on the way can read a password. */
bool auth_safe(const struct session *s);
/* Whether AUTHINFO USER would be taken now (RFC 4643, 2.2). */
bool auth_offered(const struct session *s);
/* The line behind a 383: a response, or "*". */
void auth_response(struct session *s, struct slice line);

#endif
