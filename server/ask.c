/* Acts of the server's own, on a thread that may wait for them. */
#include "server/ask.h"

#include <pthread.h>

struct wait {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	size_t done;
};

static void
on_done(struct intent *i)
{
	struct wait *w = i->arg;

	pthread_mutex_lock(&w->lock);
	w->done++;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
}

size_t
ask_writer_all(struct writer *w, struct intent *i, size_t n)
{
	struct wait wait = {
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.wake = PTHREAD_COND_INITIALIZER,
	};
	size_t taken = 0;

	for (; taken < n; taken++) {
		i[taken].done = on_done;
		i[taken].arg = &wait;
		if (!writer_submit(w, &i[taken]))
			break;
	}
	pthread_mutex_lock(&wait.lock);
	while (wait.done < taken)
		pthread_cond_wait(&wait.wake, &wait.lock);
	pthread_mutex_unlock(&wait.lock);
	pthread_cond_destroy(&wait.wake);
	pthread_mutex_destroy(&wait.lock);
	return taken;
}

bool
ask_writer(struct writer *w, struct intent *i)
{
	return ask_writer_all(w, i, 1) == 1;
}
