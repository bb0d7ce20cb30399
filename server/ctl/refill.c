/*
 * stoactl restore, from an export: its articles are put into one file as they
 * were, then the journal is read and each event gets its own.
 */
#include "server/ctl/refill.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/xalloc.h"
#include "proto/article.h"
#include "proto/event.h"
#include "server/ctl/idmap.h"
#include "server/ctl/mbox.h"
#include "server/ctl/progress.h"
#include "server/store/store.h"

struct refill {
	const char *from;
	struct idmap where;	/* offset of each in articles */
	FILE *articles;		/* without a name: length, bytes */
	uint64_t end;
	struct buf raw;
	struct load *load;
	struct progress progress;
	uint64_t events;
	enum err err;
};

bool
refill_knows(const char *from)
{
	char *path = xasprintf("%s/journal.tsv", from);
	bool there = access(path, R_OK) == 0;

	free(path);
	return there;
}

/* --- articles ------------------------------------------------------------- */

/* As it was stored: CRLF, and without the Xref that a reader is shown. */
static void
put_raw(struct slice text, struct buf *out)
{
	bool head = true;

	while (text.len != 0) {
		struct slice line = slice_cut(&text, '\n');

		head = head && line.len != 0;
		if (head && slice_istarts(line, "xref:"))
			continue;
		if (slice_starts(line, ">") && mbox_is_from(line))
			line = slice_from(line, 1);
		buf_put_slice(out, line);
		buf_puts(out, "\r\n");
	}
}

static enum err
keep(struct refill *r, struct slice raw)
{
	struct article *a = xmalloc(sizeof(*a));
	uint64_t len = raw.len;
	enum err e = article_parse(raw, a);

	/* One that stands in several boards is there more than once. */
	if (e == OK && idmap_put(&r->where, article_value(a, "Message-ID"),
	    r->end)) {
		if (fwrite(&len, sizeof(len), 1, r->articles) != 1 ||
		    fwrite(raw.p, 1, raw.len, r->articles) != raw.len)
			e = err_errno("temporary file");
		r->end += sizeof(len) + len;
	}
	free(a);
	return e;
}

static bool
take_message(const struct message *m, void *arg)
{
	struct refill *r = arg;

	if (m->fault != NULL) {
		r->err = err_set(ERR_SYNTAX, "message %llu: %s",
		    (unsigned long long)m->number, m->fault);
		return false;
	}
	buf_reset(&r->raw);
	put_raw(m->raw, &r->raw);
	r->err = keep(r, buf_slice(&r->raw));
	progress_step(&r->progress, r->where.n, 0, r->where.n);
	return r->err == OK;
}

static enum err
read_mbox(struct refill *r, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct source source;
	enum err e;

	if (fd == -1)
		return err_errno("%s", path);
	source_open(&source, fd);
	e = mbox_read(&source, take_message, r);
	if (e == OK)
		e = r->err;
	source_clear(&source);
	close(fd);
	return e == OK ? OK : err_set(e, "%s: %s", path, err_detail());
}

static enum err
read_mboxes(struct refill *r)
{
	char *folder = xasprintf("%s/articles", r->from), *path;
	DIR *dir = opendir(folder);
	enum err e = dir != NULL ? OK : err_errno("%s", folder);
	const struct dirent *file;

	while (e == OK && (file = readdir(dir)) != NULL) {
		if (!slice_ends(slice_of(file->d_name), ".mbox"))
			continue;
		path = xasprintf("%s/%s", folder, file->d_name);
		e = read_mbox(r, path);
		free(path);
	}
	if (dir != NULL)
		closedir(dir);
	free(folder);
	path = xasprintf("%s/aside.mbox", r->from);
	if (e == OK && access(path, F_OK) == 0)
		e = read_mbox(r, path);
	free(path);
	return e;
}

/* The bytes of an article into raw; none when they are not there. */
static enum err
find_article(struct refill *r, struct slice msgid)
{
	uint64_t at, len;
	char *room;

	buf_reset(&r->raw);
	if (!idmap_get(&r->where, msgid, &at))
		return OK;
	if (fseeko(r->articles, (off_t)at, SEEK_SET) == -1 ||
	    fread(&len, sizeof(len), 1, r->articles) != 1 ||
	    (room = buf_room(&r->raw, len)) == NULL ||
	    fread(room, 1, len, r->articles) != len)
		return err_errno("temporary file");
	r->raw.len += len;
	return OK;
}

/* --- the journal ---------------------------------------------------------- */

static enum err
take_event(struct refill *r, struct slice line)
{
	struct buf msgid = BUF_INIT(LIMIT_HEADER);
	struct event event;
	enum err e = event_parse(line, &event);

	buf_reset(&r->raw);
	if (e == OK && (slice_is(event.act, "post") ||
	    slice_is(event.act, "submit"))) {
		text_unescape(&msgid, event.target);
		e = find_article(r, buf_slice(&msgid));
	}
	/* A row says "-" where there is nothing. */
	if (e == OK && slice_is(event.args, "-"))
		line.len--;
	if (e == OK)
		e = load_event(r->load, line, buf_slice(&r->raw));
	buf_clear(&msgid);
	r->events++;
	progress_step(&r->progress, r->events, 0, r->events);
	return e;
}

static enum err
read_journal(struct refill *r)
{
	char *path = xasprintf("%s/journal.tsv", r->from), *line = NULL;
	FILE *f = fopen(path, "re");
	enum err e = f != NULL ? OK : err_errno("%s", path);
	size_t room = 0, number = 0;
	ssize_t n;

	while (e == OK && (n = getline(&line, &room, f)) > 0) {
		number++;
		if (line[0] == '#')
			continue;
		e = take_event(r, slice_make(line,
		    (size_t)n - (line[n - 1] == '\n')));
	}
	if (e != OK && f != NULL)
		e = err_set(e, "%s:%zu: %s", path, number, err_detail());
	if (f != NULL)
		fclose(f);
	free(line);
	free(path);
	return e;
}

static void
show(uint64_t done, uint64_t total, void *arg)
{
	progress_step(arg, done, total, done);
}

enum err
refill(const char *from, const char *dir)
{
	struct refill r = { .from = from, .articles = tmpfile() };
	enum err e = r.articles != NULL ? OK : err_errno("temporary file");

	buf_init(&r.raw, 2 * LIMIT_ARTICLE);
	progress_begin(&r.progress, "read", "articles");
	if (e == OK)
		e = read_mboxes(&r);
	if (e == OK)
		e = load_begin(dir, &r.load);
	if (e == OK) {
		progress_begin(&r.progress, "restore", "events");
		e = load_end(&r.load, read_journal(&r), show, &r.progress);
	}
	progress_hide(&r.progress);
	if (r.articles != NULL)
		fclose(r.articles);
	idmap_clear(&r.where);
	buf_clear(&r.raw);
	return e;
}
