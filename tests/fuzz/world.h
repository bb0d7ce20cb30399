/*
 * A store in memory for fuzz targets: made once, kept as bytes, and put back
 * whenever an input has changed it.
 */
#ifndef TESTS_FUZZ_WORLD_H
#define TESTS_FUZZ_WORLD_H

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/log.h"
#include "server/store/store.h"

struct world {
	char dir[64], file[96];
	char *image;		/* of the file as it was at first */
	size_t size;
	struct store *store;
	struct writer *writer;
};

static inline void
world_must(bool so, const char *what)
{
	if (so)
		return;
	fprintf(stderr, "%s: %s\n", what, err_detail());
	abort();
}

static inline void
world_quiet(enum log_level level, const char *line, void *arg)
{
	(void)level;
	(void)line;
	(void)arg;
}

static inline void
world_open(struct world *w)
{
	const struct store_options o = {
		.dir = w->dir, .name = "t.example.org",
		.quota = 64u << 20, .create = true,
	};

	world_must(store_open(&o, &w->store) == OK, "store_open");
	world_must(writer_start(w->store, &w->writer) == OK, "writer_start");
}

static inline void
world_close(struct world *w)
{
	writer_stop(&w->writer);
	store_close(&w->store);
}

static inline void
world_new(struct world *w)
{
	*w = (struct world){ .dir = "/dev/shm/stoa-fuzz-XXXXXX" };
	if (access("/dev/shm", W_OK) == -1)
		strcpy(w->dir, "/tmp/stoa-fuzz-XXXXXX");
	setenv("STOA_NOW", "1795316400", 1);
	log_set_handler(world_quiet, NULL);
	world_must(mkdtemp(w->dir) != NULL, "mkdtemp");
	snprintf(w->file, sizeof(w->file), "%s/store/data.mdb", w->dir);
	world_open(w);
}

/* Keeps what there is as the beginning of every run. */
static inline void
world_keep(struct world *w)
{
	FILE *f;

	world_close(w);
	f = fopen(w->file, "rb");
	world_must(f != NULL && fseek(f, 0, SEEK_END) == 0, w->file);
	w->size = (size_t)ftell(f);
	rewind(f);
	w->image = malloc(w->size);
	world_must(fread(w->image, 1, w->size, f) == w->size, w->file);
	fclose(f);
	world_open(w);
}

/* The store is closed: brings its beginning back. */
static inline void
world_restore(struct world *w)
{
	FILE *f = fopen(w->file, "wb");

	world_must(f != NULL && fwrite(w->image, 1, w->size, f) == w->size,
	    w->file);
	world_must(fclose(f) == 0, w->file);
}

static inline void
world_remove(const struct world *w)
{
	char cmd[128];

	snprintf(cmd, sizeof(cmd), "rm -rf '%s'", w->dir);
	world_must(system(cmd) == 0, "rm");
}

#endif
