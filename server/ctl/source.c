/* The sliding window over an import's input. */
#include "server/ctl/source.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/xalloc.h"

enum { CHUNK = 262144 };

static void
init(struct source *s, int fd, size_t chunk)
{
	*s = (struct source){
		.fd = fd,
		.chunk = chunk,
		.p = xmalloc(SOURCE_WINDOW + chunk),
	};
}

void
source_open(struct source *s, int fd)
{
	struct stat st;

	init(s, fd, CHUNK);
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
		s->total = (uint64_t)st.st_size;
}

void
source_memory(struct source *s, struct slice text, size_t chunk)
{
	init(s, -1, chunk);
	s->memory = text;
	s->total = text.len;
}

void
source_clear(struct source *s)
{
	free(s->p);
	*s = (struct source){ .fd = -1, .eof = true };
}

static ssize_t
read_some(struct source *s, char *to)
{
	size_t n = s->chunk;
	ssize_t got;

	if (s->fd == -1) {
		if (n > s->memory.len)
			n = s->memory.len;
		if (n > 0)
			memcpy(to, s->memory.p, n);
		s->memory = slice_from(s->memory, n);
		return (ssize_t)n;
	}
	do
		got = read(s->fd, to, n);
	while (got == -1 && errno == EINTR);
	return got;
}

bool
source_fill(struct source *s)
{
	ssize_t got;

	if (s->eof || source_full(s))
		return false;
	if (s->to > SOURCE_WINDOW) {
		memmove(s->p, s->p + s->from, s->to - s->from);
		s->to -= s->from;
		s->from = 0;
	}
	got = read_some(s, s->p + s->to);
	if (got > 0) {
		s->to += (size_t)got;
		return true;
	}
	s->eof = true;
	if (got == -1)
		s->err = err_errno("read");
	return false;
}

bool
source_need(struct source *s, size_t n)
{
	while (s->to - s->from < n)
		if (!source_fill(s))
			return false;
	return true;
}

void
source_take(struct source *s, size_t n)
{
	s->from += n;
	s->taken += n;
	if (s->from == s->to)
		s->from = s->to = 0;
}

bool
source_skip(struct source *s, uint64_t n)
{
	while (n > 0) {
		size_t have = s->to - s->from;

		if (have > n)
			have = (size_t)n;
		source_take(s, have);
		n -= have;
		if (n > 0 && !source_fill(s))
			return false;
	}
	return true;
}

bool
source_line(struct source *s, size_t max, struct slice *line)
{
	struct slice w = source_window(s);
	ptrdiff_t lf;

	while ((lf = slice_chr(w, '\n')) < 0 && w.len < max) {
		if (!source_fill(s))
			break;
		w = source_window(s);
	}
	if (w.len == 0)
		return false;
	if (lf < 0 || (size_t)lf > max) {
		*line = slice_make(w.p, w.len < max ? w.len : max);
		source_take(s, line->len);
		return true;
	}
	*line = slice_make(w.p, (size_t)lf);
	source_take(s, (size_t)lf + 1);
	if (slice_ends(*line, "\r"))
		line->len--;
	return true;
}

enum err
source_check_packed(struct source *s, const char *file, const char *format)
{
	static const struct {
		const char *magic;
		const char *how;
	} packed[] = {
		{ "\x28\xb5\x2f\xfd", "zstd -dc" }, { "\x1f\x8b", "gzip -dc" },
		{ "\xfd" "7zXZ", "xz -dc" }, { "BZh", "bzip2 -dc" },
		{ "\x1f\x9d", "gzip -dc" },
	};

	source_need(s, 8);
	for (size_t i = 0; i < sizeof(packed) / sizeof(packed[0]); i++)
		if (slice_starts(source_window(s), packed[i].magic))
			return err_set(ERR_SYNTAX, "%s is compressed; "
			    "%s %s | stoactl import %s -", file,
			    packed[i].how, strcmp(file, "-") == 0 ? "FILE" :
			    file, format);
	return s->err;
}
