/*
 * Brakes: how often somebody may do a thing. Each pair of a kind and a who
 * (an address, an account) has a bucket that fills with what is done and
 * leaks at a rate. 64 Ki buckets at most; the one that would be empty first
 * makes room, and a secret key decides where a bucket lies. Any thread.
 */
#ifndef SERVER_AUTH_BRAKE_H
#define SERVER_AUTH_BRAKE_H

#include <stdint.h>

#include "common/slice.h"

struct brakes;

enum brake {
	BRAKE_CONNECT,		/* by address */
	BRAKE_COMMAND,		/* by address */
	BRAKE_COMMAND_ACCOUNT,
	BRAKE_LOGIN,		/* by address and name */
	BRAKE_LOGIN_NAME,	/* by brake_guesser(): wrong ones of an hour */
	BRAKE_LOGIN_MINUTE,	/* by address: names that had hardly any */
	BRAKE_LOGIN_HOUR,
	BRAKE_GUESS_MINUTE,	/* by address: names that had more */
	BRAKE_GUESS_HOUR,
	BRAKE_POST,		/* by account */
	BRAKE_ACT,		/* by account */
	BRAKE_SEARCH,		/* by address */
	BRAKE_SEARCH_ACCOUNT,
	BRAKE_JOIN,		/* by address */
};

/* burst at once, then one each every_us; every_us 0: no brake. */
struct brake_rate {
	uint64_t every_us;
	uint64_t burst;
};

/* number a period of seconds; 0: no brake. */
struct brake_rate brake_rate(uint64_t number, unsigned seconds,
    uint64_t burst);

/* number a second, and that of BRAKE_BURST_S of them at once. */
enum { BRAKE_BURST_S = 5 };
struct brake_rate brake_burst(uint64_t number);

struct brakes *brakes_new(void);
void brakes_free(struct brakes **b);

/*
 * Does one if there is room; else returns after how many milliseconds there
 * will be, and nothing is counted.
 */
uint64_t brake_try(struct brakes *b, enum brake kind, struct slice who,
    struct brake_rate rate);
/* What brake_try() let through came to nothing. */
void brake_undo(struct brakes *b, enum brake kind, struct slice who,
    struct brake_rate rate);
/* n were done; returns for how many milliseconds no more should be. */
uint64_t brake_charge(struct brakes *b, enum brake kind, struct slice who,
    struct brake_rate rate, unsigned n);
/* What brake_try() would return; nothing is counted. */
uint64_t brake_wait(struct brakes *b, enum brake kind, struct slice who,
    struct brake_rate rate);
/* Whose failed logins count together: an address and a name. Never 0. */
uint64_t brake_guesser(struct brakes *b, struct slice who);
/*
 * A login begins and counts as failed until it is told how it ended; 0. Or
 * it may not yet: returns after how many milliseconds to ask again, and
 * nothing is counted. LIMIT_LOGIN_FAILS in LIMIT_LOGIN_WINDOW_S are free;
 * from then on one at a time, 1, 2, 4 ... seconds, up to
 * LIMIT_LOGIN_DELAY_S, behind the one before.
 */
uint64_t brake_login(struct brakes *b, uint64_t guesser);
/* It failed; returns the seconds until the next, 0: at once. */
unsigned brake_login_failed(struct brakes *b, uint64_t guesser);
/* It was not tried after all. */
void brake_login_undo(struct brakes *b, uint64_t guesser);
/* It did not fail: all is forgotten. */
void brake_login_ok(struct brakes *b, uint64_t guesser);

#endif
