/*
 * A stream of requests (RFC 4644): what is sent is made beforehand, so that
 * the generator takes little of the processors that both share; a bounded
 * number of answers is outstanding.
 */
#ifndef TESTS_BENCH_LIB_FEED_H
#define TESTS_BENCH_LIB_FEED_H

#include "tests/bench/lib/conn.h"

struct feed {
	struct conn c;
	struct buf text;	/* all requests, one behind the other */
	size_t *end;		/* where each one ends */
	size_t total, room, answered;
	size_t sent;		/* bytes */
};

/* The code that request n must be answered with. */
typedef int feed_want(size_t n);

void feed_init(struct feed *f);
/* Connects, logs in, MODE STREAM. */
void feed_enter(struct feed *f, const struct load_options *opt);
/* What was put into text since the last one is a request. */
void feed_end_request(struct feed *f);
/* Forgets all requests. */
void feed_reset(struct feed *f);
/* Sends all requests once and takes all answers; exits on a wrong one. */
void feed_run(struct feed *f, feed_want *want);
void feed_clear(struct feed *f);

/* 239: each article of TAKETHIS is taken. */
feed_want feed_taken;

#endif
