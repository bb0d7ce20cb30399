/* Asking for the names of users, one after the other. */
#include "server/net/users.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/thread.h"
#include "common/xalloc.h"
#include "server/sandbox/monitor.h"

enum {
	WAITING = 64,
	KNOWN = 32,
	KNOWN_MS = 60000,	/* for so long an answer holds */
};

struct known {
	unsigned uid;
	uint64_t until;
	char name[LIMIT_ACCOUNT_NAME + 1];
};

struct users {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stop;
	unsigned first, n;
	struct {
		struct worker *worker;
		struct arrival arrival;
	} waiting[WAITING];
	/* The thread's own. */
	unsigned turn;
	struct known known[KNOWN];
};

static const char *
name_of(struct users *u, unsigned uid)
{
	uint64_t now = clock_mono_ms();
	struct known *k = NULL;
	enum err e;

	for (int i = 0; i < KNOWN; i++)
		if (u->known[i].uid == uid && u->known[i].until > now)
			return u->known[i].name;
	k = &u->known[u->turn++ % KNOWN];
	*k = (struct known){ .uid = uid, .until = now + KNOWN_MS };
	e = monitor_user(uid, k->name, sizeof(k->name));
	if (e != OK) {
		k->name[0] = '\0';
		log_info("user %u at the socket: %s", uid, err_detail());
	}
	/* That there is none may have been a matter of the moment. */
	if (e != OK && e != ERR_NOTFOUND)
		k->until = 0;
	return k->name;
}

static void *
users_main(void *arg)
{
	struct users *u = arg;

	pthread_mutex_lock(&u->lock);
	for (;;) {
		struct arrival a;
		struct worker *w;

		while (u->n == 0 && !u->stop)
			pthread_cond_wait(&u->wake, &u->lock);
		if (u->stop)
			break;
		a = u->waiting[u->first].arrival;
		w = u->waiting[u->first].worker;
		u->first = (u->first + 1) % WAITING;
		u->n--;
		pthread_mutex_unlock(&u->lock);
		slice_copy(slice_of(name_of(u, a.peer_uid)), a.user,
		    sizeof(a.user));
		worker_hand(w, &a);
		pthread_mutex_lock(&u->lock);
	}
	pthread_mutex_unlock(&u->lock);
	return NULL;
}

struct users *
users_start(void)
{
	struct users *u = xcalloc(1, sizeof(*u));

	pthread_mutex_init(&u->lock, NULL);
	pthread_cond_init(&u->wake, NULL);
	if (!thread_start(&u->thread, users_main, u))
		log_fatal("cannot start a thread");
	return u;
}

bool
users_ask(struct users *u, struct worker *w, const struct arrival *a)
{
	bool room;

	pthread_mutex_lock(&u->lock);
	room = u->n < WAITING;
	if (room) {
		unsigned at = (u->first + u->n++) % WAITING;

		u->waiting[at].worker = w;
		u->waiting[at].arrival = *a;
		pthread_cond_signal(&u->wake);
	}
	pthread_mutex_unlock(&u->lock);
	return room;
}

void
users_stop(struct users **up)
{
	struct users *u = *up;

	pthread_mutex_lock(&u->lock);
	u->stop = true;
	pthread_cond_signal(&u->wake);
	pthread_mutex_unlock(&u->lock);
	pthread_join(u->thread, NULL);
	for (; u->n > 0; u->n--) {
		close(u->waiting[u->first].arrival.fd);
		u->first = (u->first + 1) % WAITING;
	}
	pthread_cond_destroy(&u->wake);
	pthread_mutex_destroy(&u->lock);
	free(u);
	*up = NULL;
}
