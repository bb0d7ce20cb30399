/* XINFO of one thing; and the lines it is made of, CRLF behind each. */
#ifndef SERVER_CMD_INFO_H
#define SERVER_CMD_INFO_H

#include "common/buf.h"
#include "server/net/session.h"

/* An empty value is "-"; all but raw ones are escaped. */
void info_put(struct buf *out, const char *key, struct slice value);
void info_put_u64(struct buf *out, const char *key, uint64_t value);
void info_put_time(struct buf *out, const char *key, int64_t t);
/* A header value, as UTF-8 (RFC 2047). */
void info_put_header(struct buf *out, const char *key, struct slice value);
/* An event's part, which is escaped as it should be. */
void info_put_raw(struct buf *out, const char *key, struct slice value);
/* "@anna"; nothing is written for account 0. */
void info_put_account(
    struct session *s, const char *key, uint32_t account, struct buf *out);

/*
 * False when there is none that the session may know of. Of an article that
 * a moderator removed everybody is told that: by whom, when and why.
 */
bool info_article(struct session *s, struct slice msgid, struct buf *out);
/* An account; what is nobody else's business is told to itself and admins. */
bool info_user(struct session *s, struct slice name, struct buf *out);
/* The session itself; its account need not exist on the Unix socket. */
bool info_me(struct session *s, struct buf *out);
/* Who has a badge. False when nobody has. */
bool info_badge(struct session *s, struct slice name, struct buf *out);
/* What accounts have of it. False when nobody has it. */
bool info_product(struct session *s, struct slice name, struct buf *out);
/* figures: whether info_figures() is to end the block. */
bool info_board(struct session *s, struct slice name, struct buf *out,
    bool *figures);
/* Goes on with how the board does, and ends the block. */
void info_figures(struct session *s, struct slice name);

#endif
