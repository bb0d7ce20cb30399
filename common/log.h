/*
 * Messages for the operator. A line goes to stderr (with a time when it is
 * not a terminal) or to the handler set by log_set_handler(); control bytes
 * are escaped. Of warnings and errors of one kind, which is their format, 20
 * are said in ten seconds, then only how many there were. Any thread.
 */
#ifndef COMMON_LOG_H
#define COMMON_LOG_H

enum log_level { LOG_L_DEBUG, LOG_L_INFO, LOG_L_WARN, LOG_L_ERROR };

typedef void log_handler(enum log_level level, const char *line, void *arg);

/* The word in front of each line, a literal: "stoad". Default is none. */
void log_init(const char *program, enum log_level least);
void log_set_handler(log_handler *fn, void *arg);

void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Logs and exits with status 1. */
void log_fatal(const char *fmt, ...)
    __attribute__((format(printf, 1, 2), noreturn));

#endif
