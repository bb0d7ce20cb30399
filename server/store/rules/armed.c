/* Rows of what is armed, and their timers. */
#include "server/store/rules/armed.h"

#include "common/endian.h"
#include "server/store/rules/rules.h"

struct armed_key {
	unsigned char b[13];
};

struct timer_key {
	unsigned char b[21];
};

enum { ARMED_PREFIX = 9 };	/* bytes that say which subject */

static struct armed_key
armed_key(int domain, uint64_t id, uint32_t rule)
{
	struct armed_key k;

	k.b[0] = (unsigned char)domain;
	put_be64(k.b + 1, id);
	put_be32(k.b + ARMED_PREFIX, rule);
	return k;
}

static struct timer_key
timer_key(int64_t due, int domain, uint64_t id, uint32_t rule)
{
	struct armed_key armed = armed_key(domain, id, rule);
	struct timer_key k;

	put_be64(k.b, (uint64_t)due);
	memcpy(k.b + 8, &armed, sizeof(armed));
	return k;
}

/* --- timers ---------- */

bool
timer_due(struct txn *t, int64_t now, struct due *out)
{
	struct cursor c;
	bool found;

	cursor_open(&c, t, T_TIMER);
	found = cursor_seek(&c, NULL, 0) &&
	    c.key.len == sizeof(struct timer_key) &&
	    (int64_t)get_be64(c.key.p) <= now;
	if (found)
		*out = (struct due){
			.time = (int64_t)get_be64(c.key.p),
			.domain = c.key.p[8],
			.id = get_be64(c.key.p + 9),
			.rule = get_be32(c.key.p + 17),
		};
	cursor_close(&c);
	return found;
}

int64_t
timer_first(struct txn *t)
{
	struct due due;

	return timer_due(t, INT64_MAX, &due) ? due.time : 0;
}

bool
timer_runs(struct txn *t, const struct due *due)
{
	struct timer_key k =
	    timer_key(due->time, due->domain, due->id, due->rule);
	struct slice v;

	return txn_get(t, T_TIMER, &k, sizeof(k), &v);
}

/* --- rows ---------- */

bool
armed_get(struct txn *t, int domain, uint64_t id, uint32_t rule,
    struct armed_rec *rec)
{
	struct armed_key k = armed_key(domain, id, rule);
	struct slice v;

	if (!txn_get(t, T_ARMED, &k, sizeof(k), &v) || v.len != sizeof(*rec))
		return false;
	memcpy(rec, v.p, sizeof(*rec));
	return true;
}

void
armed_put(struct txn *t, int domain, uint64_t id, uint32_t rule,
    const struct armed_rec *old, const struct armed_rec *rec)
{
	struct armed_key k = armed_key(domain, id, rule);
	struct timer_key timer;

	if (old->due != rec->due && old->due != 0) {
		timer = timer_key(old->due, domain, id, rule);
		txn_del(t, T_TIMER, &timer, sizeof(timer));
	}
	if (old->due != rec->due && rec->due != 0) {
		timer = timer_key(rec->due, domain, id, rule);
		txn_put(t, T_TIMER, &timer, sizeof(timer), "", 0);
	}
	txn_put(t, T_ARMED, &k, sizeof(k), rec, sizeof(*rec));
}

void
armed_del(struct txn *t, int domain, uint64_t id, uint32_t rule,
    const struct armed_rec *old)
{
	struct armed_key k = armed_key(domain, id, rule);
	struct timer_key timer = timer_key(old->due, domain, id, rule);

	if (old->due != 0)
		txn_del(t, T_TIMER, &timer, sizeof(timer));
	txn_del(t, T_ARMED, &k, sizeof(k));
}

int
armed_all(struct txn *t, int domain, uint64_t id,
    struct armed out[LIMIT_RULES])
{
	struct armed_key k = armed_key(domain, id, 0);
	struct cursor c;
	int n = 0;

	cursor_open(&c, t, T_ARMED);
	for (bool more = cursor_seek(&c, &k, sizeof(k)); more &&
	    n < LIMIT_RULES && memcmp(c.key.p, &k, ARMED_PREFIX) == 0;
	    more = cursor_next(&c)) {
		if (c.val.len != sizeof(out[n].rec))
			continue;
		out[n].rule = get_be32(c.key.p + ARMED_PREFIX);
		memcpy(&out[n++].rec, c.val.p, sizeof(out->rec));
	}
	cursor_close(&c);
	return n;
}

const struct armed *
armed_find(const struct armed *armed, int n, uint32_t rule)
{
	for (int i = 0; i < n; i++)
		if (armed[i].rule == rule)
			return &armed[i];
	return NULL;
}

int
armed_walk(struct txn *t, int domain, uint32_t rule, uint64_t from,
    uint64_t to, uint64_t ids[WALK_LOOK], uint64_t *next)
{
	struct armed_key k = armed_key(domain, from, 0);
	struct cursor c;
	int n = 0, passed = 0;

	*next = STANDING_READY;
	cursor_open(&c, t, T_ARMED);
	for (bool more = cursor_seek(&c, &k, sizeof(k)); more &&
	    (unsigned char)c.key.p[0] == k.b[0]; more = cursor_next(&c)) {
		uint64_t id = get_be64(c.key.p + 1);

		if (id >= to)
			break;
		if (n == WALK_LOOK || passed++ >= WALK_PASS) {
			*next = id;
			break;
		}
		if (get_be32(c.key.p + ARMED_PREFIX) == rule)
			ids[n++] = id;
	}
	cursor_close(&c);
	return n;
}

void
timer_drop(struct txn *t, const struct due *due)
{
	struct timer_key k =
	    timer_key(due->time, due->domain, due->id, due->rule);

	txn_del(t, T_TIMER, &k, sizeof(k));
}

void
rules_move(struct txn *t, uint64_t from, uint64_t to)
{
	struct armed all[LIMIT_RULES];
	int n = armed_all(t, DOMAIN_ARTICLE, from, all);

	for (int i = 0; i < n; i++) {
		struct armed_rec old = { .due = 0 };

		armed_get(t, DOMAIN_ARTICLE, to, all[i].rule, &old);
		armed_put(t, DOMAIN_ARTICLE, to, all[i].rule, &old,
		    &all[i].rec);
		armed_del(t, DOMAIN_ARTICLE, from, all[i].rule, &all[i].rec);
	}
}
