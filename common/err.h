/*
 * One error value for the whole program, made where the fault is known. The
 * detail is a sentence for people, kept per thread until the next err_set().
 */
#ifndef COMMON_ERR_H
#define COMMON_ERR_H

#define ERR_KINDS(X)                                                     \
	X(OK, "success")                                                 \
	X(ERR_NOTFOUND, "not found")                                     \
	X(ERR_EXISTS, "already there")                                   \
	X(ERR_SYNTAX, "malformed")                                       \
	X(ERR_TOOBIG, "too large")                                       \
	X(ERR_DENIED, "not permitted")                                   \
	X(ERR_STATE, "wrong state")                                      \
	X(ERR_BUSY, "busy, try again later")                             \
	X(ERR_SLOW, "too many in a short time")                          \
	X(ERR_TERMS, "terms of use are not accepted")                    \
	X(ERR_FULL, "no space left")                                     \
	X(ERR_IO, "input/output error")                                  \
	X(ERR_CORRUPT, "damaged data")                                   \
	X(ERR_VERSION, "made by a newer version")                        \
	X(ERR_NOMEM, "out of memory")

enum err {
#define X(name, text) name,
	ERR_KINDS(X)
#undef X
};

/* "not found" and the like; never NULL. */
const char *err_name(enum err e);
/* Records the detail for this thread and returns e. */
enum err err_set(enum err e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* err_set() with ": strerror(errno)" behind the detail; kind from errno. */
enum err err_errno(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));
/*
 * err_set(ERR_SYNTAX, ...) about one argument of what was asked: its key, a
 * literal; of an act "@" is the target and ":" the text.
 */
enum err err_arg(const char *key, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* e, which was just set unless it is OK, is about that argument; e. */
enum err err_about(enum err e, const char *key);
/* The last detail of this thread, "" when there is none. */
const char *err_detail(void);
/* The argument that it is about, "" when about none. */
const char *err_key(void);

#endif
