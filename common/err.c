/* Error values and their per-thread detail. */
#include "common/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char detail[512];

const char *
err_name(enum err e)
{
	switch (e) {
#define X(name, text) \
	case name:    \
		return text;
		ERR_KINDS(X)
#undef X
	}
	return "unknown error";
}

enum err
err_set(enum err e, const char *fmt, ...)
{
	char text[sizeof(detail)];	/* fmt may quote the old detail */
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	memcpy(detail, text, sizeof(detail));
	return e;
}

static enum err
kind_of(int code)
{
	switch (code) {
	case ENOENT:
		return ERR_NOTFOUND;
	case EEXIST:
		return ERR_EXISTS;
	case EACCES:
	case EPERM:
		return ERR_DENIED;
	case ENOSPC:
	case EDQUOT:
		return ERR_FULL;
	case ENOMEM:
		return ERR_NOMEM;
	case EAGAIN:
	case EBUSY:
		return ERR_BUSY;
	default:
		return ERR_IO;
	}
}

enum err
err_errno(const char *fmt, ...)
{
	int code = errno;
	char text[sizeof(detail)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return err_set(kind_of(code), "%s: %s", text, strerror(code));
}

const char *
err_detail(void)
{
	return detail;
}
