/*
 * Acts in a posting: its lines that begin with "!" and its X-Act fields, for
 * those who have but a newsreader. All of them are done, and what else it
 * says is posted; or nothing of it.
 */
#ifndef SERVER_CMD_DEEDS_H
#define SERVER_CMD_DEEDS_H

#include "proto/article.h"
#include "server/net/session.h"
#include "server/store/store.h"

enum { DEEDS_MAX = 8 };

struct deeds {
	int n;
	bool text;		/* there is something to post as well */
	struct deed {
		struct intent intent;
		struct buf words;	/* what its slices point into */
	} deed[DEEDS_MAX];
};

/*
 * *out is NULL when there are none. ERR_SYNTAX or ERR_DENIED, the act named
 * in err_detail(), when one of them cannot be done.
 */
enum err deeds_read(
    struct session *s, const struct article *a, struct deeds **out);
void deeds_free(struct deeds **d);
/* Gives them an actor and links them; the first one. */
struct intent *deeds_link(struct deeds *d, const struct intent *by);
/* Appends what was done: "solve 8950, vote already so". */
void deeds_put(const struct deeds *d, struct buf *out);

#endif
