/* The parts of a Path. */
#include "proto/path.h"

/* The next server of *path; false behind the last. */
static bool
next(struct slice *path, struct slice *server)
{
	while (path->p != NULL) {
		*server = slice_trim(slice_cut(path, '!'));
		/* The tail names no server. */
		if (path->p != NULL && server->len != 0 &&
		    server->p[0] != '.')
			return true;
	}
	return false;
}

struct slice
path_first(struct slice path)
{
	struct slice server;

	return next(&path, &server) ? server : slice_make("", 0);
}

bool
path_holds(struct slice path, const char *server)
{
	struct slice one;

	while (next(&path, &one))
		if (slice_iis(one, server))
			return true;
	return false;
}
