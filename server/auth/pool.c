/*
 * A bounded queue and its threads. A job belongs to a round: the one behind
 * the last of its address, or behind the present one. Jobs are served by
 * round, so that each address has one in each.
 */
#include "server/auth/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "common/xalloc.h"

struct hash_pool {
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct hash_job *first;	/* by round, then as they came */
	unsigned queued;
	uint64_t round;		/* of the job begun last */
	bool stop;
	unsigned started;
	pthread_t thread[LIMIT_HASHES];
};

/* Waits for a job; NULL at the end. */
static struct hash_job *
take(struct hash_pool *p)
{
	struct hash_job *j;

	pthread_mutex_lock(&p->lock);
	while (p->first == NULL && !p->stop)
		pthread_cond_wait(&p->more, &p->lock);
	j = p->first;
	if (j != NULL) {
		p->first = j->next;
		p->round = j->round;
		p->queued--;
	}
	pthread_mutex_unlock(&p->lock);
	return j;
}

static void
work(struct hash_job *j)
{
	struct slice password = slice_make(j->password, j->password_len);

	if (j->unwanted != NULL && atomic_load(j->unwanted))
		j->err = ERR_DENIED;
	else if (j->make)
		j->err = hash_make(password, j->hash);
	else
		j->err = hash_verify(slice_of(j->hash), password);
	hash_forget(j->password, sizeof(j->password));
}

static void *
pool_main(void *arg)
{
	struct hash_job *j;
	sigset_t all;

	sigfillset(&all);
	sigdelset(&all, SIGSYS);	/* the sandbox speaks by it */
	pthread_sigmask(SIG_BLOCK, &all, NULL);
	while ((j = take(arg)) != NULL) {
		work(j);
		j->done(j);
	}
	return NULL;
}

enum err
hash_pool_new(struct hash_pool **out)
{
	struct hash_pool *p = xcalloc(1, sizeof(*p));

	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->more, NULL);
	*out = p;
	while (p->started < LIMIT_HASHES) {
		if (pthread_create(&p->thread[p->started], NULL, pool_main,
		    p) != 0) {
			hash_pool_free(out);
			return err_set(
			    ERR_NOMEM, "cannot start a hash thread");
		}
		p->started++;
	}
	return OK;
}

void
hash_pool_free(struct hash_pool **pp)
{
	struct hash_pool *p = *pp;

	pthread_mutex_lock(&p->lock);
	p->stop = true;
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
