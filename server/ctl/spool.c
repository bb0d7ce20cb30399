/* Walking a news spool, in a tar stream or on disk. */
#include "server/ctl/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/char.h"
#include "common/xalloc.h"
#include "proto/article.h"
#include "server/ctl/tar.h"

enum { DEPTH = 32, PATH = 4096, NAMES = 256 << 20 };

static const char too_long[] = "longer than an article may be";
static const char no_number[] = "its name is no article number; --board "
    "takes every file";

static bool
all_digits(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!char_is_digit(s.p[i]))
			return false;
	return s.len != 0;
}

static struct slice
base_name(struct slice path)
{
	struct slice part = { 0 };

	while (path.p != NULL)
		part = slice_cut(&path, '/');
	return part;
}

/* "alt/atheism/7" and "alt.atheism/7" both lie in alt.atheism. */
static void
group_of(struct slice path, char group[LIMIT_BOARD_NAME + 1])
{
	struct slice base = base_name(path), dir = path;

	dir.len -= base.len;
	while (slice_starts(dir, "./"))
		dir = slice_from(dir, 2);
	while (slice_ends(dir, "/"))
		dir.len--;
	if (!slice_copy(dir, group, LIMIT_BOARD_NAME + 1))
		group[0] = '\0';
	for (char *p = group; *p != '\0'; p++)
		if (*p == '/')
			*p = '.';
	if (!article_board_valid(slice_of(group)))
		group[0] = '\0';
}

/* Gives one file on; raw is its content, or fault says why it is not. */
static bool
give(struct spool *p, struct slice path, struct slice raw, const char *fault)
{
	char group[LIMIT_BOARD_NAME + 1];

	group_of(path, group);
	if (fault == NULL && !p->any_name && !all_digits(base_name(path)))
		fault = no_number;
	p->m.number++;
	p->m.name = path;
	p->m.group = slice_of(group);
	p->m.raw = raw;
	p->m.fault = fault;
	return p->fn(&p->m, p->arg);
}

/* --- tar ---------------------------------------------------------------- */

/* Overview and marks of other programs begin with a dot. */
static bool
hidden(struct slice path)
{
	return slice_starts(base_name(path), ".");
}

static bool
tar_entry(struct spool *p, struct tar *t, bool *whole)
{
	struct slice path = buf_slice(&t->name), none = { 0 };
	bool go_on = true;

	p->m.mtime = t->mtime;
	if (hidden(path)) {
		*whole = source_skip(t->source, t->size);
	} else if (t->size > SOURCE_WINDOW) {
		go_on = give(p, path, none, too_long);
		*whole = source_skip(t->source, t->size);
	} else if (!source_need(t->source, (size_t)t->size)) {
		go_on = give(p, path, none, "the archive is cut off in it");
		*whole = false;
	} else {
		go_on = give(p, path, slice_make(source_window(t->source).p,
		    (size_t)t->size), NULL);
		source_take(t->source, (size_t)t->size);
	}
	return go_on;
}

enum err
spool_read_tar(struct spool *p, struct source *s)
{
	struct tar t;
	bool whole = true;
	enum err e;

	tar_init(&t, s);
	while ((e = tar_next(&t)) == OK)
		if (!tar_entry(p, &t, &whole) || !whole)
			break;
	if (!whole)
		e = s->err != OK ? s->err : err_set(ERR_SYNTAX, "tar: cut "
		    "off");
	tar_clear(&t);
	return e == ERR_NOTFOUND ? OK : e;
}

/* --- directory ------------------------------------------------------------ */

struct listing {
	struct buf names;	/* one behind the other, each with its NUL */
	size_t *at;		/* where each begins */
	size_t n, cap;
};

struct walk {
	struct spool *spool;
	struct buf path;	/* below the top */
	struct buf content;
	int depth;
	bool stop;
};

/* Numbers by value before words by bytes. */
static int
compare(const void *a, const void *b, void *arg)
{
	const struct listing *l = arg;
	struct slice x = slice_of(l->names.p + *(const size_t *)a);
	struct slice y = slice_of(l->names.p + *(const size_t *)b);
	bool dx = all_digits(x), dy = all_digits(y);

	if (dx != dy)
		return dx ? -1 : 1;
	if (dx && x.len != y.len)
		return x.len < y.len ? -1 : 1;
	return slice_cmp(x, y);
}

static enum err
list_dir(int fd, struct listing *l)
{
	DIR *d = fdopendir(fd);
	struct dirent *de;

	if (d == NULL) {
		close(fd);
		return err_errno("opendir");
	}
	while ((de = readdir(d)) != NULL) {
		if (de->d_name[0] == '.')
			continue;
		if (l->n == l->cap) {
			l->cap = l->cap != 0 ? l->cap * 2 : 256;
			l->at = xrealloc(l->at, l->cap * sizeof(*l->at));
		}
		l->at[l->n] = l->names.len;
		buf_put(&l->names, de->d_name, strlen(de->d_name) + 1);
		l->n += buf_ok(&l->names);
	}
	closedir(d);
	if (l->n > 1)
		qsort_r(l->at, l->n, sizeof(*l->at), compare, l);
	return buf_ok(&l->names) ? OK : err_set(ERR_TOOBIG,
	    "more names in a directory than fit in memory");
}

static const char *
read_file(int fd, struct buf *content)
{
	enum { STEP = 65536 };
	ssize_t got;
	char *to;

	buf_reset(content);
	while ((to = buf_room(content, STEP)) != NULL) {
		got = read(fd, to, STEP);
		if (got == 0)
			return NULL;
		if (got == -1 && errno != EINTR)
			return strerror(errno);
		if (got > 0)
			content->len += (size_t)got;
	}
	return too_long;
}

static void walk_dir(struct walk *w, int fd);

static void
walk_entry(struct walk *w, int dirfd, const char *name)
{
	struct slice path;
	struct stat st;
	const char *fault;
	int fd = openat(dirfd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	path = buf_slice(&w->path);
	w->spool->m.mtime = 0;
	if (fd == -1 || fstat(fd, &st) == -1) {
		fault = strerror(errno);
		w->stop = !give(w->spool, path, SLICE(""), fault);
	} else if (S_ISDIR(st.st_mode)) {
		if (w->depth < DEPTH)
			walk_dir(w, fd);
		else
			w->stop = !give(w->spool, path, SLICE(""),
			    "folders nested too deep");
		return;
	} else if (S_ISREG(st.st_mode)) {
		w->spool->m.mtime = (int64_t)st.st_mtime;
		fault = read_file(fd, &w->content);
		w->stop = !give(w->spool, path, buf_slice(&w->content),
		    fault);
	}
	if (fd != -1)
		close(fd);
}

/* Takes fd. */
static void
walk_dir(struct walk *w, int fd)
{
	struct listing l = { .names = BUF_INIT(NAMES) };
	int list = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	size_t len = w->path.len;
	enum err e = list != -1 ? list_dir(list, &l) : err_errno("open");

	if (e != OK)
		w->stop = !give(w->spool, buf_slice(&w->path), SLICE(""),
		    err_detail());
	w->depth++;
	for (size_t i = 0; i < l.n && !w->stop; i++) {
		const char *name = l.names.p + l.at[i];

		if (len != 0)
			buf_putc(&w->path, '/');
		buf_puts(&w->path, name);
		if (buf_ok(&w->path))
			walk_entry(w, fd, name);
		w->path.len = len;
		w->path.failed = false;
	}
	w->depth--;
	close(fd);
	free(l.at);
	buf_clear(&l.names);
}

enum err
spool_read_dir(struct spool *p, const char *dir)
{
	struct walk w = { .spool = p };
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1)
		return err_errno("%s", dir);
	buf_init(&w.path, PATH);
	buf_init(&w.content, SOURCE_WINDOW);
	walk_dir(&w, fd);
	buf_clear(&w.path);
	buf_clear(&w.content);
	return OK;
}
