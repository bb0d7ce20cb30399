/* What stoad is told: stoad.conf(5) and the command line. */
#ifndef SERVER_CONF_H
#define SERVER_CONF_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"

enum { CONF_LISTEN = 16 };

struct conf {
	char *dir;		/* absolute */
	char *socket;		/* absolute */
	char *name;		/* NULL: this host's */
	char *user;		/* to become; NULL: stay */
	char *listen[CONF_LISTEN];
	int nlisten;
	bool listen_default;	/* nobody said where yet */
	int workers;		/* 0: as many as cores */
	uint64_t quota;		/* bytes; 0: the store's default */
	unsigned per_address;	/* connections of one address; 0: any */
};

void conf_init(struct conf *c);
void conf_clear(struct conf *c);
/* One key as in the file. ERR_SYNTAX with a remedy in err_detail(). */
enum err conf_set(struct conf *c, const char *key, const char *value);
/* Adds "file:line: " in front of what is wrong. */
enum err conf_read(struct conf *c, const char *path);
/* Fills in what is left out and makes paths absolute. */
enum err conf_finish(struct conf *c);

#endif
