/* An act of the server's own, on a thread that may wait for it. */
#include "server/ask.h"

#include <pthread.h>

struct wait {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool done;
};

static void
on_done(struct intent *i)
{
	struct wait *w = i->arg;

	pthread_mutex_lock(&w->lock);
	w->done = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
}

bool
ask_writer(struct writer *w, struct intent *i)
{
	struct wait wait = {
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.wake = PTHREAD_COND_INITIALIZER,
	};
	bool taken;

	i->done = on_done;
	i->arg = &wait;
	taken = writer_submit(w, i);
	pthread_mutex_lock(&wait.lock);
	while (taken && !wait.done)
		pthread_cond_wait(&wait.wake, &wait.lock);
	pthread_mutex_unlock(&wait.lock);
	pthread_cond_destroy(&wait.wake);
	pthread_mutex_destroy(&wait.lock);
	return taken;
}
