/*
 * The life of a question, as the files of decide and apply share it: what a
 * posting begins or answers, states, points. COMMUNITY 3.1 to 3.5.
 */
#ifndef SERVER_STORE_COMMUNITY_QUESTION_H
#define SERVER_STORE_COMMUNITY_QUESTION_H

#include "common/clock.h"
#include "server/store/community/policy.h"
#include "server/store/community/rows.h"

/* What they say settles a question that was escalated. */
#define WHO_HELPERS \
	(WHO_SUPERUSER | WHO_EXPERT | WHO_MODERATOR | WHO_STAFF | WHO_MANAGER)

/* --- decide --------------------------------------------------------------- */

/* Whether its thread takes no replies, at that time. */
bool question_locked(const struct question_rec *q, int64_t now);
/*
 * Whether the actor may post this, by what its boards and its thread are:
 * announcements, locked threads, the hold. (decide_local.c)
 */
enum err check_local(
    struct view *v, const struct intent *i, struct decision *d);
/* What the intent's posting goes on with; looked for once a decision. */
const struct answered *posting_answered(
    struct view *v, const struct intent *i, struct decision *d);
/*
 * What an article that was written here brings, for its event: role= is there
 * in all of these but what nobody's account asked elsewhere, and in no other.
 */
void put_local(struct view *v, const struct intent *i,
    const struct actor *author, struct decision *d);
/*
 * What it is to the pauses and the days, where state= and edit= do not say
 * it; behind those. (decide_pace.c)
 */
void put_paced(const struct intent *i, struct decision *d);
/*
 * As much of n points as the account may still get on that day; all when n is
 * below 0. voter: who gives them, 0 for nobody. (points.c)
 */
int points_left(struct view *v, uint32_t account, uint32_t voter, int n,
    int64_t time);

/* The same without that measure. */
int points_any(struct view *v, uint32_t account, int n);
/*
 * Appends the text of the act, unless it has none and need not. ERR_SYNTAX,
 * ERR_TOOBIG; what names it.
 */
enum err put_line(const struct intent *i, const char *what, bool must,
    struct decision *d);
/* value=: on when it is not given or 1, off when 0. ERR_SYNTAX. */
enum err take_switch(const struct intent *i, bool *on);
/* The target as it was written. */
void put_target(const struct intent *i, struct decision *d);
/* One's own, and what is of one's own brand, is not for one to judge. */
enum err check_foreign(struct view *v, uint32_t author,
    struct slice labels, const char *what, const struct decision *d);
/*
 * The question that it counts for: the original of a duplicate, else itself;
 * 0 when it is not known.
 */
uint64_t question_original(
    struct txn *t, uint64_t root, struct question_rec *q);

/* The question that the target belongs to; ERR_STATE when none is asked. */
enum err find_asked(
    struct view *v, struct decision *d, struct question_rec *q);

/* --- apply ---------------------------------------------------------------- */

/* Whether the act turns something on: its value= is not 0. */
bool turns_on(const struct step *s);
/* An account's row has changed. */
void account_keep(
    struct step *s, uint32_t id, const struct account_rec *rec);
/* What an account did today is counted by day. */
void account_day(struct account_rec *rec, int64_t time);
/* It changed a title, tags or an article of its own. */
void account_edited(struct account_rec *rec);
/* Daily points, taken off when n is below 0. voter: who gave them, or 0. */
void points_add(struct step *s, uint32_t account, uint32_t voter, int n);
/*
 * Daily points of which the event cannot say how many each account may get:
 * as points_left() with most as the day's measure; 0: none.
 */
void points_add_most(
    struct step *s, uint32_t account, int n, uint32_t most);
/*
 * Takes back what event seq gave; the day's measure too, when it is still
 * that day.
 */
void points_undo(struct step *s, uint32_t account, uint32_t voter, int n,
    uint64_t seq);
/* Outside the day's measure: an accepted answer, a removed one. */
void points_award(struct step *s, uint32_t account, int n);

/* An account's article came to its boards; its row is there. */
void question_post(struct step *s, uint64_t id, const struct article_rec *rec,
    const struct place_rec *place);
/* It waits for a moderator; its author has posted. */
void question_wait(struct step *s);
/*
 * Its author took the article back: what it answered, solved and brought goes
 * with it. Its own rows stay.
 */
void question_leave(struct step *s, uint64_t article);
/*
 * A reply came or went: the first answer is looked for again;
 * question_keep() follows.
 */
void answer_again(struct step *s, uint64_t root, struct question_rec *q);
/* Its article is too old and gone: nobody waits for an answer any more. */
void question_expire(struct txn *t, uint64_t root);
/* Another article took its place: all that is known of it is of that one. */
void question_move(struct step *s, uint64_t from, uint64_t to);
/*
 * The question of a thread, as it is or as it would begin now: of what came
 * by a feed there is no row before the first act. False when the root is not
 * known.
 */
bool question_find(
    struct txn *t, uint64_t root, struct question_rec *q);
/* The one that the event's target belongs to, and its root. */
bool question_of_target(
    struct step *s, uint64_t *root, struct question_rec *q);
/* Changes the state, the pause and the queue; question_keep() follows. */
void question_enter(struct step *s, struct question_rec *q,
    enum question_state to);
/* What it is when nothing else is said of it: open or answered. */
enum question_state question_rest(const struct question_rec *q);
/* Puts the row, begun if need be, and touches the root. */
void question_keep(
    struct step *s, uint64_t root, struct question_rec *q);
/* The same for the mark of an article. */
void mark_keep(struct step *s, uint64_t article, struct mark_rec *m);

/* --- claims --------------------------------------------------------------- */

/* So many claims of the account still run. */
unsigned claims_of(struct txn *t, uint32_t account, int64_t now);
/* Nobody holds it any more. */
void claim_end(struct step *s, uint64_t root, struct question_rec *q);
/* The question has another root. */
void claim_move(struct step *s, uint64_t from, uint64_t to,
    const struct question_rec *q);

/* --- who follows what: domain is what id is ------------------------------- */

bool follow_get(
    struct txn *t, int domain, uint64_t id, uint32_t account);
void follow_put(
    struct txn *t, int domain, uint64_t id, uint32_t account);
/* The next account behind after that follows it; 0: none. */
uint32_t follow_next(
    struct txn *t, int domain, uint64_t id, uint32_t after);

/*
 * Who has the one problem has the other, its asker too; who follows the one
 * follows the other. q: of into, kept by the caller.
 */
void voices_join(struct step *s, uint64_t from,
    const struct question_rec *old, uint64_t into, struct question_rec *q);

/* --- solutions ------------------------------------------------------------ */

bool solution_get(struct txn *t, uint64_t root, uint64_t article,
    struct solution_rec *rec);
void solution_put(struct txn *t, uint64_t root, uint64_t article,
    const struct solution_rec *rec);
void solution_del(struct txn *t, uint64_t root, uint64_t article);
/* The next solution of a question behind the article after; 0: none. */
uint64_t solution_next(struct txn *t, uint64_t root, uint64_t after);
/*
 * The answer solves it no longer: points go back, the last one opens the
 * question again; question_keep() follows. Nothing when it is no solution.
 */
void solution_end(struct step *s, uint64_t root, uint64_t article,
    struct question_rec *q);
/*
 * The rating of a question counts for who solved it; by -1: it does so no
 * longer.
 */
void solutions_rate(struct step *s, uint64_t root, unsigned rating, int by);
/*
 * The answer is taken back or removed: solution_end(), and its advice goes as
 * well.
 */
void answer_leave(struct step *s, uint64_t root, uint64_t article,
    struct question_rec *q);
/* What answered the one question answers the other; what solved it, too. */
void answers_join(struct step *s, const struct question_rec *old,
    struct question_rec *q);
void solutions_join(struct step *s, uint64_t from, struct question_rec *old,
    uint64_t into, struct question_rec *q);

#endif
