/*
 * Rows of the community's tables, as decide() and apply() see them: read
 * through any transaction, put by apply() alone.
 */
#ifndef SERVER_STORE_COMMUNITY_ROWS_H
#define SERVER_STORE_COMMUNITY_ROWS_H

#include "server/store/internal.h"
#include "server/store/community/order.h"
#include "server/store/community/subject.h"

/* As view_subject_article() and the others. */
bool subject_article(struct txn *t, uint64_t article, struct subject *s);
bool subject_user(struct txn *t, uint32_t account, struct subject *s);
bool subject_board(struct txn *t, uint32_t board, struct subject *s);
bool subject_of(
    struct txn *t, enum domain domain, uint64_t id, struct subject *s);
/* What an event's target is: "@name", "<mid>" or a board; *id 0: no more. */
enum domain target_domain(struct txn *t, struct slice target, uint64_t *id);
/* The same as a subject; false: it is no more. */
bool subject_target(struct txn *t, struct slice target, struct subject *s);
/* As view_actor(). */
void actor_find(
    struct txn *t, struct slice actor, bool admin, struct actor *out);

/* The account's id, 0 when nobody has that name (without "@"). */
uint32_t account_id(struct txn *t, struct slice name);
/* That of one that had this name and has left, 0 when none had. (shown.c) */
uint32_t account_gone(struct txn *t, struct slice name);

/* What one that has left is called, by its id. */
#define ACCOUNT_GONE "deleted-%u"

/* Its row in T_LOGIN: NUL and the digest of the name it had. */
struct gone_key {
	unsigned char b[1 + DIGEST_LEN];
};

struct gone_key gone_key(struct slice name);
bool account_get(struct txn *t, uint32_t id, struct account_rec *rec,
    struct slice *text);
/* Of a text that is name TAB roles TAB person. */
struct slice account_roles(struct slice text);
void account_put(struct txn *t, uint32_t id, const struct account_rec *rec,
    struct slice text);
/* The same with its text as it is; nothing for id 0. */
void account_put_rec(
    struct txn *t, uint32_t id, const struct account_rec *rec);
/* The next account behind after that is more than a member; 0: none. */
uint32_t office_next(struct txn *t, uint32_t after);

bool question_get(struct txn *t, uint64_t root, struct question_rec *rec,
    struct slice *text);
/* Whether somebody else has replied, as far as is known. */
bool question_answered(const struct question_rec *rec);
/* Moves its rows in state and asked along. text p NULL: as it is. */
void question_put(struct txn *t, uint64_t root,
    const struct question_rec *rec, struct slice text);

/* Its rows in state and asked too. */
void question_del(struct txn *t, uint64_t root);

/* Whether there is a row; a root need not be looked for then. */
bool mark_known(struct txn *t, uint64_t article);
/* A default, with the root found, when there is no row; says whether. */
bool mark_get(struct txn *t, uint64_t article, struct mark_rec *rec,
    struct slice *labels);
/* labels p NULL: as they are. */
void mark_put(struct txn *t, uint64_t article, const struct mark_rec *rec,
    struct slice labels);
/* The article that its thread began with, as far as it is known. */
uint64_t article_root(struct txn *t, uint64_t article);

bool voice_get(struct txn *t, uint64_t article, enum voice_kind kind,
    uint32_t account, struct voice_rec *rec);
void voice_put(struct txn *t, uint64_t article, enum voice_kind kind,
    uint32_t account, const struct voice_rec *rec);
void voice_del(struct txn *t, uint64_t article, enum voice_kind kind,
    uint32_t account);
/* Who said so of the article, behind account after; 0: nobody. */
uint32_t voice_next(struct txn *t, uint64_t article, enum voice_kind kind,
    uint32_t after);
/* The next idea behind article after that the account wants; 0: none. */
uint64_t backed_next(struct txn *t, uint32_t account, uint64_t after);
/* What is known of the one idea is so of the other. */
void backed_move(struct txn *t, uint64_t from, uint64_t to);

void queue_put(struct txn *t, enum queue_kind kind, int64_t time,
    uint64_t id, uint64_t seq);
void queue_del(struct txn *t, enum queue_kind kind, int64_t time,
    uint64_t id);
/* Its row whatever its time, for kinds of which there are few. */
bool queue_seek(struct txn *t, enum queue_kind kind, uint64_t id,
    int64_t *time);

#endif
