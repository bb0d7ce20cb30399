/* Messages for the operator: levels, escaped text, replaceable handler. */
#include "common/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *program_name;
static enum log_level least_level = LOG_L_INFO;
static log_handler *handler;
static void *handler_arg;

void
log_init(const char *program, enum log_level least)
{
	program_name = program;
	least_level = least;
}

void
log_set_handler(log_handler *fn, void *arg)
{
	handler = fn;
	handler_arg = arg;
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

static void
emit(enum log_level level, const char *fmt, va_list ap)
{
	char line[1024];

	if (level < least_level)
		return;
	vsnprintf(line, sizeof(line), fmt, ap);
	escape(line);
	if (handler != NULL)
		handler(level, line, handler_arg);
	else
		to_stderr(line);
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
	va_list ap;

	va_start(ap, fmt);
	emit(LOG_L_ERROR, fmt, ap);
	va_end(ap);
	exit(1);
}
