/* The numbers of articles, accounts and boards that queries compare. */
#include "common/endian.h"
#include "server/store/query/match.h"
#include "server/store/community/people.h"
#include "server/store/community/value.h"

/* --- who has a role ------------------------------------------------------- */

int64_t
board_moderators(
    struct txn *t, struct slice board, int64_t now, int64_t most)
{
	struct account_rec rec;
	struct cursor c;
	int64_t n = 0;

	cursor_open(&c, t, T_MODERATOR);
	for (bool more = cursor_seek(&c, NULL, 0); more && n < most;
	    more = cursor_next(&c))
		if ((roles_who(c.val, board) & WHO_MODERATOR) != 0 &&
		    account_get(t, get_be32(c.key.p), &rec, NULL) &&
		    rec.gone == 0 && rec.suspended <= now)
			n++;
	cursor_close(&c);
	return n;
}

/* --- counted -------------------------------------------------------------- */

/* Rows whose keys begin so, at most most. */
static int64_t
count_rows(struct txn *t, enum table tb, const void *prefix, size_t len,
    int64_t most)
{
	struct cursor c;
	int64_t n = 0;

	cursor_open(&c, t, tb);
	for (bool more = cursor_seek(&c, prefix, len);
	    more && n < most && c.key.len >= len &&
	    memcmp(c.key.p, prefix, len) == 0; more = cursor_next(&c))
		n++;
	cursor_close(&c);
	return n;
}

static int64_t
count_open(struct txn *t, uint32_t board, int64_t most)
{
	unsigned char key[5];

	put_be32(key, board);
	key[4] = STATE_OPEN;
	return count_rows(t, T_STATE, key, sizeof(key), most);
}

static int64_t
count_badges(struct txn *t, uint32_t account, int64_t most)
{
	struct view v = { .txn = t };
	struct badge b = { .name = SLICE("") };
	int64_t n = 0;

	while (n < most && view_badge_next(&v, account, b.name, &b) &&
	    b.account == account)
		n++;
	return n;
}

/* --- of one thing --------------------------------------------------------- */

/* Of a thread that asks nothing too: what its board counts. */
static int64_t
replies_of(struct txn *t, const struct subject *s)
{
	struct thread_rec thread;

	if (s->asks)
		return s->question.replies;
	if (s->rec.nplaces == 0 ||
	    !thread_get(t, s->place[0].board, s->rec.thread, &thread))
		return 0;
	return thread.articles > 0 ? (int64_t)thread.articles - 1 : 0;
}

static int64_t
number_of_article(
    struct txn *t, const struct subject *s, enum query_key key)
{
	switch (key) {
	case QUERY_VOTES:
		return (int64_t)s->mark.up - (int64_t)s->mark.down;
	case QUERY_METOO:
		return s->question.metoo;
	case QUERY_SUPPORT:
		return s->question.support;
	case QUERY_REACHED:
		return s->question.reached;
	case QUERY_REPLIES:
		return replies_of(t, s);
	case QUERY_SOLUTIONS:
		return s->question.solutions;
	case QUERY_DUPS:
		return s->question.dups;
	case QUERY_RATING:
		return s->question.rating;
	default:
		return 0;
	}
}

static int64_t
number_of_user(struct txn *t, const struct subject *s, enum query_key key,
    int64_t most)
{
	const struct account_rec *u = &s->user;

	switch (key) {
	case QUERY_TRUST:
		return u->trust;
	case QUERY_POINTS:
		return u->points;
	case QUERY_SOLVED:
		return u->solved;
	case QUERY_ANSWERS:
		return u->replies;
	case QUERY_QUESTIONS:
		return u->threads;
	case QUERY_HELPFUL:
		return u->helpful;
	case QUERY_GIVEN:
		return u->given;
	case QUERY_THANKS:
		return u->thanks;
	case QUERY_BADGES:
		return count_badges(t, s->account, most);
	case QUERY_CONTRIBUTIONS:
		return contributions(u);
	case QUERY_RATIO:
		return u->replies != 0 ?
		    (int64_t)u->solved * 100 / u->replies : 0;
	case QUERY_EARLY:
		return u->early;
	case QUERY_LATE:
		return u->late;
	case QUERY_NIGHT:
		return u->night;
	case QUERY_WEEKEND:
		return u->weekend;
	case QUERY_EDITS:
		return u->edits;
	case QUERY_LISTED:
		return u->listed;
	case QUERY_ADVISED:
		return u->advised;
	case QUERY_CSAT:
		return u->rated != 0 ? (int64_t)u->stars * 10 / u->rated : 0;
	case QUERY_OWNED:
		return u->owned;
	case QUERY_TOPICS:
		return badges_due(t, s->account, s->roles,
		    SLICE("expert"), NULL);
	case QUERY_WARNED:
		return u->warned;
	case QUERY_FLAGS:
		return u->flagged;
	default:
		return 0;
	}
}

static int64_t
number_of_board(struct txn *t, const struct subject *s, enum query_key key,
    int64_t now, int64_t most)
{
	switch (key) {
	case QUERY_MODERATORS:
		return board_moderators(t, s->board_name, now, most);
	case QUERY_OPEN:
		return count_open(t, s->board, most);
	case QUERY_ARTICLES:
		return s->row.count;
	default:
		return 0;
	}
}

int64_t
number_of(struct txn *t, const struct subject *s, enum query_key key,
    int64_t now, int64_t most)
{
	switch (s->domain) {
	case DOMAIN_ARTICLE:
		return number_of_article(t, s, key);
	case DOMAIN_USER:
		return number_of_user(t, s, key, most);
	case DOMAIN_BOARD:
		return number_of_board(t, s, key, now, most);
	}
	return 0;
}

int64_t
view_number(struct view *v, const struct subject *s, enum query_key key,
    int64_t now, int64_t most)
{
	return number_of(v->txn, s, key, now, most);
}
