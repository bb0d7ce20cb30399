/* The user's files: where they are, read whole, replaced atomically. */
#ifndef CLIENT_FILE_H
#define CLIENT_FILE_H

#include "common/buf.h"
#include "common/err.h"

/*
 * $XDG_CONFIG_HOME/stoa/NAME and $XDG_DATA_HOME/stoa/NAME, or the same
 * under ~/.config and ~/.local/share. Owned by the caller.
 */
char *file_config_path(const char *name);
char *file_data_path(const char *name);

/* Appends the whole file; ERR_NOTFOUND, ERR_TOOBIG past out->max, ERR_IO. */
enum err file_read(const char *path, struct buf *out);
/*
 * Replaces the file: a temporary one beside it, mode 0600, fsync, rename,
 * fsync of the directory. Makes missing directories (0700).
 */
enum err file_write(const char *path, struct slice text);
/* The newest name is synced as well; a missing file is no error. */
enum err file_remove(const char *path);

#endif
