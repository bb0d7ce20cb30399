/* The file of a feed. */
#include "server/feed/mark.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/xalloc.h"

enum { FILE_MAX = 64 + LIMIT_FEED_DEFERRED * 64 };

void
mark_print(const struct mark *p, struct buf *out)
{
	buf_printf(out, "seq %llu\n", (unsigned long long)p->seq);
	for (int i = 0; i < p->n; i++)
		buf_printf(out, "deferred %llu %lld %u\n",
		    (unsigned long long)p->deferred[i].id,
		    (long long)p->deferred[i].since, p->deferred[i].tries);
}

static bool
parse_deferred(struct slice *line, struct mark *out)
{
	struct deferred d = { .id = 0 };
	uint64_t since, tries;

	if (out->n == LIMIT_FEED_DEFERRED ||
	    !slice_u64(slice_word(line), &d.id) ||
	    !slice_u64(slice_word(line), &since) || since > INT64_MAX ||
	    !slice_u64(slice_word(line), &tries) || tries > UINT16_MAX)
		return false;
	d.since = (int64_t)since;
	d.tries = (unsigned)tries;
	out->deferred[out->n++] = d;
	return true;
}

enum err
mark_parse(struct slice text, struct mark *out)
{
	bool good = slice_starts(text, "seq ") && slice_ends(text, "\n");

	*out = (struct mark){ .seq = 0 };
	while (good && text.len != 0) {
		struct slice line = slice_cut(&text, '\n');
		struct slice word = slice_word(&line);

		if (slice_is(word, "seq"))
			good = slice_u64(slice_word(&line), &out->seq);
		else
			good = slice_is(word, "deferred") &&
			    parse_deferred(&line, out);
	}
	return good ? OK : err_set(ERR_SYNTAX, "not the place of a feed");
}

static enum err
read_all(int fd, struct buf *b)
{
	for (;;) {
		char *room = buf_room(b, 4096);
		ssize_t n;

		if (room == NULL)
			return ERR_TOOBIG;
		n = read(fd, room, 4096);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 ? OK : ERR_IO;
		b->len += (size_t)n;
	}
}

enum err
mark_load(const char *path, struct mark *out)
{
	struct buf text = BUF_INIT(FILE_MAX + 8192);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err e;

	if (fd == -1)
		return errno == ENOENT ? err_set(ERR_NOTFOUND, "%s", path) :
		    err_errno("%s", path);
	e = read_all(fd, &text);
	close(fd);
	if (e == OK)
		e = mark_parse(buf_slice(&text), out);
	buf_clear(&text);
	return e == OK ? OK : err_set(e, "%s cannot be read", path);
}

static enum err
write_all(int fd, struct slice s)
{
	while (s.len != 0) {
		ssize_t n = write(fd, s.p, s.len);

		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return ERR_IO;
		s = slice_from(s, (size_t)n);
	}
	return fsync(fd) == 0 ? OK : ERR_IO;
}

static enum err
replace(const char *fresh, const char *path, struct slice text)
{
	int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	enum err e;

	if (fd == -1)
		return err_errno("%s", fresh);
	e = write_all(fd, text) != OK ? err_errno("%s", fresh) : OK;
	close(fd);
	if (e == OK && rename(fresh, path) == -1)
		e = err_errno("%s", path);
	return e;
}

enum err
mark_save(const char *path, const struct mark *p)
{
	struct buf text = BUF_INIT(FILE_MAX);
	char *fresh = xasprintf("%s.new", path);
	enum err e;

	mark_print(p, &text);
	e = replace(fresh, path, buf_slice(&text));
	free(fresh);
	buf_clear(&text);
	return e;
}
