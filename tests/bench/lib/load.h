/* What the parts of the load generator share. */
#ifndef TESTS_BENCH_LIB_LOAD_H
#define TESTS_BENCH_LIB_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct load_options {
	const char *host;	/* dotted IPv4 address */
	unsigned port;
	const char *board;
	const char *corpus;	/* path of the mboxrd file, or of commands */
	const char *user;	/* for AUTHINFO */
	const char *password;
	const char *dir;	/* where the disk is tried */
	unsigned conns;
	unsigned count;
	double seconds;
	double rate;		/* of one connection; 0: as it is answered */
	bool tls, compress;
	pid_t pid;		/* the server, for its memory */
};

/* A mode of the generator; prints its measurements, exits on trouble. */
typedef void load_mode(const struct load_options *);

load_mode mode_article, mode_article_one, mode_over, mode_overall;
load_mode mode_post, mode_connect, mode_idle, mode_feed, mode_check, mode_index;
load_mode mode_echo, mode_echo_idle, mode_fsync, mode_hold;
load_mode mode_grow, mode_grown, mode_ask, mode_watch;

/* One line for the driver: name TAB value TAB unit. */
void report(const char *name, double value, const char *unit);

/* Nanoseconds that never step back. */
uint64_t now_ns(void);
/* The next number of a small, fast generator; *state must not be 0. */
uint64_t random_next(uint64_t *state);

/* Durations in nanoseconds, for percentiles. */
struct samples {
	uint32_t *v;
	size_t len, cap;
};

void samples_add(struct samples *s, uint64_t ns);
/* Sorts; p is 0..100; 0 without samples. In microseconds. */
double samples_percentile(struct samples *s, double p);
void samples_clear(struct samples *s);

#endif
