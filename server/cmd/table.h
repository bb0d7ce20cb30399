/*
 * From a command line to the function that answers it. Every command is one
 * function, named by its row in command.def; arity, syntax and rights are
 * checked here, before it is called. A command that reads (READ and above)
 * finds the desk's view open.
 */
#ifndef SERVER_CMD_TABLE_H
#define SERVER_CMD_TABLE_H

#include <sys/types.h>

#include "common/err.h"
#include "proto/reply.h"
#include "proto/request.h"
#include "server/net/session.h"
#include "server/report/audit.h"

typedef void command_fn(struct session *s, const struct request *r);

#define X(id, ...) command_fn cmd_##id;
#include "proto/command.def"
#undef X

/*
 * Answers one line. False when it must be asked again after the pending
 * tasks are answered: nothing was done.
 */
bool command_dispatch(struct session *s, struct slice line, bool *alone);
/* Answers a line that was refused by the line reader. */
void command_refuse(struct session *s, enum line_status status);

/* Logs the peer of a Unix socket in, by its user id. */
void command_peer(struct session *s, uid_t uid, const char *user);

/* The session, for the audit log; borrows from it. */
struct audit_from command_from(const struct session *s);
/*
 * Memory is short: no more articles and texts are taken in now. Counted; the
 * caller answers with a code that says "later".
 */
bool command_no_room(struct session *s);
/* What is said then. */
extern const char command_no_room_text[];
/*
 * An article of the session's account is about to be posted: seconds until
 * it may, 0 at once.
 */
unsigned command_brake(struct session *s);
/*
 * The same of n acts. They may as a rule: what was too quick makes the
 * connection rest behind them. Only when others of the account have filled
 * the time of LIMIT_REST_S to come, they must be asked for again.
 */
unsigned command_brake_acts(struct session *s, unsigned n);
/*
 * The same for an account that a guest makes, by the address; and what is
 * done when nothing came of it.
 */
unsigned command_brake_join(struct session *s);
void command_unbrake_join(struct session *s);
/* Refuses for want of a right: 480 to a guest, else 502. */
void command_denied(struct session *s, enum right needed);
/* 403 with what the store said. */
void command_fault(struct session *s);
/* 501 with the usage of the command. */
void command_usage(struct session *s, const struct command *c);
/* What is wrong with a block, for people; NULL when nothing is. */
const char *command_block_fault(enum dot_status status);
/* What an error of the store is called in an answer, one line. */
const char *command_why(enum err e);

#endif
