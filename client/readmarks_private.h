/* What the files of the read marks share. */
#ifndef CLIENT_READMARKS_PRIVATE_H
#define CLIENT_READMARKS_PRIVATE_H

#include "client/readmarks.h"
#include "common/numset.h"

/* An article of a view, and where else it stands. */
struct mark_link {
	uint64_t n;
	const char *board;	/* that of a struct mark */
	uint64_t at;
};

struct mark {
	char *board;		/* stays where it is when marks move */
	struct numset read;
	struct numset agreed;	/* what the server had, too */
	bool dirty;
	bool refused;		/* the server wants to know nothing of it */
	bool moved;		/* those it is linked with are to follow */
	struct mark_link *link;	/* sorted by number */
	size_t nlinks, caplinks;
	uint64_t whole;		/* from here on all it has is linked; or 0 */
};

struct readmarks {
	char *path;
	char *account;		/* that agreed is about, or NULL */
	struct mark *mark;	/* sorted by board */
	size_t n, cap;
	char *undo_board;
	struct numset undo;
	/* What the server is being told. */
	const char *told_board;
	struct numset told_read, told_unread;
};

/* readmarks.c */
/* NULL when there is none. */
struct mark *readmarks_look(const struct readmarks *r, const char *board);
/* Others may move for it. */
struct mark *readmarks_get(struct readmarks *r, struct slice board);
/* readmarks_link.c */
/* Something of it changed: so do those that are the same articles. */
void readmarks_follow(struct readmarks *r, struct mark *m);

#endif
