/*
 * A connection to the daemon over its socket: blocking, pipelined. It always
 * reads while it writes, so that neither side waits for the other.
 *
 * Every function that waits returns ERR_IO when the connection is lost or
 * silent for too long; err_detail() says so, and then it stays lost.
 */
#ifndef SERVER_CTL_REMOTE_H
#define SERVER_CTL_REMOTE_H

#include "common/buf.h"
#include "common/err.h"
#include "proto/dot.h"

struct remote;

/* ERR_IO with the remedy when nobody answers there, ERR_DENIED if refused. */
enum err remote_new(const char *path, struct remote **out);
/* Says QUIT and closes. */
void remote_free(struct remote **r);

/* Milliseconds of silence that are too long; -1 waits for ever. */
void remote_patience(struct remote *r, int ms);

/* What is to be sent: append to it, remote_push() sends. */
struct buf *remote_out(struct remote *r);
/* Bytes appended and not sent yet. */
size_t remote_unsent(const struct remote *r);
/* Writes and reads until at most most bytes are unsent. */
enum err remote_push(struct remote *r, size_t most);

/* A line that is here already, without its end; false when none is. */
bool remote_peek(struct remote *r, struct slice *line);
/* The next line, without its end. Valid until the next call. */
enum err remote_line(struct remote *r, struct slice *line);
/* The next reply; text is valid until the next call. ERR_SYNTAX. */
enum err remote_reply(struct remote *r, int *code, struct slice *text);
/* Sends what is to be sent and waits for something to read. */
enum err remote_wait(struct remote *r);
/* Appends the block of a reply, unstuffed, CRLF; out->max bounds it. */
enum err remote_block(struct remote *r, struct buf *out);
/* One line of a block, unstuffed; ERR_NOTFOUND at its end. */
enum err remote_block_line(struct remote *r, struct slice *line);

/* Sends one line (its CRLF is added) and reads its reply. */
enum err remote_command(struct remote *r, int *code, struct slice *text,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
