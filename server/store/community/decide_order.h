/*
 * What the files of the acts of order share: flags, what is taken out and
 * comes back, threads that are moved, sanctions.
 */
#ifndef SERVER_STORE_COMMUNITY_DECIDE_ORDER_H
#define SERVER_STORE_COMMUNITY_DECIDE_ORDER_H

#include "server/store/community/order.h"
#include "server/store/community/question.h"
#include "server/store/query/scan.h"

/* Articles of a thread that can be moved or merged by one event. */
enum { MOVE_MAX = 1000 };

/* --- decide --------------------------------------------------------------- */

/* "until=2026-12-01T00:00:00Z" */
void put_until(struct decision *d, int64_t until);
/*
 * Reads until= as a time, a day or a span from now on ("24h", "7d"); 0 when
 * it is missing.
 */
enum err take_until(
    const struct intent *i, const struct decision *d, int64_t *until);
/* "reject" of an article that does not wait for a moderator. */
enum err decide_unflag(
    struct view *v, const struct intent *i, struct decision *d);
/*
 * Whether the act is possible on the article as it is: what was taken out
 * can be looked at again, what is hidden be edited by its author, and no
 * more. ERR_STATE, ERR_SLOW.
 */
enum err check_article_state(
    struct view *v, enum act_id act, const struct decision *d);
/*
 * Whether the author may edit what was hidden: a while after it was, so that
 * nobody plays with who looks at it. ERR_SLOW.
 */
enum err check_cooled(struct view *v, uint64_t article, int64_t now);
/* Whether a sanction forbids the act to who acts. ERR_DENIED. */
enum err check_sanction(
    struct view *v, const struct intent *i, const struct decision *d);
/*
 * The same of one that binds in some boards, for a board; and for those of
 * the subject, which the actor may know of.
 */
enum err check_bound(struct view *v, enum act_id act,
    const struct decision *d, struct slice board);
enum err check_bound_here(
    struct view *v, enum act_id act, const struct decision *d);
/*
 * How often an account may post, and whether it says the same again.
 * ERR_SLOW, ERR_DENIED. (decide_pace.c)
 */
enum err check_pace(
    struct view *v, const struct intent *i, const struct decision *d);
/* Whether the posting has a video in it, or a link to one. (words.c) */
bool shows_video(const struct posting *p);
/*
 * Whether the posting holds a word that moderators want to see first;
 * appends the word.
 */
bool find_watched(struct view *v, const struct intent *i,
    const struct decision *d, struct buf *word);

/* Appends the text as words are compared. */
void word_fold(struct slice s, struct buf *out);
/* Nothing but letters and digits. */
bool word_valid(struct slice word);

/* --- both ----------------------------------------------------------------- */

bool flag_get(struct txn *t, uint64_t article, uint32_t account,
    struct flag_rec *rec);
/* As view_flag_next(). */
bool flag_next(struct txn *t, struct flag_row *at);
/* The last article of an account with an id < before; 0: none. */
uint64_t author_prev(struct txn *t, uint32_t account, uint64_t before);
/* What an alarm about it is, and under which id. */
enum queue_kind alarm_kind(const struct subject *s, uint64_t *id);
/*
 * Appends the article without its text: the header as it is, and one line
 * that says so. ERR_NOTFOUND, ERR_CORRUPT.
 */
enum err redact_make(
    struct store *s, struct txn *t, uint64_t id, struct buf *raw);

/* --- apply ---------------------------------------------------------------- */

/* The event stands in the public log. */
void modlog_put(struct step *s);
/* Nobody waits for a moderator's word about it any more. */
void flags_close(struct step *s, uint64_t article, enum flag_state state);
/* Article id has come in the place of one that was hidden. */
void order_shown(struct step *s, uint64_t id);
/* Article id is gone for good: what points to it goes too. */
void order_forget(struct txn *t, uint64_t article);

#endif
