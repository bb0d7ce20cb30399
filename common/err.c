/* Error values and their per-thread detail. */
#include "common/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char detail[512];
static _Thread_local const char *about = "";

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

static void
put_detail(const char *fmt, va_list ap)
{
	char text[sizeof(detail)];	/* fmt may quote the old detail */

	vsnprintf(text, sizeof(text), fmt, ap);
	memcpy(detail, text, sizeof(detail));
	about = "";
}

enum err
err_set(enum err e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put_detail(fmt, ap);
	va_end(ap);
	return e;
}

enum err
err_arg(const char *key, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put_detail(fmt, ap);
	va_end(ap);
	return err_about(ERR_SYNTAX, key);
}

enum err
err_about(enum err e, const char *key)
{
	if (e != OK)
		about = key;
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

const char *
err_key(void)
{
	return about;
}
