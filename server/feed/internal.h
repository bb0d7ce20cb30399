/* What feed.c and run.c share. */
#ifndef SERVER_FEED_INTERNAL_H
#define SERVER_FEED_INTERNAL_H

#include <pthread.h>

#include "server/feed/feed.h"
#include "server/feed/stream.h"

struct tls;

/* One peer; stays until the end, with a thread while it is sent to. */
struct feed {
	struct feed *next;
	char name[LIMIT_BOARD_NAME + 1];
	struct feeds *all;
	struct feed_counts counts;
	int bell;		/* eventfd: look at what is below */
	_Atomic bool rung;	/* it is on its way to ring */
	pthread_mutex_t lock;	/* of what follows */
	pthread_t thread;
	bool running;		/* there is one to be joined */
	bool over;		/* it has ended */
	uint64_t begin;		/* where it does without a mark */
	bool retry;		/* now, please */
	bool seek;
	uint64_t seek_to;
	struct feed_status status;	/* without the counts */
};

struct feeds {
	struct server *server;
	char *dir;		/* of the places */
	struct tls *tls;	/* for peers with TLS; NULL: no memory */
	_Atomic bool stop;
	pthread_mutex_t lock;	/* of the list; names are never taken out */
	struct feed *first;
	/* The thread that looks up host names. */
	pthread_t looker;
	pthread_cond_t look;
	bool looking, again;
};

/* The thread of a feed: until its peer is gone or all ends. */
void *feed_main(void *arg);
void feed_ring(struct feed *f);

#endif
