/*
 * Connections of the load generator: one request at a time on each, the
 * answer framed and handed to the work that asked. A wrong answer ends the
 * program; a measurement over wrong answers means nothing.
 */
#ifndef TESTS_BENCH_LIB_CONN_H
#define TESTS_BENCH_LIB_CONN_H

#include "common/buf.h"
#include "tests/bench/lib/load.h"

struct layer;

struct conn {
	int fd;
	struct layer *layer;	/* NULL: neither TLS nor compression */
	unsigned id;
	bool delayed_ack;	/* as ordinary clients, else acknowledge now */
	struct buf in;
	struct buf out;
	uint64_t asked;		/* ns; when the request went out */
	uint64_t due;		/* ns; when it asks again; 0: not resting */
	uint32_t number;	/* the work's: which article, window, step */
	bool last;		/* the server may close now */
	bool answered;		/* at least once */
};

enum conn_got { CONN_MORE, CONN_DATA, CONN_EOF };

/* Connects from source (a loopback address, 0 for any); blocks. */
void conn_open(struct conn *c, const struct load_options *opt,
    uint32_t source);
void conn_close(struct conn *c);
void conn_nonblock(struct conn *c);
/* Sends what is in out, all of it. */
void conn_flush(struct conn *c);
/* Takes what has come, up to room bytes; exits on an error. */
enum conn_got conn_read(struct conn *c, size_t room);
/* Tells the peer at once that its bytes came, when that is wanted. */
void conn_acknowledge(const struct conn *c);

/* The status line when it is complete; without its line end. */
bool conn_line(const struct conn *c, struct slice *line);
/*
 * The block behind the status line when all of it is there, without the
 * final dot line. Nothing may be asked before the answer came.
 */
bool conn_block(const struct conn *c, struct slice *block);
/* Its first three bytes as a number, -1 when they are none. */
int line_code(struct slice line);

/* Waits for the answer to what is in out; exits unless its code is want. */
struct slice conn_command(struct conn *c, int want);
/* AUTHINFO when there is somebody to log in as. */
void conn_login(struct conn *c, const struct load_options *opt);
/* COMPRESS DEFLATE, when that is wanted. */
void conn_compress(struct conn *c, const struct load_options *opt);
/* "the server said X instead of Y" and out. */
void conn_unexpected(const struct conn *c, const char *want)
    __attribute__((noreturn));

/* Soft limit of open files to the hard one. */
void raise_files(unsigned wanted);

#endif
