/*
 * A bounded queue and its threads. A job belongs to a round: the one behind
 * the last of its address, or behind the present one. Jobs are served by
 * round, so that each address has one in each.
 */
#include "server/auth/pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "common/clock.h"
#include "common/thread.h"
#include "common/xalloc.h"

struct hash_pool {
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct brakes *brakes;
	struct hash_job *first;	/* by round, then as they came */
	unsigned queued;
	uint64_t round;		/* of the job begun last */
	struct hash_job *held;	/* by the brake, as they came */
	bool held_first;	/* whose turn it was, theirs or the queue's */
	bool hurry, stop;
	unsigned started;
	pthread_t thread[LIMIT_HASHES];
};

/* --- what the brake holds back -------------------------------------------- */

static struct slice
address_of(const struct hash_job *j)
{
	return slice_make((const char *)&j->from, sizeof(j->from));
}

static struct slice
name_of(const struct hash_job *j)
{
	return slice_make((const char *)&j->guesser, sizeof(j->guesser));
}

static struct brake_rate
share(void)
{
	return brake_rate(LIMIT_LOGIN_SHARE, 3600, LIMIT_LOGIN_SHARE);
}

static enum brake
minute_of(const struct hash_job *j)
{
	return j->early ? BRAKE_LOGIN_MINUTE : BRAKE_GUESS_MINUTE;
}

static enum brake
hour_of(const struct hash_job *j)
{
	return j->early ? BRAKE_LOGIN_HOUR : BRAKE_GUESS_HOUR;
}

/* What it took of its address's wrong ones comes back: it was none. */
static void
give_back(struct hash_pool *p, const struct hash_job *j)
{
	brake_undo(p->brakes, minute_of(j), address_of(j), j->minute);
	brake_undo(p->brakes, hour_of(j), address_of(j), j->hour);
}

/*
 * Until it is known it counts as a wrong one of its address; false when that
 * had too many, then nothing is counted.
 */
static bool
take_chance(struct hash_pool *p, struct hash_job *j)
{
	struct slice who = address_of(j);
	uint64_t hour;

	j->early = brake_wait(p->brakes, BRAKE_LOGIN_NAME, name_of(j),
	    share()) == 0;
	j->wait_ms = brake_try(p->brakes, minute_of(j), who, j->minute);
	if (j->wait_ms != 0)
		hour = brake_wait(p->brakes, hour_of(j), who, j->hour);
	else
		hour = brake_try(p->brakes, hour_of(j), who, j->hour);
	if (j->wait_ms == 0 && hour != 0)
		brake_undo(p->brakes, minute_of(j), who, j->minute);
	if (hour > j->wait_ms)
		j->wait_ms = hour;
	return j->wait_ms == 0;
}

/*
 * Whether its waiting has an end: it begins, or it is over and j->begun is
 * false. Else due is set.
 */
static bool
try_begin(struct hash_pool *p, struct hash_job *j, uint64_t now)
{
	uint64_t wait = 0;

	if (j->unwanted != NULL && atomic_load(j->unwanted))
		return true;
	if (j->due > now && !p->hurry)
		return false;
	if (p->brakes != NULL && j->guesser != 0)
		wait = brake_login(p->brakes, j->guesser);
	j->begun = wait == 0;
	j->due = now + wait;
	if (j->begun && p->brakes != NULL && j->guesser != 0 &&
	    !take_chance(p, j)) {
		brake_login_undo(p->brakes, j->guesser);
		j->begun = false;
		return true;
	}
	return j->begun || p->hurry;
}

static void
hold(struct hash_pool *p, struct hash_job *j, uint64_t now)
{
	struct hash_job **at = &p->held;

	while (*at != NULL)
		at = &(*at)->next;
	j->next = NULL;
	j->since = now;
	*at = j;
}

/* The first whose time has come; NULL: none. */
static struct hash_job *
take_held(struct hash_pool *p, uint64_t now)
{
	struct hash_job **at = &p->held, *j;

	while ((j = *at) != NULL && !try_begin(p, j, now))
		at = &j->next;
	if (j == NULL)
		return NULL;
	*at = j->next;
	j->held_ms = now - j->since;
	return j;
}

/* When the first of them is to be looked at; UINT64_MAX: there is none. */
static uint64_t
next_due(const struct hash_pool *p)
{
	uint64_t due = UINT64_MAX;

	for (const struct hash_job *j = p->held; j != NULL; j = j->next)
		if (j->due < due)
			due = j->due;
	return due;
}

/* Tells the brake how it ended; a success lets the guesser's others try. */
static void
tell_brake(struct hash_pool *p, const struct hash_job *j)
{
	if (p->brakes == NULL || j->guesser == 0 || !j->begun)
		return;
	if (j->err != ERR_DENIED)
		give_back(p, j);
	else if (j->early)
		brake_charge(p->brakes, BRAKE_LOGIN_NAME, name_of(j), share(),
		    1);
	if (j->err == ERR_DENIED)
		brake_login_failed(p->brakes, j->guesser);
	else if (j->err != OK)
		brake_login_undo(p->brakes, j->guesser);
	if (j->err != OK)
		return;
	brake_login_ok(p->brakes, j->guesser);
	pthread_mutex_lock(&p->lock);
	for (struct hash_job *h = p->held; h != NULL; h = h->next)
		if (h->guesser == j->guesser)
			h->due = 0;
	pthread_cond_broadcast(&p->more);
	pthread_mutex_unlock(&p->lock);
}

/* --- the threads ---------------------------------------------------------- */

/* The first of the queue that the brake does not hold back; NULL: none. */
static struct hash_job *
take_queued(struct hash_pool *p, uint64_t now)
{
	struct hash_job *j;

	while ((j = p->first) != NULL) {
		p->first = j->next;
		p->round = j->round;
		p->queued--;
		if (try_begin(p, j, now))
			break;
		hold(p, j, now);
	}
	return j;
}

/* They take turns: neither the held nor the queued can starve the others. */
static struct hash_job *
next_job(struct hash_pool *p)
{
	uint64_t now = clock_mono_ms();
	struct hash_job *j;

	p->held_first = !p->held_first;
	if (!p->held_first && (j = take_queued(p, now)) != NULL)
		return j;
	j = take_held(p, now);
	return j != NULL ? j : take_queued(p, now);
}

/* Waits for more, at most until clock_mono_ms() is due. */
static void
wait_until(struct hash_pool *p, uint64_t due)
{
	uint64_t now = clock_mono_ms(), us;
	struct timespec ts;

	if (due == UINT64_MAX) {
		pthread_cond_wait(&p->more, &p->lock);
		return;
	}
	us = (due > now ? due - now : 0) * clock_second_us() / 1000;
	ts = thread_after_us(us);
	pthread_cond_timedwait(&p->more, &p->lock, &ts);
}

/* Waits for a job; NULL at the end. */
static struct hash_job *
take(struct hash_pool *p)
{
	struct hash_job *j;

	pthread_mutex_lock(&p->lock);
	while ((j = next_job(p)) == NULL && !p->stop)
		wait_until(p, next_due(p));
	pthread_mutex_unlock(&p->lock);
	return j;
}

static void
work(struct hash_job *j)
{
	struct slice password = slice_make(j->password, j->password_len);

	if (j->wait_ms != 0)
		j->err = ERR_SLOW;
	else if (!j->begun || (j->unwanted != NULL && atomic_load(j->unwanted)))
		j->err = ERR_BUSY;
	else if (j->make)
		j->err = hash_make(password, j->hash);
	else
		j->err = hash_verify(slice_of(j->hash), password);
	hash_forget(j->password, sizeof(j->password));
}

static void *
pool_main(void *arg)
{
	struct hash_pool *p = arg;
	struct hash_job *j;

	while ((j = take(p)) != NULL) {
		work(j);
		tell_brake(p, j);
		j->done(j);
	}
	return NULL;
}

enum err
hash_pool_new(struct brakes *b, struct hash_pool **out)
{
	struct hash_pool *p = xcalloc(1, sizeof(*p));

	p->brakes = b;
	pthread_mutex_init(&p->lock, NULL);
	thread_cond_init(&p->more);
	*out = p;
	while (p->started < LIMIT_HASHES) {
		if (!thread_start(&p->thread[p->started], pool_main, p)) {
			hash_pool_free(out);
			return err_set(
			    ERR_NOMEM, "cannot start a hash thread");
		}
		p->started++;
	}
	return OK;
}

void
hash_pool_hurry(struct hash_pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->hurry = true;
	pthread_cond_broadcast(&p->more);
	pthread_mutex_unlock(&p->lock);
}

void
hash_pool_free(struct hash_pool **pp)
{
	struct hash_pool *p = *pp;

	pthread_mutex_lock(&p->lock);
	p->stop = p->hurry = true;
	pthread_cond_broadcast(&p->more);
	pthread_mutex_unlock(&p->lock);
	for (unsigned i = 0; i < p->started; i++)
		pthread_join(p->thread[i], NULL);
	pthread_cond_destroy(&p->more);
	pthread_mutex_destroy(&p->lock);
	free(p);
	*pp = NULL;
}

/* How many places the address has. */
static unsigned
places(struct hash_pool *p, uint64_t from)
{
	unsigned n = 0;

	for (struct hash_job *j = p->first; j != NULL; j = j->next)
		n += j->from == from;
	return n;
}

/*
 * Takes a place from the address that has most of them, its last one; NULL
 * when the newcomer would have as many.
 */
static struct hash_job *
displace(struct hash_pool *p, uint64_t newcomer)
{
	struct hash_job **worst = NULL, *j;
	unsigned most = places(p, newcomer) + 1;

	for (struct hash_job **at = &p->first; *at != NULL;
	    at = &(*at)->next) {
		unsigned n = places(p, (*at)->from);

		if (n > most || (worst != NULL && n == most &&
		    (*at)->from == (*worst)->from))
			worst = at;
		if (n > most)
			most = n;
	}
	if (worst == NULL)
		return NULL;
	j = *worst;
	*worst = j->next;
	p->queued--;
	return j;
}

static void
insert(struct hash_pool *p, struct hash_job *j)
{
	struct hash_job **at = &p->first;

	j->round = p->round + 1;
	for (struct hash_job *o = p->first; o != NULL; o = o->next)
		if (o->from == j->from && o->round >= j->round)
			j->round = o->round + 1;
	while (*at != NULL && (*at)->round <= j->round)
		at = &(*at)->next;
	j->next = *at;
	*at = j;
	p->queued++;
}

bool
hash_pool_submit(struct hash_pool *p, struct hash_job *j)
{
	struct hash_job *out = NULL;
	bool room;

	pthread_mutex_lock(&p->lock);
	if (p->queued >= LIMIT_HASH_QUEUE)
		out = displace(p, j->from);
	room = p->queued < LIMIT_HASH_QUEUE && !p->stop;
	if (room) {
		insert(p, j);
		pthread_cond_signal(&p->more);
	}
	pthread_mutex_unlock(&p->lock);
	if (out != NULL) {
		out->err = ERR_BUSY;
		hash_forget(out->password, sizeof(out->password));
		out->done(out);
	}
	return room;
}

unsigned
hash_pool_waiting(struct hash_pool *p)
{
	unsigned n;

	pthread_mutex_lock(&p->lock);
	n = p->queued;
	pthread_mutex_unlock(&p->lock);
	return n;
}
