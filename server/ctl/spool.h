/* A news spool: GROUP/NUMBER or GR/OU/P/NUMBER, one article a file. */
#ifndef SERVER_CTL_SPOOL_H
#define SERVER_CTL_SPOOL_H

#include "common/err.h"
#include "server/ctl/message.h"
#include "server/ctl/source.h"

struct spool {
	bool any_name;		/* take files that are no numbers as well */
	message_fn *fn;
	void *arg;
	struct message m;	/* the spool's own */
};

/* A tar stream of a spool. ERR_SYNTAX when it is none, ERR_IO. */
enum err spool_read_tar(struct spool *p, struct source *s);
/*
 * A directory, its folders by name, its articles by number. What cannot be
 * opened is a message with a fault. ERR_IO when the directory cannot be.
 */
enum err spool_read_dir(struct spool *p, const char *dir);

#endif
