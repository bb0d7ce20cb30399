/*
 * Reading a tar stream: ustar, pax (path, size, mtime), GNU long names. Only
 * regular files come out; nothing is ever unpacked to disk.
 */
#ifndef SERVER_CTL_TAR_H
#define SERVER_CTL_TAR_H

#include "common/buf.h"
#include "common/err.h"
#include "server/ctl/source.h"

enum { TAR_NAME = 4096 };

struct tar {
	struct source *source;
	struct buf name;	/* of the present entry */
	uint64_t size;		/* of its content, which was not taken yet */
	int64_t mtime;
	uint64_t pad;		/* bytes between it and the next header */
	bool named, sized, timed;	/* an extension told it already */
};

void tar_init(struct tar *t, struct source *s);
void tar_clear(struct tar *t);
/*
 * Goes to the next regular file: its name, size and mtime are set, its bytes
 * stand next in the source; the caller takes all size of them. ERR_NOTFOUND
 * at the end of the archive, ERR_SYNTAX when it is none or is cut off.
 */
enum err tar_next(struct tar *t);

#endif
