/*
 * The input of an import: a file or a pipe of any size, seen through a
 * window of bounded memory.
 */
#ifndef SERVER_CTL_SOURCE_H
#define SERVER_CTL_SOURCE_H

#include "common/err.h"
#include "common/slice.h"
#include "proto/limits.h"

/* The longest message a window can show whole; longer ones are refused. */
enum { SOURCE_WINDOW = 2 * LIMIT_ARTICLE };

struct source {
	int fd;			/* -1: memory, see source_memory() */
	struct slice memory;	/* what is left of it */
	size_t chunk;		/* bytes a read asks for */
	char *p;		/* owned; the window is p[from, to) */
	size_t from, to;
	uint64_t taken;		/* bytes that left the window */
	uint64_t total;		/* bytes of the input, 0 when unknown */
	bool eof;
	enum err err;		/* of a read; then eof is set too */
};

/* Reads from fd, which stays the caller's. */
void source_open(struct source *s, int fd);
/* Reads from memory, chunk bytes at a time. */
void source_memory(struct source *s, struct slice text, size_t chunk);
void source_clear(struct source *s);

static inline struct slice
source_window(const struct source *s)
{
	return slice_make(s->p + s->from, s->to - s->from);
}

static inline bool
source_full(const struct source *s)
{
	return s->to - s->from >= SOURCE_WINDOW;
}

/* More bytes into the window, which may move; false at the end or if full. */
bool source_fill(struct source *s);
/* Fills until n bytes (<= SOURCE_WINDOW) are in the window. */
bool source_need(struct source *s, size_t n);
/* Drops n bytes of the window. */
void source_take(struct source *s, size_t n);
/* Drops n bytes, read or not; false when the input ends before. */
bool source_skip(struct source *s, uint64_t n);
/*
 * Takes the next line, without its LF and a CR before it; of a longer one
 * only max bytes, the rest comes next. Valid until the next call. False at
 * the end.
 */
bool source_line(struct source *s, size_t max, struct slice *line);

/*
 * Looks at the first bytes: ERR_SYNTAX with the remedy in err_detail() when
 * the input is compressed. format is what "import" was asked for.
 */
enum err source_check_packed(struct source *s, const char *file,
    const char *format);

#endif
