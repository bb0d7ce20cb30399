/*
 * Where the configuration comes from: a file and the options of the command
 * line, which win. Both processes make theirs of the same bytes.
 */
#ifndef SERVER_SOURCE_H
#define SERVER_SOURCE_H

#include "common/buf.h"
#include "server/certificate.h"
#include "server/conf/conf.h"

enum { SOURCE_OPTIONS = 64 };

struct source {
	char *file;		/* absolute; NULL: none */
	char *cwd;		/* where relative paths begin */
	struct {
		const char *key, *value;
	} option[SOURCE_OPTIONS];
	int n;
};

/* A configuration and what its files hold. */
struct loaded {
	struct conf conf;
	struct buf text;	/* of the file */
	struct certificate certificate;
};

/*
 * Reads all anew, with the rights of who calls; reports every error.
 * Whether the certificate is any good, certificate_check() knows.
 */
enum err loaded_read(
    struct loaded *l, const struct source *s, struct conf_report *r);
/* Forgets all; the key too. */
void loaded_clear(struct loaded *l);
/* As an unnamed file that another process may be given. */
enum err loaded_pack(const struct loaded *l, int *fd);
/* The other process's side. */
enum err loaded_unpack(struct loaded *l, const struct source *s, int fd);

#endif
