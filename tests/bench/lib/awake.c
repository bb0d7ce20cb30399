/* Spinning processes that give way to everybody (SCHED_IDLE). */
#include "tests/bench/lib/awake.h"

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/log.h"

static void
spin(void)
{
	struct sched_param none = { .sched_priority = 0 };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (sched_setscheduler(0, SCHED_IDLE, &none) < 0)
		_exit(1);
	for (;;)
		__asm__ volatile("" ::: "memory");
}

void
awake_start(struct awake *a)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	for (a->len = 0; a->len < cores && a->len < AWAKE_MAX; a->len++) {
		pid_t pid = fork();

		if (pid < 0)
			log_fatal("fork failed");
		if (pid == 0)
			spin();
		a->pid[a->len] = pid;
	}
}

void
awake_stop(struct awake *a)
{
	while (a->len > 0) {
		kill(a->pid[--a->len], SIGKILL);
		waitpid(a->pid[a->len], NULL, 0);
	}
}
