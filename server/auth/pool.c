/* A bounded queue and its threads. */
#include "server/auth/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "common/xalloc.h"

struct hash_pool {
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct hash_job *first, *last;
	unsigned queued;
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
		if (p->first == NULL)
			p->last = NULL;
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
		j->ok = false;
	else if (j->make)
		j->ok = hash_make(password, j->hash) == OK;
	else
		j->ok = hash_verify(slice_of(j->hash), password);
	hash_forget(j->password, sizeof(j->password));
}

static void *
pool_main(void *arg)
{
	struct hash_job *j;
	sigset_t all;

	sigfillset(&all);
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

bool
hash_pool_submit(struct hash_pool *p, struct hash_job *j)
{
	bool room;

	j->next = NULL;
	pthread_mutex_lock(&p->lock);
	room = p->queued < LIMIT_HASH_QUEUE && !p->stop;
	if (room) {
		if (p->last != NULL)
			p->last->next = j;
		else
			p->first = j;
		p->last = j;
		p->queued++;
		pthread_cond_signal(&p->more);
	}
	pthread_mutex_unlock(&p->lock);
	return room;
}
