/* Messages for the operator: levels, escaped text, replaceable handler. */
#include "common/log.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *program_name;
static enum log_level least_level = LOG_L_INFO;
/* Threads may run already when it is set. */
static _Atomic(log_handler *) handler;
static _Atomic(void *) handler_arg;

void
log_init(const char *program, enum log_level least)
{
	program_name = program;
	least_level = least;
}

void
log_set_handler(log_handler *fn, void *arg)
{
	handler_arg = arg;
	handler = fn;
}

static void
escape(char *line)
{
	for (char *p = line; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = '?';
}

static void
to_stderr(const char *line)
{
	char stamp[32] = "", out[1200];
	int n;

	if (!isatty(STDERR_FILENO)) {
		time_t now = time(NULL);
		struct tm tm;

		gmtime_r(&now, &tm);
		strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%SZ ", &tm);
	}
	n = snprintf(out, sizeof(out), "%s%s%s%s\n", stamp,
	    program_name != NULL ? program_name : "",
	    program_name != NULL ? ": " : "", line);
	if (n > 0 && write(STDERR_FILENO, out, strlen(out)) == -1)
		return; /* nowhere left to say it */
}

/* --- floods -------------------------------------------------------------- */

/* Lines of one kind in so many seconds; and places to count kinds in. */
enum { BURST = 20, SPAN = 10, PLACES = 256 };

static struct kind {
	time_t since;
	unsigned lines;
} kinds[PLACES];
static pthread_mutex_t kinds_lock = PTHREAD_MUTEX_INITIALIZER;

/* FNV-1a. A kind is a format; of "%s" alone it is the text. */
static struct kind *
kind_of(const char *fmt, const char *line)
{
	uint32_t h = 2166136261u;

	if (strcmp(fmt, "%s") == 0)
		fmt = line;
	for (; *fmt != '\0'; fmt++)
		h = (h ^ (unsigned char)*fmt) * 16777619u;
	return &kinds[h % PLACES];
}

/*
 * Whether one more may be said; *missed: how many were not since it could be
 * said last. Kinds that share a place count together.
 */
static bool
may_say(struct kind *k, unsigned *missed)
{
	struct timespec now;
	bool may;

	clock_gettime(CLOCK_MONOTONIC, &now);
	pthread_mutex_lock(&kinds_lock);
	*missed = 0;
	if (now.tv_sec - k->since >= SPAN) {
		if (k->lines > BURST)
			*missed = k->lines - BURST;
		*k = (struct kind){ .since = now.tv_sec };
	}
	may = k->lines++ < BURST;
	pthread_mutex_unlock(&kinds_lock);
	return may;
}

static void
say(enum log_level level, const char *line)
{
	log_handler *fn = handler;

	if (fn != NULL)
		fn(level, line, handler_arg);
	else
		to_stderr(line);
}

static void
emit(enum log_level level, const char *fmt, va_list ap)
{
	char line[1024], more[64];
	unsigned missed = 0;

	if (level < least_level)
		return;
	vsnprintf(line, sizeof(line), fmt, ap);
	escape(line);
	if (level >= LOG_L_WARN && !may_say(kind_of(fmt, line), &missed))
		return;
	if (missed != 0) {
		snprintf(more, sizeof(more),
		    "%u lines like the next one were left out", missed);
		say(level, more);
	}
	say(level, line);
}

#define LOG_FN(fn, level)                    \
	void                                 \
	fn(const char *fmt, ...)             \
	{                                    \
		va_list ap;                  \
                                             \
		va_start(ap, fmt);           \
		emit(level, fmt, ap);        \
		va_end(ap);                  \
	}

LOG_FN(log_debug, LOG_L_DEBUG)
LOG_FN(log_info, LOG_L_INFO)
LOG_FN(log_warn, LOG_L_WARN)
LOG_FN(log_error, LOG_L_ERROR)

void
log_fatal(const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	escape(line);
	say(LOG_L_ERROR, line);
	exit(1);
}
