/* Threads without signals. */
#include "common/thread.h"

#include <signal.h>

bool
thread_start(pthread_t *thread, void *(*fn)(void *arg), void *arg)
{
	sigset_t all, before;
	pthread_t own;
	int rc;

	sigfillset(&all);
	sigdelset(&all, SIGSYS);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&own, NULL, fn, arg);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (rc != 0)
		return false;
	if (thread == NULL)
		pthread_detach(own);
	else
		*thread = own;
	return true;
}
