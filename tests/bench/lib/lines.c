/* The lines of a file, in memory. */
#include "tests/bench/lib/lines.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/log.h"
#include "common/xalloc.h"

void
lines_read(struct lines *l, const char *path)
{
	FILE *f = fopen(path, "re");
	struct stat st;
	size_t size;
	char *rest, *line;

	if (f == NULL || fstat(fileno(f), &st) < 0)
		log_fatal("%s: %s", path, strerror(errno));
	size = (size_t)st.st_size;
	l->text = xmalloc(size + 1);
	if (fread(l->text, 1, size, f) != size)
		log_fatal("%s: cannot be read", path);
	fclose(f);
	l->text[size] = '\0';
	l->line = xcalloc(size / 2 + 1, sizeof(*l->line));
	rest = l->text;
	while ((line = strsep(&rest, "\n")) != NULL)
		if (line[0] != '\0')
			l->line[l->n++] = line;
	if (l->n == 0)
		log_fatal("%s: no lines", path);
}

void
lines_clear(struct lines *l)
{
	free(l->text);
	free(l->line);
}
