/* How an account reads, and what it gave and got meanwhile, day by day. */
#include "server/store/community/habit.h"

#include "common/clock.h"
#include "server/store/key.h"

/* Longer pauses are no reading. */
enum { PAUSE_S = 300 };

/* The days know of no vote before now. */
static void
skip_votes(struct habit_rec *h, const struct account_rec *a)
{
	h->given = a->given;
	h->got = a->helpful;
}

void
habit_get(struct txn *t, uint32_t account, const struct account_rec *a,
    struct habit_rec *out)
{
	struct key4 key = key_4(account);
	struct slice v;

	*out = (struct habit_rec){ .last = 0 };
	if (!txn_get(t, T_HABIT, &key, sizeof(key), &v) ||
	    v.len > sizeof(*out))
		return;
	memcpy(out, v.p, v.len);
	if (v.len != sizeof(*out))
		skip_votes(out, a);
}

void
habit_put(struct txn *t, uint32_t account, const struct habit_rec *h)
{
	struct key4 key = key_4(account);

	txn_put(t, T_HABIT, &key, sizeof(key), h, sizeof(*h));
}

static uint16_t
plus_u16(uint16_t a, uint32_t b)
{
	return b < (uint32_t)(UINT16_MAX - a) ? (uint16_t)(a + b) : UINT16_MAX;
}

static int16_t
plus_i16(int16_t a, int64_t b)
{
	int64_t sum = a + b;

	return (int16_t)(sum > INT16_MAX ? INT16_MAX :
	    sum < INT16_MIN ? INT16_MIN : sum);
}

static struct habit_day *
day_of(struct habit_rec *h, int64_t day)
{
	return &h->day[day % HABIT_DAYS];
}

/* The days since the last one begin empty. */
static void
turn_days(struct habit_rec *h, int64_t today)
{
	int64_t day = h->last / DAY_S;

	if (today - day > HABIT_DAYS)
		day = today - HABIT_DAYS;
	while (++day <= today)
		*day_of(h, day) = (struct habit_day){ .here = 0 };
}

uint32_t
habit_tick(struct habit_rec *h, const struct account_rec *a, int64_t now,
    uint32_t most)
{
	int64_t today = now / DAY_S;
	struct habit_day *d = day_of(h, today);

	if (h->last == 0 && now - a->created > HABIT_DAYS * DAY_S)
		skip_votes(h, a);
	turn_days(h, today);
	if (h->last / DAY_S != today)
		h->days++;
	if (now > h->last && now - h->last <= PAUSE_S)
		h->seconds += (uint32_t)(now - h->last);
	h->last = now;
	if (h->hour != (uint32_t)(now / HOUR_S)) {
		h->hour = (uint32_t)(now / HOUR_S);
		h->hour_posts = 0;
	}
	d->here = 1;
	d->given = plus_i16(d->given, (int64_t)a->given - h->given);
	d->got = plus_i16(d->got, (int64_t)a->helpful - h->got);
	skip_votes(h, a);
	return h->hour_posts < most ? most - h->hour_posts : 0;
}

void
habit_add(struct habit_rec *h, uint32_t posts, uint32_t threads)
{
	struct habit_day *d = day_of(h, h->last / DAY_S);

	h->hour_posts += posts;
	h->posts += posts;
	h->threads += threads;
	d->posts = plus_u16(d->posts, posts);
	d->threads = plus_u16(d->threads, threads);
}

struct habit_sum
habit_sum(const struct habit_rec *h, const struct account_rec *a,
    int64_t now, uint32_t days)
{
	int64_t last = h->last / DAY_S, first = now / DAY_S - days;
	/* Votes of after its last visit. */
	struct habit_sum s = {
		.given = (int32_t)(a->given - h->given),
		.got = (int32_t)(a->helpful - h->got),
	};

	if (first < last - HABIT_DAYS)
		first = last - HABIT_DAYS;
	for (int64_t day = first + 1; day <= last; day++) {
		const struct habit_day *d = &h->day[day % HABIT_DAYS];

		s.here += d->here;
		s.threads += d->threads;
		s.posts += d->posts;
		s.given += d->given;
		s.got += d->got;
	}
	return s;
}
