/*
 * Points: how many of them an account may get, and the sums in its row. What
 * was given stands in the events and with the voices, so that it can be taken
 * back, and be counted anew from the journal.
 */
#include "common/endian.h"
#include "server/store/community/people.h"
#include "server/store/community/value.h"
#include "server/store/key.h"

static int32_t
day_of(int64_t time)
{
	return (int32_t)(time / DAY_S);
}

static bool
given_get(struct txn *t, uint32_t voter, uint32_t account,
    struct given_rec *rec)
{
	struct key8 k = key_4_4(voter, account);
	struct slice v;

	if (!txn_get(t, T_GIVEN, &k, sizeof(k), &v) || v.len != sizeof(*rec))
		return false;
	memcpy(rec, v.p, sizeof(*rec));
	return true;
}

void
account_day(struct account_rec *rec, int64_t time)
{
	if ((int32_t)rec->day == day_of(time))
		return;
	rec->day = (uint32_t)day_of(time);
	rec->day_threads = 0;
	rec->day_replies = 0;
	rec->day_votes = 0;
	rec->day_flags = 0;
	rec->day_edits = 0;
	rec->day_points = 0;
}

/* What of n still fits below most; most 0: any number does. */
static int
room(int n, uint32_t most, int had)
{
	int64_t left = (int64_t)most - had;

	if (most == 0 || n <= left)
		return n;
	return left > 0 ? (int)left : 0;
}

/* Who left and who is paid has none. */
static bool
earns(struct txn *t, uint32_t account, struct account_rec *rec)
{
	struct slice text;

	if (!account_get(t, account, rec, &text) || rec->gone)
		return false;
	return (roles_any(account_roles(text)) & WHO_PAID) == 0;
}

int
points_any(struct view *v, uint32_t account, int n)
{
	struct account_rec rec;

	return earns(v->txn, account, &rec) ? n : 0;
}

int
points_left(struct view *v, uint32_t account, uint32_t voter, int n,
    int64_t time)
{
	struct account_rec rec;
	struct given_rec given;

	if (!earns(v->txn, account, &rec))
		return 0;
	if (n <= 0)
		return n;
	account_day(&rec, time);
	n = room(n, policy_of(v, POLICY_POINTS_DAY), rec.day_points);
	if (voter == 0 || !given_get(v->txn, voter, account, &given) ||
	    given.day != day_of(time))
		given.points = 0;
	return voter == 0 ? n :
	    room(n, policy_of(v, POLICY_POINTS_VOTER), given.points);
}

bool
view_earned_next(struct view *v, uint32_t *day, uint32_t *account,
    int32_t *points)
{
	struct key8 k = key_4_4(*day, *account + 1);
	struct cursor c;
	bool more;

	cursor_open(&c, v->txn, T_EARNED);
	more = cursor_seek(&c, &k, sizeof(k)) &&
	    c.key.len == sizeof(k) && c.val.len == sizeof(*points);
	if (more) {
		*day = get_be32(c.key.p);
		*account = get_be32(c.key.p + 4);
		memcpy(points, c.val.p, sizeof(*points));
	}
	cursor_close(&c);
	return more;
}

/* --- apply ---------------------------------------------------------------- */

void
account_edited(struct account_rec *rec)
{
	if (rec->edits < UINT16_MAX)
		rec->edits++;
}

/* Points by day. */
static void
earned_add(struct step *s, uint32_t account, int n)
{
	struct key8 k = key_4_4((uint32_t)(s->time / DAY_S), account);
	struct slice v;
	int32_t sum = 0;

	if (txn_get(s->t, T_EARNED, &k, sizeof(k), &v) &&
	    v.len == sizeof(sum))
		memcpy(&sum, v.p, sizeof(sum));
	sum += n;
	if (sum != 0)
		txn_put(s->t, T_EARNED, &k, sizeof(k), &sum, sizeof(sum));
	else
		txn_del(s->t, T_EARNED, &k, sizeof(k));
}

static int16_t
clamp16(int n)
{
	return (int16_t)(n > INT16_MAX ? INT16_MAX :
	    n < INT16_MIN ? INT16_MIN : n);
}

static void
given_add(struct step *s, uint32_t voter, uint32_t account, int n)
{
	struct given_rec rec = { .day = day_of(s->time) };
	struct key8 k = key_4_4(voter, account);

	if (voter == 0)
		return;
	if (given_get(s->t, voter, account, &rec) &&
	    rec.day != day_of(s->time))
		rec = (struct given_rec){ .day = day_of(s->time) };
	rec.points += n;
	txn_put(s->t, T_GIVEN, &k, sizeof(k), &rec, sizeof(rec));
}

static void
add(struct step *s, uint32_t account, uint32_t voter, int n, bool today)
{
	struct account_rec rec;

	if (n == 0 || !account_get(s->t, account, &rec, NULL))
		return;
	rec.points += n;
	if (today) {
		account_day(&rec, s->time);
		rec.day_points = clamp16(rec.day_points + n);
		given_add(s, voter, account, n);
	}
	account_keep(s, account, &rec);
	earned_add(s, account, n);
}

/* What is lost leaves no more room to earn. */
void
points_add(struct step *s, uint32_t account, uint32_t voter, int n)
{
	add(s, account, voter, n, n > 0);
}

void
points_add_most(struct step *s, uint32_t account, int n, uint32_t most)
{
	struct account_rec rec;

	if (!earns(s->t, account, &rec))
		return;
	account_day(&rec, s->time);
	points_add(s, account, 0, room(n, most, rec.day_points));
}

void
points_undo(struct step *s, uint32_t account, uint32_t voter, int n,
    uint64_t seq)
{
	add(s, account, voter, -n,
	    n > 0 && day_of(event_done(s->t, seq)) == day_of(s->time));
}

void
points_award(struct step *s, uint32_t account, int n)
{
	add(s, account, 0, n, false);
}
